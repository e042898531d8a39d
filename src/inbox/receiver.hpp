#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "db/database.hpp"
#include "inbox/reception.hpp"
#include "mail/mailbox.hpp"

namespace ansvar::inbox {

using ReadMail = std::function<Result<mail::IncomingMail, mail::Unreadable>(std::string_view raw)>;

struct ReceiverServices {
    db::Database& database;
    const Clock& clock;
    Reception& reception;
    ReadMail read;  ///< usually read_apart
    std::vector<std::unique_ptr<mail::Mailbox>> mailboxes = {};
    std::chrono::milliseconds poll{std::chrono::seconds{2}};  ///< how often mailboxes are looked at, and what is kept
};

/// Fetches mails, keeps each as it came, and then reads what is kept: a mail is out of its mailbox only when the database has it, and is read
/// again when that was broken off. One thread. Any number of instances may share the mailboxes and the database.
class Receiver {
public:
    explicit Receiver(ReceiverServices services);
    ~Receiver();
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;

    void start();
    /// Finishes the mail it is at. Safe to repeat.
    void stop();

    /// One round by hand, for tests and commands: fetches, then reads all that is due. Returns how many were read.
    std::size_t run_once();

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace ansvar::inbox
