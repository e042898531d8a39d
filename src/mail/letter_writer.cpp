#include "mail/letter_writer.hpp"

#include "core/secret.hpp"
#include "mail/hearers.hpp"
#include "mail/sending_day.hpp"
#include "queries/mail.hpp"

#include <algorithm>
#include <utility>

namespace ansvar::mail {

namespace {

db::Value stored(const std::optional<LetterKind>& kind) { return kind ? db::Value{name(*kind)} : db::Value{}; }

/// That somebody unexpected has read a confidential ticket is told to everybody it concerns, whatever they have chosen.
bool is_as_chosen(const Hearers& hearers) {
    return hearers.assignee != LetterKind::GlassBroken && hearers.holders != LetterKind::GlassBroken;
}

/// A new version of the matrix moves many tickets: what its readers are told waits so long, until it can be told in one letter.
constexpr std::chrono::minutes gathering{5};

bool is_of_matrix(std::span<const tickets::Event> events) {
    return std::any_of(events.begin(), events.end(), [](const tickets::Event& event) { return event.data.contains("matrix"); });
}

}  // namespace

LetterWriter::LetterWriter(const Settings& settings, const tickets::StaffDirectory& staff, const schedule::Calendars& calendars,
                           std::function<void()> wake)
    : domain_{settings.sender.domain()}, staff_{staff}, calendars_{calendars}, wake_{std::move(wake)} {}

/// Who hears in whose place, as JSON for the statement: {"12": 40}. One query when units have holders of their own, else none.
std::string LetterWriter::places(db::Session& session, const tickets::Ticket& ticket, const std::string& today) const {
    const auto staff = staff_.staff();
    std::optional<routing::UnitNumber> unit;
    if (staff->is_held_by_unit(ticket.role.value)) {
        const auto row = session.row(queries::mail::select_requester_unit, {{"person_id", ticket.requester}});
        unit = row && !row->is_null("unit_id") ? std::optional{row->unsigned_integer("unit_id")} : std::nullopt;
    }
    auto object = nlohmann::json::object();
    for (const auto& [holder, hearer] : staff->in_place_of_holders(ticket.role.value, unit, today)) {
        object[std::to_string(holder)] = hearer;
    }
    return object.dump();
}

/// Who stands in for an assignee who is away, if that lets them into the ticket's queue: a letter nobody can follow helps nobody.
std::optional<PersonId> LetterWriter::stand_in(const tickets::Ticket& ticket, const std::string& today) const {
    const auto staff = staff_.staff();
    if (!ticket.assignee || !staff->is_away(ticket.assignee->value, today)) {
        return {};
    }
    const auto person = staff->find_present(ticket.assignee->value, today);
    const auto* queue = staff->find_role(ticket.role.value);
    if (!person || queue == nullptr) {
        return {};
    }
    const auto roles = staff->roles_in_stead(*person, today);
    const bool works_there = std::any_of(roles.begin(), roles.end(), [&](const std::string& role) {
        return role == queue->code || std::find(queue->shared_by.begin(), queue->shared_by.end(), role) != queue->shared_by.end();
    });
    return works_there ? std::optional{PersonId{*person}} : std::nullopt;
}

void LetterWriter::happened(db::Transaction& tx, const tickets::Ticket& after, std::span<const tickets::Event> events, Timestamp tell_from) {
    const auto hearers = who_hears(after, events);
    if (hearers.is_nobody()) {
        return;
    }
    const auto now = events.front().at;
    const auto today = sending_day(now, calendars_).date;
    const bool is_gathered = is_of_matrix(events);
    const auto due_at = is_gathered ? tell_from + gathering : tell_from;
    const auto day = sending_day(due_at, calendars_);
    tx.execute(queries::mail::insert_letters_of_change, {{"ticket", after.id},
                                                         {"first_seq", events.front().seq},
                                                         {"last_seq", events.back().seq},
                                                         {"requester", after.requester},
                                                         {"assignee", after.assignee},
                                                         {"stand_in", hearers.stand_in ? stand_in(after, today) : std::nullopt},
                                                         {"new_reader", new_reader_of(events)},
                                                         {"role", after.role},
                                                         {"author", author_of(events).value_or(PersonId{})},
                                                         {"requester_kind", stored(hearers.requester)},
                                                         {"assignee_kind", stored(hearers.assignee)},
                                                         {"stand_in_kind", stored(hearers.stand_in)},
                                                         {"readers_kind", stored(hearers.readers)},
                                                         {"new_reader_kind", stored(hearers.new_reader)},
                                                         {"holders_kind", stored(hearers.holders)},
                                                         {"mailbox_kind", stored(hearers.mailbox)},
                                                         {"watchers_kind", stored(hearers.watchers)},
                                                         {"mentioned_kind", stored(hearers.mentioned)},
                                                         {"mentioned", mentioned_in(events).dump()},
                                                         {"told_kind", stored(hearers.told)},
                                                         {"told", told_of(events).dump()},
                                                         {"outside_kind", stored(hearers.outside)},
                                                         {"outside", outside_address_of(events)},
                                                         {"nonce", random_token(16)},
                                                         {"domain", domain_},
                                                         {"as_chosen", is_as_chosen(hearers)},
                                                         {"is_urgent", after.priority == tickets::Priority::Urgent},
                                                         {"is_gathered", is_gathered},
                                                         {"minute", day.minute},
                                                         {"is_working_day", day.is_working_day},
                                                         {"today", day.today},
                                                         {"tomorrow", day.tomorrow},
                                                         {"next_working_day", day.next_working_day},
                                                         {"today_date", today},
                                                         {"places", hearers.holders ? places(tx, after, today) : "{}"},
                                                         {"due_at", due_at},
                                                         {"now", now}});
}

bool LetterWriter::undone(db::Transaction& tx, TicketId ticket, std::int64_t first_seq, std::int64_t last_seq) {
    const db::Parameters change{{"ticket", ticket}, {"first_seq", first_seq}, {"last_seq", last_seq}};
    const auto letters = tx.rows(queries::mail::lock_letters_of_change, change);
    if (std::any_of(letters.begin(), letters.end(), [](const db::Row& letter) { return !letter.flag("is_untried"); })) {
        return false;
    }
    tx.execute(queries::mail::delete_letters_of_change, change);
    return true;
}

}  // namespace ansvar::mail
