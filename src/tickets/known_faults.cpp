#include "tickets/known_faults.hpp"

#include <algorithm>

#include "core/number.hpp"
#include "core/text.hpp"
#include "db/errors.hpp"
#include "identity/audit.hpp"
#include "queries/tickets.hpp"
#include "tickets/change.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

KnownFault read_known_fault(const db::Row& row) {
    return {.ticket = row.id<TicketId>("ticket_id"),
            .text = row.text("text"),
            .area_key = row.optional_text("area_key"),
            .made_at = row.time("made_at"),
            .ends_at = row.time("ends_at")};
}

bool may_stand_for_a_fault(const Ticket& ticket) { return ticket.is_open() && !ticket.confidential && !ticket.merged_into; }

void note(Change& change, bool is_set, json details, const identity::Actor& actor) {
    identity::record(change.tx(), actor,
                     {.action = is_set ? "known_fault.set" : "known_fault.ended",
                      .object_kind = "ticket",
                      .object_id = change.ticket().id.text(),
                      .details = std::move(details)},
                     change.now());
}

web::Response set(const PageServices& services, const web::Request& request) {
    const TicketId id{request.path_number("number")};
    const auto& form = request.form();
    const auto hours = whole_number<std::uint16_t>(form.value("hours")).value_or(0);
    const auto made = set_known_fault(services.desk, id, form.value("text"), hours, reader(request), identity::Actor::of(request));
    if (made) {
        return web::Response::see_other("/tickets/" + id.text() + "#known-fault");
    }
    if (made.error().kind != Refusal::Kind::Invalid) {
        throw_as_error(made.error());
    }
    TicketFeedback feedback{.form = TicketFeedback::Form::KnownFault, .body = form.value("text"), .to = form.value("hours"), .status = 422};
    feedback.errors.add(made.error().fields);
    return ticket_page(services, request, id, feedback);
}

web::Response end(const PageServices& services, const web::Request& request) {
    const TicketId id{request.path_number("number")};
    if (const auto ended = end_known_fault(services.desk, id, reader(request), identity::Actor::of(request)); !ended) {
        throw_as_error(ended.error());
    }
    return web::Response::see_other("/tickets/" + id.text() + "#known-fault");
}

}  // namespace

std::optional<KnownFault> find_known_fault(db::Session& session, TicketId ticket, Timestamp now) {
    const auto row = session.row(queries::tickets::select_known_fault, {{"ticket_id", ticket}, {"now", now}});
    return row ? std::optional{read_known_fault(*row)} : std::nullopt;
}

std::vector<KnownFault> list_known_faults(db::Session& session, Timestamp now) {
    std::vector<KnownFault> faults;
    for (const auto& row : session.rows(queries::tickets::select_known_faults, {{"now", now}})) {
        faults.push_back(read_known_fault(row));
    }
    return faults;
}

Result<Ticket, Refusal> set_known_fault(Desk& desk, TicketId id, const std::string& typed, int hours, const identity::Person& by, const identity::Actor& actor) {
    const auto text = tidy_block(typed);
    std::vector<web::FieldError> faults;
    if (text.empty()) {
        faults.push_back(field_fault("/text", "required"));
    } else if (auto fault = line_fault("/text", text, max_fault_text)) {
        faults.push_back(std::move(*fault));
    }
    if (std::find(fault_hours.begin(), fault_hours.end(), hours) == fault_hours.end()) {
        faults.push_back(field_fault("/hours", "unknown-value"));
    }
    return desk.change(id, Action::Handle, by, {}, [&](Change& change) -> std::optional<Refusal> {
        if (!faults.empty()) {
            return Refusal{Refusal::Kind::Invalid, faults};
        }
        if (!may_stand_for_a_fault(change.ticket())) {
            return Refusal::invalid(field_fault("/text", "no-known-fault"));
        }
        const auto until = change.now() + std::chrono::hours{hours};
        change.tx().execute(queries::tickets::put_known_fault,
                            {{"ticket_id", id}, {"text", text}, {"made_by_id", by.id}, {"now", change.now()}, {"ends_at", until}});
        note(change, true, {{"text", text}, {"expires_at", to_rfc3339(until)}}, actor);
        return {};
    });
}

Result<Ticket, Refusal> end_known_fault(Desk& desk, TicketId id, const identity::Person& by, const identity::Actor& actor) {
    return desk.change(id, Action::Handle, by, {}, [&](Change& change) -> std::optional<Refusal> {
        if (find_known_fault(change.tx(), id, change.now())) {
            change.tx().execute(queries::tickets::delete_known_fault, {{"ticket_id", id}});
            note(change, false, json::object(), actor);
        }
        return {};
    });
}

json known_faults_view(const PageServices& services, const Wording& wording) {
    std::vector<KnownFault> faults;
    try {
        faults = services.database().read([&](db::Session& session) { return list_known_faults(session, wording.now()); });
    } catch (const db::Error&) {  // the form can be shown without; what is sent says that the database is away
    }
    auto list = json::array();
    for (const auto& fault : faults) {
        list.push_back({{"text", wording.format("known_fault.banner", {{"text", fault.text}})},
                        {"since", wording.format("known_fault.since", {{"when", wording.when(fault.made_at)}})}});
    }
    return {{"has_known_faults", !list.empty()}, {"known_faults", std::move(list)}};
}

json known_fault_view(const std::optional<KnownFault>& current, const Ticket& ticket, bool handles, const TicketFeedback& feedback, const Wording& wording) {
    if (!handles || !may_stand_for_a_fault(ticket)) {
        return false;
    }
    const bool again = feedback.form == TicketFeedback::Form::KnownFault;
    const auto picked = again ? feedback.to : std::to_string(usual_fault_hours);
    auto hours = json::array();
    for (const auto each : fault_hours) {
        hours.push_back({{"value", each},
                         {"label", each < 24 ? wording.format("known_fault.hours", {{"count", each}}) : wording.format("known_fault.days", {{"count", each / 24}})},
                         {"selected", picked == std::to_string(each)}});
    }
    json shown = false;
    if (current) {
        shown = {{"text", current->text}, {"until", wording.format("known_fault.until", {{"when", wording.when(current->ends_at)}})}};
    }
    return {{"current", std::move(shown)},
            {"open", again},
            {"summary", wording.text(current ? "known_fault.change" : "known_fault.set")},
            {"text", again ? feedback.body : current ? current->text : ""},
            {"text_error", again ? feedback.errors.of("text", wording) : json(false)},
            {"hours_error", again ? feedback.errors.of("hours", wording) : json(false)},
            {"hours", std::move(hours)}};
}

std::vector<web::Route> known_fault_routes(const PageServices& services) {
    constexpr web::Access anyone_signed_in{web::Audience::SignedIn, web::Via::Page};
    return {{web::Method::Post, "/tickets/{number}/known-fault", anyone_signed_in, [services](const web::Request& request) { return set(services, request); }},
            {web::Method::Post, "/tickets/{number}/known-fault/removal", anyone_signed_in,
             [services](const web::Request& request) { return end(services, request); }}};
}

}  // namespace ansvar::tickets
