#pragma once

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/transaction.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::mail {

/// How somebody wants to hear of a thing.
enum class Frequency { Each, Digest, None };
/// "each", "digest", "none": the word in the database and in forms.
std::string_view name(Frequency frequency);
std::optional<Frequency> frequency_from(std::string_view name);

/// From a time of day until another one, perhaps past midnight.
struct QuietHours {
    std::chrono::minutes from;
    std::chrono::minutes to;
    bool holds(std::chrono::minutes time) const { return from < to ? from <= time && time < to : from <= time || time < to; }
    bool operator==(const QuietHours&) const = default;
};

/// Which letters a person wants, and when; the plain value is that of somebody who has chosen nothing. Times are after midnight by the
/// clock on the school's wall. What nobody can do without is no choice: receipts and answers of one's own tickets, links to sign in with,
/// and letters about who reads a confidential ticket.
struct LetterChoices {
    Frequency new_tickets = Frequency::Each;  ///< in their queues, while nobody has them in hand
    Frequency in_hand = Frequency::Each;      ///< tickets they have in hand, or stand in for
    Frequency mentions = Frequency::Each;     ///< no digest
    Frequency following = Frequency::Each;    ///< tickets they follow or are copied in on
    std::chrono::minutes digest_at{7 * 60 + 30};  ///< on working days
    std::optional<QuietHours> quiet = std::nullopt;
    std::optional<Timestamp> monday_since = std::nullopt;  ///< of managers: since when they want the Monday letter

    bool wants_digest() const { return new_tickets == Frequency::Digest || in_hand == Frequency::Digest || following == Frequency::Digest; }
    bool operator==(const LetterChoices&) const = default;
};

LetterChoices choices_of(db::Session& session, PersonId person);
void keep(db::Transaction& tx, PersonId person, const LetterChoices& choices, Timestamp now);

/// Which letters a link in a letter stops.
enum class Stop { Following, Digest, Monday };
/// "following", "digest", "monday": in the address and in catalogue keys.
std::string_view name(Stop stop);
/// The end of its address: whom, what, and a signature under the installation's secret.
std::string stop_token(std::string_view key, PersonId person, Stop stop);
struct StopOrder {
    PersonId person;
    Stop stop;
};
/// Nothing when it was not signed with that key.
std::optional<StopOrder> read_stop_token(std::string_view key, std::string_view token);
/// Turns these letters to none; the digest's are those that now come in it.
void stop(db::Transaction& tx, const StopOrder& order, Timestamp now);

/// Of somebody's queues, those whose new tickets are mailed to nobody else.
std::vector<RoleCode> queues_heard_by_nobody_else(db::Session& session, PersonId person, const std::vector<RoleCode>& queues, Timestamp now);

}  // namespace ansvar::mail
