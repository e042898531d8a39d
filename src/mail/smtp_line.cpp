#include "mail/smtp_line.hpp"

#include "mail/secret_file.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <utility>

namespace ansvar::mail {

namespace {

std::string url_of(const SmtpSettings& settings, std::string_view sender_domain) {
    const std::string_view hello_name = settings.hello_name.empty() ? sender_domain : settings.hello_name;
    return address_of(settings.tls == Tls::Implicit ? "smtps" : "smtp", settings.host, settings.port).append(hello_name);
}

}  // namespace

SmtpLine::SmtpLine(const SmtpSettings& settings, const std::string& password) : settings_{settings}, password_{password} {}

Delivery SmtpLine::send(const Parcel& parcel, Deadline deadline) {
    dialogue_.begin();
    has_failed_ = true;
    if (const auto fault = read_token(); !fault.empty()) {
        return {Outcome::Later, fault};
    }
    auto result = talk(parcel, deadline, false);
    if (result != CURLE_OK && went_stale()) {
        result = talk(parcel, deadline, true);
    }
    has_failed_ = result != CURLE_OK;
    return judge(result);
}

bool SmtpLine::was_turned_away() const {
    const bool before_letter = dialogue_.stage() == SmtpStage::Connect || (dialogue_.stage() == SmtpStage::Sender && dialogue_.code() == 421);
    return has_failed_ && before_letter;
}

Delivery SmtpLine::introduce(std::string_view sender_domain) {
    dialogue_.begin();
    if (const auto fault = read_token(); !fault.empty()) {
        return {Outcome::Later, fault};
    }
    fault_.front() = '\0';
    line_.begin();
    line_.set(CURLOPT_URL, url_of(settings_, sender_domain).c_str());
    set_up_server();
    set_up_guards(std::chrono::steady_clock::now() + settings_.total_timeout);
    set_up_callbacks();
    line_.set(CURLOPT_FRESH_CONNECT, 1L);
    line_.set(CURLOPT_CONNECT_ONLY, 1L);  // for SMTP this ends behind EHLO and AUTH
    return judge(curl_easy_perform(line_.handle()));
}

CURLcode SmtpLine::talk(const Parcel& parcel, Deadline deadline, bool fresh) {
    dialogue_.begin();
    unsent_ = parcel.message;
    fault_.front() = '\0';
    const bool was_connected = line_.is_connected();
    const auto connections = line_.connections();
    set_up(parcel, deadline, fresh);
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients{
        curl_slist_append(nullptr, ("<" + parcel.recipient.text() + ">").c_str()), &curl_slist_free_all};
    line_.set(CURLOPT_MAIL_RCPT, recipients.get());
    const auto result = curl_easy_perform(line_.handle());
    is_kept_line_ = was_connected && line_.connections() == connections;
    line_.set(CURLOPT_MAIL_RCPT, nullptr);
    return result;
}

void SmtpLine::set_up(const Parcel& parcel, Deadline deadline, bool fresh) {
    line_.begin();
    line_.set(CURLOPT_URL, url_of(settings_, parcel.sender.domain()).c_str());
    set_up_server();
    set_up_guards(deadline);
    set_up_callbacks();
    line_.set(CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
    line_.set(CURLOPT_UPLOAD, 1L);
    line_.set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(parcel.message.size()));
    line_.set(CURLOPT_MAIL_FROM, ("<" + parcel.envelope_sender.value_or(parcel.sender).text() + ">").c_str());
}

void SmtpLine::set_up_server() {
    line_.set(CURLOPT_PROTOCOLS_STR, settings_.tls == Tls::Implicit ? "smtps" : "smtp");
    line_.protect(settings_.tls, settings_.verify, settings_.certificates);
    if (!settings_.user.empty()) {
        sign_in_as_told();
    }
}

void SmtpLine::sign_in_as_told() {
    line_.set(CURLOPT_USERNAME, settings_.user.c_str());
    if (settings_.token_file.empty()) {
        line_.set(CURLOPT_PASSWORD, password_.c_str());
    } else {
        line_.set(CURLOPT_XOAUTH2_BEARER, token_.c_str());
        line_.set(CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
    }
}

/// Tokens live for an hour, and somebody else renews them. Says what is wrong when there is none; one that is being written just now
/// leaves us the old one.
std::string SmtpLine::read_token() {
    if (settings_.token_file.empty()) {
        return {};
    }
    try {
        auto token = read_secret(settings_.token_file, "the mail token");
        if (token != std::exchange(token_, token)) {
            line_.renew();
        }
        return {};
    } catch (const std::runtime_error& fault) {
        return token_.empty() ? fault.what() : std::string{};
    }
}

void SmtpLine::set_up_guards(Deadline deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    const auto limit = std::max<long>(1, static_cast<long>(left.count()));
    line_.set(CURLOPT_TIMEOUT_MS, limit);
    line_.set(CURLOPT_CONNECTTIMEOUT_MS, std::min(limit, static_cast<long>(settings_.connect_timeout.count())));
    line_.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, limit / 1000 + 1);
    line_.set(CURLOPT_MAXAGE_CONN, static_cast<long>(settings_.keep_idle.count()));
}

void SmtpLine::set_up_callbacks() {
    line_.set(CURLOPT_ERRORBUFFER, fault_.data());
    line_.set(CURLOPT_READFUNCTION, &SmtpLine::on_read);
    line_.set(CURLOPT_READDATA, this);
    line_.set(CURLOPT_HEADERFUNCTION, &SmtpLine::on_reply);
    line_.set(CURLOPT_HEADERDATA, this);
    line_.set(CURLOPT_VERBOSE, 1L);  // for on_debug, which prints nothing
    line_.set(CURLOPT_DEBUGFUNCTION, &SmtpLine::on_debug);
    line_.set(CURLOPT_DEBUGDATA, this);
}

/// The server had closed the connection that we kept, so it has not seen this letter: a second try at once makes no second letter.
bool SmtpLine::went_stale() const {
    const bool nothing_said = dialogue_.code() == 0 || dialogue_.code() == 421;
    return is_kept_line_ && nothing_said && dialogue_.stage() <= SmtpStage::Sender;
}

Delivery SmtpLine::judge(CURLcode result) const {
    if (result == CURLE_OK) {
        return {Outcome::Sent, dialogue_.reply(), dialogue_.steps()};
    }
    const bool server_declined = dialogue_.code() >= 400;
    const std::string ours = fault_.front() != '\0' ? fault_.data() : curl_easy_strerror(result);
    return {outcome_of_failure(dialogue_.stage(), dialogue_.code()), server_declined ? dialogue_.reply() : ours, dialogue_.steps()};
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
            self.line_.stop_listening();  // nobody needs the answer, and a mute server would keep us waiting for it
        }
    }
    return 0;
}

}  // namespace ansvar::mail
