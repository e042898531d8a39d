#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

namespace ansvar::mail {

/// A mail that lies in a mailbox.
struct Fetched {
    std::string key;          ///< names it within its mailbox: a UID, a file's name
    std::string raw;          ///< as it came; empty when it is larger than the limit
    std::uint64_t bytes = 0;  ///< its size, also then
};

/// The mailbox cannot be reached, or says no; in words for the log, without secrets and without what stands in mails.
class MailboxFault : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Where mails are fetched from. Used by one thread; others, also in other processes, may look into the same mailbox.
class Mailbox {
public:
    virtual ~Mailbox() = default;
    /// Calls `take` with each mail that lies there, oldest first, at most `most`; moves it to "handled" when that gives true, to "failed"
    /// when false. What `take` throws ends the round and leaves that mail where it is. A mail that is gone meanwhile is passed over; one
    /// that cannot be read or moved stays, the others are taken, and then it throws. Throws MailboxFault when the mailbox cannot be
    /// reached or says no. Returns how many were taken.
    virtual std::size_t fetch(std::size_t most, const std::function<bool(const Fetched&)>& take) = 0;
    /// How long to leave it alone between two looks: a server elsewhere counts who signs in.
    virtual std::chrono::seconds pause() const { return std::chrono::seconds{0}; }
    /// For `ansvar check` and logs: "imap.skola.example INBOX", never a secret.
    virtual std::string description() const = 0;
};

}  // namespace ansvar::mail
