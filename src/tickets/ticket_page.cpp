#include "tickets/ticket_page.hpp"

#include <algorithm>

#include "clock/hours.hpp"
#include "core/secret.hpp"
#include "core/text.hpp"
#include "queries/tickets.hpp"
#include "tickets/beside_view.hpp"
#include "tickets/clock_view.hpp"
#include "tickets/letter_wording.hpp"
#include "tickets/next_ticket_view.hpp"
#include "tickets/readers_view.hpp"
#include "tickets/receipt_view.hpp"
#include "tickets/requester_page.hpp"
#include "tickets/ticket_content.hpp"
#include "tickets/timeline_view.hpp"
#include "tickets/views.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// Puts all of `more` into `view`, without a copy of it: a conversation is long.
void add(json& view, json more) {
    for (auto& item : more.items()) {
        view[item.key()] = std::move(item.value());
    }
}

/// What ids of a form's fields begin with, so that an error's link finds them.
std::string prefix_of(TicketFeedback::Form form) {
    switch (form) {
        case TicketFeedback::Form::Reroute: return "reroute-";
        case TicketFeedback::Form::Reopen: return "reopen-";
        case TicketFeedback::Form::Confidentiality: return "lower-";
        case TicketFeedback::Form::AddReader: return "add-";
        case TicketFeedback::Form::RemoveReader: return "remove-";
        case TicketFeedback::Form::Outside: return "outside-";
        case TicketFeedback::Form::KnownFault: return "fault-";
        case TicketFeedback::Form::Details: return "details-";
        default: return "";
    }
}

class TicketPage {
public:
    TicketPage(const PageServices& services, const web::Request& request, TicketId id, const TicketFeedback& feedback)
        : services_(services), request_(request), reader_(reader(request)), wording_(services.wording(request)), feedback_(feedback), loaded_(load_ticket_content({services, request, wording_, id, feedback})) {}

    const Ticket& ticket() const { return loaded_.ticket; }

    web::Response render() const {
        note_view(services_, request_, loaded_.ticket, loaded_.ties, "page");
        std::for_each(loaded_.merged.begin(), loaded_.merged.end(), [&](const auto& source) { note_view(services_, request_, source.ticket, source.ties, "page"); });
        note_seen();
        return allows(Action::Notes) ? render_for_agent() : render_for_requester();
    }

private:
    bool allows(Action action) const { return may(reader_, action, loaded_.ticket, loaded_.ties); }
    void note_seen() const;

    std::string requester_name() const { return loaded_.name_of(loaded_.ticket.requester)->name; }
    std::string role_name() const { return services_.roles().name(loaded_.ticket.role, wording_.language()); }
    /// Those who hear of answers. Of a ticket for named readers alone nobody does who was only copied in.
    std::string copies() const { return loaded_.ticket.named_only ? std::string{} : copied_in(); }
    std::string copied_in() const {
        std::vector<std::string> names;
        for (const auto& watcher : loaded_.watchers) {
            names.push_back(watcher.name);
        }
        return wording_.list(names);
    }
    json state_view() const {
        const auto state = std::string{name(loaded_.ticket.state)};
        return {{"code", state}, {"word", wording_.text("state." + state)}};
    }
    json choices(std::string_view key, std::initializer_list<std::string_view> values, std::string_view selected) const {
        auto list = json::array();
        for (const auto value : values) {
            list.push_back({{"value", value}, {"label", wording_.text(std::string{key} + "." + std::string{value})}, {"selected", value == selected}});
        }
        return list;
    }
    json entries() const {
        const auto roles = services_.roles().table();
        return entries_view(loaded_.timeline, {.ticket = loaded_.ticket,
                                               .wording = wording_,
                                               .roles = *roles,
                                               .requester = requester_name(),
                                               .copies = copies(),
                                               .files = loaded_.files,
                                               .for_staff = allows(Action::Notes),
                                               .may_share = allows(Action::Handle)});
    }
    json common() const;
    json clock() const;
    json closing() const;
    json reroute() const;
    json details() const;
    ReceiptView receipt() const {
        return {loaded_.ticket, loaded_.timeline, router_->matrix(), *roles_, wording_};
    }
    json letters() const;
    json assignees() const;
    json conflict() const;
    web::Response render_for_agent() const;
    web::Response render_for_requester() const;

    const PageServices& services_;
    const web::Request& request_;
    const identity::Person& reader_;
    Wording wording_;
    const TicketFeedback& feedback_;
    std::shared_ptr<const routing::Router> router_ = services_.desk.services().router();
    std::shared_ptr<const identity::RoleTable> roles_ = services_.roles().table();
    TicketContent loaded_;
};

/// The requester has the newest answer before them.
void TicketPage::note_seen() const {
    if (reader_.id != loaded_.ticket.requester) {
        return;
    }
    const auto newest = std::find_if(loaded_.timeline.rbegin(), loaded_.timeline.rend(), [&](const auto& entry) {
        return entry.event.kind == EventKind::Replied && entry.event.ticket == loaded_.ticket.id && entry.event.actor != reader_.id && !entry.is_held;
    });
    if (newest != loaded_.timeline.rend()) {
        if (request_.is_ahead_of_reader()) {
            throw web::NobodyAsked{};
        }
        services_.database().execute_once(queries::tickets::put_seen, {{"ticket_id", loaded_.ticket.id}, {"seq", newest->event.seq}});
    }
}

json TicketPage::common() const {
    const auto& ticket = loaded_.ticket;
    const auto title = wording_.format("ticket.title", {{"number", ticket.id.text()}, {"subject", ticket.subject}});
    const bool wrong = !feedback_.errors.empty() || feedback_.changed;
    auto errors = feedback_.errors.summary(wording_, prefix_of(feedback_.form));
    for (auto& error : errors) {
        if (error["href"].get<std::string>().ends_with("body") && feedback_.form != TicketFeedback::Form::Reopen) {
            error["href"] = feedback_.form == TicketFeedback::Form::Note ? "#note" : feedback_.form == TicketFeedback::Form::Outside ? "#outside" : "#reply";
        }
    }
    return {{"title", wrong ? wording_.format("form.title_with_errors", {{"title", title}}) : title},
            {"number", ticket.id.value},
            {"version", ticket.version},
            {"subject", ticket.subject},
            {"state", state_view()},
            {"has_errors", !feedback_.errors.empty()},
            {"errors", std::move(errors)},
            {"entries", entries()},
            {"around", around_view({services_, request_, wording_, ticket, loaded_.ties, loaded_.merged, loaded_.watchers, feedback_})},
            {"confidential", ticket.confidential},
            {"can_seal", allows(Action::Seal) && !ticket.confidential}};
}

json TicketPage::conflict() const {
    if (!feedback_.changed || loaded_.timeline.empty()) {
        return false;
    }
    const auto& last = loaded_.timeline.back();
    return {{"text", wording_.format("ticket.conflict", {{"who", last.actor.empty() ? "Ansvar" : last.actor}, {"time", clock_time(last.event.at)}})}};
}

json TicketPage::clock() const {
    const auto& ticket = loaded_.ticket;
    if (!ticket.is_open() || !ticket.falls_due()) {
        return false;
    }
    const auto followed = services_.desk.services().schedule.calendars.of(ticket.role, ticket.unit);
    // While it waits the clock of the solution stands still; whoever asked waits for an answer all the same.
    const bool waits = is_waiting(ticket.state);
    const auto answer_due = loaded_.ledger.first_response ? loaded_.ledger.next_response_due : loaded_.ledger.first_response_due;
    const auto due = waits ? answer_due.value_or(ticket.due_at) : ticket.due_at;
    const bool stands_still = waits && !answer_due, late = !stands_still && due < wording_.now();
    const auto minutes = late ? clock::working_minutes(due, wording_.now(), followed->hours) : clock::working_minutes(wording_.now(), due, followed->hours);
    const auto left = stands_still ? wording_.text("ticket.clock_paused")
                                   : wording_.format(late ? "ticket.time_over" : "ticket.time_left", {{"duration", wording_.duration(minutes)}});
    const auto basis = waits && answer_due ? wording_.text(loaded_.ledger.first_response ? "ticket.next_answer_runs" : "ticket.first_answer_runs")
                       : ticket.first_response_minutes
                           ? wording_.format("ticket.first_response_after", {{"duration", wording_.duration(*ticket.first_response_minutes)}})
                           : wording_.text("ticket.no_first_response");
    return {{"due", wording_.when(due)}, {"datetime", to_rfc3339(due)}, {"exact", wording_.exact(due)}, {"left", left}, {"late", late}, {"basis", {{"text", basis}}}};
}

/// What becomes of it when its requester does not answer.
json TicketPage::closing() const {
    const auto& ticket = loaded_.ticket;
    if (ticket.state != State::WaitingRequester || !ticket.idle_at || !ticket.closes_at) {
        return false;
    }
    const bool is_reminded = *ticket.idle_at >= *ticket.closes_at;
    return {{"text", wording_.format(is_reminded ? "ticket.closes" : "ticket.reminds_and_closes",
                                     {{"reminds", wording_.when(*ticket.idle_at)}, {"closes", wording_.when(*ticket.closes_at)}})}};
}

json TicketPage::reroute() const {
    const auto table = services_.roles().table();
    const bool again = feedback_.form == TicketFeedback::Form::Reroute;
    auto roles = json::array();
    for (const auto& role : table->roles()) {
        if (role.code != loaded_.ticket.role) {
            roles.push_back({{"code", role.code.value}, {"name", table->name(role.code, wording_.language())}, {"selected", again && feedback_.to == role.code.value}});
        }
    }
    const auto router = services_.desk.services().router_of(loaded_.ticket.unit);
    const auto* picked = again ? router->matrix().find(feedback_.to) : nullptr;
    return {{"open", again},
            {"to_error", again ? feedback_.errors.of("to", wording_) : json(false)},
            {"reason_error", again ? feedback_.errors.of("reason", wording_) : json(false)},
            {"reason", again ? feedback_.reason : ""},
            {"roles", std::move(roles)},
            {"picked", picked && !feedback_.all_areas ? json{{"row", picked->row}, {"name", picked->name}, {"role", lead_name(*picked, *table, wording_)}} : json(false)},
            {"list", services_.areas.address(router, table, wording_, loaded_.ticket.unit)},
            {"complete", feedback_.all_areas},
            {"areas", feedback_.all_areas ? area_choices(router->matrix(), *table, wording_, feedback_.to) : json::array()}};
}

/// The form that puts right what was written, with the words it was sent with.
json TicketPage::details() const {
    const auto& ticket = loaded_.ticket;
    const bool again = feedback_.form == TicketFeedback::Form::Details;
    const auto field = [&](const char* name, const std::string& now, const std::optional<std::string>& typed, std::size_t limit) {
        return json{{"value", again ? typed.value_or(now) : now}, {"limit", limit}, {"error", again ? feedback_.errors.of(name, wording_) : json(false)}};
    };
    return {{"open", again},
            {"subject", field("subject", ticket.subject, feedback_.details.subject, max_subject)},
            {"room", field("room", ticket.room, feedback_.details.room, max_room)},
            {"phone", field("phone", ticket.phone, feedback_.details.phone, max_phone)}};
}

json TicketPage::letters() const {
    auto list = json::array();
    for (const auto& letter : loaded_.letters) {
        list.push_back({{"kind", letter_kind(letter, wording_)},
                        {"to", letter.recipient},
                        {"status", letter_standing(letter, wording_)},
                        {"failed", letter.state == "dead"}});
    }
    return list;
}

json TicketPage::assignees() const {
    auto list = json::array({{{"value", ""}, {"label", wording_.text("ticket.unassigned")}, {"selected", !loaded_.ticket.assignee}}});
    for (const auto& holder : loaded_.holders) {
        list.push_back({{"value", holder.id.text()}, {"label", holder.name}, {"selected", loaded_.ticket.assignee == holder.id}});
    }
    return list;
}

web::Response TicketPage::render_for_agent() const {
    const auto& ticket = loaded_.ticket;
    const bool handles = allows(Action::Handle);
    auto view = common();
    add(view, composer_view({loaded_.composers, request_, wording_, feedback_, requester_name(), copies()}));
    add(view, loaded_.requesters_side);
    view["beside"] = beside_view({services_, request_, wording_, loaded_.ticket, loaded_.ties, loaded_.merged, loaded_.watchers, feedback_}, loaded_.holdings, loaded_.others);
    const auto roles = services_.roles().table();  // kept: a refresh may put another in its place
    const auto* role = roles->find(ticket.role);
    const auto* requester = loaded_.name_of(ticket.requester);
    const auto* holder = ticket.assignee ? loaded_.name_of(*ticket.assignee) : nullptr;
    const auto priority = std::string{name(ticket.priority)};
    auto other_open = json::array();
    for (const auto& other : loaded_.others.open) {
        other_open.push_back({{"number", other.id.value}, {"subject", other.subject}, {"state", wording_.text("state." + std::string{name(other.state)})}});
    }
    auto letter_list = letters();
    const auto why = receipt();
    auto filed = wording_.view(ticket.opened_at);
    filed["how"] = wording_.text("channel." + std::string{name(ticket.channel)});
    add(view, {{"nav", "queue"},
                 {"queue", ticket.role.value},
                 {"conflict", conflict()},
                 {"can_take", handles && ticket.is_open() && ticket.assignee != reader_.id},
                 {"can_reroute", handles && ticket.is_open()},
                 {"can_resolve", handles && ticket.is_open()},
                 {"can_reopen", allows(Action::Reopen) && !ticket.is_open()},
                 {"can_write", allows(Action::Reply)},
                 {"can_change", handles},
                 {"next", next_ticket_view(services_, request_, ticket)},
                 {"clock", clock()},
                 {"closing", closing()},
                 {"clocks", ClockView{wording_, *roles}.parts(ticket, loaded_.ledger)},
                 {"area", ticket.area ? json{{"name", *ticket.area}, {"href", "/matrix#" + ticket.row_ref.value_or("")}} : json(false)},
                 {"role",
                  {{"code", ticket.role.value},
                   {"url", percent_encode(ticket.role.value)},
                   {"name", role_name()},
                   {"kind", role && role->kind == identity::RoleKind::Queue ? "queue" : "referral"},
                   {"together", why.together()}}},
                 {"holder", holder ? json{{"name", holder->name}} : json(false)},
                 {"priority", {{"code", priority}, {"word", wording_.text("priority." + priority)}}},
                 {"requester",
                  {{"name", requester->name},
                   {"mail", requester->email},
                   {"phone", ticket.phone.empty() ? json(false) : json{{"number", ticket.phone}}}}},
                 {"room", ticket.room.empty() ? json(false) : json{{"name", ticket.room}}},
                 {"copies", loaded_.watchers.empty() ? json(false) : json{{"names", copied_in()}}},
                 {"who_reads", readers_view({loaded_, reader_, wording_, feedback_, role_name(), copied_in()})},
                 {"filed", std::move(filed)},
                 {"assignees", assignees()},
                 {"states", choices("state", {"new", "in_progress", "waiting_requester", "waiting_other", "resolved", "closed", "rejected"}, name(ticket.state))},
                 {"priorities", choices("priority", {"low", "normal", "high", "urgent"}, priority)},
                 {"reroute", reroute()},
                 {"details", details()},
                 {"receipt", why.for_agent()},
                 {"has_other_open", !other_open.empty()},
                 {"other_open", std::move(other_open)},
                 {"has_letters", !letter_list.empty()},
                 {"letters", std::move(letter_list)}});
    return services_.pages.render(request_, feedback_.status, "tickets/show_agent", std::move(view), "layout_agent");
}

web::Response TicketPage::render_for_requester() const {
    const auto* holder = loaded_.ticket.assignee ? loaded_.name_of(*loaded_.ticket.assignee) : nullptr;
    auto view = common();
    add(view, requester_view({services_, request_, wording_, loaded_.ticket, loaded_.ties, holder ? holder->name : std::string{}, feedback_}));
    view["conflict"] = conflict();
    view["why"] = receipt().for_requester(reader_.id == loaded_.ticket.filed_by);
    return services_.pages.render(request_, feedback_.status, "tickets/show_requester", std::move(view));
}

}  // namespace

web::Response ticket_page(const PageServices& services, const web::Request& request, TicketId id, const TicketFeedback& feedback) {
    const TicketPage page{services, request, id, feedback};
    const auto elsewhere = feedback.form == TicketFeedback::Form::None ? where_it_goes_on(services, request, page.ticket()) : std::nullopt;
    return elsewhere ? *elsewhere : page.render();
}

}  // namespace ansvar::tickets
