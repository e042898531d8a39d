#pragma once

#include "support/certificates.hpp"
#include "support/line_server.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace ansvar::tests {

/// How a server goes that does what Dovecot never would. What `answers` does not name goes well, over a folder with `mails` (UIDs 1, 2, 3
/// …), from which nothing ever disappears.
struct ImapScript {
    std::vector<std::string> mails = {};
    std::string greeting = "* OK ready";
    std::string capabilities = "IMAP4rev1 MOVE UIDPLUS";
    /// By how a command begins ("UID FETCH 1 BODY"); the longest wins. '$' stands for its tag, '%' for the
    /// connection's number; then silence when it ends in "<wait>",
    /// the end of the connection when it ends in "<close>".
    std::map<std::string, std::string> answers = {};
    bool offers_starttls = false;
    bool implicit_tls = false;
    std::optional<Certificate> certificate = std::nullopt;
};

/// An IMAP server for tests on a random port of 127.0.0.1, for one client after the other or several at once.
class ImapServer {
public:
    explicit ImapServer(ImapScript script);

    std::uint16_t port() const { return clients_.port(); }
    std::size_t connections() const { return clients_.connections(); }
    /// What clients said, without tags.
    std::vector<std::string> commands() const;

private:
    class Conversation;

    void remember(const std::string& command);

    const ImapScript script_;
    mutable std::mutex mutex_;
    std::vector<std::string> commands_;
    LineServer clients_;  ///< the last member: its threads use the others
};

}  // namespace ansvar::tests
