#include "tickets/writing_pages.hpp"

#include <algorithm>
#include <iterator>

#include "core/number.hpp"
#include "core/secret.hpp"
#include "tickets/asked_ticket.hpp"
#include "tickets/canned_reply_pages.hpp"
#include "tickets/drafts.hpp"
#include "tickets/mentions.hpp"
#include "tickets/outside.hpp"
#include "tickets/presence.hpp"
#include "tickets/ticket_page.hpp"

namespace ansvar::tickets {

namespace {

/// The third composer: POST /tickets/{number}/outside.
web::Response write_outside(const PageServices& services, const web::Request& request) {
    const auto id = services.database().read([&](db::Session& session) { return asked_ticket(services, session, request, Action::Handle).ticket.id; });
    const auto& form = request.form();
    const outside::Letter letter{.to = form.value("to"), .reference = form.value("reference"), .body = form.value("body"), .undo = {random_token(16)}};
    const auto key = form.value("idempotency_key");
    const auto version = whole_number<std::int64_t>(form.value("version"));
    const auto written = outside::write(services.desk, id, letter, reader(request),
                                        key.empty() ? IdempotencyKey::random() : IdempotencyKey{key + sha256(letter.body), "form"}, version);
    if (written) {
        return web::Response::see_other("/tickets/" + id.text() + "?undo=" + letter.undo.token + "#m" + std::to_string(written->seq));
    }
    const auto& refusal = written.error();
    TicketFeedback feedback{.form = TicketFeedback::Form::Outside, .body = letter.body, .reason = letter.reference, .to = letter.to, .status = 422};
    if (refusal.kind == Refusal::Kind::Changed) {
        feedback.changed = true;
        feedback.status = 409;
    } else if (refusal.kind == Refusal::Kind::Invalid) {
        feedback.errors.add(refusal.fields);
    } else {
        throw_as_error(refusal);
    }
    return ticket_page(services, request, id, feedback);
}

/// One press on "Visa för anmälaren" at an answer from outside.
web::Response share_answer(const PageServices& services, const web::Request& request) {
    const TicketId id{request.path_number("number")};
    const auto answer = request.path_number("seq");
    const Undo undo{random_token(16)};
    if (const auto shared = outside::share(services.desk, id, static_cast<std::int64_t>(answer), reader(request), undo); !shared) {
        throw_as_error(shared.error());
    }
    return web::Response::see_other("/tickets/" + id.text() + "?undo=" + undo.token + "#m" + std::to_string(answer));
}

}  // namespace

std::vector<web::Route> writing_routes(const PageServices& services) {
    std::vector<web::Route> all{{web::Method::Post,
                                 "/tickets/{number}/outside",
                                 {web::Audience::SignedIn, web::Via::Page},
                                 [services](const web::Request& request) { return write_outside(services, request); },
                                 {.max_body_bytes = 2 * 1024 * 1024}},
                                {web::Method::Post,
                                 "/tickets/{number}/messages/{seq}/sharing",
                                 {web::Audience::SignedIn, web::Via::Page},
                                 [services](const web::Request& request) { return share_answer(services, request); }}};
    for (auto routes : {presence::routes(services), drafts::routes(services), mentions::routes(services), canned_reply_routes(services)}) {
        std::move(routes.begin(), routes.end(), std::back_inserter(all));
    }
    return all;
}

}  // namespace ansvar::tickets
