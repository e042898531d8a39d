#include "identity/sign_in_pages.hpp"

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/form_check.hpp"
#include "identity/link_entrance.hpp"
#include "identity/links.hpp"
#include "identity/password_rules.hpp"
#include "identity/passwords.hpp"
#include "identity/people_store.hpp"
#include "identity/principal.hpp"
#include "identity/provider_cookies.hpp"
#include "identity/provider_pages.hpp"
#include "identity/second_factor_policy.hpp"
#include "identity/sessions.hpp"
#include "identity/throttle.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

/// Remembers, in the browser alone, where somebody wanted to go; the letter says nothing of it.
constexpr std::string_view next_cookie = "ansvar-next";

std::string text(const Services& services, const web::Request& request, std::string_view key, const web::Arguments& arguments = {}) {
    return services.pages.texts().format(request.language(), key, arguments);
}

}  // namespace

SignInPages::SignInPages(const Services& services, std::shared_ptr<const Entrance> entrance, std::shared_ptr<const PasswordHasher> hasher)
    : services_{services}, entrance_{std::move(entrance)}, hasher_{std::move(hasher)}, cookies_{services.settings.public_url} {}

web::Response SignInPages::ask(const web::Request& request) const {
    const auto next = own_path_after_sign_in(request.query("next").value_or("/"));
    if (request.has_principal()) {
        return web::Response::see_other(next);
    }
    return form(request, 200, FormCheck{services_.pages.texts(), request.language()}, "", next);
}

web::Response SignInPages::form(const web::Request& request, int status, const FormCheck& check, const std::string& mail,
                                const std::string& next, bool opens_password) const {
    nlohmann::json view{{"title", check.title(text(services_, request, "sign_in.title"))},
                        {"nav", "sign_in"},
                        {"mail", mail},
                        {"next", next},
                        {"opens_password", opens_password},
                        {"providers", sign_in_choices(services_, request, next)}};
    check.put_into(view, {"mail", "password_mail", "password"});
    if (request.method() == web::Method::Get && request.query("stopped")) {
        view["notices"] = nlohmann::json::array({nlohmann::json{{"text", text(services_, request, "second_factor.stopped")}}});
    }
    return services_.pages.render(request, status, "identity/sign_in", view);
}

web::Response SignInPages::send_letter(const web::Request& request) const {
    const auto typed = request.form().value("mail");
    const auto next = own_path_after_sign_in(request.form().value("next"));
    const auto email = MailAddress::parse(typed);
    if (!email) {
        FormCheck check{services_.pages.texts(), request.language()};
        check.add("mail", trim(typed).empty() ? "field.required.mail" : "field.not_an_address");
        return form(request, 422, check, typed, next);
    }
    const LinkRequest asked{.email = *email, .client_address = std::string{request.client_address()}, .language = request.language()};
    const auto sent = ask_for_link(services_.database, services_.letters, services_.settings, asked, services_.clock.now());
    if (!sent) {
        throw web::TooManyRequests{sent.error().retry_after, "sign-in letters"};
    }
    const auto minutes = services_.settings.link_life.count();
    auto response = services_.pages.render(request, 200, "identity/link_sent",
                                           {{"title", text(services_, request, "link_sent.title")},
                                            {"nav", "sign_in"},
                                            {"lead", text(services_, request, "link_sent.lead", {{"mail", email->text()}})},
                                            {"valid_for", text(services_, request, "link_sent.valid_for", {{"minutes", minutes}})}});
    response.set_header("Cache-Control", "no-store");  // it shows an address
    response.set_cookie(cookies_.make(percent_encode(next), services_.settings.link_life * 2, next_cookie));
    return response;
}

std::string SignInPages::wanted_path(const web::Request& request) const {
    const auto kept = request.cookie(cookies_.name(next_cookie));
    return own_path_after_sign_in(kept ? percent_decode(*kept, false).value_or("/") : "/");
}

web::Response SignInPages::show_link(const web::Request& request) const {
    const auto& token = request.path_value("token");
    const auto now = services_.clock.now();
    const auto link = services_.database.read([&](db::Session& session) { return find_link(session, token, now); });
    if (!link) {
        return dead_link(request);
    }
    auto response = services_.pages.render(request, 200, "identity/use_link",
                                           {{"title", text(services_, request, "use_link.title")},
                                            {"nav", "sign_in"},
                                            {"expired", false},
                                            {"action", "/sign-in/" + percent_encode(token)},
                                            {"next", wanted_path(request)}});
    response.set_header("Cache-Control", "no-store");  // it shows a token
    return response;
}

web::Response SignInPages::use_link(const web::Request& request) const {
    const auto next = own_path_after_sign_in(request.form().value("next"));
    const auto used = enter_by_link(services_, *entrance_, request.path_value("token"), next, Client::of(request), request.cookie(cookies_.name()),
                                    services_.clock.now());
    if (!used) {
        return dead_link(request);
    }
    auto response = entrance_->answer(used->person, used->first, used->keys, used->entered);
    response.set_cookie(cookies_.removal(next_cookie));
    return response;
}

web::Response SignInPages::use_password(const web::Request& request) const {
    const auto& form = request.form();
    const auto typed = form.value("mail");
    const auto next = own_path_after_sign_in(form.value("next"));
    const auto email = MailAddress::parse(typed);
    const auto password = normal_password(form.value("password"));
    if (!email || password.empty()) {
        FormCheck check{services_.pages.texts(), request.language()};
        if (!email) {
            check.add("password_mail", trim(typed).empty() ? "field.required.mail" : "field.not_an_address");
        }
        if (password.empty()) {
            check.add("password", "field.required.password");
        }
        return this->form(request, 422, check, typed, next, true);
    }
    if (const auto wait = count_password(request, *email)) {
        throw web::TooManyRequests{*wait, "passwords"};
    }
    std::optional<PersonId> known;
    const auto found = password.size() <= longest_password ? find_by_password(services_.database, *hasher_, *email, password, known) : std::nullopt;
    const auto now = services_.clock.now();
    const auto person =
        found ? services_.database.read([&](db::Session& session) { return find_person(session, *found, now); }) : std::nullopt;
    const bool needs_company = !is_strong_alone(password);
    // A short password counts together with a second factor only; without one it is as good as none.
    if (!person || (needs_company && !owns_second_factor(*person))) {
        return refuse_password(request, known, typed, next);
    }
    services_.database.in_transaction(
        [&](db::Transaction& tx) { forget_password_tries(tx, services_.settings, *email, request.client_address()); });
    return entrance_->let_in(request, *person, {.method = Method::Password, .next = next, .wants_second = needs_company});
}

bool SignInPages::owns_second_factor(const Person& person) const {
    return services_.database.read([&](db::Session& session) { return find_duty(session, person.id).owns_one; });
}

std::optional<std::chrono::seconds> SignInPages::count_password(const web::Request& request, const MailAddress& email) const {
    const auto now = services_.clock.now();
    return services_.database.in_transaction(
        [&](db::Transaction& tx) { return count_password_try(tx, services_.settings, email, request.client_address(), now); });
}

web::Response SignInPages::refuse_password(const web::Request& request, std::optional<PersonId> known, const std::string& mail,
                                           const std::string& next) const {
    record(services_.database, Actor::of(request),
           {.action = "session.refused",
            .object_kind = "session",
            .details = {{"person", known ? nlohmann::json(known->value) : nlohmann::json()}, {"method", name(Method::Password)}}},
           services_.clock.now());
    FormCheck check{services_.pages.texts(), request.language()};
    check.add("password", "sign_in.wrong_password");
    return form(request, 422, check, mail, next, true);
}

web::Response SignInPages::dead_link(const web::Request& request) const {
    if (request.has_principal()) {
        return web::Response::see_other(wanted_path(request));  // the button pressed twice, or the letter opened again: they are in
    }
    const auto step = request.cookie(cookies_.name(Entrance::step_cookie));
    const auto now = services_.clock.now();
    if (step && services_.database.read([&](db::Session& session) { return find_step(session, services_.settings, *step, now); })) {
        return web::Response::see_other(Entrance::step_path);  // the same, half-way in
    }
    return services_.pages.render(request, 410, "identity/use_link",
                                  {{"title", text(services_, request, "use_link.expired_title")},
                                   {"nav", "sign_in"},
                                   {"expired", true},
                                   {"action", ""},
                                   {"next", ""}});
}

web::Response SignInPages::sign_out(const web::Request& request) const {
    std::string leave;  // for the provider that the session came from
    if (const auto token = request.cookie(cookies_.name())) {
        const auto now = services_.clock.now();
        services_.database.in_transaction([&](db::Transaction& tx) {
            leave = Leave::sealed_for(tx, services_.settings.seal_key, *token, now);
            end_session(tx, *token);
            if (request.has_principal()) {
                record(tx, Actor::of(request), {.action = "session.ended", .object_kind = "session"}, now);
            }
        });
    }
    auto response = web::Response::see_other(leave.empty() ? "/sign-in" : "/sign-out/done");
    response.set_cookie(cookies_.removal());
    response.set_cookie(cookies_.removal(Entrance::step_cookie));
    if (!leave.empty()) {
        response.set_cookie(cookies_.make(leave, leave_life, leave_cookie));
    }
    return response;
}

}  // namespace ansvar::identity
