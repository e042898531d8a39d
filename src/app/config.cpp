#include "app/config.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "app/files.hpp"
#include "core/text.hpp"

namespace ansvar::app {

void Config::add_common_to(CLI::App& command) {
    command.add_option("--data", data, "Where Ansvar keeps everything: embedded database, letters, secrets")->envname("ANSVAR_DATA")->capture_default_str();
    command.add_option("--database-url", database_url, "mysql://user:password@host:3306/schema; empty: the embedded server")->envname("ANSVAR_DATABASE_URL");
    command.add_option("--database-url-file", database_url_file, "A file that holds it")->envname("ANSVAR_DATABASE_URL_FILE");
    command.add_option("--secret-file", secret_file, "A file with the installation's secret, the same for all instances; empty: DIR/secret")->envname("ANSVAR_SECRET_FILE");
    command.add_option("--migration-database-url", migration_database_url, "The same database as the user that may change its schema; the service's then may not")
        ->envname("ANSVAR_MIGRATION_DATABASE_URL");
    command.add_option("--migration-database-url-file", migration_database_url_file, "A file that holds it")->envname("ANSVAR_MIGRATION_DATABASE_URL_FILE");
    command.add_option("--public-url", public_url, "The address people use, e.g. https://ansvar.skola.se")->envname("ANSVAR_PUBLIC_URL");
    command.add_option("--log-level", log_level, "debug, info, warn or error")->envname("ANSVAR_LOG_LEVEL")->check(CLI::IsMember({"debug", "info", "warn", "error"}));
}

void Config::add_service_to(CLI::App& command) {
    command.add_option("--listen", listen, "ADDRESS:PORT")->envname("ANSVAR_LISTEN")->capture_default_str();
    command.add_option("--school", school, "The school's name, in letters")->envname("ANSVAR_SCHOOL");
    command.add_option("--allowed-domains", allowed_domains, "Mail domains whose readers may sign in")->envname("ANSVAR_ALLOWED_DOMAINS")->delimiter(',');
    add_mail_to(command);
    command.add_option("--undo-seconds", undo_seconds, "How long agents may undo, and letters wait")->envname("ANSVAR_UNDO_SECONDS")->check(CLI::Range(0, 120));
    command.add_option("--workers", workers, "Handler threads, and database connections for them")->envname("ANSVAR_WORKERS")->check(CLI::Range(1, 64));
    command.add_option("--queue", queue, "Requests that may wait for a worker")->envname("ANSVAR_QUEUE")->check(CLI::Range(1, 100000));
    command.add_option("--trusted-proxies", trusted_proxies, "Networks whose X-Forwarded-For is believed")->envname("ANSVAR_TRUSTED_PROXIES")->delimiter(',');
    command.add_option("--osticket", osticket, "Whether programs written for osTicket may open tickets at /api/tickets.json")->envname("ANSVAR_OSTICKET");
    command.add_option("--osticket-topics", osticket_topics, "Help topics of osTicket and the areas they are now, e.g. 12=skrivare,13=nyckel")->envname("ANSVAR_OSTICKET_TOPICS")->delimiter(',');
    command.add_option("--webhook-networks", webhook_networks, "Networks of the school's own that webhooks may lead to, e.g. 10.1.0.0/16")->envname("ANSVAR_WEBHOOK_NETWORKS")->delimiter(',');
}

void Config::add_mail_to(CLI::App& command) {
    command.add_option("--mail-transport", mail_transport, "folder or smtp")->envname("ANSVAR_MAIL_TRANSPORT")->check(CLI::IsMember({"folder", "smtp"}));
    command.add_option("--mail-sender", mail_sender, "From address of every letter")->envname("ANSVAR_MAIL_SENDER");
    command.add_option("--mail-reply-to", mail_reply_to, "Where replies go")->envname("ANSVAR_MAIL_REPLY_TO");
    command.add_option("--mail-incoming", mail_incoming, "off, maildir or imap: where mail to Ansvar comes in")->envname("ANSVAR_MAIL_INCOMING")
        ->check(CLI::IsMember({"off", "maildir", "imap"}));
    command.add_option("--mail-maildir", mail_maildir, "The Maildir it is delivered to; DIR/mail-in without it")->envname("ANSVAR_MAIL_MAILDIR");
    command.add_option("--mail-plus-addresses", mail_plus_addresses, "Whether mail to ansvar+anything@ comes in as mail to ansvar@ does")->envname("ANSVAR_MAIL_PLUS_ADDRESSES");
    command.add_option("--mail-strangers", mail_strangers, "hold, allow or refuse mail from people nobody knows")->envname("ANSVAR_MAIL_STRANGERS")
        ->check(CLI::IsMember({"hold", "allow", "refuse"}));
    command.add_option("--mail-trusted-server", mail_trusted_server, "The name by which the school's mail server signs its Authentication-Results")->envname("ANSVAR_MAIL_TRUSTED_SERVER");
    command.add_option("--smtp-host", smtp_host, "The mail server, or several in order: relay1,relay2:2525")->envname("ANSVAR_SMTP_HOST");
    command.add_option("--smtp-port", smtp_port)->envname("ANSVAR_SMTP_PORT");
    command.add_option("--smtp-tls", smtp_tls, "required, opportunistic, none or implicit")->envname("ANSVAR_SMTP_TLS");
    command.add_option("--smtp-user", smtp_user)->envname("ANSVAR_SMTP_USER");
    command.add_option("--smtp-password-file", smtp_password_file)->envname("ANSVAR_SMTP_PASSWORD_FILE");
    command.add_option("--smtp-token-file", smtp_token_file, "A file with a token for XOAUTH2, instead of a password")->envname("ANSVAR_SMTP_TOKEN_FILE");
    command.add_option("--smtp-certificates", smtp_certificates, "PEM file of authorities to trust")->envname("ANSVAR_SMTP_CERTIFICATES");
    command.add_option("--imap-host", imap_host, "The server mails are fetched from; empty: none are")->envname("ANSVAR_IMAP_HOST");
    command.add_option("--imap-port", imap_port)->envname("ANSVAR_IMAP_PORT");
    command.add_option("--imap-tls", imap_tls, "implicit, required (STARTTLS) or none (this machine alone)")->envname("ANSVAR_IMAP_TLS");
    command.add_option("--imap-user", imap_user)->envname("ANSVAR_IMAP_USER");
    command.add_option("--imap-password-file", imap_password_file)->envname("ANSVAR_IMAP_PASSWORD_FILE");
    command.add_option("--imap-token-file", imap_token_file, "A file with a token for XOAUTH2, instead of a password")->envname("ANSVAR_IMAP_TOKEN_FILE");
    command.add_option("--imap-certificates", imap_certificates, "PEM file of authorities to trust")->envname("ANSVAR_IMAP_CERTIFICATES");
    command.add_option("--imap-folder", imap_folder, "Where mails lie")->envname("ANSVAR_IMAP_FOLDER");
    command.add_option("--imap-handled", imap_handled, "Where they are moved")->envname("ANSVAR_IMAP_HANDLED");
    command.add_option("--imap-failed", imap_failed, "Where those are moved that nothing could be made of")->envname("ANSVAR_IMAP_FAILED");
    command.add_option("--imap-seconds", imap_seconds, "How many seconds pass between two looks into the folder")
        ->envname("ANSVAR_IMAP_SECONDS")
        ->check(CLI::Range(1U, 3600U));
}

std::string Config::listen_address() const {
    const auto colon = listen.rfind(':');
    auto address = listen.substr(0, colon == std::string::npos ? listen.size() : colon);
    if (address.size() > 1 && address.front() == '[' && address.back() == ']') {
        address = address.substr(1, address.size() - 2);
    }
    return address;
}

std::uint16_t Config::listen_port() const {
    const auto colon = listen.rfind(':');
    const auto text = colon == std::string::npos ? std::string{} : listen.substr(colon + 1);
    if (text.empty() || text.size() > 5 || text.find_first_not_of("0123456789") != std::string::npos || std::stoul(text) > 65535) {
        throw std::runtime_error("--listen wants ADDRESS:PORT, not " + listen);
    }
    return static_cast<std::uint16_t>(std::stoul(text));
}

namespace {

/// A database's address, given as it is or in a file.
std::string url_from(const std::string& url, const std::string& file_name) {
    if (!url.empty() || file_name.empty()) {
        return url;
    }
    std::ifstream file{file_name};
    std::string line;
    if (!std::getline(file, line)) {
        throw std::runtime_error("the file with the database's address cannot be read: " + file_name);
    }
    return std::string{trim(line)};
}

}  // namespace

std::string Config::effective_database_url() const { return url_from(database_url, database_url_file); }

std::string Config::effective_migration_url() const {
    auto url = url_from(migration_database_url, migration_database_url_file);
    if (!url.empty() && effective_database_url().empty()) {
        throw std::runtime_error("--migration-database-url goes with --database-url: the embedded database has one user");
    }
    return url;
}

mail::Settings Config::mail_settings(const std::string& base_url) const {
    auto sender = MailAddress::parse(mail_sender);
    if (!sender) {
        throw std::runtime_error("--mail-sender is no mail address: " + mail_sender);
    }
    std::optional<MailAddress> reply_to;
    if (!mail_reply_to.empty() && !(reply_to = MailAddress::parse(mail_reply_to))) {
        throw std::runtime_error("--mail-reply-to is no mail address: " + mail_reply_to);
    }
    return {.sender = *sender,
            .school = school,
            .base_url = base_url,
            .reply_to = reply_to,
            .takes_answers = mail_incoming != "off",
            .has_plus_addresses = mail_incoming != "off" && mail_plus_addresses};
}

std::filesystem::path Config::maildir() const { return mail_maildir.empty() ? data / "mail-in" : std::filesystem::path{mail_maildir}; }

std::vector<mail::SmtpSettings> Config::smtp_settings() const {
    const auto tls = mail::tls_from(smtp_tls);
    if (!tls) {
        throw std::runtime_error("--smtp-tls is required, opportunistic, none or implicit, not " + smtp_tls);
    }
    mail::SmtpSettings settings;
    settings.port = smtp_port;
    settings.tls = *tls;
    settings.user = smtp_user;
    settings.password_file = smtp_password_file;
    settings.token_file = smtp_token_file;
    settings.certificates = smtp_certificates;
    return mail::for_relays(settings, smtp_host);
}

mail::ImapSettings Config::imap_settings() const {
    const auto tls = mail::tls_from(imap_tls);
    if (!tls || *tls == mail::Tls::Opportunistic) {
        throw std::runtime_error("--imap-tls is implicit, required or none, not " + imap_tls);
    }
    mail::ImapSettings settings;
    settings.host = imap_host;
    settings.port = imap_port;
    settings.tls = *tls;
    settings.certificates = imap_certificates;
    settings.user = imap_user;
    settings.password_file = imap_password_file;
    settings.token_file = imap_token_file;
    settings.folder = imap_folder;
    settings.handled = imap_handled;
    settings.failed = imap_failed;
    settings.pause = std::chrono::seconds{imap_seconds};
    mail::check(settings);
    return settings;
}

std::string Config::secret() const {
    constexpr std::size_t shortest = 24;
    if (secret_file.empty()) {
        return installation_secret(data);
    }
    std::ifstream file{secret_file};
    std::string secret;
    std::getline(file, secret);
    if (secret.size() < shortest) {
        throw std::runtime_error(fmt::format("{} holds no secret of at least {} characters", secret_file, shortest));
    }
    return secret;
}

identity::Settings Config::identity_settings(const std::string& base_url) const {
    identity::Settings settings;
    settings.public_url = base_url;
    settings.allowed_domains = allowed_domains;
    settings.throttle_key = secret();
    settings.seal_key = settings.throttle_key;
    settings.school = school;
    if (demo) {
        settings.allowed_domains.emplace_back("skola.example");
    }
    return settings;
}

std::vector<std::string> Config::lines() const {
    const auto masked = [](const std::string& url) {
        const auto at = url.rfind('@'), colon = url.find(':', url.find("//") == std::string::npos ? 0 : url.find("//") + 2);
        return at == std::string::npos || colon == std::string::npos || colon > at ? url : url.substr(0, colon + 1) + "…" + url.substr(at);
    };
    const auto secret_word = [](const std::string& password_file, const std::string& token_file) {
        return !token_file.empty() ? "token (from a file)" : password_file.empty() ? "password -" : "password (from a file)";
    };
    return {fmt::format("data = {}", data.string()),
            fmt::format("listen = {}", listen),
            fmt::format("public-url = {}", public_url.empty() ? "(where it listens)" : public_url),
            fmt::format("database-url = {}", effective_database_url().empty() ? "(embedded)" : masked(effective_database_url())),
            fmt::format("secret = {}", secret_file.empty() ? "(in the data folder)" : "(from a file)"),
            fmt::format("migration-database-url = {}", effective_migration_url().empty() ? "(the service's own user)" : masked(effective_migration_url())),
            fmt::format("school = {}", school),
            fmt::format("allowed-domains = {}", join(allowed_domains, ",")),
            fmt::format("mail-transport = {}", mail_transport),
            fmt::format("mail-sender = {}", mail_sender),
            fmt::format("mail-incoming = {}{}, strangers {}, trusted server {}", mail_incoming, mail_incoming == "maildir" ? " " + maildir().string() : "", mail_strangers,
                        mail_trusted_server.empty() ? "-" : mail_trusted_server),
            fmt::format("smtp = {}:{} tls {} user {} {}", smtp_host, smtp_port, smtp_tls, smtp_user, secret_word(smtp_password_file, smtp_token_file)),
            imap_host.empty() ? "imap = -"
                              : fmt::format("imap = {}:{} tls {} user {} {} folder {}, then {} or {}", imap_host, imap_port, imap_tls, imap_user,
                                            secret_word(imap_password_file, imap_token_file), imap_folder, imap_handled, imap_failed),
            fmt::format("workers = {}, queue = {}", workers, queue),
            fmt::format("undo = {} s", undo_seconds),
            fmt::format("trusted-proxies = {}", join(trusted_proxies, ",")),
            fmt::format("osticket = {}", osticket),
            fmt::format("osticket-topics = {}", join(osticket_topics, ",")),
            fmt::format("webhook-networks = {}", join(webhook_networks, ",")),
            fmt::format("log-level = {}", log_level)};
}

}  // namespace ansvar::app
