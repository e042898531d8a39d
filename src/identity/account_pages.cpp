#include "identity/account_pages.hpp"

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/form_check.hpp"
#include "identity/principal.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

constexpr std::size_t phone_limit = 40;
constexpr std::size_t room_limit = 60;

nlohmann::json languages(const web::Texts& texts, web::Language reader, web::Language chosen) {
    auto list = nlohmann::json::array();
    for (const auto& [language, key] : {std::pair{web::Language::Sv, "language.sv"}, std::pair{web::Language::En, "language.en"}}) {
        list.push_back({{"code", web::to_string(language)}, {"name", texts.text(reader, key)}, {"selected", language == chosen}});
    }
    return list;
}

std::string role_names(const RoleTable& roles, const Person& person, web::Language language) {
    std::vector<std::string> names;
    for (const auto& role : person.roles) {
        names.push_back(roles.name(role, language));
    }
    return join(names, ", ");
}

}  // namespace

AccountPages::AccountPages(const Services& services) : services_{services}, cookies_{services.settings.public_url} {}

web::Response AccountPages::show(const web::Request& request) const {
    const auto& person = principal(request).person;
    return page(request, 200, FormCheck{services_.pages.texts(), request.language()},
                {.phone = person.phone, .room = person.room, .language = person.language, .wants_shortcuts = person.wants_shortcuts});
}

web::Response AccountPages::save(const web::Request& request) const {
    FormCheck check{services_.pages.texts(), request.language()};
    const auto& form = request.form();
    AccountDraft draft;
    draft.phone = check.read_line(form, "phone", "ticket.new.phone", phone_limit);
    draft.room = check.read_line(form, "room", "ticket.new.room", room_limit);
    draft.language = web::language_from(form.value("language")).value_or(request.language());
    draft.wants_shortcuts = form.has("shortcuts");
    if (!check.is_fine()) {
        return page(request, 422, check, draft);
    }
    services_.database.in_transaction([&](db::Transaction& tx) { update_account(tx, principal(request).person.id, draft); });
    return web::Response::see_other("/account?saved=yes");
}

web::Response AccountPages::page(const web::Request& request, int status, const FormCheck& check, const AccountDraft& draft) const {
    const auto& person = principal(request).person;
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto now = services_.clock.now();
    const auto manager = person.manager
                             ? services_.database.read([&](db::Session& session) { return find_person(session, *person.manager, now); })
                             : std::nullopt;
    const auto roles = role_names(*services_.roles.table(), person, language);
    nlohmann::json account{{"name", person.name},
                           {"mail", person.email ? person.email->text() : ""},
                           {"phone", draft.phone},
                           {"room", draft.room},
                           {"wants_shortcuts", draft.wants_shortcuts},
                           {"roles", roles.empty() ? nlohmann::json(false) : nlohmann::json{{"names", roles}}},
                           {"manager", manager ? nlohmann::json{{"name", manager->name}} : nlohmann::json(false)}};
    nlohmann::json view{{"title", check.title(texts.text(language, "account.title"))},
                        {"nav", "account"},
                        {"account", std::move(account)},
                        {"languages", languages(texts, language, draft.language)}};
    check.put_into(view, {"phone", "room"});
    if (request.query("saved")) {
        view["notices"] = nlohmann::json::array({nlohmann::json{{"text", texts.text(language, "account.saved")}}});
    }
    return services_.pages.render(request, status, "identity/account", view);
}

web::Response AccountPages::choose_language(const web::Request& request) const {
    constexpr std::chrono::hours year{365 * 24};
    const auto language = web::language_from(request.form().value("language"));
    if (!language) {
        throw web::BadRequest{"an unknown language", "language"};
    }
    if (const auto* reader = find_principal(request)) {
        services_.database.in_transaction([&](db::Transaction& tx) { update_language(tx, reader->person.id, *language); });
    }
    auto response = web::Response::see_other(own_path(request.form().value("return_to")));
    auto cookie = cookies_.make(std::string{web::to_string(*language)}, year);
    cookie.name = "language";  // web reads it under this very name
    response.set_cookie(cookie);
    return response;
}

}  // namespace ansvar::identity
