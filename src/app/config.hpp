#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "db/settings.hpp"
#include "identity/settings.hpp"
#include "mail/settings.hpp"
#include "web/host.hpp"

namespace CLI {
class App;
}

namespace ansvar::app {

/// Everything that can be set: options of the command line over ANSVAR_* of the environment over a file that ANSVAR_CONFIG names over these defaults.
struct Config {
    std::filesystem::path data = "var";  ///< everything Ansvar keeps: the embedded database, letters, secrets
    std::string listen = "127.0.0.1:8080";
    std::string public_url = {};         ///< as people type it; empty: http:// and where it listens
    std::string database_url = {};       ///< empty: the embedded server
    std::string database_url_file = {};  ///< the same, read from a file
    std::string migration_database_url = {};       ///< the same database as the user that may change its schema; empty: the service's own
    std::string migration_database_url_file = {};  ///< the same, read from a file
    std::string secret_file = {};        ///< the installation's secret, when several instances share one; empty: DIR/secret
    std::string school = "Skolan";
    std::vector<std::string> allowed_domains = {};  ///< whoever reads mail there may sign in
    std::string mail_transport = "folder";          ///< "folder" (DIR/mail) or "smtp"
    std::string mail_sender = "ansvar@localhost";
    std::string mail_reply_to = {};
    std::string mail_incoming = "off";     ///< "off", "maildir" or "imap"
    std::string mail_maildir = {};         ///< where a mail server of this machine delivers; empty: DIR/mail-in
    bool mail_plus_addresses = true;       ///< of mail that comes in: "ansvar+t1042.…@" comes to "ansvar@"
    std::string mail_strangers = "hold";   ///< "hold", "allow" or "refuse" mail from nobody we know
    std::filesystem::path program = "/proc/self/exe";  ///< what reads mails apart: ourselves
    std::string mail_trusted_server = {};  ///< whose Authentication-Results are believed
    std::string smtp_host = {};  ///< one, or several between commas in the order they are tried: "relay1,relay2:2525"
    std::uint16_t smtp_port = 587;
    std::string smtp_tls = "required";
    std::string smtp_user = {};
    std::string smtp_password_file = {};
    std::string smtp_token_file = {};  ///< a bearer token for XOAUTH2 instead of a password
    std::string smtp_certificates = {};
    std::string imap_host = {};  ///< where mails are fetched from; empty: none are
    std::uint16_t imap_port = 993;
    std::string imap_tls = "implicit";
    std::string imap_user = {};
    std::string imap_password_file = {};
    std::string imap_token_file = {};
    std::string imap_certificates = {};
    std::string imap_folder = "INBOX";
    std::string imap_handled = "Hanterade";
    std::string imap_failed = "Misslyckade";
    unsigned imap_seconds = 30;  ///< between two looks into the folder
    std::size_t workers = 8;
    unsigned undo_seconds = 20;  ///< for how long an agent may take back what was done; letters wait as long
    std::size_t queue = 512;
    std::size_t mail_senders = 4;
    std::vector<std::string> trusted_proxies = {};
    bool osticket = false;  ///< programs written for osTicket may open tickets
    std::vector<std::string> osticket_topics = {};   ///< "12=skrivare": a help topic of theirs and the area it is now
    std::vector<std::string> webhook_networks = {};  ///< of the school's own, that webhooks may lead to
    std::string log_level = "info";
    bool demo = false;  ///< the demo school

    /// Adds the options that every command knows (data, database, log) or that the service needs, with their environment variables.
    void add_common_to(CLI::App& command);
    void add_service_to(CLI::App& command);
    void add_mail_to(CLI::App& command);

    std::string listen_address() const;
    std::uint16_t listen_port() const;
    /// Throws std::runtime_error when database_url_file cannot be read.
    std::string effective_database_url() const;
    /// Empty when the service's own user migrates. Throws as above, also without a database by URL.
    std::string effective_migration_url() const;
    /// Without its secret.
    mail::Settings mail_settings(const std::string& base_url) const;
    std::filesystem::path maildir() const;
    /// The mail servers in the order they are tried. Throws std::invalid_argument or std::runtime_error that says what is wrong.
    std::vector<mail::SmtpSettings> smtp_settings() const;
    /// Throws as above, also when imap_host is empty.
    mail::ImapSettings imap_settings() const;
    /// The installation's own secret: from secret_file, or drawn once and kept in DIR/secret. Throws std::runtime_error when the file
    /// cannot be read or is too short to be one.
    std::string secret() const;
    identity::Settings identity_settings(const std::string& base_url) const;

    /// "name = value" lines of what is in force, secrets masked.
    std::vector<std::string> lines() const;
};

}  // namespace ansvar::app
