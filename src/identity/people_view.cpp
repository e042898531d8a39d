#include "identity/people_view.hpp"

#include "core/text.hpp"

namespace ansvar::identity {

namespace {

std::string rights(const web::Texts& texts, web::Language language, const Person& person) {
    std::vector<std::string> words;
    if (person.is_manager) {
        words.push_back(texts.text(language, "people.right_manager"));
    }
    if (person.is_administrator) {
        words.push_back(texts.text(language, "people.right_administrator"));
    }
    if (person.left_at) {
        words.push_back(texts.text(language, "people.right_left"));
    }
    return join(words, ", ");
}

nlohmann::json role_badges(const RoleTable& roles, web::Language language, const Person& person) {
    auto badges = nlohmann::json::array();
    for (const auto& code : person.roles) {
        const auto* role = roles.find(code);
        badges.push_back({{"code", code.value},
                          {"name", roles.name(code, language)},
                          {"kind", name(role == nullptr ? RoleKind::Referral : role->kind)}});
    }
    return badges;
}

}  // namespace

nlohmann::json people_view(const web::Texts& texts, web::Language language, const RoleTable& roles, const PeopleSearch& search,
                           const PeoplePage& found) {
    nlohmann::json view{{"title", texts.text(language, "nav.people")},
                        {"nav", "people"},
                        {"search", search.text},
                        {"shown", texts.format(language, "people.shown", {{"count", found.total}})},
                        {"has_people", !found.lines.empty()},
                        {"people", nlohmann::json::array()},
                        {"more", false}};
    for (const auto& [person, manager_name] : found.lines) {
        view["people"].push_back({{"href", "/admin/people/" + person.id.text()},
                                  {"name", person.name},
                                  {"title", person.title},
                                  {"mail", person.email ? person.email->text() : ""},
                                  {"roles", role_badges(roles, language, person)},
                                  {"manager", manager_name},
                                  {"rights", rights(texts, language, person)},
                                  {"has_left", person.left_at.has_value()}});
    }
    if (std::size_t{search.page} * search.page_size < found.total) {
        const auto next = "/admin/people?page=" + std::to_string(search.page + 1);
        view["more"] = {{"href", search.text.empty() ? next : next + "&q=" + percent_encode(search.text)}};
    }
    return view;
}

nlohmann::json person_view(web::Language language, const RoleTable& roles, const std::vector<Person>& people, const std::vector<Unit>& units,
                           const PersonForm& form) {
    const auto& draft = form.draft;
    nlohmann::json view;
    view["form"] = {
        {"name", draft.name},       {"mail", form.mail},    {"title", draft.title},           {"initials", draft.initials},
        {"room", draft.room},       {"phone", draft.phone}, {"is_manager", draft.is_manager}, {"is_administrator", draft.is_administrator},
        {"has_left", form.has_left}};
    view["roles"] = nlohmann::json::array();
    for (const auto& role : roles.roles()) {
        if (role.kind != RoleKind::Relative) {  // nobody holds "my manager"
            view["roles"].push_back(
                {{"code", role.code.value}, {"name", roles.name(role.code, language)}, {"selected", form.holds(role.code)}});
        }
    }
    view["has_units"] = !units.empty();
    view["units"] = nlohmann::json::array();
    for (const auto& unit : units) {
        view["units"].push_back({{"value", unit.id.text()}, {"label", unit.name}, {"selected", unit.id.text() == form.unit}});
    }
    view["managers"] = nlohmann::json::array();
    for (const auto& person : people) {
        const bool is_chosen = person.id.text() == form.manager;
        if (person.is_manager || is_chosen) {
            view["managers"].push_back({{"value", person.id.text()}, {"label", person.name}, {"selected", is_chosen}});
        }
    }
    return view;
}

}  // namespace ansvar::identity
