#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/database.hpp"
#include "inbox/stored_mail.hpp"
#include "mail/incoming_mail.hpp"

/// Mails that came in, in the database. No rules here.
namespace ansvar::inbox::mail_store {

/// What makes a mail the same mail however often it is handed over, and by whichever way: SHA-256 of its body and of the headers
/// that decide what becomes of it. Lines that servers add on the way do not count, nor how lines end.
std::string hash_of(std::string_view raw);

/// Keeps a mail as it came, to be read. False when it has come before. `raw` empty: it was too large to be fetched; `key` names it then.
bool store(db::Database& database, std::string_view raw, std::string_view key, Timestamp now);

/// Takes the oldest mail that is to be read; nobody else gets it for `lease`.
std::optional<StoredMail> claim(db::Database& database, Timestamp now, std::chrono::seconds lease);
/// Not before `at`: something was away.
void put_off(db::Database& database, const StoredMail& mail, Timestamp at);
/// Writes down who it is from and what about.
void note(db::Database& database, MailId id, const mail::IncomingMail& mail);
/// Writes down what became of it; `from`: the state it must still have. False when somebody was faster.
bool finish(db::Transaction& tx, MailId id, const Finding& finding, std::string_view from, std::optional<PersonId> by, Timestamp now);

std::optional<StoredMail> find(db::Session& session, MailId id);
std::vector<StoredMail> list(db::Session& session, std::string_view state, std::optional<MailId> before, std::int64_t limit);
/// As it came; "" when it is not kept any more.
std::string raw_of(db::Session& session, MailId id);

struct Counts {
    std::int64_t held = 0;
    std::int64_t failed = 0;
    std::int64_t waiting = 0;
};
Counts count(db::Session& session);

/// Reads one once more that could not be read. False when it is none such.
bool retry(db::Transaction& tx, MailId id, Timestamp now);

/// An address that letters come back from.
struct BouncedAddress {
    std::string email;
    std::string name;  ///< "" for nobody we know
    std::int64_t times = 0;
    std::string status;
    Timestamp at;
};
std::vector<BouncedAddress> list_bounced(db::Session& session);

/// Removes mails that became nothing, thirty days after they came.
void remove_old(db::Database& database, Timestamp now);

}  // namespace ansvar::inbox::mail_store
