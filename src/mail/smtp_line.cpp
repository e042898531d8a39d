#include "mail/smtp_line.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

namespace ansvar::mail {

namespace {

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
    if (const auto result = curl_easy_setopt(handle, option, value); result != CURLE_OK) {
        throw std::logic_error(fmt::format("libcurl does not take option {}", static_cast<int>(option)));
    }
}

long use_ssl(Tls tls) {
    switch (tls) {
        case Tls::Required:
            return CURLUSESSL_ALL;
        case Tls::Opportunistic:
            return CURLUSESSL_TRY;
        case Tls::None:
        case Tls::Implicit:
            break;
    }
    return CURLUSESSL_NONE;
}

std::string url_of(const SmtpSettings& settings, std::string_view sender_domain) {
    const std::string_view hello_name = settings.hello_name.empty() ? sender_domain : settings.hello_name;
    const bool is_address = settings.host.find(':') != std::string::npos;
    return fmt::format("{}://{}{}{}:{}/{}", settings.tls == Tls::Implicit ? "smtps" : "smtp", is_address ? "[" : "", settings.host,
                       is_address ? "]" : "", settings.port, hello_name);
}

}  // namespace

SmtpLine::SmtpLine(const SmtpSettings& settings, const std::string& password)
    : settings_{settings}, password_{password}, handle_{curl_easy_init()} {
    if (handle_ == nullptr) {
        throw std::bad_alloc();
    }
}

SmtpLine::~SmtpLine() {
    // libcurl says QUIT and would wait two minutes for the answer.
    stop_listening();
    curl_easy_cleanup(handle_);
}

Delivery SmtpLine::send(const Parcel& parcel) {
    const auto deadline = std::chrono::steady_clock::now() + settings_.total_timeout;
    auto result = talk(parcel, deadline, false);
    if (result != CURLE_OK && went_stale()) {
        result = talk(parcel, deadline, true);
    }
    return judge(result);
}

Delivery SmtpLine::introduce(std::string_view sender_domain) {
    dialogue_.begin();
    fault_.front() = '\0';
    curl_easy_reset(handle_);
    set(handle_, CURLOPT_URL, url_of(settings_, sender_domain).c_str());
    set_up_server();
    set_up_guards(std::chrono::steady_clock::now() + settings_.total_timeout);
    set_up_callbacks();
    set(handle_, CURLOPT_FRESH_CONNECT, 1L);
    set(handle_, CURLOPT_CONNECT_ONLY, 1L);  // for SMTP this ends behind EHLO and AUTH
    return judge(curl_easy_perform(handle_));
}

CURLcode SmtpLine::talk(const Parcel& parcel, Deadline deadline, bool fresh) {
    dialogue_.begin();
    unsent_ = parcel.message;
    fault_.front() = '\0';
    is_kept_line_ = !sockets_.empty();
    set_up(parcel, deadline, fresh);
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients{
        curl_slist_append(nullptr, ("<" + parcel.recipient.text() + ">").c_str()), &curl_slist_free_all};
    set(handle_, CURLOPT_MAIL_RCPT, recipients.get());
    const auto result = curl_easy_perform(handle_);
    set(handle_, CURLOPT_MAIL_RCPT, nullptr);
    return result;
}

void SmtpLine::set_up(const Parcel& parcel, Deadline deadline, bool fresh) {
    curl_easy_reset(handle_);
    set(handle_, CURLOPT_URL, url_of(settings_, parcel.sender.domain()).c_str());
    set_up_server();
    set_up_guards(deadline);
    set_up_callbacks();
    set(handle_, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
    set(handle_, CURLOPT_UPLOAD, 1L);
    set(handle_, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(parcel.message.size()));
    set(handle_, CURLOPT_MAIL_FROM, ("<" + parcel.sender.text() + ">").c_str());
}

void SmtpLine::set_up_server() {
    set(handle_, CURLOPT_PROTOCOLS_STR, settings_.tls == Tls::Implicit ? "smtps" : "smtp");
    set(handle_, CURLOPT_PROXY, "");  // whatever the environment says
    set(handle_, CURLOPT_USE_SSL, use_ssl(settings_.tls));
    set(handle_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(handle_, CURLOPT_SSL_VERIFYPEER, settings_.verify ? 1L : 0L);
    set(handle_, CURLOPT_SSL_VERIFYHOST, settings_.verify ? 2L : 0L);
    if (!settings_.certificates.empty()) {
        set(handle_, CURLOPT_CAINFO, settings_.certificates.c_str());
    }
    if (!settings_.user.empty()) {
        set(handle_, CURLOPT_USERNAME, settings_.user.c_str());
        set(handle_, CURLOPT_PASSWORD, password_.c_str());
    }
}

void SmtpLine::set_up_guards(Deadline deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    const auto limit = std::max<long>(1, static_cast<long>(left.count()));
    set(handle_, CURLOPT_NOSIGNAL, 1L);
    set(handle_, CURLOPT_QUICK_EXIT, 1L);  // a name server that does not answer is not waited for
    set(handle_, CURLOPT_TIMEOUT_MS, limit);
    set(handle_, CURLOPT_CONNECTTIMEOUT_MS, std::min(limit, static_cast<long>(settings_.connect_timeout.count())));
    set(handle_, CURLOPT_SERVER_RESPONSE_TIMEOUT, limit / 1000 + 1);
    set(handle_, CURLOPT_MAXCONNECTS, 1L);
    set(handle_, CURLOPT_MAXAGE_CONN, static_cast<long>(settings_.keep_idle.count()));
}

void SmtpLine::set_up_callbacks() {
    set(handle_, CURLOPT_ERRORBUFFER, fault_.data());
    set(handle_, CURLOPT_READFUNCTION, &SmtpLine::on_read);
    set(handle_, CURLOPT_READDATA, this);
    set(handle_, CURLOPT_HEADERFUNCTION, &SmtpLine::on_reply);
    set(handle_, CURLOPT_HEADERDATA, this);
    set(handle_, CURLOPT_VERBOSE, 1L);  // for on_debug, which prints nothing
    set(handle_, CURLOPT_DEBUGFUNCTION, &SmtpLine::on_debug);
    set(handle_, CURLOPT_DEBUGDATA, this);
    set(handle_, CURLOPT_OPENSOCKETFUNCTION, &SmtpLine::on_open);
    set(handle_, CURLOPT_OPENSOCKETDATA, this);
    set(handle_, CURLOPT_CLOSESOCKETFUNCTION, &SmtpLine::on_close);
    set(handle_, CURLOPT_CLOSESOCKETDATA, this);
}

/// The server had closed the connection that we kept, so it has not seen this letter: a second try at once makes no second letter.
bool SmtpLine::went_stale() const {
    const bool nothing_said = dialogue_.code() == 0 || dialogue_.code() == 421;
    return is_kept_line_ && nothing_said && dialogue_.stage() <= SmtpStage::Sender;
}

Delivery SmtpLine::judge(CURLcode result) const {
    if (result == CURLE_OK) {
        return {Outcome::Sent, dialogue_.reply()};
    }
    const bool server_declined = dialogue_.code() >= 400;
    const std::string ours = fault_.front() != '\0' ? fault_.data() : curl_easy_strerror(result);
    return {outcome_of_failure(dialogue_.stage(), dialogue_.code()), server_declined ? dialogue_.reply() : ours};
}

/// From now on reads find an end at once, while writes still go out.
void SmtpLine::stop_listening() const {
    for (const auto socket : sockets_) {
        ::shutdown(socket, SHUT_RD);
    }
}

std::size_t SmtpLine::on_read(char* buffer, std::size_t size, std::size_t count, void* line) {
    auto& self = *static_cast<SmtpLine*>(line);
    self.dialogue_.content_begun();
    const auto taken = std::min(size * count, self.unsent_.size());
    std::memcpy(buffer, self.unsent_.data(), taken);
    self.unsent_.remove_prefix(taken);
    return taken;
}

std::size_t SmtpLine::on_reply(char* data, std::size_t size, std::size_t count, void* line) {
    return static_cast<SmtpLine*>(line)->dialogue_.heard({data, size * count}) ? size * count : 0;
}

int SmtpLine::on_debug(CURL* /*handle*/, curl_infotype type, char* data, std::size_t size, void* line) {
    auto& self = *static_cast<SmtpLine*>(line);
    if (type == CURLINFO_HEADER_OUT) {
        self.dialogue_.sent({data, size});
        if (self.dialogue_.is_over()) {
            self.stop_listening();  // nobody needs the answer, and a mute server would keep us waiting for it
        }
    }
    return 0;
}

curl_socket_t SmtpLine::on_open(void* line, curlsocktype /*purpose*/, curl_sockaddr* address) {
    const auto socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (socket >= 0) {
        auto& self = *static_cast<SmtpLine*>(line);
        self.sockets_.insert(socket);
        self.is_kept_line_ = false;
    }
    return socket < 0 ? CURL_SOCKET_BAD : socket;
}

int SmtpLine::on_close(void* line, curl_socket_t socket) {
    static_cast<SmtpLine*>(line)->sockets_.erase(socket);
    return ::close(socket);
}

}  // namespace ansvar::mail
