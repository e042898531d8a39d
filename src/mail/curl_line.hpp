#pragma once

#include "mail/settings.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <cstddef>
#include <set>
#include <stdexcept>
#include <string>

namespace ansvar::mail {

/// What our lines to mail servers share: a curl handle, and the sockets it has open. For one thread at a time.
class CurlLine {
public:
    CurlLine();
    /// Says goodbye and does not wait for the answer.
    ~CurlLine();
    CurlLine(const CurlLine&) = delete;
    CurlLine& operator=(const CurlLine&) = delete;

    CURL* handle() const { return handle_; }
    template <class Value>
    void set(CURLoption option, Value value) const {
        if (const auto result = curl_easy_setopt(handle_, option, value); result != CURLE_OK) {
            throw std::logic_error(fmt::format("libcurl does not take option {}", static_cast<int>(option)));
        }
    }
    /// All options as new, but connections are kept.
    void begin() const;
    void protect(Tls tls, bool verify, const std::filesystem::path& certificates) const;

    /// Closes what is open.
    void renew();

    bool is_connected() const { return !sockets_.empty(); }
    /// How many connections were ever begun.
    std::size_t connections() const { return connections_; }
    /// From now on reads find an end at once, while writes still go out.
    void stop_listening() const;

private:
    void hang_up() const;
    static curl_socket_t on_open(void* line, curlsocktype purpose, curl_sockaddr* address);
    static int on_close(void* line, curl_socket_t socket);

    CURL* handle_;
    std::set<curl_socket_t> sockets_;
    std::size_t connections_ = 0;
};

/// "imaps://mail.skola.example:993/": the part of an address that says where.
std::string address_of(const std::string& scheme, const std::string& host, std::uint16_t port);

}  // namespace ansvar::mail
