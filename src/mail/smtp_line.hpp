#pragma once

#include "mail/curl_line.hpp"
#include "mail/settings.hpp"
#include "mail/smtp_reply.hpp"
#include "mail/transport.hpp"

#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace ansvar::mail {

/// One connection to a mail server, opened when first needed and kept for the next letter. For one thread at a time.
class SmtpLine {
public:
    SmtpLine(const SmtpSettings& settings, const std::string& password);

    using Deadline = std::chrono::steady_clock::time_point;

    Delivery send(const Parcel& parcel, Deadline deadline);
    /// The last letter found no server that would hear of it: nobody there, no TLS, not let in, or busy (421). Nothing was said about the
    /// letter, and another server may take it.
    bool was_turned_away() const;
    /// Greeting, EHLO, and by the settings STARTTLS and AUTH, on a connection of its own; Sent when all went well. No letter is begun.
    Delivery introduce(std::string_view sender_domain);

private:
    /// One conversation; the result of curl_easy_perform.
    CURLcode talk(const Parcel& parcel, Deadline deadline, bool fresh);
    void set_up(const Parcel& parcel, Deadline deadline, bool fresh);
    void set_up_server();
    void sign_in_as_told();
    std::string read_token();
    void set_up_guards(Deadline deadline);
    void set_up_callbacks();
    bool went_stale() const;
    Delivery judge(CURLcode result) const;

    static std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* line);
    static std::size_t on_reply(char* data, std::size_t size, std::size_t count, void* line);
    static int on_debug(CURL* handle, curl_infotype type, char* data, std::size_t size, void* line);

    const SmtpSettings& settings_;
    const std::string& password_;
    SmtpDialogue dialogue_;
    std::string_view unsent_;
    std::string token_;
    bool has_failed_ = false;
    bool is_kept_line_ = false;  ///< the conversation went over a connection that was there before
    std::array<char, CURL_ERROR_SIZE> fault_{};
    CurlLine line_;  ///< the last member: its goodbye is still followed by the others
};

}  // namespace ansvar::mail
