#pragma once

#include "mail/settings.hpp"
#include "mail/smtp_reply.hpp"
#include "mail/transport.hpp"

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <set>
#include <string>
#include <string_view>

namespace ansvar::mail {

/// One connection to the mail server, opened when first needed and kept for the next letter. For one thread at a time.
class SmtpLine {
public:
    SmtpLine(const SmtpSettings& settings, const std::string& password);
    ~SmtpLine();
    SmtpLine(const SmtpLine&) = delete;
    SmtpLine& operator=(const SmtpLine&) = delete;

    Delivery send(const Parcel& parcel);
    /// Greeting, EHLO, and by the settings STARTTLS and AUTH, on a connection of its own; Sent when all went well. No letter is begun.
    Delivery introduce(std::string_view sender_domain);

private:
    using Deadline = std::chrono::steady_clock::time_point;

    /// One conversation; the result of curl_easy_perform.
    CURLcode talk(const Parcel& parcel, Deadline deadline, bool fresh);
    void set_up(const Parcel& parcel, Deadline deadline, bool fresh);
    void set_up_server();
    void set_up_guards(Deadline deadline);
    void set_up_callbacks();
    bool went_stale() const;
    Delivery judge(CURLcode result) const;
    void stop_listening() const;

    static std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* line);
    static std::size_t on_reply(char* data, std::size_t size, std::size_t count, void* line);
    static int on_debug(CURL* handle, curl_infotype type, char* data, std::size_t size, void* line);
    static curl_socket_t on_open(void* line, curlsocktype purpose, curl_sockaddr* address);
    static int on_close(void* line, curl_socket_t socket);

    const SmtpSettings& settings_;
    const std::string& password_;
    CURL* handle_;
    SmtpDialogue dialogue_;
    std::string_view unsent_;
    std::set<curl_socket_t> sockets_;
    bool is_kept_line_ = false;  ///< this conversation began on a connection that was there before
    std::array<char, CURL_ERROR_SIZE> fault_{};
};

}  // namespace ansvar::mail
