#include "tickets/bulk.hpp"

#include <algorithm>
#include <array>

#include "core/number.hpp"
#include "core/text.hpp"
#include "tickets/snooze.hpp"
#include "tickets/tags.hpp"

namespace ansvar::tickets::bulk {

namespace {

constexpr std::array<std::pair<What, std::string_view>, 6> names{{{What::Assign, "assign"},
                                                                  {What::State, "state"},
                                                                  {What::Priority, "priority"},
                                                                  {What::Tag, "tag"},
                                                                  {What::Reroute, "reroute"},
                                                                  {What::Snooze, "snooze"}}};

bool is_understood(const Order& order, Timestamp now, const clock::Hours& hours) {
    const auto& value = order.value;
    switch (order.what) {
        case What::Assign: return value == "me" || value == "nobody" || id_from<PersonId>(value);
        case What::State: return state_from(value).has_value();
        case What::Priority: return priority_from(value).has_value();
        case What::Tag: return static_cast<bool>(tags::all_from(value));
        case What::Reroute: return !value.empty();
        case What::Snooze: return snoozing::time_of(value, now, hours).has_value();
    }
    return false;
}

std::optional<PersonId> assignee_of(const Order& order, const identity::Person& by) {
    return order.value == "me" ? std::optional{by.id} : id_from<PersonId>(order.value);
}

/// Ends the transaction of a change that is only tried, so that it is rolled back.
struct Rehearsed {};

/// Hears of a change that is tried, lets its letters be written to see whose they are, and takes it all back.
class Rehearsal final : public EventListener {
public:
    Rehearsal(EventListener& listener, const MailLedger& ledger) : listener_(listener), ledger_(ledger) {}

    void happened(db::Transaction& tx, const Ticket& after, std::span<const Event> events, Timestamp tell_from) override {
        const auto before = ledger_.of_ticket(tx, after.id);
        listener_.happened(tx, after, events, tell_from);
        will_ = Preview::Will{after, {events.begin(), events.end()}};
        letters_.clear();
        for (auto& letter : ledger_.of_ticket(tx, after.id)) {
            if (std::none_of(before.begin(), before.end(), [&](const auto& each) { return each.id == letter.id; })) {
                letters_.push_back(std::move(letter));
            }
        }
        throw Rehearsed{};
    }
    bool undone(db::Transaction&, TicketId, std::int64_t, std::int64_t) override { return false; }
    void committed() override {}

    /// What the change that was tried last would do.
    Preview::Will& will() { return will_; }
    std::vector<LetterStatus>& letters() { return letters_; }

private:
    EventListener& listener_;
    const MailLedger& ledger_;
    Preview::Will will_;
    std::vector<LetterStatus> letters_;
};

std::string subject_if_seen(const DeskServices& services, TicketId id, const identity::Person& by) {
    const auto now = services.clock.now();
    const auto found = services.database.read([&](db::Session& session) { return ticket_store::find(session, id, by.id, now); });
    return found && may(by, Action::View, found->ticket, found->ties) ? found->ticket.subject : std::string{};
}

}  // namespace

std::string_view name(What what) {
    return std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.first == what; })->second;
}

std::optional<What> what_from(std::string_view word) {
    const auto found = std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.second == word; });
    return found == names.end() ? std::nullopt : std::optional{found->first};
}

std::vector<web::FieldError> faults(const Order& order, Timestamp now, const clock::Hours& hours) {
    std::vector<web::FieldError> faults;
    if (!is_understood(order, now, hours)) {
        faults.push_back(order.what == What::Snooze ? field_fault("/value", "not-a-coming-day")
                         : order.what == What::Tag  ? field_fault("/value", "not-a-tag", {{"limit", 40}})
                                                    : field_fault("/value", "unknown-value"));
    }
    if (auto fault = line_fault("/why", order.why, 255)) {
        faults.push_back(std::move(*fault));
    }
    return faults;
}

std::optional<Marked> Marked::parse(std::string_view text) {
    const auto colon = text.find(':');
    const auto id = id_from<TicketId>(text.substr(0, colon));
    const auto version = colon == std::string_view::npos ? std::nullopt : whole_number<std::int64_t>(text.substr(colon + 1));
    return id && version ? std::optional{Marked{*id, *version}} : std::nullopt;
}

Result<Ticket, Refusal> apply(Desk& desk, const Order& order, const Marked& ticket, const identity::Person& by, const Undo& undo) {
    switch (order.what) {
        case What::Assign: return desk.assign(ticket.id, assignee_of(order, by), by, ticket.version, undo);
        case What::State: return desk.set_state(ticket.id, state_from(order.value).value(), by, ticket.version, undo);
        case What::Priority: return desk.set_priority(ticket.id, priority_from(order.value).value(), by, ticket.version, undo);
        case What::Tag: return tags::change(desk, ticket.id, tags::all_from(order.value).value(), {}, by, ticket.version, undo);
        case What::Reroute: return desk.reroute(ticket.id, order.value, order.why, by, ticket.version, undo);
        case What::Snooze: return snoozing::snooze(desk, ticket.id, order.value, by, ticket.version, undo);
    }
    throw std::logic_error("an order of no kind");
}

Preview rehearse(const Desk& desk, const MailLedger& ledger, const Order& order, const std::vector<Marked>& tickets, const identity::Person& by) {
    const auto& real = desk.services();
    Rehearsal rehearsal{real.listener, ledger};
    Desk tried{{.database = real.database,
                .clock = real.clock,
                .router = real.router,
                .roles = real.roles,
                .staff = real.staff,
                .schedule = real.schedule,
                .reachable = real.reachable,
                .listener = rehearsal,
                .undo_time = real.undo_time}};
    Preview preview;
    for (const auto& ticket : tickets) {
        try {
            const auto done = apply(tried, order, ticket, by);
            const auto refusal = done ? std::nullopt : std::optional{done.error()};
            preview.left_out.push_back({ticket.id, done ? done->subject : subject_if_seen(real, ticket.id, by), refusal});
        } catch (const Rehearsed&) {
            preview.will.push_back(std::move(rehearsal.will()));
            std::move(rehearsal.letters().begin(), rehearsal.letters().end(), std::back_inserter(preview.letters));
        }
    }
    return preview;
}

}  // namespace ansvar::tickets::bulk
