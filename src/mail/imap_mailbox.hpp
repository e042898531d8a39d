#pragma once

#include "mail/mailbox.hpp"
#include "mail/settings.hpp"

#include <string>
#include <vector>

namespace ansvar::mail {

/// A folder of an IMAP server (libcurl), over one connection a round. What has been taken is moved into the folders "handled" and
/// "failed", which are made when missing. A mail above the size limit is never downloaded. A server that is mute, endless, slow or
/// hostile costs at most the timeouts and some memory.
class ImapMailbox final : public Mailbox {
public:
    /// Throws std::invalid_argument (see check()). Connects to nobody yet.
    explicit ImapMailbox(ImapSettings settings);

    std::size_t fetch(std::size_t most, const std::function<bool(const Fetched&)>& take) override;
    std::string description() const override;
    std::chrono::seconds pause() const override { return settings_.pause; }

    /// What `ansvar check` wants to know; takes nothing. Throws MailboxFault.
    struct Look {
        std::size_t waiting = 0;
        std::vector<std::string> missing_folders;
    };
    Look look() const;

private:
    ImapSettings settings_;
};

}  // namespace ansvar::mail
