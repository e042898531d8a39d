#include "tickets/work_api.hpp"

#include <memory>

#include "tickets/api_fields.hpp"
#include "tickets/beside_api.hpp"
#include "tickets/checklist.hpp"
#include "tickets/known_faults.hpp"
#include "tickets/outside.hpp"
#include "tickets/split.hpp"
#include "tickets/survey.hpp"
#include "tickets/ticket_json.hpp"
#include "tickets/time_spent.hpp"
#include "tickets/undo_api.hpp"
#include "tickets/watchers.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// The forms of a ticket's page that change more than its queue, for programs. Each keeps the page's rules: they are the slices' own.
class WorkApi {
public:
    explicit WorkApi(PageServices services) : services_(std::move(services)) {}

    web::Response set_priority(const web::Request& request) const {
        Fields fields{request};
        const auto priority = priority_from(fields.required_text("priority"));
        if (!priority) {
            fields.fault(field_fault("/priority", "unknown-priority"));
        }
        const auto undo = asked_undo(fields);
        fields.finish();
        return changed_ticket(services_, request, desk().set_priority(id_of(request), *priority, reader(request), version_of(request), undo), undo);
    }

    web::Response set_confidentiality(const web::Request& request) const {
        Fields fields{request};
        const auto to = confidentiality_from(fields.required_text("to"));
        const auto why = fields.text("why").value_or("");
        if (!to) {
            fields.fault(field_fault("/to", "unknown-value"));
        }
        fields.finish();
        return ticket(request, desk().set_confidentiality(id_of(request), *to, why, reader(request), identity::Actor::of(request), version_of(request)));
    }

    web::Response add_reader(const web::Request& request) const {
        Fields fields{request};
        const auto mail = fields.required_text("reader"), why = fields.text("why").value_or("");
        fields.finish();
        return ticket(request, desk().add_reader(id_of(request), mail, why, reader(request), identity::Actor::of(request), version_of(request)));
    }

    web::Response remove_reader(const web::Request& request) const {
        Fields fields{request};
        const auto person = id_of_field<PersonId>(fields, "reader", "unknown-value");
        const auto why = fields.text("why").value_or("");
        fields.finish();
        return ticket(request, desk().remove_reader(id_of(request), *person, why, reader(request), identity::Actor::of(request), version_of(request)));
    }

    web::Response add_item(const web::Request& request) const {
        Fields fields{request};
        const auto item = fields.required_text("item");
        fields.finish();
        return beside(request, checklist::add(desk(), id_of(request), item, reader(request), version_of(request)));
    }

    web::Response change_item(const web::Request& request) const {
        Fields fields{request};
        const auto what = checklist::what_from(fields.required_text("what"));
        if (!what) {
            fields.fault(field_fault("/what", "unknown-value"));
        }
        fields.finish();
        return beside(request, checklist::change(desk(), id_of(request), request.path_number("item"), *what, reader(request), version_of(request)));
    }

    web::Response add_time(const web::Request& request) const {
        Fields fields{request};
        const auto time = fields.required_text("time");
        fields.finish();
        return beside(request, time_spent::add(desk(), id_of(request), time, reader(request), version_of(request)));
    }

    web::Response correct_time(const web::Request& request) const {
        Fields fields{request};
        const auto time = fields.required_text("time");
        fields.finish();
        return beside(request, time_spent::correct(desk(), id_of(request), request.path_number("entry"), time, reader(request), version_of(request)));
    }

    /// Stops only what runs here: on a page one sees where one's clock runs, a program would stop another ticket's unseen.
    web::Response run_clock(const web::Request& request) const {
        Fields fields{request};
        const auto run = fields.required_text("run");
        if (run != "start" && run != "stop") {
            fields.fault(field_fault("/run", "unknown-value"));
        }
        fields.finish();
        if (run == "start") {
            return beside(request, time_spent::start(desk(), id_of(request), reader(request)));
        }
        handled(request);
        const auto clock = services_.database().read([&](db::Session& session) { return time_spent::running(session, reader(request).id); });
        if (clock && clock->ticket == id_of(request)) {
            time_spent::stop(desk(), reader(request));
        }
        return beside(request, handled(request));
    }

    web::Response split(const web::Request& request) const {
        Fields fields{request};
        const splitting::Parts parts{.messages = fields.numbers("messages"), .subject = fields.text("subject").value_or(""), .area = fields.text("area").value_or("")};
        fields.finish();
        const auto opened = splitting::split(desk(), id_of(request), parts, reader(request), version_of(request));
        if (!opened) {
            throw_as_error(opened.error());
        }
        return web::Response::created("/api/v1/tickets/" + opened->id.text(), seen_ticket_json(services_, request, *opened));
    }

    web::Response write_outside(const web::Request& request) const {
        Fields fields{request};
        const outside::Letter letter{.to = fields.required_text("to"), .reference = fields.text("reference").value_or(""), .body = fields.required_text("body"), .undo = asked_undo(fields)};
        fields.finish();
        handled(request);  // whoever may not write there is told so, not what is wrong with their words
        const auto key = request.header("idempotency-key") ? IdempotencyKey::kept_elsewhere() : IdempotencyKey::random();
        const auto written = outside::write(desk(), id_of(request), letter, reader(request), key, version_of(request));
        if (!written) {
            throw_as_error(written.error());
        }
        return web::Response::created("/api/v1/tickets/" + written->ticket.id.text(), written_json(services_, request, *written, "outside", letter.undo));
    }

    web::Response set_known_fault(const web::Request& request) const {
        Fields fields{request};
        const auto text = fields.required_text("text");
        const auto hours = fields.number("hours").value_or(usual_fault_hours);
        fields.finish();
        const bool is_known = hours > 0 && hours <= fault_hours.back();
        return ticket(request, tickets::set_known_fault(desk(), id_of(request), text, is_known ? static_cast<int>(hours) : 0, reader(request), identity::Actor::of(request)));
    }

    web::Response end_known_fault(const web::Request& request) const {
        take_nothing(request);
        return ticket(request, tickets::end_known_fault(desk(), id_of(request), reader(request), identity::Actor::of(request)));
    }

    web::Response answer_survey(const web::Request& request) const {
        Fields fields{request};
        const auto helped = fields.required_flag("helped");
        const auto words = fields.text("words");
        fields.finish();
        return ticket(request, tickets::answer_survey(desk(), id_of(request), helped, words, reader(request)));
    }

    /// Whoever only followed the ticket sees it no more when they stop, so the answer tells nothing of it.
    web::Response watch(const web::Request& request) const {
        Fields fields{request};
        const auto watches = fields.required_flag("watch");
        fields.finish();
        if (const auto done = watchers::watch(desk(), id_of(request), watches, reader(request)); !done) {
            throw_as_error(done.error());
        }
        return web::Response::json({{"number", id_of(request).value}, {"watch", watches}});
    }

private:
    Desk& desk() const { return services_.desk; }
    static TicketId id_of(const web::Request& request) { return TicketId{request.path_number("number")}; }
    web::Response ticket(const web::Request& request, const Result<Ticket, Refusal>& result) const { return changed_ticket(services_, request, result); }
    web::Response beside(const web::Request& request, const Result<Ticket, Refusal>& result) const { return changed_beside(services_, request, result); }

    Ticket handled(const web::Request& request) const {
        const auto found = services_.database().read(
            [&](db::Session& session) { return ticket_store::find(session, id_of(request), reader(request).id, services_.now()); });
        if (!found || !may(reader(request), Action::View, found->ticket, found->ties)) {
            throw web::NotFound{};
        }
        if (!may(reader(request), Action::Handle, found->ticket, found->ties)) {
            throw web::Forbidden{};
        }
        return found->ticket;
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> work_api_routes(const PageServices& services) {
    using web::Method;
    const web::HandlersOf to{std::make_shared<const WorkApi>(services)};
    constexpr web::Access writing{web::Audience::SignedIn, web::Scope::TicketsWrite};
    const web::Limits text{.max_body_bytes = 1024 * 1024};
    const web::Manners versioned{.query = {}, .wants_version = true};
    return {{Method::Post, "/api/v1/tickets/{number}/priority", writing, to(&WorkApi::set_priority), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/confidentiality", writing, to(&WorkApi::set_confidentiality), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/readers", writing, to(&WorkApi::add_reader), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/readers/removal", writing, to(&WorkApi::remove_reader), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/checklist", writing, to(&WorkApi::add_item), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/checklist/{item}", writing, to(&WorkApi::change_item), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/time", writing, to(&WorkApi::add_time), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/time/{entry}", writing, to(&WorkApi::correct_time), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/clock", writing, to(&WorkApi::run_clock)},
            {Method::Post, "/api/v1/tickets/{number}/split", writing, to(&WorkApi::split), {}, versioned},
            {Method::Post, "/api/v1/tickets/{number}/outside", writing, to(&WorkApi::write_outside), text},
            {Method::Post, "/api/v1/tickets/{number}/known-fault", writing, to(&WorkApi::set_known_fault)},
            {Method::Post, "/api/v1/tickets/{number}/known-fault/removal", writing, to(&WorkApi::end_known_fault)},
            {Method::Post, "/api/v1/tickets/{number}/survey", writing, to(&WorkApi::answer_survey)},
            {Method::Post, "/api/v1/tickets/{number}/watching", writing, to(&WorkApi::watch)}};
}

}  // namespace ansvar::tickets
