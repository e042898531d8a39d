#include "identity/password_pages.hpp"

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/password_rules.hpp"
#include "identity/passwords.hpp"
#include "identity/principal.hpp"
#include "identity/second_factor.hpp"
#include "identity/sessions.hpp"
#include "identity/sign_in_steps.hpp"

namespace ansvar::identity {

PasswordPages::PasswordPages(const Services& services, std::shared_ptr<const PasswordHasher> hasher)
    : services_{services}, hasher_{hasher}, proof_{services_, std::move(hasher)} {}

web::Response PasswordPages::show(const web::Request& request) const {
    return page(request, 200, FormCheck{services_.pages.texts(), request.language()});
}

void PasswordPages::check_new(const web::Request& request, const std::string& password, FormCheck& check) const {
    const auto& person = principal(request).person;
    const bool has_second_factor =
        services_.database.read([&](db::Session& session) { return find_second_factor(session, person.id).has_value(); });
    const auto least = has_second_factor ? password_length_with_second_factor : password_length;
    switch (check_password(password, has_second_factor, words_about(person, services_.settings.school))) {
        case PasswordFault::TooShort:
            return check.add("password", "password.too_short", {{"least", least}});
        case PasswordFault::TooLong:
            return check.add("password", "password.too_long");
        case PasswordFault::TooCommon:
            return check.add("password", "password.too_common");
        case PasswordFault::None:
            break;
    }
    if (password != normal_password(request.form().value("password_again"))) {
        check.add("password_again", "password.not_the_same");
    }
}

web::Response PasswordPages::save(const web::Request& request) const {
    FormCheck check{services_.pages.texts(), request.language()};
    const auto password = normal_password(request.form().value("password"));
    check_new(request, password, check);
    if (check.is_fine()) {
        proof_.check(request, check);
    }
    if (!check.is_fine()) {
        return page(request, 422, check);
    }
    const auto hash = hasher_->hash(password);
    const auto& who = principal(request);
    const auto now = services_.clock.now();
    services_.database.in_transaction([&](db::Transaction& tx) {
        store_password(tx, who.person.id, hash, now);
        const auto ended = end_other_sessions(tx, who.person.id, SessionId{who.credential});
        end_steps_of(tx, who.person.id);
        record(tx, Actor::of(request),
               {.action = "password.set", .object_kind = "person", .object_id = who.person.id.text(), .details = {{"ended_sessions", ended}}}, now);
    });
    return web::Response::see_other("/account/security?done=password");
}

web::Response PasswordPages::remove(const web::Request& request) const {
    FormCheck check{services_.pages.texts(), request.language()};
    proof_.check(request, check);
    if (!check.is_fine()) {
        return page(request, 422, check);
    }
    const auto& who = principal(request);
    const auto now = services_.clock.now();
    services_.database.in_transaction([&](db::Transaction& tx) {
        if (remove_password(tx, who.person.id)) {
            const auto ended = end_other_sessions(tx, who.person.id, SessionId{who.credential});
            end_steps_of(tx, who.person.id);
            record(tx, Actor::of(request),
                   {.action = "password.removed", .object_kind = "person", .object_id = who.person.id.text(), .details = {{"ended_sessions", ended}}}, now);
        }
    });
    return web::Response::see_other("/account/security?done=no-password");
}

web::Response PasswordPages::page(const web::Request& request, int status, const FormCheck& check) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto& person = principal(request).person;
    const auto [has_password, has_second_factor] = services_.database.read([&](db::Session& session) {
        return std::pair{find_password(session, person.id).has_value(), find_second_factor(session, person.id).has_value()};
    });
    const auto least = has_second_factor ? password_length_with_second_factor : password_length;
    const auto heading = texts.text(language, has_password ? "password.change_title" : "password.title");
    nlohmann::json view{{"title", check.title(heading)},
                        {"nav", "account"},
                        {"heading", heading},
                        {"mail", person.email ? person.email->text() : ""},
                        {"has_password", has_password},
                        {"rule", texts.format(language, "password.rule", {{"least", least}})}};
    check.put_into(view, {"password", "password_again", "proof"});
    proof_.put_into(request, view);
    return services_.pages.render(request, status, "identity/password", view);
}

}  // namespace ansvar::identity
