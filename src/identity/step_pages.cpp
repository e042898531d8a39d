#include "identity/step_pages.hpp"

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "db/errors.hpp"
#include "identity/audit.hpp"
#include "identity/people_store.hpp"
#include "identity/recovery_codes.hpp"
#include "identity/second_factor.hpp"
#include "identity/second_factor_view.hpp"
#include "identity/sessions.hpp"
#include "identity/throttle.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

StepPages::StepPages(const Services& services, std::shared_ptr<const Entrance> entrance)
    : services_{services}, entrance_{std::move(entrance)}, cookies_{services.settings.public_url} {}

std::optional<StepPages::Standing> StepPages::find(const web::Request& request) const {
    const auto token = request.cookie(cookies_.name(Entrance::step_cookie));
    if (!token) {
        return std::nullopt;
    }
    const auto now = services_.clock.now();
    return services_.database.read([&](db::Session& session) -> std::optional<Standing> {
        auto step = find_step(session, services_.settings, *token, now);
        auto person = step ? find_person(session, step->person, now) : std::nullopt;
        if (!person || person->left_at) {
            return std::nullopt;
        }
        const bool owns_one = find_second_factor(session, person->id).has_value();
        if (!owns_one && !step->new_secret) {
            return std::nullopt;  // it was taken away meanwhile
        }
        return Standing{.step = *std::move(step), .person = *std::move(person), .owns_one = owns_one};
    });
}

web::Response StepPages::show(const web::Request& request) const {
    const auto standing = find(request);
    return standing ? page(request, 200, *standing, FormCheck{services_.pages.texts(), request.language()}) : start_over("/sign-in");
}

web::Response StepPages::take(const web::Request& request) const {
    const auto standing = find(request);
    if (!standing) {
        return start_over("/sign-in");
    }
    const Typed typed{.code = std::string{trim(request.form().value("code"))}, .recovery_code = std::string{trim(request.form().value("recovery_code"))}};
    FormCheck check{services_.pages.texts(), request.language()};
    if (typed.code.empty() && !typed.is_recovery()) {
        check.add(request.form().has("recovery_code") ? "recovery_code" : "code", "second_factor.missing");
        return page(request, 422, *standing, check);
    }
    const auto token = request.cookie(cookies_.name(Entrance::step_cookie)).value();
    const auto session_token = random_token();
    const auto new_codes = draw_recovery_codes();
    const auto now = services_.clock.now();
    const auto outcome = services_.database.in_transaction(
        [&](db::Transaction& tx) { return attempt(tx, request, token, typed, session_token, new_codes, now); });
    if (outcome.wait) {
        throw web::TooManyRequests{*outcome.wait, "codes of the second factor"};
    }
    switch (outcome.kind) {
        case Outcome::Kind::NoStep:
            return start_over("/sign-in");
        case Outcome::Kind::TooManyWrong:
            return start_over("/sign-in?stopped=yes");
        case Outcome::Kind::Wrong:
            check.add(typed.is_recovery() ? "recovery_code" : "code", typed.is_recovery() ? "second_factor.wrong_recovery" : "second_factor.wrong");
            return page(request, 422, *standing, check);
        case Outcome::Kind::Inside:
        case Outcome::Kind::SetUp:
            break;
    }
    auto response = outcome.kind == Outcome::Kind::Inside
                        ? web::Response::see_other(outcome.next)
                        : services_.pages.render(request, 200, "identity/recovery_codes",
                                                 recovery_codes_view(services_.pages.texts(), request.language(), new_codes, outcome.next));
    response.set_header("Cache-Control", "no-store");
    entrance_->set_cookies(response, *outcome.person, session_token);
    return response;
}

StepPages::Outcome StepPages::attempt(db::Transaction& tx, const web::Request& request, const std::string& token, const Typed& typed,
                                      const std::string& session_token, const std::vector<std::string>& new_codes, Timestamp now) const {
    const auto& settings = services_.settings;
    const auto step = lock_step(tx, settings, token, now);
    const auto person = step ? find_person(tx, step->person, now) : std::nullopt;
    if (!person || person->left_at) {
        return {};
    }
    if (const auto wait = count_or_refuse(tx, limits_for_codes(settings, person->id), now)) {
        return {.wait = wait};
    }
    const bool owns_one = find_second_factor(tx, person->id).has_value();
    if (!owns_one && !step->new_secret) {
        end_step(tx, *step);
        return {};
    }
    const bool sets_up = !owns_one;
    const bool is_right = sets_up                ? set_up_second_factor(tx, settings, person->id, *step->new_secret, typed.code, new_codes, now)
                          : typed.is_recovery() ? use_recovery_code(tx, settings, person->id, typed.recovery_code, now)
                                                : take_code(tx, settings, person->id, typed.code, now);
    if (!is_right) {
        return refuse_code(tx, request, *step, typed, now);
    }
    const Actor actor{.kind = Actor::Kind::Session, .person = person->id, .client_address = std::string{request.client_address()}};
    if (sets_up) {
        end_sessions_of(tx, person->id);
        record(tx, actor, {.action = "second_factor.set_up", .object_kind = "person", .object_id = person->id.text()}, now);
    } else if (typed.is_recovery()) {
        record(tx, actor, {.action = "recovery_code.used", .object_kind = "person", .object_id = person->id.text()}, now);
    }
    entrance_->let_in(tx, *step, *person, sets_up ? "set_up" : typed.is_recovery() ? "recovery_code" : "code", Client::of(request), session_token,
                      request.cookie(cookies_.name()), now);
    return {.kind = sets_up ? Outcome::Kind::SetUp : Outcome::Kind::Inside, .person = person, .next = step->next};
}

StepPages::Outcome StepPages::refuse_code(db::Transaction& tx, const web::Request& request, const SignInStep& step, const Typed& typed,
                                          Timestamp now) const {
    record(tx, Actor::of(request),
           {.action = "session.refused",
            .object_kind = "session",
            .details = {{"person", step.person.value}, {"method", name(step.method)}, {"second_factor", typed.is_recovery() ? "recovery_code" : "code"}}},
           now);
    if (step.wrong_codes + 1 >= services_.settings.codes_per_step) {
        end_step(tx, step);
        return {.kind = Outcome::Kind::TooManyWrong};
    }
    count_wrong_code(tx, step);
    return {.kind = Outcome::Kind::Wrong};
}

web::Response StepPages::page(const web::Request& request, int status, const Standing& standing, const FormCheck& check) const {
    const auto& texts = services_.pages.texts();
    const auto* title = standing.owns_one ? "second_factor.title" : "second_factor.set_up_title";
    nlohmann::json view{{"title", check.title(texts.text(request.language(), title))}, {"nav", "sign_in"}, {"action", Entrance::step_path}};
    check.put_into(view, {"code", "recovery_code"});
    if (!standing.owns_one) {
        view.update(new_second_factor_view(services_.settings, standing.person, *standing.step.new_secret));
        view["lead"] = texts.text(request.language(), "second_factor.set_up_lead");
        view["sealed"] = false;
        view["back"] = false;
        view["proof"] = false;
        view["sign_in_again"] = false;
    } else {
        view["opens_recovery"] = view["recovery_code_error"].is_object();
    }
    auto response = services_.pages.render(request, status, standing.owns_one ? "identity/second_factor" : "identity/new_second_factor", view);
    response.set_header("Cache-Control", "no-store");
    return response;
}

web::Response StepPages::start_over(std::string_view path) const {
    auto response = web::Response::see_other(path);
    response.set_cookie(cookies_.removal(Entrance::step_cookie));
    return response;
}

}  // namespace ansvar::identity
