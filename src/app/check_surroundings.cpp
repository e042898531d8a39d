#include "app/check_surroundings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "core/text.hpp"
#include "identity/oidc_fetch.hpp"
#include "mail/imap_mailbox.hpp"
#include "mail/smtp_transport.hpp"
#include "web/trusted_proxies.hpp"

namespace ansvar::app {

namespace {

constexpr auto url_point = "public URL";
constexpr auto proxy_point = "trusted proxies";
constexpr auto mail_point = "mail";
constexpr auto mailbox_point = "mailbox";
constexpr auto space_point = "data folder";
constexpr std::uintmax_t gigabyte = 1'000'000'000;
constexpr std::chrono::seconds mail_patience{10};

bool is_https(const Config& config) { return config.public_url.starts_with("https://"); }

/// Nothing behind host and port but perhaps one slash.
bool is_bare(std::string_view url) {
    const auto authority = url.substr(url.find("://") + 3);
    const auto end = authority.find_first_of("/?#");
    return end != 0 && !authority.empty() && (end == std::string_view::npos || authority.substr(end) == "/");
}

bool may_be_overheard(const mail::SmtpSettings& settings) {
    const bool is_here = settings.host == "localhost" || settings.host == "::1" || settings.host.starts_with("127.");
    return !is_here && (settings.tls == mail::Tls::None || settings.tls == mail::Tls::Opportunistic);
}

Finding try_mail_server(mail::SmtpSettings settings, const MailAddress& sender) {
    settings.total_timeout = mail_patience;
    const auto where = fmt::format("{}:{}", settings.host, settings.port);
    const auto answer = mail::try_out(settings, sender);
    if (answer.outcome != mail::Outcome::Sent) {
        return Finding::fail(mail_point, fmt::format("{} does not take us: {}", where, mail::readable(answer.reply)));
    }
    if (may_be_overheard(settings)) {
        return Finding::warn(mail_point, fmt::format("{} takes us, but letters may cross the network in the clear: --smtp-tls required", where));
    }
    return Finding::ok(mail_point, where + " takes us");
}

/// One of several that does not take us is a warning as long as another does.
Finding try_mail_servers(const std::vector<mail::SmtpSettings>& relays, const MailAddress& sender) {
    std::vector<std::string> words;
    auto best = Finding::Verdict::Fail;
    auto worst = Finding::Verdict::Ok;
    for (const auto& relay : relays) {
        const auto finding = try_mail_server(relay, sender);
        words.push_back(finding.words);
        best = std::min(best, finding.verdict);
        worst = std::max(worst, finding.verdict);
    }
    return {best == Finding::Verdict::Fail ? best : std::min(worst, Finding::Verdict::Warn), mail_point, join(words, "; ")};
}

}  // namespace

Finding check_public_url(const Config& config) {
    const auto& url = config.public_url;
    if (url.empty()) {
        return Finding::warn(url_point, fmt::format("not set: links in letters lead to http://{}", config.listen));
    }
    if (!identity::is_safe_address(url)) {
        return Finding::fail(url_point, url + " is not https (http is for this very machine alone): cookies and passwords would cross the network in the clear");
    }
    return is_bare(url) ? Finding::ok(url_point, url) : Finding::fail(url_point, url + " has more than a host and a port: Ansvar is at the root of its address");
}

Finding check_proxies(const Config& config) {
    try {
        const web::TrustedProxies readable{config.trusted_proxies};
    } catch (const std::invalid_argument& fault) {
        return Finding::fail(proxy_point, fault.what());
    }
    if (!config.trusted_proxies.empty()) {
        return Finding::ok(proxy_point, join(config.trusted_proxies, ", "));
    }
    return is_https(config) ? Finding::warn(proxy_point, "none, though https needs a proxy in front: everybody has its address, in the audit and where tries are counted")
                            : Finding::ok(proxy_point, "none");
}

Finding check_mail(const Config& config) {
    try {
        const auto sender = config.mail_settings("").sender;
        if (config.mail_transport == "smtp") {
            return try_mail_servers(config.smtp_settings(), sender);
        }
        return Finding::warn(mail_point, fmt::format("letters become files in {}, nobody gets them: --mail-transport smtp", (config.data / "mail").string()));
    } catch (const std::exception& fault) {
        return Finding::fail(mail_point, fault.what());
    }
}

Finding check_mailbox(const Config& config) {
    const bool is_asked = config.mail_incoming == "imap";
    if (config.imap_host.empty()) {
        return is_asked ? Finding::fail(mailbox_point, "--mail-incoming is imap, and there is no --imap-host")
                        : Finding::ok(mailbox_point, "no mailbox is looked into: --imap-host");
    }
    try {
        auto settings = config.imap_settings();
        settings.command_timeout = mail_patience;
        const mail::ImapMailbox mailbox{settings};
        const auto look = mailbox.look();
        const auto missing = look.missing_folders.empty() ? "" : fmt::format("; {} will be made", join(look.missing_folders, " and "));
        const auto words = fmt::format("{} lets us in, mails that wait there: {}{}", mailbox.description(), look.waiting, missing);
        return is_asked ? Finding::ok(mailbox_point, words) : Finding::warn(mailbox_point, words + "; none is taken: --mail-incoming=imap");
    } catch (const std::exception& fault) {
        return Finding::fail(mailbox_point, fault.what());
    }
}

Finding check_space(const Config& config) {
    std::error_code fault;
    const auto space = std::filesystem::space(config.data, fault);
    if (fault) {
        return Finding::fail(space_point, fmt::format("{} cannot be looked at: {}", config.data.string(), fault.message()));
    }
    const auto words = fmt::format("{:.1f} GB free at {}", static_cast<double>(space.available) / gigabyte, config.data.string());
    return space.available < gigabyte ? Finding::warn(space_point, words) : Finding::ok(space_point, words);
}

}  // namespace ansvar::app
