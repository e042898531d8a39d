#include "mail/letter_writer.hpp"

#include "core/secret.hpp"
#include "mail/hearers.hpp"
#include "queries/mail.hpp"

#include <fmt/format.h>

#include <utility>

namespace ansvar::mail {

namespace {

db::Value stored(const std::optional<LetterKind>& kind) { return kind ? db::Value{name(*kind)} : db::Value{}; }

/// The school's date, for the holders' dates.
std::string day_of(Timestamp time) {
    const auto wall = to_stockholm(time);
    return fmt::format("{:04}-{:02}-{:02}", wall.year, wall.month, wall.day);
}

}  // namespace

LetterWriter::LetterWriter(const Settings& settings, std::function<void()> wake)
    : domain_{settings.sender.domain()}, wake_{std::move(wake)} {}

void LetterWriter::happened(db::Transaction& tx, const tickets::Ticket& after, std::span<const tickets::Event> events) {
    const auto hearers = who_hears(after, events);
    if (hearers.is_nobody()) {
        return;
    }
    const auto now = events.front().at;
    tx.execute(queries::mail::insert_letters_of_change, {{"ticket", after.id},
                                                         {"first_seq", events.front().seq},
                                                         {"last_seq", events.back().seq},
                                                         {"requester", after.requester},
                                                         {"assignee", after.assignee},
                                                         {"role", after.role},
                                                         {"author", author_of(events).value_or(PersonId{})},
                                                         {"requester_kind", stored(hearers.requester)},
                                                         {"assignee_kind", stored(hearers.assignee)},
                                                         {"holders_kind", stored(hearers.holders)},
                                                         {"mailbox_kind", stored(hearers.mailbox)},
                                                         {"watchers_kind", stored(hearers.watchers)},
                                                         {"nonce", random_token(16)},
                                                         {"domain", domain_},
                                                         {"today", day_of(now)},
                                                         {"now", now}});
}

}  // namespace ansvar::mail
