#include "mail/curl_line.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <mutex>
#include <new>

namespace ansvar::mail {

namespace {

CURL* new_handle() {
    static std::once_flag once;
    std::call_once(once, [] {
        std::signal(SIGPIPE, SIG_IGN);  // a server that has gone away is an error, not the end of a command
        curl_global_init(CURL_GLOBAL_DEFAULT);
    });
    auto* handle = curl_easy_init();
    if (handle == nullptr) {
        throw std::bad_alloc();
    }
    return handle;
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

}  // namespace

CurlLine::CurlLine() : handle_{new_handle()} {}

CurlLine::~CurlLine() {
    hang_up();
}

void CurlLine::renew() {
    hang_up();
    handle_ = new_handle();
}

void CurlLine::hang_up() const {
    // libcurl says QUIT or LOGOUT and would wait two minutes for the answer.
    stop_listening();
    curl_easy_cleanup(handle_);
}

void CurlLine::begin() const {
    curl_easy_reset(handle_);
    set(CURLOPT_PROXY, "");  // whatever the environment says
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L);  // a name server that does not answer is not waited for
    set(CURLOPT_MAXCONNECTS, 1L);
    set(CURLOPT_OPENSOCKETFUNCTION, &CurlLine::on_open);
    set(CURLOPT_OPENSOCKETDATA, this);
    set(CURLOPT_CLOSESOCKETFUNCTION, &CurlLine::on_close);
    set(CURLOPT_CLOSESOCKETDATA, this);
}

void CurlLine::protect(Tls tls, bool verify, const std::filesystem::path& certificates) const {
    set(CURLOPT_USE_SSL, use_ssl(tls));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
    set(CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
    if (!certificates.empty()) {
        set(CURLOPT_CAINFO, certificates.c_str());
    }
}

void CurlLine::stop_listening() const {
    for (const auto socket : sockets_) {
        ::shutdown(socket, SHUT_RD);
    }
}

curl_socket_t CurlLine::on_open(void* line, curlsocktype /*purpose*/, curl_sockaddr* address) {
    const auto socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (socket < 0) {
        return CURL_SOCKET_BAD;
    }
    auto& self = *static_cast<CurlLine*>(line);
    self.sockets_.insert(socket);
    ++self.connections_;
    return socket;
}

int CurlLine::on_close(void* line, curl_socket_t socket) {
    static_cast<CurlLine*>(line)->sockets_.erase(socket);
    return ::close(socket);
}

std::string address_of(const std::string& scheme, const std::string& host, std::uint16_t port) {
    const bool is_number = host.find(':') != std::string::npos;
    return fmt::format("{}://{}{}{}:{}/", scheme, is_number ? "[" : "", host, is_number ? "]" : "", port);
}

}  // namespace ansvar::mail
