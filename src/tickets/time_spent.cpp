#include "tickets/time_spent.hpp"

#include <algorithm>
#include <regex>

#include "core/number.hpp"
#include "core/text.hpp"
#include "db/errors.hpp"
#include "queries/tickets.hpp"
#include "tickets/change.hpp"

namespace ansvar::tickets::time_spent {

namespace {

namespace sql = queries::tickets;

constexpr std::int64_t most_minutes = 60'000;

std::int64_t number_of(const std::ssub_match& digits) { return digits.matched ? whole_number<std::int64_t>(digits.str()).value_or(0) : 0; }

void insert(db::Transaction& tx, TicketId ticket, PersonId person, Timestamp started_at, std::optional<std::int64_t> minutes) {
    tx.execute(sql::insert_time_entry, {{"ticket_id", ticket}, {"person_id", person}, {"started_at", started_at}, {"minutes", minutes}, {"note", ""}});
}

Refusal fault(std::string_view code) { return Refusal::invalid(field_fault("/time", code)); }

/// A begun minute counts.
std::int64_t minutes_between(Timestamp from, Timestamp to) {
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(to - from).count();
    return std::clamp<std::int64_t>(minutes, 1, most_minutes);
}

}  // namespace

std::optional<std::int64_t> minutes_from(std::string_view typed) {
    static const std::regex colon{"(\\d{1,4}):([0-5]\\d)"};
    static const std::regex words{"(?:(\\d{1,4})(?:[.,](\\d))? ?(?:h|t|tim|timme|timmar|hour|hours)\\.?)? ?(?:(\\d{1,5}) ?(?:m|min|minuter|minutes)?\\.?)?"};
    const auto text = lower(trim(typed));
    std::smatch parts;
    std::int64_t minutes = 0;
    if (std::regex_match(text, parts, colon)) {
        minutes = number_of(parts[1]) * 60 + number_of(parts[2]);
    } else if (!text.empty() && std::regex_match(text, parts, words)) {
        minutes = number_of(parts[1]) * 60 + number_of(parts[2]) * 6 + number_of(parts[3]);
    } else {
        return {};
    }
    return minutes <= most_minutes ? std::optional{minutes} : std::nullopt;
}

std::vector<Entry> list(db::Session& session, TicketId ticket) {
    std::vector<Entry> entries;
    for (const auto& row : session.rows(sql::select_time_entries, {{"ticket_id", ticket}})) {
        entries.push_back({.id = row.unsigned_integer("id"),
                           .person = row.id<PersonId>("person_id"),
                           .name = row.text("person"),
                           .started_at = row.time("started_at"),
                           .minutes = row.optional_integer("minutes")});
    }
    return entries;
}

std::optional<Running> running(db::Session& session, PersonId person) {
    const auto row = session.row(sql::select_running_clock, {{"person_id", person}});
    return row ? std::optional{Running{row->unsigned_integer("id"), row->id<TicketId>("ticket_id"), row->time("started_at")}} : std::nullopt;
}

Result<Ticket, Refusal> start(Desk& desk, TicketId ticket, const identity::Person& by) {
    try {
        return desk.change(ticket, Action::Handle, by, {}, [&](Change& change) -> std::optional<Refusal> {
            if (running(change.tx(), by.id)) {
                return fault("runs-already");
            }
            insert(change.tx(), ticket, by.id, change.now(), {});
            return {};
        });
    } catch (const db::Duplicate&) {  // two presses at once
        return refuse(fault("runs-already"));
    }
}

std::optional<TicketId> stop(Desk& desk, const identity::Person& by) {
    auto& database = desk.services().database;
    const auto clock = database.read([&](db::Session& session) { return running(session, by.id); });
    if (!clock) {
        return {};
    }
    const auto minutes = minutes_between(clock->since, desk.services().clock.now());
    const auto write_down = [&](db::Transaction& tx) { tx.execute(sql::update_time_entry, {{"id", clock->id}, {"person_id", by.id}, {"minutes", minutes}}); };
    const auto stopped = desk.change(clock->ticket, Action::Handle, by, {}, [&](Change& change) -> std::optional<Refusal> {
        const auto still = running(change.tx(), by.id);
        if (still && still->id == clock->id) {  // else somebody's other press was faster
            write_down(change.tx());
            change.happened(EventKind::TimeSpent, {{"minutes", minutes}, {"note", ""}});
        }
        return {};
    });
    if (!stopped) {
        database.in_transaction(write_down);
    }
    return clock->ticket;
}

Result<Ticket, Refusal> add(Desk& desk, TicketId ticket, std::string_view typed, const identity::Person& by, std::optional<std::int64_t> version) {
    const auto minutes = minutes_from(typed);
    if (!minutes || *minutes == 0) {
        return refuse(fault(trim(typed).empty() ? "required" : "not-a-time"));
    }
    return desk.change(ticket, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        insert(change.tx(), ticket, by.id, change.now(), minutes);
        change.happened(EventKind::TimeSpent, {{"minutes", *minutes}, {"note", ""}});
        return {};
    });
}

Result<Ticket, Refusal> correct(Desk& desk, TicketId ticket, std::uint64_t id, std::string_view typed, const identity::Person& by,
                                std::optional<std::int64_t> version) {
    const auto minutes = minutes_from(typed);
    if (!minutes) {
        return refuse(fault(trim(typed).empty() ? "required" : "not-a-time"));
    }
    return desk.change(ticket, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        const auto entries = list(change.tx(), ticket);
        const auto entry = std::find_if(entries.begin(), entries.end(), [&](const auto& each) { return each.id == id; });
        if (entry == entries.end() || entry->person != by.id || !entry->minutes) {
            return Refusal{Refusal::Kind::NotAllowed};
        }
        if (*minutes == *entry->minutes) {
            return {};
        }
        if (*minutes == 0) {
            change.tx().execute(sql::delete_time_entry, {{"id", id}, {"person_id", by.id}});
        } else {
            change.tx().execute(sql::update_time_entry, {{"id", id}, {"person_id", by.id}, {"minutes", *minutes}});
        }
        change.happened(EventKind::TimeSpent, {{"minutes", *minutes}, {"was", *entry->minutes}, {"note", ""}});
        return {};
    });
}

}  // namespace ansvar::tickets::time_spent
