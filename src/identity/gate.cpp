#include "identity/gate.hpp"

#include "core/text.hpp"
#include "identity/api_tokens.hpp"
#include "identity/principal.hpp"
#include "identity/rights.hpp"
#include "identity/sessions.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

/// The credentials of "Authorization: Bearer …" (RFC 6750); the scheme's case does not matter.
std::optional<std::string> bearer_token(const web::Request& request) {
    constexpr std::string_view scheme = "bearer ";
    const auto header = request.header("authorization");
    if (!header || lower(header->substr(0, scheme.size())) != scheme) {
        return std::nullopt;
    }
    return std::string{trim(std::string_view{*header}.substr(scheme.size()))};
}

web::Admission admission_of(Principal who) {
    auto principal = std::make_shared<const Principal>(std::move(who));
    auto admission = web::Admission::of(principal, principal->log_id());
    admission.language = principal->person.language;
    return admission;
}

/// An open page follows what happens without anybody touching it: its streams, and what its script asks for by itself, keep nobody signed in.
bool is_made_by_hand(const web::Request& request) {
    return !request.header("ansvar-background") && request.header("accept").value_or("") != "text/event-stream";
}

const Person* person_of(const web::Admission& admission) {
    return admission.principal ? &static_cast<const Principal*>(admission.principal.get())->person : nullptr;
}

}  // namespace

SessionGate::SessionGate(db::Database& database, const Clock& clock, Settings settings, TodaysRightsOf todays_rights)
    : database_{database}, clock_{clock}, settings_{std::move(settings)}, cookies_{settings_.public_url}, todays_rights_{std::move(todays_rights)} {}

web::Admission SessionGate::admit(const web::Request& request, web::Access access) {
    auto admission = access.via == web::Via::Page ? find_by_cookie(request) : find_by_token(request, access);
    const auto* person = person_of(admission);
    if (person == nullptr && access.audience != web::Audience::Anyone) {
        throw web::SignInNeeded{};
    }
    if (person != nullptr && !is_in(*person, access.audience)) {
        throw web::NotFound{"for " + std::string{web::to_string(access.audience)} + " only"};
    }
    return admission;
}

web::Admission SessionGate::find_by_cookie(const web::Request& request) {
    const auto token = request.cookie(cookies_.name());
    if (!token) {
        return web::Admission::nobody();
    }
    const auto now = clock_.now();
    auto live = database_.read([&](db::Session& session) { return find_session(session, *token, settings_, now); });
    if (!live) {
        return web::Admission::nobody();
    }
    add_todays_rights(live->person, todays_rights_, now);
    // Roles held in somebody's stead make sessions short and want a second factor too.
    if (!is_session_alive(live->person, live->times, settings_, now) || live->owes_second_factor()) {
        return web::Admission::nobody();
    }
    if (is_made_by_hand(request)) {
        note_session_use(database_, *live, now);
    }
    return admission_of({.person = std::move(live->person),
                         .kind = Principal::Kind::Session,
                         .credential = live->id.value,
                         .since = live->times.created_at,
                         .method = live->method,
                         .has_second_factor = live->has_second_factor,
                         .provider = live->provider});
}

web::Admission SessionGate::find_by_token(const web::Request& request, web::Access access) {
    if (!request.header("authorization")) {
        return web::Admission::nobody();
    }
    const auto token = bearer_token(request);
    if (!token) {
        throw web::SignInNeeded{"the Authorization header is not a bearer token"};
    }
    const auto now = clock_.now();
    auto live = database_.read([&](db::Session& session) { return find_api_token(session, *token, now); });
    if (!live) {
        throw web::SignInNeeded{"the bearer token is unknown or revoked"};
    }
    if (access.scope && !live->scopes.has(*access.scope)) {
        throw web::Forbidden{"the token lacks the scope " + std::string{web::to_string(*access.scope)}}.explained(
            "problem.forbidden.scope", {{"scope", web::to_string(*access.scope)}});
    }
    auto headers = live->rate ? rates_.take(live->id, *live->rate, now) : web::Headers{};
    note_token_use(database_, *live, now);
    add_todays_rights(live->person, todays_rights_, now);
    auto admission = admission_of({.person = std::move(live->person), .kind = Principal::Kind::Token, .credential = live->id.value});
    admission.headers = std::move(headers);
    return admission;
}

}  // namespace ansvar::identity
