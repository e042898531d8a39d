#include "identity/proof.hpp"

#include <algorithm>
#include <cctype>

#include "identity/audit.hpp"
#include "identity/password_rules.hpp"
#include "identity/passwords.hpp"
#include "identity/principal.hpp"
#include "identity/second_factor.hpp"
#include "identity/throttle.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

bool looks_like_code(const std::string& typed) {
    const auto is_of_code = [](char letter) { return letter == ' ' || std::isdigit(static_cast<unsigned char>(letter)) != 0; };
    return !typed.empty() && std::count_if(typed.begin(), typed.end(), [](char letter) { return letter != ' '; }) == 6 &&
           std::all_of(typed.begin(), typed.end(), is_of_code);
}

}  // namespace

bool Proof::is_fresh(const web::Request& request) const {
    return services_.clock.now() < principal(request).since + services_.settings.fresh;
}

Proof::Means Proof::means_of(const web::Request& request) const {
    const auto person = principal(request).person.id;
    return services_.database.read([&](db::Session& session) {
        return Means{.has_password = find_password(session, person).has_value(), .has_second_factor = find_second_factor(session, person).has_value()};
    });
}

void Proof::check(const web::Request& request, FormCheck& check) const {
    if (is_fresh(request)) {
        return;
    }
    const auto means = means_of(request);
    const auto typed = request.form().value("proof");
    if (!means.any()) {
        check.add("sign-in-again", "proof.sign_in_again");
    } else if (typed.empty()) {
        check.add("proof", "proof.missing");
    } else if (!is_shown(request, means, typed)) {
        check.add("proof", "proof.wrong");
    }
}

bool Proof::is_shown(const web::Request& request, const Means& means, const std::string& typed) const {
    const auto& person = principal(request).person;
    const auto& settings = services_.settings;
    const auto now = services_.clock.now();
    const bool is_code = means.has_second_factor && looks_like_code(typed);
    const auto wait = services_.database.in_transaction([&](db::Transaction& tx) {
        return is_code ? count_or_refuse(tx, limits_for_codes(settings, person.id), now)
                       : count_password_try(tx, settings, person.email.value(), request.client_address(), now);
    });
    if (wait) {
        throw web::TooManyRequests{*wait, "proofs before a change of how one signs in"};
    }
    const auto password = normal_password(typed);
    const bool is_right =
        is_code ? services_.database.in_transaction([&](db::Transaction& tx) { return take_code(tx, settings, person.id, typed, now); })
                : password.size() <= longest_password && is_password_of(services_.database, *hasher_, person.id, password);
    services_.database.in_transaction([&](db::Transaction& tx) {
        if (!is_right) {
            record(tx, Actor::of(request),
                   {.action = "proof.refused", .object_kind = "person", .object_id = person.id.text(), .details = {{"with", is_code ? "code" : "password"}}}, now);
        } else if (!is_code) {
            forget_password_tries(tx, settings, *person.email, request.client_address());
        }
    });
    return is_right;
}

void Proof::put_into(const web::Request& request, nlohmann::json& view) const {
    const auto means = is_fresh(request) ? Means{} : means_of(request);
    const auto* hint = means.has_password && means.has_second_factor ? "proof.hint_both" : means.has_password ? "proof.hint_password" : "proof.hint_code";
    view["proof"] = means.any() ? nlohmann::json{{"hint", services_.pages.texts().text(request.language(), hint)}} : nlohmann::json(false);
    view["sign_in_again"] = !is_fresh(request) && !means.any();
}

}  // namespace ansvar::identity
