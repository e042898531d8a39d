#include <fmt/format.h>

#include "core/text.hpp"
#include "tickets/answer_all.hpp"
#include "tickets/api_fields.hpp"
#include "tickets/attachments.hpp"
#include "tickets/beside_api.hpp"
#include "tickets/details.hpp"
#include "tickets/files_api.hpp"
#include "tickets/page_services.hpp"
#include "tickets/queue.hpp"
#include "tickets/receipt_view.hpp"
#include "tickets/ticket_json.hpp"
#include "tickets/timeline_view.hpp"
#include "tickets/undo_api.hpp"
#include "tickets/views.hpp"
#include "web/json_lists.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// What a program can choose among, of a ticket and of a row of a queue.
const std::set<std::string_view> ticket_fields{"number",      "subject",     "role",         "row",
                                               "area",        "area_name",   "matrix_version", "confidence",
                                               "reason",      "confidential", "named_only",  "state",
                                               "priority",    "requester",   "assignee",     "channel",
                                               "room",        "opened_at",   "due_at",       "first_response_at",
                                               "first_response_minutes", "resolved_at", "resolution_minutes", "changed_at",
                                               "snoozed_until", "merged_into", "version",    "url"};
const std::set<std::string_view> ticket_parts{"timeline", "receipt", "watchers", "tags", "links", "readers", "checklist", "time"};
const std::set<std::string_view> row_fields{"number",   "subject",      "role",      "row",    "area_name", "state", "priority",
                                            "assignee", "confidential", "opened_at", "due_at", "version",   "url"};
const std::set<std::string_view> row_parts{"people"};

class TicketApi {
public:
    explicit TicketApi(PageServices services) : services_(std::move(services)) {}

    web::Response create(const web::Request& request) const {
        Fields fields{request};
        Draft draft{.subject = fields.text("subject").value_or(""), .body = fields.required_text("body"), .area = fields.text("area")};
        draft.room = fields.text("room").value_or("");
        draft.phone = fields.text("phone").value_or("");
        draft.requester = fields.text("requester").value_or("");
        draft.confidential = fields.flag("confidential");
        draft.channel = Channel::Api;
        if (const auto channel = fields.text("channel")) {
            if (const auto known = channel_from(*channel)) {
                draft.channel = *known;
            } else {
                fields.fault(field_fault("/channel", "unknown-value"));
            }
        }
        draft.files = files_of(fields, services_, request);
        fields.finish();
        const auto written = services_.desk.open(draft, reader(request), key_of(request));
        if (!written) {
            throw_as_error(written.error());
        }
        return web::Response::created(api_url(written->ticket.id), seen_ticket_json(services_, request, written->ticket));
    }

    web::Response show(const web::Request& request) const {
        const TicketId id{request.path_number("number")};
        std::vector<web::FieldError> faults;
        const Chosen fields{request, "fields", ticket_fields, faults}, parts{request, "include", ticket_parts, faults};
        refuse_faulty(faults);
        std::optional<ticket_store::Found> found;
        auto answer = services_.database().read([&](db::Session& session) {
            found = ticket_store::find(session, id, reader(request).id, services_.now());
            if (!found || !may(reader(request), Action::View, found->ticket, found->ties)) {
                throw web::NotFound{};
            }
            auto view = ticket_json(services_, found->ticket);
            const bool notes = may(reader(request), Action::Notes, found->ticket, found->ties);
            if (!notes) {
                view.erase("confidence");
            }
            fields.narrow(view, ticket_fields);
            if (parts.has("receipt")) {
                const auto receipt = ticket_store::receipt(session, id).value("receipt", json());
                view["receipt"] = notes ? receipt : plain_receipt(receipt);
            }
            view.update(beside_json(session, found->ticket, reader(request), notes, [&](std::string_view part) { return parts.has(part); }));
            if (parts.has("timeline")) {
                view["timeline"] = timeline_json(session, request, id, notes);
            }
            return view;
        });
        note_view(services_, request, found->ticket, found->ties, "api");
        auto response = web::Response::json(answer);
        response.set_header("ETag", fmt::format("\"v{}\"", found->ticket.version));
        return response;
    }

    web::Response write(const web::Request& request) const {
        Fields fields{request};
        const auto message = message_of(fields, request);
        const bool goes_below = fields.flag("below");
        if (goes_below && message.is_note) {
            fields.fault(field_fault("/below", "replies-alone"));
        }
        fields.finish();
        const TicketId id{request.path_number("number")};
        const std::string_view kind = message.is_note ? "note" : "reply";
        if (goes_below) {
            return all_together(services_, request, [&] {
                const auto all = write_to_all(services_.desk, id, message, reader(request), version_of(request), services_.wording(request));
                auto answer = written_json(services_, request, all.written, kind, message.undo);
                answer["below"] = {{"answered", numbers_json(all.below.answered)}, {"left_out", numbers_json(all.below.left_out)}};
                return web::Response::created(api_url(all.written.ticket.id), answer);
            });
        }
        const auto written = services_.desk.write(id, message, reader(request), key_of(request), version_of(request));
        if (!written) {
            throw_as_error(written.error());
        }
        return web::Response::created(api_url(written->ticket.id), written_json(services_, request, *written, kind, message.undo));
    }

    web::Response queue(const web::Request& request) const;
    web::Response route(const web::Request& request) const {
        Fields fields{request};
        const auto subject = fields.text("subject").value_or("");
        const auto body = fields.required_text("body");
        const auto area = fields.text("area");
        const auto unit = fields.number("unit");
        if (auto fault = block_fault("/body", body, max_body)) {
            fields.fault(std::move(*fault));
        }
        const auto asked_unit = unit ? std::optional{UnitId{static_cast<std::uint64_t>(*unit)}} : reader(request).unit;
        if (unit && services_.desk.services().staff.staff()->chain_of(asked_unit->value).empty()) {
            fields.fault(field_fault("/unit", "unknown-unit"));
        }
        fields.finish();
        return web::Response::json(json::parse(routing::to_json(services_.desk.preview({.subject = subject, .body = body, .area = area}, asked_unit))));
    }

    web::Response reroute(const web::Request& request) const {
        Fields fields{request};
        const auto role = fields.text("role"), area = fields.text("area");
        const auto why = fields.text("reason").value_or("");
        if (role.has_value() == area.has_value()) {
            fields.fault(field_fault(role ? "/role" : "/area", "one-of-two"));
        }
        const auto undo = asked_undo(fields);
        fields.finish();
        return changed(request, services_.desk.reroute(TicketId{request.path_number("number")}, role ? *role : *area, why, reader(request), version_of(request), undo), undo);
    }

    web::Response close(const web::Request& request) const {
        std::optional<State> state = State::Closed;
        Undo undo;
        if (!request.body().empty()) {
            Fields fields{request};
            if (const auto word = fields.text("state")) {
                state = state_from(*word);
                if (!state || is_open(*state)) {
                    fields.fault(field_fault("/state", "unknown-state"));
                }
            }
            undo = asked_undo(fields);
            fields.finish();
        }
        return changed(request, services_.desk.set_state(TicketId{request.path_number("number")}, *state, reader(request), version_of(request), undo), undo);
    }

    web::Response reopen(const web::Request& request) const {
        std::string why;
        if (!request.body().empty()) {
            Fields fields{request};
            why = fields.text("body").value_or("");
            fields.finish();
        }
        return changed(request, services_.desk.reopen(TicketId{request.path_number("number")}, why, reader(request), version_of(request)));
    }

    web::Response set_state(const web::Request& request) const {
        Fields fields{request};
        const auto state = state_from(fields.required_text("state"));
        if (!state) {
            fields.fault(field_fault("/state", "unknown-state"));
        }
        const auto undo = asked_undo(fields);
        fields.finish();
        return changed(request, services_.desk.set_state(TicketId{request.path_number("number")}, *state, reader(request), version_of(request), undo), undo);
    }

    web::Response set_details(const web::Request& request) const {
        Fields fields{request};
        const Details details{.subject = fields.text("subject"), .room = fields.text("room"), .phone = fields.text("phone")};
        const auto undo = asked_undo(fields);
        fields.finish();
        return changed(request, tickets::set_details(services_.desk, TicketId{request.path_number("number")}, details, reader(request), version_of(request), undo), undo);
    }

    web::Response assign(const web::Request& request) const {
        Fields fields{request};
        const auto assignee = fields.number("assignee");
        const auto undo = asked_undo(fields);
        fields.finish();
        if (assignee && *assignee <= 0) {
            throw web::Unprocessable{{field_fault("/assignee", "unknown-person")}};
        }
        return changed(request, services_.desk.assign(TicketId{request.path_number("number")},
                                             assignee ? std::optional{PersonId{static_cast<std::uint64_t>(*assignee)}} : std::nullopt, reader(request),
                                             version_of(request), undo), undo);
    }

private:
    Message message_of(Fields& fields, const web::Request& request) const {
        const auto kind = fields.required_text("kind");
        const auto body = fields.required_text("body");
        if (kind != "reply" && kind != "note") {
            fields.fault(field_fault("/kind", "unknown-value"));
        }
        Message message{.is_note = kind == "note", .body = body, .files = files_of(fields, services_, request), .undo = asked_undo(fields)};
        if (const auto then = fields.text("then")) {
            message.then = state_from(*then);
            if (message.then != State::Resolved && message.then != State::WaitingRequester) {
                fields.fault(field_fault("/then", "unknown-value"));
            }
        }
        return message;
    }

    std::string api_url(TicketId id) const { return "/api/v1/tickets/" + id.text(); }

    json timeline_json(db::Session& session, const web::Request& request, TicketId id, bool with_notes) const {
        auto view = json::array();
        auto timeline = ticket_store::timeline(session, id, with_notes, services_.now());
        hide_unseen(session, reader(request), timeline);
        const auto files = attachments::list(session, id);
        for (const auto& entry : timeline) {
            view.push_back(entry_json(entry, with_notes));
            for (const auto& file : files) {
                if (file.seq == entry.event.seq) {
                    view.back()["files"].push_back(file_json(file));
                }
            }
        }
        return view;
    }

    static json entry_json(const ticket_store::Entry& entry, bool with_notes) {
        json view = {{"seq", entry.event.seq}, {"kind", name(entry.event.kind)}, {"at", to_rfc3339(entry.event.at)},
                     {"actor", entry.event.actor ? json(entry.event.actor->value) : json()}};
        if (entry.body) {
            view["body"] = *entry.body;
        }
        auto data = entry.event.data;
        data.erase("receipt");
        data.erase("people");  // who is away until when is not for programs of requesters
        if (!with_notes) {
            data.erase("placed");
            if (entry.event.kind == EventKind::ConfidentialityChanged || entry.event.kind == EventKind::GlassBroken) {
                for (const auto* internal : {"why", "reader_added", "reader_removed", "name"}) {
                    data.erase(internal);
                }
            }
        }
        view["data"] = std::move(data);
        return view;
    }

    /// A program's own key is kept for the whole request (identity::Repeats), and the work is part of a larger transaction then.
    static IdempotencyKey key_of(const web::Request& request) {
        return request.header("idempotency-key") ? IdempotencyKey::kept_elsewhere() : IdempotencyKey::random();
    }

    web::Response changed(const web::Request& request, const Result<Ticket, Refusal>& result, const Undo& undo = {}) const {
        return changed_ticket(services_, request, result, undo);
    }

    PageServices services_;
};

web::Response TicketApi::queue(const web::Request& request) const {
    const RoleCode role{request.path_value("role")};
    const auto& person = reader(request);
    if (!services_.roles().table()->find(role) || !may_open_queue(person, role)) {
        throw web::NotFound{};
    }
    const auto state = request.query("state").value_or("open");
    const auto view = queue_view_from(request.query("view").value_or("all"));
    std::vector<web::FieldError> faults;
    const auto limit = limit_of(request, faults);
    std::optional<QueueCursor> after;
    if (const auto text = request.query("after")) {
        after = QueueCursor::parse(*text);
        if (!after) {
            faults.push_back(field_fault("/after", "malformed"));
        }
    }
    if (state != "open" && state != "done") {
        faults.push_back(field_fault("/state", "unknown-state"));
    }
    if (!view) {
        faults.push_back(field_fault("/view", "unknown-value"));
    }
    const Chosen fields{request, "fields", row_fields, faults}, parts{request, "include", row_parts, faults};
    refuse_faulty(faults);
    const auto page = services_.database().read([&](db::Session& session) {
        const Queue queue{session, role, person, services_.now()};
        return state == "done" ? queue.done(after, limit) : queue.page(*view, after, limit);
    });
    auto items = json::array();
    for (const auto& row : page.rows) {
        auto item = queue_row_json(services_, row);
        fields.narrow(item, row_fields);
        if (parts.names("people")) {
            item["requester_name"] = row.requester;
            item["assignee_name"] = row.assignee ? json(row.assignee_name) : json();
        }
        items.push_back(std::move(item));
    }
    return web::list_page(request, std::move(items), page.next ? std::optional{page.next->text()} : std::nullopt);
}

}  // namespace

std::vector<web::Route> api_routes(const PageServices& services) {
    using web::Method;
    const web::HandlersOf to{std::make_shared<const TicketApi>(services)};
    constexpr web::Access reading{web::Audience::SignedIn, web::Scope::TicketsRead};
    constexpr web::Access writing{web::Audience::SignedIn, web::Scope::TicketsWrite};
    constexpr web::Access agents{web::Audience::Agent, web::Scope::TicketsRead};
    const web::Limits text{.max_body_bytes = 1024 * 1024};
    const web::Manners versioned{.query = {}, .wants_version = true};
    return {{Method::Post, "/api/v1/tickets", writing, to(&TicketApi::create), text},
            {Method::Get, "/api/v1/tickets/{number}", reading, to(&TicketApi::show), {}, {.query = {"fields", "include"}}},
            {Method::Patch, "/api/v1/tickets/{number}", writing, to(&TicketApi::set_details), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/messages", writing, to(&TicketApi::write), text},
            {Method::Post, "/api/v1/tickets/{number}/reroute", writing, to(&TicketApi::reroute), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/closure", writing, to(&TicketApi::close), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/reopening", writing, to(&TicketApi::reopen), text, versioned},
            {Method::Post, "/api/v1/tickets/{number}/state", writing, to(&TicketApi::set_state), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/assignment", writing, to(&TicketApi::assign), {}, versioned},
            {Method::Get, "/api/v1/queues/{role}/tickets", agents, to(&TicketApi::queue), {}, {.query = {"state", "view", "limit", "after", "fields", "include"}}},
            {Method::Post, "/api/v1/route", reading, to(&TicketApi::route), text}};
}

}  // namespace ansvar::tickets
