#pragma once

#include "mail/curl_line.hpp"
#include "mail/settings.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::mail {

/// A mail's number in its folder; never given to another.
using MailUid = std::uint32_t;

/// A connection to an IMAP server, signed in, for one round of fetching. When the server says no to a command, libcurl closes the
/// connection; the next command makes a new one. All that the server says is bounded in size and time. Folders are named as people see
/// them. Every function throws MailboxFault when the server cannot be reached or breaks off.
class ImapSession {
public:
    /// What became of asking for one mail.
    struct Mail {
        bool is_there = false;
        std::string raw;
        std::string refusal;  ///< why the server does not give a mail that is there
    };

    /// Reads password or token, connects and signs in.
    explicit ImapSession(const ImapSettings& settings);

    bool has_folder(const std::string& name);
    void make_folder(const std::string& name);
    /// The folder's mails that are not marked as deleted, oldest first; in a very large folder only among the first thousands.
    std::vector<MailUid> unhandled();
    /// Bytes of those that are still there.
    std::map<MailUid, std::uint64_t> sizes(const std::vector<MailUid>& mails);
    Mail fetch(MailUid mail, std::uint64_t bytes);
    /// Empty, also when the mail is gone; otherwise why the server does not move it.
    std::string move(MailUid mail, const std::string& folder);

private:
    /// What the server said to one command.
    struct Answer {
        bool is_ok = true;
        std::vector<std::string> lines;  ///< those that begin with "* ", without that
        std::string verdict;             ///< "OK done", "NO [TRYCREATE] …"
    };

    void set_up(const std::string& path);
    void sign_in_as_told();
    Answer command(const std::string& path, const std::string& words);
    /// As above; throws when the server says no.
    Answer demand(const std::string& path, const std::string& words);
    Answer copy_and_delete(MailUid mail, const std::string& folder);
    bool is_gone(MailUid mail);
    CURLcode perform();
    Answer take_answer(bool is_ok);
    std::uint32_t open_folder();
    [[noreturn]] void fail(const std::string& words) const;
    std::string explain(CURLcode result) const;
    std::string masked(std::string text) const;

    static std::size_t on_line(char* data, std::size_t size, std::size_t count, void* session);
    static int on_debug(CURL* handle, curl_infotype type, char* data, std::size_t size, void* session);
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* session);

    const ImapSettings& settings_;
    std::string secret_;
    std::string folder_path_;  ///< of the folder, for URLs
    bool can_move_ = false;
    bool can_expunge_one_ = false;
    std::size_t heard_bytes_ = 0;
    bool is_selecting_ = false;  ///< the last that was said was SELECT
    bool is_over_ = false;       ///< LOGOUT was said: what follows is about nothing
    Answer heard_;
    std::string body_;
    std::size_t most_body_ = 0;
    std::array<char, CURL_ERROR_SIZE> fault_{};
    CurlLine line_;  ///< the last member: its goodbye is still heard by the others
};

}  // namespace ansvar::mail
