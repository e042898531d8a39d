#include "identity/service_account_pages.hpp"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/administration.hpp"
#include "identity/departure.hpp"
#include "identity/form_check.hpp"
#include "identity/service_accounts.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

constexpr std::size_t name_limit = 200;

struct Right {
    const char* field;
    const char* text_key;
    bool ServiceAccount::*of;
    bool PersonDraft::*in;
};
constexpr Right rights[]{
    {"is_manager", "service_account.rights.manager", &ServiceAccount::is_manager, &PersonDraft::is_manager},
    {"is_matrix_owner", "service_account.rights.matrix_owner", &ServiceAccount::is_matrix_owner, &PersonDraft::is_matrix_owner},
    {"is_auditor", "service_account.rights.auditor", &ServiceAccount::is_auditor, &PersonDraft::is_auditor},
    {"is_administrator", "service_account.rights.administrator", &ServiceAccount::is_administrator, &PersonDraft::is_administrator}};

class ServiceAccountPages {
public:
    explicit ServiceAccountPages(Services services) : services_{std::move(services)} {}

    web::Response list(const web::Request& request) const;
    web::Response show_new(const web::Request& request) const { return page(request, 200, check_for(request), ServiceAccount{}); }
    web::Response add(const web::Request& request) const { return save(request, std::nullopt); }
    web::Response show(const web::Request& request) const { return page(request, 200, check_for(request), find(request)); }
    web::Response change(const web::Request& request) const { return save(request, find(request)); }
    web::Response end(const web::Request& request) const;
    web::Response reopen(const web::Request& request) const;

private:
    FormCheck check_for(const web::Request& request) const { return FormCheck{services_.pages.texts(), request.language()}; }
    ServiceAccount find(const web::Request& request) const;
    ServiceAccount read(const web::Request& request, PersonId id, FormCheck& check) const;
    web::Response save(const web::Request& request, const std::optional<ServiceAccount>& before) const;
    web::Response page(const web::Request& request, int status, const FormCheck& check, const ServiceAccount& account) const;
    std::string rights_in_words(const web::Request& request, const ServiceAccount& account) const;
    web::Response saved(PersonId id) const;

    Services services_;
};

ServiceAccount ServiceAccountPages::find(const web::Request& request) const {
    const PersonId id{request.path_number("id")};
    auto account = services_.database.read([&](db::Session& session) { return find_service_account(session, id, services_.clock.now()); });
    if (!account) {
        throw web::NotFound{"no such service account"};
    }
    return *std::move(account);
}

std::string ServiceAccountPages::rights_in_words(const web::Request& request, const ServiceAccount& account) const {
    const auto& texts = services_.pages.texts();
    std::vector<std::string> words;
    for (const auto& role : account.roles) {
        words.push_back(services_.roles.name(role, request.language()));
    }
    for (const auto& right : rights) {
        if (account.*right.of) {
            words.push_back(texts.text(request.language(), right.text_key));
        }
    }
    return words.empty() ? texts.text(request.language(), "service_account.no_rights") : join(words, ", ");
}

web::Response ServiceAccountPages::list(const web::Request& request) const {
    const auto accounts = services_.database.read([&](db::Session& session) { return list_service_accounts(session, services_.clock.now()); });
    const auto& texts = services_.pages.texts();
    json view{{"title", texts.text(request.language(), "service_account.title")}, {"nav", "admin"}};
    auto lines = json::array();
    for (const auto& account : accounts) {
        lines.push_back({{"href", "/admin/service-accounts/" + account.id.text()},
                         {"name", account.name},
                         {"rights", rights_in_words(request, account)},
                         {"tokens", account.live_tokens},
                         {"state", texts.text(request.language(), account.is_disabled ? "service_account.state.disabled" : "service_account.state.live")}});
        if (request.query("saved") == account.id.text()) {
            const auto text = texts.format(request.language(), "service_account.saved", {{"name", account.name}});
            view["notices"] = json::array({json{{"text", text}}});
        }
    }
    view["has_accounts"] = !lines.empty();
    view["accounts"] = std::move(lines);
    return services_.pages.render(request, 200, "admin/service_accounts", view);
}

ServiceAccount ServiceAccountPages::read(const web::Request& request, PersonId id, FormCheck& check) const {
    const auto& form = request.form();
    ServiceAccount typed;
    typed.id = id;
    typed.name = check.read_line(form, "name", "service_account.name", name_limit);
    if (typed.name.empty()) {
        check.add("name", "service_account.name_needed");
    }
    for (const auto& code : form.values("role")) {
        typed.roles.push_back(RoleCode{code});
    }
    for (const auto& right : rights) {
        typed.*right.of = form.has(right.field);
    }
    const auto now = services_.clock.now();
    const auto others = services_.database.read([&](db::Session& session) { return list_service_accounts(session, now); });
    if (std::any_of(others.begin(), others.end(), [&](const auto& other) { return other.name == typed.name && other.id != id && !other.is_disabled; })) {
        check.add("name", "service_account.name_taken");
    }
    return typed;
}

web::Response ServiceAccountPages::save(const web::Request& request, const std::optional<ServiceAccount>& before) const {
    const auto now = services_.clock.now();
    auto check = check_for(request);
    auto typed = read(request, before ? before->id : PersonId{}, check);
    typed.is_disabled = before && before->is_disabled;
    if (!check.is_fine()) {
        return page(request, 422, check, typed);
    }
    PersonChange change{.draft = {.name = typed.name}, .roles = typed.roles};
    for (const auto& right : rights) {
        change.draft.*right.in = typed.*right.of;
    }
    try {
        const auto done = services_.database.in_transaction([&](db::Transaction& tx) {
            return before ? change_person(tx, before->id, change, now, Actor::of(request)) : add_person(tx, change, now, Actor::of(request));
        });
        if (!done) {
            throw web::Conflict{"the change of a service account was refused"};
        }
        return saved(done->person);
    } catch (const db::ForeignKey&) {
        check.add("roles", "field.unknown_role");
        return page(request, 422, check, typed);
    }
}

web::Response ServiceAccountPages::saved(PersonId id) const {
    if (services_.staff_changed) {
        services_.staff_changed();
    }
    return web::Response::see_other("/admin/service-accounts?saved=" + id.text());
}

web::Response ServiceAccountPages::end(const web::Request& request) const {
    const auto account = find(request);
    const auto done = services_.database.in_transaction(
        [&](db::Transaction& tx) { return leave(tx, account.id, services_.open_work, Actor::of(request), services_.clock.now()); });
    if (!done) {
        throw web::Conflict{"the end of a service account was refused"};
    }
    return saved(account.id);
}

web::Response ServiceAccountPages::reopen(const web::Request& request) const {
    const auto account = find(request);
    services_.database.in_transaction([&](db::Transaction& tx) { return come_back(tx, account.id, Actor::of(request), services_.clock.now()); });
    return saved(account.id);
}

web::Response ServiceAccountPages::page(const web::Request& request, int status, const FormCheck& check, const ServiceAccount& account) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const bool exists = account.id.value != 0;
    auto roles = json::array();
    for (const auto& role : services_.roles.table()->roles()) {
        if (role.kind != RoleKind::Relative) {
            const bool is_chosen = std::find(account.roles.begin(), account.roles.end(), role.code) != account.roles.end();
            roles.push_back({{"code", role.code.value}, {"name", services_.roles.name(role.code, language)}, {"selected", is_chosen}});
        }
    }
    auto choices = json::array();
    for (const auto& right : rights) {
        choices.push_back({{"field", right.field}, {"label", texts.text(language, right.text_key)}, {"selected", account.*right.of}});
    }
    const auto heading = exists ? account.name : texts.text(language, "service_account.new_title");
    const auto place = "/admin/service-accounts" + (exists ? "/" + account.id.text() : "");
    json view{{"title", check.title(heading)},
              {"nav", "admin"},
              {"heading", heading},
              {"action", place},
              {"name", account.name},
              {"roles", std::move(roles)},
              {"rights", std::move(choices)},
              {"exists", exists ? json{{"end", place + "/end"}, {"reopen", place + "/reopening"}, {"is_disabled", account.is_disabled},
                                       {"new_token", "/admin/tokens/new?as=" + account.id.text()}}
                                : json(false)}};
    check.put_into(view, {"name", "roles"});
    return services_.pages.render(request, status, "admin/service_account", view);
}

}  // namespace

std::vector<web::Route> service_account_routes(const Services& services) {
    using enum web::Method;
    const web::HandlersOf to{std::make_shared<const ServiceAccountPages>(services)};
    constexpr web::Access administrators{web::Audience::Administrator, web::Via::Page};
    return {{Get, "/admin/service-accounts", administrators, to(&ServiceAccountPages::list)},
            {Post, "/admin/service-accounts", administrators, to(&ServiceAccountPages::add)},
            {Get, "/admin/service-accounts/new", administrators, to(&ServiceAccountPages::show_new)},
            {Get, "/admin/service-accounts/{id}", administrators, to(&ServiceAccountPages::show)},
            {Post, "/admin/service-accounts/{id}", administrators, to(&ServiceAccountPages::change)},
            {Post, "/admin/service-accounts/{id}/end", administrators, to(&ServiceAccountPages::end)},
            {Post, "/admin/service-accounts/{id}/reopening", administrators, to(&ServiceAccountPages::reopen)}};
}

}  // namespace ansvar::identity
