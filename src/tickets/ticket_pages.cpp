#include <algorithm>

#include "core/number.hpp"
#include "core/secret.hpp"
#include "core/text.hpp"
#include "tickets/answer_all.hpp"
#include "tickets/attachments.hpp"
#include "tickets/beside_pages.hpp"
#include "tickets/beside_view.hpp"
#include "tickets/page_services.hpp"
#include "tickets/readable_file.hpp"
#include "tickets/ticket_page.hpp"
#include "tickets/views.hpp"

namespace ansvar::tickets {

namespace {

using Form = TicketFeedback::Form;

/// A ticket's page and the forms on it. Each form changes one thing and leads back to the page.
class TicketPages {
public:
    explicit TicketPages(PageServices services) : services_(std::move(services)) {}

    web::Response show(const web::Request& request) const { return ticket_page(services_, request, id_of(request)); }

    web::Response write(const web::Request& request) const {
        const auto& form = request.form();
        const bool is_note = form.value("kind") == "note";
        Message message{.is_note = is_note, .body = form.value("body")};
        if (form.value("then") == "resolve") {
            message.then = State::Resolved;
        } else if (form.value("then") == "wait") {
            message.then = State::WaitingRequester;
        }
        message.undo = Undo{random_token(16)};
        message.ends_draft = true;
        TicketFeedback feedback{.form = is_note ? Form::Note : Form::Reply, .body = message.body, .status = 422};
        auto files = attachments::store(services_.database(), form.uploads("files"), reader(request).id, services_.now());
        if (!files) {
            feedback.errors.add(files.error().fields);
            return ticket_page(services_, request, id_of(request), feedback);
        }
        message.files = std::move(*files);
        const auto kept = form.values("kept_files");
        message.files.insert(message.files.end(), kept.begin(), kept.end());
        if (const auto question = ask_about_checklist(services_, request, message.then, message.files)) {
            return *question;
        }
        const auto key = form.value("idempotency_key");
        const auto written = services_.desk.write(id_of(request), message, reader(request),
                                                  key.empty() ? IdempotencyKey::random() : IdempotencyKey{key + sha256(message.body), "form"}, reply_version(request, is_note));
        if (written && written->ticket.id != id_of(request) && written->seq == 1) {  // not where a merged one goes on
            return to_new(written->ticket);
        }
        if (!written) {
            return again(request, written.error(), feedback);
        }
        std::vector<std::string> left;
        if (!is_note && form.has("below")) {
            for (const auto& id : answer_below(services_.desk, *written, message, reader(request), key)) {
                left.push_back(id.text());
            }
        }
        auto query = "undo=" + message.undo.token;
        if (!left.empty()) {
            query += "&left=" + join(left, ",");
        }
        return back(request, query, "#m" + std::to_string(written->seq));
    }

    web::Response assign(const web::Request& request) const {
        const auto value = request.form().value("assignee");
        std::optional<PersonId> assignee;
        if (value == "me") {
            assignee = reader(request).id;
        } else if (!value.empty()) {
            assignee = PersonId{number(value)};
        }
        const Undo undo{random_token(16)};
        return done(request, services_.desk.assign(id_of(request), assignee, reader(request), version_of(request), undo), {.form = Form::Other}, undo);
    }

    web::Response reroute(const web::Request& request) const {
        const auto to = request.form().value("to");
        TicketFeedback feedback{.form = Form::Reroute, .body = "", .reason = request.form().value("reason"), .to = to};
        feedback.all_areas = request.form().has("all_areas");
        if (to.empty() && !feedback.all_areas) {
            feedback.errors.add({field_fault("/to", "required")});
            feedback.status = 422;
        }
        if (to.empty() || feedback.all_areas) {
            return ticket_page(services_, request, id_of(request), feedback);
        }
        const Undo undo{random_token(16)};
        const auto moved = services_.desk.reroute(id_of(request), to, feedback.reason, reader(request), version_of(request), undo);
        if (!moved) {
            return again(request, moved.error(), feedback);
        }
        return back_if_seen(request, undo);
    }

    web::Response set_confidentiality(const web::Request& request) const {
        const auto to = confidentiality_from(request.form().value("to"));
        if (!to) {
            throw web::Unprocessable{{field_fault("/to", "unknown-value")}};
        }
        const TicketFeedback feedback{.form = Form::Confidentiality, .reason = request.form().value("why"), .to = std::string{name(*to)}};
        const auto changed = services_.desk.set_confidentiality(id_of(request), *to, feedback.reason, reader(request),
                                                                identity::Actor::of(request), version_of(request));
        return changed ? back_if_seen(request) : again(request, changed.error(), feedback);
    }

    web::Response add_reader(const web::Request& request) const {
        const TicketFeedback feedback{.form = Form::AddReader, .reason = request.form().value("why"), .to = request.form().value("reader")};
        const auto changed =
            services_.desk.add_reader(id_of(request), feedback.to, feedback.reason, reader(request), identity::Actor::of(request), version_of(request));
        return changed ? back(request, "", "#who-reads") : again(request, changed.error(), feedback);
    }

    web::Response remove_reader(const web::Request& request) const {
        const TicketFeedback feedback{.form = Form::RemoveReader, .reason = request.form().value("why"), .to = request.form().value("reader")};
        const auto changed = services_.desk.remove_reader(id_of(request), PersonId{number(feedback.to)}, feedback.reason, reader(request),
                                                          identity::Actor::of(request), version_of(request));
        return changed ? back_if_seen(request) : again(request, changed.error(), feedback);
    }

    web::Response set_state(const web::Request& request) const {
        const auto state = state_from(request.form().value("state"));
        if (!state) {
            throw web::Unprocessable{{field_fault("/state", "unknown-state")}};
        }
        if (const auto question = ask_about_checklist(services_, request, state)) {
            return *question;
        }
        const Undo undo{random_token(16)};
        return done(request, services_.desk.set_state(id_of(request), *state, reader(request), version_of(request), undo), {.form = Form::Other}, undo);
    }

    web::Response set_priority(const web::Request& request) const {
        const auto priority = priority_from(request.form().value("priority"));
        if (!priority) {
            throw web::Unprocessable{{field_fault("/priority", "unknown-priority")}};
        }
        const Undo undo{random_token(16)};
        return done(request, services_.desk.set_priority(id_of(request), *priority, reader(request), version_of(request), undo), {.form = Form::Other}, undo);
    }

    web::Response set_details(const web::Request& request) const {
        const auto& form = request.form();
        const TicketFeedback feedback{.form = Form::Details,
                                      .details = {.subject = form.value("subject"), .room = form.value("room"), .phone = form.value("phone")}};
        const Undo undo{random_token(16)};
        return done(request, tickets::set_details(services_.desk, id_of(request), feedback.details, reader(request), version_of(request), undo), feedback, undo);
    }

    web::Response reopen(const web::Request& request) const {
        TicketFeedback feedback{.form = Form::Reopen, .body = request.form().value("body")};
        const auto reopened = services_.desk.reopen(id_of(request), feedback.body, reader(request), version_of(request));
        return reopened && reopened->id != id_of(request) ? to_new(*reopened) : done(request, reopened, feedback);
    }

    web::Response file(const web::Request& request) const {
        const auto content = readable_file(services_, request);
        return web::Response::attachment(content.bytes, content.attachment.name, content.attachment.media_type);
    }

    /// A picture on the page. Only what browsers show without carrying anything out, as what it is, and alone in its own cage.
    web::Response preview(const web::Request& request) const {
        auto content = readable_file(services_, request);
        if (!attachments::is_shown(content.attachment.media_type)) {
            throw web::NotFound{};
        }
        auto response = web::Response::attachment(std::move(content.bytes), content.attachment.name, content.attachment.media_type);
        response.set_header("Content-Disposition", "inline");
        return response;
    }

private:
    static TicketId id_of(const web::Request& request) { return TicketId{request.path_number("number")}; }

    static std::uint64_t number(const std::string& text) {
        const auto value = whole_number<std::int64_t>(text);
        if (!value) {
            throw web::BadRequest{"a number was expected"};
        }
        return static_cast<std::uint64_t>(*value);
    }

    static std::optional<std::int64_t> version_of(const web::Request& request) {
        const auto text = request.form().value("version");
        return text.empty() ? std::nullopt : std::optional{static_cast<std::int64_t>(number(text))};
    }

    /// A note harms nobody who was faster, and a requester is never held up; an agent's answer may be out of date.
    std::optional<std::int64_t> reply_version(const web::Request& request, bool is_note) const {
        return is_note || !reader(request).is_agent() ? std::nullopt : version_of(request);
    }

    static web::Response back(const web::Request& request, const Undo& undo = {}) {
        return back(request, undo ? "undo=" + undo.token : "", "");
    }

    static web::Response back(const web::Request& request, const std::string& query, const std::string& anchor) {
        return web::Response::see_other("/tickets/" + id_of(request).text() + (query.empty() ? "" : "?" + query) + anchor);
    }

    /// It was too late to open the old one again.
    static web::Response to_new(const Ticket& ticket) { return web::Response::see_other("/tickets/" + ticket.id.text() + "/receipt"); }

    static std::string home(const web::Request& request, const Undo& undo) {
        const auto& queues = reader(request).queues;
        return !undo ? "/" : (queues.empty() ? "/tickets/mine" : "/queues/" + percent_encode(queues.front().value)) + "?undo=" + undo.token;
    }

    /// Whoever handed it over, or changed who reads it, may not be allowed to see it any more.
    web::Response back_if_seen(const web::Request& request, const Undo& undo = {}) const {
        const auto found = services_.database().read(
            [&](db::Session& session) { return ticket_store::find(session, id_of(request), reader(request).id, services_.now()); });
        return found && may(reader(request), Action::View, found->ticket, found->ties) ? back(request, undo)
                                                                                        : web::Response::see_other(home(request, undo));
    }

    web::Response again(const web::Request& request, const Refusal& refusal, TicketFeedback feedback) const {
        if (refusal.kind == Refusal::Kind::Changed) {
            feedback.changed = true;
            feedback.status = 409;
        } else if (refusal.kind == Refusal::Kind::Invalid) {
            feedback.errors.add(refusal.fields);
            feedback.status = 422;
        } else {
            throw_as_error(refusal);
        }
        return ticket_page(services_, request, id_of(request), feedback);
    }

    web::Response done(const web::Request& request, const Result<Ticket, Refusal>& result, const TicketFeedback& feedback, const Undo& undo = {}) const {
        return result ? back(request, undo) : again(request, result.error(), feedback);
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> ticket_routes(const PageServices& services) {
    using web::Method;
    const web::HandlersOf to{std::make_shared<const TicketPages>(services)};
    constexpr web::Access anyone_signed_in{web::Audience::SignedIn, web::Via::Page};
    const web::Limits with_files{.max_body_bytes = attachments::max_request_bytes + 1024 * 1024, .pool = web::Pool::Uploads};
    return {{Method::Get, "/tickets/{number}", anyone_signed_in, to(&TicketPages::show)},
            {Method::Post, "/tickets/{number}/messages", anyone_signed_in, to(&TicketPages::write), with_files},
            {Method::Post, "/tickets/{number}/assignment", anyone_signed_in, to(&TicketPages::assign)},
            {Method::Post, "/tickets/{number}/reroute", anyone_signed_in, to(&TicketPages::reroute)},
            {Method::Post, "/tickets/{number}/state", anyone_signed_in, to(&TicketPages::set_state)},
            {Method::Post, "/tickets/{number}/closure", anyone_signed_in, to(&TicketPages::set_state)},
            {Method::Post, "/tickets/{number}/priority", anyone_signed_in, to(&TicketPages::set_priority)},
            {Method::Post, "/tickets/{number}/details", anyone_signed_in, to(&TicketPages::set_details)},
            {Method::Post, "/tickets/{number}/confidentiality", anyone_signed_in, to(&TicketPages::set_confidentiality)},
            {Method::Post, "/tickets/{number}/readers", anyone_signed_in, to(&TicketPages::add_reader)},
            {Method::Post, "/tickets/{number}/readers/removal", anyone_signed_in, to(&TicketPages::remove_reader)},
            {Method::Post, "/tickets/{number}/reopening", anyone_signed_in, to(&TicketPages::reopen)},
            {Method::Get, "/tickets/{number}/files/{token}", anyone_signed_in, to(&TicketPages::file)},
            {Method::Get, "/tickets/{number}/files/{token}/preview", anyone_signed_in, to(&TicketPages::preview)}};
}

}  // namespace ansvar::tickets
