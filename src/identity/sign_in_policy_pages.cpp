#include "identity/sign_in_policy_pages.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "identity/audit.hpp"
#include "identity/people_store.hpp"
#include "identity/principal.hpp"
#include "identity/second_factor.hpp"
#include "identity/second_factor_reset.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

constexpr std::array rules{SecondFactorRule::Nobody, SecondFactorRule::Administrators, SecondFactorRule::Staff};

/// Everybody here, and who has a second factor.
struct Everybody {
    std::vector<Person> people;
    std::vector<PersonId> owners;

    bool owns_one(const Person& person) const { return std::find(owners.begin(), owners.end(), person.id) != owners.end(); }
    /// How many this policy would ask who have none yet.
    std::size_t count_without(const SecondFactorPolicy& policy) const {
        return static_cast<std::size_t>(std::count_if(people.begin(), people.end(), [&](const Person& person) {
            return person.email && policy.covers(person) && !owns_one(person);
        }));
    }
};

nlohmann::json details_of(const SecondFactorPolicy& policy) {
    auto roles = nlohmann::json::array();
    for (const auto& role : policy.guarded_roles) {
        roles.push_back(role.value);
    }
    return {{"rule", name(policy.rule)}, {"roles", std::move(roles)}};
}

}  // namespace

web::Response SignInPolicyPages::show(const web::Request& request) const {
    const auto policy =
        services_.database.read([&](db::Session& session) { return find_duty(session, principal(request).person.id).policy; });
    return page(request, 200, FormCheck{services_.pages.texts(), request.language()}, policy);
}

SecondFactorPolicy SignInPolicyPages::read(const web::Request& request) const {
    const auto& form = request.form();
    const auto typed = form.value("rule");
    if (std::none_of(rules.begin(), rules.end(), [&](SecondFactorRule rule) { return name(rule) == typed; })) {
        throw web::BadRequest{"an unknown rule", "rule"};
    }
    SecondFactorPolicy policy{.rule = second_factor_rule_from(typed)};
    const auto roles = services_.roles.table();
    for (const auto& code : form.values("role")) {
        if (roles->find(RoleCode{code}) != nullptr) {
            policy.guarded_roles.push_back(RoleCode{code});
        }
    }
    return policy;
}

web::Response SignInPolicyPages::save(const web::Request& request) const {
    const auto policy = read(request);
    const auto& who = principal(request);
    FormCheck check{services_.pages.texts(), request.language()};
    if (policy.covers(who.person) && !who.has_second_factor) {
        check.add("rule", "sign_in_policy.own_first");
        return page(request, 422, check, policy);
    }
    const auto now = services_.clock.now();
    services_.database.in_transaction([&](db::Transaction& tx) {
        const auto before = find_duty(tx, who.person.id).policy;
        write_setting(tx, second_factor_setting, name(policy.rule), who.person.id, now);
        guard_roles(tx, policy.guarded_roles);
        record(tx, Actor::of(request),
               {.action = "setting.changed",
                .object_kind = "setting",
                .object_id = std::string{second_factor_setting},
                .details = {{"before", details_of(before)}, {"after", details_of(policy)}}},
               now);
    });
    spdlog::info("who must have a second factor was changed by {}", who.log_id());
    return web::Response::see_other("/admin/sign-in?saved=yes");
}

web::Response SignInPolicyPages::reset(const web::Request& request) const {
    const PersonId id{request.path_number("id")};
    const auto now = services_.clock.now();
    const auto person = services_.database.read([&](db::Session& session) { return find_person(session, id, now); });
    if (!person) {
        throw web::NotFound{"no such person"};
    }
    services_.database.in_transaction([&](db::Transaction& tx) { reset_second_factor(tx, id, Actor::of(request), now); });
    return web::Response::see_other("/admin/people?saved=" + id.text());
}

web::Response SignInPolicyPages::page(const web::Request& request, int status, const FormCheck& check, const SecondFactorPolicy& policy) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto now = services_.clock.now();
    const auto everybody = services_.database.read(
        [&](db::Session& session) { return Everybody{.people = list_people(session, now), .owners = list_second_factor_owners(session)}; });
    const auto without = [&](const SecondFactorPolicy& one) {
        const auto count = everybody.count_without(one);
        return count == 0 ? nlohmann::json(false) : nlohmann::json{{"text", texts.format(language, "sign_in_policy.without", {{"count", count}})}};
    };
    auto choices = nlohmann::json::array();
    for (const auto rule : rules) {
        choices.push_back({{"value", name(rule)},
                           {"label", texts.text(language, "sign_in_policy.rule." + std::string{name(rule)})},
                           {"selected", rule == policy.rule},
                           {"without", without({.rule = rule})}});
    }
    auto roles = nlohmann::json::array();
    const auto table = services_.roles.table();
    for (const auto& role : table->roles()) {
        const bool is_guarded = std::find(policy.guarded_roles.begin(), policy.guarded_roles.end(), role.code) != policy.guarded_roles.end();
        roles.push_back({{"code", role.code.value},
                         {"name", table->name(role.code, language)},
                         {"selected", is_guarded},
                         {"without", without({.rule = SecondFactorRule::Nobody, .guarded_roles = {role.code}})}});
    }
    nlohmann::json view{{"title", check.title(texts.text(language, "sign_in_policy.title"))},
                        {"nav", "people"},
                        {"rules", std::move(choices)},
                        {"roles", std::move(roles)}};
    check.put_into(view, {"rule"});
    if (request.method() == web::Method::Get && request.query("saved")) {
        const auto still = without(policy);
        view["notices"] = nlohmann::json::array(
            {nlohmann::json{{"text", texts.text(language, "sign_in_policy.saved") + (still.is_object() ? " " + still["text"].get<std::string>() : "")}}});
    }
    return services_.pages.render(request, status, "identity/sign_in_policy", view);
}

}  // namespace ansvar::identity
