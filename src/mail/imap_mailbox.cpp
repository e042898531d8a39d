#include "mail/imap_mailbox.hpp"

#include "mail/imap_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ansvar::mail {

namespace {

constexpr std::size_t most_in_a_round = 200;  ///< their numbers stand in one command

/// One round over a session.
class Round {
public:
    Round(const ImapSettings& settings, ImapSession& session, const std::function<bool(const Fetched&)>& take)
        : settings_{settings}, session_{session}, take_{take} {}

    std::size_t go(const std::vector<MailUid>& mails) {
        const auto sizes = session_.sizes(mails);
        for (const auto mail : mails) {
            if (const auto found = sizes.find(mail); found != sizes.end()) {
                take(mail, found->second);
            }
        }
        if (!left_.empty()) {
            throw MailboxFault(left_);
        }
        return taken_;
    }

private:
    void take(MailUid uid, std::uint64_t bytes) {
        Fetched mail{.key = std::to_string(uid), .raw = {}, .bytes = bytes};
        if (bytes <= settings_.most_bytes) {
            auto found = session_.fetch(uid, bytes);
            if (!found.is_there || !found.refusal.empty()) {
                leave(uid, "fetched", found.refusal);
                return;
            }
            mail.raw = std::move(found.raw);
            mail.bytes = mail.raw.size();
        }
        const auto& folder = take_(mail) ? settings_.handled : settings_.failed;
        ++taken_;
        leave(uid, "moved", session_.move(uid, folder));
    }

    /// The others shall not wait for one that the server does not give.
    void leave(MailUid uid, std::string_view what, const std::string& refusal) {
        if (!refusal.empty() && left_.empty()) {
            left_ = fmt::format("{}: mail {} cannot be {}: {}", settings_.host, uid, what, refusal);
        }
    }

    const ImapSettings& settings_;
    ImapSession& session_;
    const std::function<bool(const Fetched&)>& take_;
    std::size_t taken_ = 0;
    std::string left_;
};

}  // namespace

ImapMailbox::ImapMailbox(ImapSettings settings) : settings_{std::move(settings)} {
    check(settings_);
}

std::size_t ImapMailbox::fetch(std::size_t most, const std::function<bool(const Fetched&)>& take) {
    ImapSession session{settings_};
    auto mails = session.unhandled();
    mails.resize(std::min({mails.size(), most, most_in_a_round}));
    if (mails.empty()) {
        return 0;
    }
    for (const auto* folder : {&settings_.handled, &settings_.failed}) {
        if (!session.has_folder(*folder)) {
            session.make_folder(*folder);
        }
    }
    return Round{settings_, session, take}.go(mails);
}

std::string ImapMailbox::description() const {
    return settings_.host + " " + settings_.folder;
}

ImapMailbox::Look ImapMailbox::look() const {
    ImapSession session{settings_};
    Look look{.waiting = session.unhandled().size(), .missing_folders = {}};
    for (const auto* folder : {&settings_.handled, &settings_.failed}) {
        if (!session.has_folder(*folder)) {
            look.missing_folders.push_back(*folder);
        }
    }
    return look;
}

}  // namespace ansvar::mail
