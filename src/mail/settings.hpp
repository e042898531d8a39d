#pragma once

#include "core/mail_address.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace ansvar::mail {

/// What every letter shares.
struct Settings {
    MailAddress sender;                   ///< From and envelope sender; its domain also ends every Message-ID
    std::string school;                   ///< stands as the sender's name and at the foot
    std::string base_url;                 ///< "https://ansvar.skola.example", without a slash at the end
    std::optional<MailAddress> reply_to;  ///< empty: replies go to `sender`
    std::string link_key = {};            ///< a secret: signs the links that stop letters
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

/// The mail server letters are handed to.
struct SmtpSettings {
    std::string host;
    std::uint16_t port = 587;
    Tls tls = Tls::Required;
    bool verify = true;                  ///< check the server's certificate and name
    std::filesystem::path certificates;  ///< PEM file of authorities to trust; empty: the system's
    std::string user;                    ///< empty: no AUTH
    std::filesystem::path password_file;  ///< read at start; a line end after the password is dropped
    std::string hello_name;              ///< what we call ourselves in EHLO; empty: the sender's domain
    std::chrono::milliseconds connect_timeout{8'000};
    std::chrono::milliseconds total_timeout{25'000};  ///< for one letter, whatever the server does
    std::chrono::seconds keep_idle{20};               ///< how long an idle connection is used again
};

/// Throws std::invalid_argument that says what is wrong: no host, a host or EHLO name with other than letters, digits, '.', '-' and ':',
/// or a password that would cross the network in the clear (`user` with a `tls` other than required or implicit).
void check(const SmtpSettings& settings);

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
