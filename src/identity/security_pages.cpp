#include "identity/security_pages.hpp"

#include <nlohmann/json.hpp>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/browser_name.hpp"
#include "identity/passwords.hpp"
#include "identity/principal.hpp"
#include "identity/recovery_codes.hpp"
#include "identity/second_factor.hpp"
#include "identity/second_factor_policy.hpp"
#include "identity/second_factor_view.hpp"
#include "identity/sessions.hpp"
#include "identity/sign_in_steps.hpp"
#include "identity/totp.hpp"
#include "web/errors.hpp"
#include "web/moments.hpp"

namespace ansvar::identity {

namespace {

constexpr std::chrono::hours offer_life{1};

SessionId own_session(const web::Request& request) { return SessionId{principal(request).credential}; }

std::string offer_purpose(const web::Request& request) { return "offered-second-factor\n" + principal(request).person.id.text(); }

std::string offer(const web::Request& request, const Settings& settings, const std::string& secret, Timestamp now) {
    return seal(settings.seal_key, offer_purpose(request), to_sql(now + offer_life) + "\n" + secret);
}

AuditEntry about_own(const web::Request& request, std::string action, nlohmann::json details = nlohmann::json::object()) {
    return {.action = std::move(action), .object_kind = "person", .object_id = principal(request).person.id.text(), .details = std::move(details)};
}

}  // namespace

SecurityPages::SecurityPages(const Services& services, std::shared_ptr<const PasswordHasher> hasher)
    : services_{services}, proof_{services_, std::move(hasher)}, cookies_{services.settings.public_url} {}

web::Response SecurityPages::show(const web::Request& request) const {
    return page(request, 200, FormCheck{services_.pages.texts(), request.language()});
}

web::Response SecurityPages::end_one(const web::Request& request) const {
    const SessionId id{request.path_number("session")};
    const auto now = services_.clock.now();
    services_.database.in_transaction([&](db::Transaction& tx) {
        if (end_own_session(tx, principal(request).person.id, id)) {
            record(tx, Actor::of(request), {.action = "session.ended_elsewhere", .object_kind = "session", .object_id = id.text()}, now);
        }
    });
    return web::Response::see_other("/account/security?done=ended");
}

web::Response SecurityPages::end_others(const web::Request& request) const {
    const auto person = principal(request).person.id;
    const auto now = services_.clock.now();
    services_.database.in_transaction([&](db::Transaction& tx) {
        const auto ended = end_other_sessions(tx, person, own_session(request));
        end_steps_of(tx, person);
        record(tx, Actor::of(request), {.action = "session.ended_elsewhere", .object_kind = "session", .details = {{"sessions", ended}}}, now);
    });
    return web::Response::see_other("/account/security?done=ended");
}

web::Response SecurityPages::show_new_factor(const web::Request& request) const {
    return factor_page(request, 200, FormCheck{services_.pages.texts(), request.language()}, draw_totp_secret());
}

std::optional<std::string> SecurityPages::opened(const web::Request& request) const {
    const auto text = unseal(services_.settings.seal_key, offer_purpose(request), request.form().value("sealed"));
    const auto line = text ? text->find('\n') : std::string::npos;
    if (line == std::string::npos) {
        return std::nullopt;
    }
    const auto until = from_sql(text->substr(0, line));
    return until && services_.clock.now() < *until ? std::optional{text->substr(line + 1)} : std::nullopt;
}

web::Response SecurityPages::set_up_factor(const web::Request& request) const {
    const auto secret = opened(request);
    if (!secret) {
        return web::Response::see_other("/account/second-factor");  // the page lay open too long: a new picture
    }
    FormCheck check{services_.pages.texts(), request.language()};
    const auto code = std::string{trim(request.form().value("code"))};
    const auto now = services_.clock.now();
    if (code.empty()) {
        check.add("code", "second_factor.missing");
    } else if (!matching_step(*secret, code, 0, now)) {
        check.add("code", "second_factor.wrong");
    } else {
        proof_.check(request, check);
    }
    if (!check.is_fine()) {
        return factor_page(request, 422, check, *secret);
    }
    const auto person = principal(request).person.id;
    const auto codes = draw_recovery_codes();
    const auto token = random_token();
    services_.database.in_transaction([&](db::Transaction& tx) {
        set_up_second_factor(tx, services_.settings, person, *secret, code, codes, now);
        const auto ended = end_other_sessions(tx, person, own_session(request));
        end_steps_of(tx, person);
        renew_session(tx, own_session(request), token);
        record(tx, Actor::of(request), about_own(request, "second_factor.set_up", {{"ended_sessions", ended}}), now);
    });
    auto response = codes_page(request, codes);
    response.set_cookie(cookies_.make(token, session_life(principal(request).person, services_.settings)));
    return response;
}

web::Response SecurityPages::remove_factor(const web::Request& request) const {
    FormCheck check{services_.pages.texts(), request.language()};
    if (policy_covers(request)) {
        check.add("second-factor", "second_factor.is_needed");
        return page(request, 422, check);
    }
    proof_.check(request, check);
    if (!check.is_fine()) {
        return page(request, 422, check);
    }
    const auto person = principal(request).person.id;
    const auto now = services_.clock.now();
    services_.database.in_transaction([&](db::Transaction& tx) {
        if (remove_second_factor(tx, person)) {
            const auto ended = end_other_sessions(tx, person, own_session(request));
            end_steps_of(tx, person);
            record(tx, Actor::of(request), about_own(request, "second_factor.removed", {{"ended_sessions", ended}}), now);
        }
    });
    return web::Response::see_other("/account/security?done=removed");
}

web::Response SecurityPages::renew_codes(const web::Request& request) const {
    FormCheck check{services_.pages.texts(), request.language()};
    proof_.check(request, check);
    if (!check.is_fine()) {
        return page(request, 422, check);
    }
    const auto person = principal(request).person.id;
    const auto codes = draw_recovery_codes();
    const auto now = services_.clock.now();
    const bool renewed = services_.database.in_transaction([&](db::Transaction& tx) {
        if (!find_second_factor(tx, person)) {
            return false;
        }
        store_recovery_codes(tx, services_.settings, person, codes);
        const auto ended = end_other_sessions(tx, person, own_session(request));
        record(tx, Actor::of(request), about_own(request, "recovery_codes.renewed", {{"ended_sessions", ended}}), now);
        return true;
    });
    return renewed ? codes_page(request, codes) : web::Response::see_other("/account/security");
}

bool SecurityPages::policy_covers(const web::Request& request) const {
    const auto& person = principal(request).person;
    return services_.database.read([&](db::Session& session) { return find_duty(session, person.id).policy.covers(person); });
}

nlohmann::json SecurityPages::sessions_view(const web::Request& request) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto now = services_.clock.now();
    const web::Moments moments{texts, language, now};
    const auto sessions = services_.database.read(
        [&](db::Session& session) { return list_sessions(session, principal(request).person, services_.settings, now); });
    auto list = nlohmann::json::array();
    for (const auto& one : sessions) {
        const bool is_here = one.id == own_session(request);
        list.push_back({{"browser", browser_name(texts, language, one.client.name)},
                        {"address", one.client.address},
                        {"begun", moments.view(one.times.created_at)},
                        {"used", moments.view(one.times.last_seen_at)},
                        {"is_here", is_here},
                        {"end", is_here ? nlohmann::json(false) : nlohmann::json{{"action", "/account/sessions/" + one.id.text() + "/removal"}}}});
    }
    return list;
}

nlohmann::json SecurityPages::second_factor_view(const web::Request& request, bool is_bound, bool owns_one) const {
    const auto& texts = services_.pages.texts();
    if (!owns_one) {
        return false;
    }
    const auto found =
        services_.database.read([&](db::Session& session) { return find_second_factor(session, principal(request).person.id); });
    if (!found) {
        return false;
    }
    const web::Moments moments{texts, request.language(), services_.clock.now()};
    return {{"since", texts.format(request.language(), "security.factor_since", {{"day", moments.date(found->since)}})},
            {"codes_left", texts.format(request.language(), "security.codes_left", {{"count", found->recovery_codes}})},
            {"may_remove", !is_bound}};
}

web::Response SecurityPages::page(const web::Request& request, int status, const FormCheck& check) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto& person = principal(request).person;
    const auto [duty, has_password] = services_.database.read([&](db::Session& session) {
        return std::pair{find_duty(session, person.id), find_password(session, person.id).has_value()};
    });
    auto sessions = sessions_view(request);
    nlohmann::json view{{"title", check.title(texts.text(language, "security.title"))},
                        {"nav", "account"},
                        {"has_others", sessions.size() > 1},
                        {"sessions", std::move(sessions)},
                        {"second_factor", second_factor_view(request, duty.policy.covers(person), duty.owns_one)},
                        {"has_password", has_password}};
    check.put_into(view, {"proof"});
    proof_.put_into(request, view);
    const auto done = request.query("done").value_or("");
    const auto* notice = done == "ended"     ? "security.ended"
                         : done == "removed" ? "security.factor_removed"
                         : done == "password" ? "password.saved"
                         : done == "no-password" ? "password.removed"
                                                 : nullptr;
    if (notice != nullptr) {
        view["notices"] = nlohmann::json::array({nlohmann::json{{"text", texts.text(language, notice)}}});
    }
    return services_.pages.render(request, status, "identity/security", view);
}

web::Response SecurityPages::factor_page(const web::Request& request, int status, const FormCheck& check, const std::string& secret) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto& settings = services_.settings;
    auto view = new_second_factor_view(settings, principal(request).person, secret);
    view["title"] = check.title(texts.text(language, "second_factor.set_up_title"));
    view["nav"] = "account";
    view["lead"] = texts.text(language, "second_factor.set_up_own_lead");
    view["action"] = "/account/second-factor";
    view["back"] = {{"href", "/account/security"}, {"text", texts.text(language, "security.title")}};
    view["sealed"] = {{"value", offer(request, settings, secret, services_.clock.now())}};
    check.put_into(view, {"code", "proof"});
    proof_.put_into(request, view);
    return services_.pages.render(request, status, "identity/new_second_factor", view);
}

web::Response SecurityPages::codes_page(const web::Request& request, const std::vector<std::string>& codes) const {
    auto response = services_.pages.render(request, 200, "identity/recovery_codes",
                                           recovery_codes_view(services_.pages.texts(), request.language(), codes, "/account/security"));
    response.set_header("Cache-Control", "no-store");
    return response;
}

}  // namespace ansvar::identity
