#pragma once

#include "core/mail_address.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::mail {

/// What every letter shares.
struct Settings {
    MailAddress sender;                   ///< From and envelope sender; its domain also ends every Message-ID
    std::string school;                   ///< stands as the sender's name and at the foot
    std::string base_url;                 ///< "https://ansvar.skola.example", without a slash at the end
    std::optional<MailAddress> reply_to;  ///< empty: replies go to `sender`
    bool takes_answers = false;           ///< what readers answer to a letter comes in
    bool has_plus_addresses = false;      ///< mail to "ansvar+anything@" comes in as mail to "ansvar@" does
    std::string secret = {};              ///< signs our reply addresses and the links that stop letters
};

/// How the connection to the mail server is protected.
enum class Tls {
    Required,       ///< STARTTLS, or nothing is sent
    Opportunistic,  ///< STARTTLS when the server offers it
    None,           ///< never; for a server on this machine
    Implicit        ///< TLS from the first byte (port 465)
};
std::string_view name(Tls tls);
std::optional<Tls> tls_from(std::string_view name);

/// A mail server letters are handed to.
struct SmtpSettings {
    std::string host;
    std::uint16_t port = 587;
    Tls tls = Tls::Required;
    bool verify = true;                  ///< check the server's certificate and name
    std::filesystem::path certificates;  ///< PEM file of authorities to trust; empty: the system's
    std::string user;                    ///< empty: no AUTH
    std::filesystem::path password_file;  ///< read at start; a line end after the password is dropped
    std::filesystem::path token_file;     ///< a bearer token for XOAUTH2 instead of a password; read anew for each letter
    std::string hello_name;              ///< what we call ourselves in EHLO; empty: the sender's domain
    std::chrono::milliseconds connect_timeout{8'000};
    std::chrono::milliseconds total_timeout{25'000};  ///< for one letter, whatever the servers do
    std::chrono::seconds keep_idle{20};               ///< how long an idle connection is used again
    std::chrono::milliseconds rest{60'000};  ///< how long a relay that failed is passed over, when there is another
};

/// Throws std::invalid_argument that says what is wrong: no host, a host or EHLO name with other than letters, digits, '.', '-' and ':',
/// a user with control characters, a token without a user, or a password that would cross the network in the clear (`user` with a `tls`
/// other than required or implicit).
void check(const SmtpSettings& settings);

/// The same settings for each relay of "relay1, relay2:2525, [2001:db8::1]:25", in that order; without a port it is the one in `common`.
/// Throws as check() does.
std::vector<SmtpSettings> for_relays(const SmtpSettings& common, std::string_view relays);

/// The mailbox that mails are fetched from.
struct ImapSettings {
    std::string host;
    std::uint16_t port = 993;
    Tls tls = Tls::Implicit;
    std::filesystem::path certificates;   ///< as above
    std::string user;
    std::filesystem::path password_file;  ///< read at each connection; a line end after the password is dropped
    std::filesystem::path token_file;     ///< a bearer token for XOAUTH2 instead of a password; read at each connection
    std::string folder = "INBOX";
    std::string handled = "Hanterade";    ///< as people see it, not in IMAP's own letters
    std::string failed = "Misslyckade";
    std::uint64_t most_bytes = 40ULL * 1024 * 1024;  ///< a larger mail is not fetched
    std::chrono::milliseconds connect_timeout{8'000};
    std::chrono::milliseconds command_timeout{60'000};  ///< for one answer; a mail gets as much more as its size asks for
    std::chrono::seconds pause{30};                     ///< between two looks into the folder
    std::chrono::seconds stall_timeout{20};             ///< how long a mail may come slower than 1 kB a second
};

/// Throws std::invalid_argument that says what is wrong: a host as above; no user; both a password and a token or none; control characters;
/// TLS that is optional, or none to a server elsewhere; folders that are the same, empty, or hold '%' or '*'.
void check(const ImapSettings& settings);

/// How the worker goes about it.
struct WorkerSettings {
    std::size_t senders = 4;                         ///< letters on their way at once: one thread and one connection each
    std::size_t batch = 20;                          ///< letters claimed at a time, at most 20
    std::chrono::milliseconds poll{2'000};           ///< how often the outbox is looked at when nobody wakes us
    std::chrono::seconds lease{300};                 ///< how long a claim holds; far above the time limit of one letter
    std::chrono::milliseconds recovery{10'000};      ///< how often claims that have run out are looked for
    std::chrono::milliseconds lease_margin{60'000};  ///< a claim with less left is not begun any more
};

}  // namespace ansvar::mail
