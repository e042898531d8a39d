#include "identity/people_view.hpp"

#include <utility>

#include "core/text.hpp"

namespace ansvar::identity {

namespace {

std::string rights(const web::Texts& texts, web::Language language, const Person& person) {
    std::vector<std::string> words;
    for (const auto& [has, key] : {std::pair{person.is_manager, "people.right_manager"},
                                   {person.is_administrator, "people.right_administrator"},
                                   {person.is_matrix_owner, "people.right_matrix_owner"},
                                   {person.is_auditor, "people.right_auditor"},
                                   {person.left_at.has_value(), "people.right_left"}}) {
        if (has) {
            words.push_back(texts.text(language, key));
        }
    }
    return join(words, ", ");
}

nlohmann::json unit_options(const std::vector<Unit>& units, const std::string& chosen) {
    auto options = nlohmann::json::array();
    for (const auto& unit : units) {
        options.push_back({{"value", unit.id.text()}, {"label", unit.name}, {"selected", unit.id.text() == chosen}});
    }
    return options;
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

std::string PeopleQuery::address(unsigned page) const {
    std::vector<std::string> parts;
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) {
            parts.push_back(name + percent_encode(value));
        }
    };
    add("q=", search.text);
    add("role=", search.role);
    add("unit=", unit);
    add("left=", search.left == PeopleSearch::Left::Only ? "only" : "");
    add("page=", page > 1 ? std::to_string(page) : "");
    return parts.empty() ? "/admin/people" : "/admin/people?" + join(parts, "&");
}

nlohmann::json people_view(const web::Texts& texts, web::Language language, const RoleTable& roles, const std::vector<Unit>& units,
                           const PeopleQuery& query, const PeoplePage& found) {
    const auto& search = query.search;
    nlohmann::json view{{"title", texts.text(language, "nav.people")},
                        {"nav", "people"},
                        {"search", search.text},
                        {"role_options", nlohmann::json::array()},
                        {"unit_options", unit_options(units, query.unit)},
                        {"without_unit", query.unit == "none"},
                        {"only_left", search.left == PeopleSearch::Left::Only},
                        {"previous", search.page > 1 ? nlohmann::json{{"href", query.address(search.page - 1)}} : nlohmann::json(false)},
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
    for (const auto& role : roles.roles()) {
        if (role.kind != RoleKind::Relative) {
            view["role_options"].push_back(
                {{"value", role.code.value}, {"label", roles.name(role.code, language)}, {"selected", role.code.value == search.role}});
        }
    }
    if (std::size_t{search.page} * search.page_size < found.total) {
        view["more"] = {{"href", query.address(search.page + 1)}};
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
        {"is_matrix_owner", draft.is_matrix_owner}, {"is_auditor", draft.is_auditor}};
    view["roles"] = nlohmann::json::array();
    for (const auto& role : roles.roles()) {
        if (role.kind != RoleKind::Relative) {  // nobody holds "my manager"
            view["roles"].push_back(
                {{"code", role.code.value}, {"name", roles.name(role.code, language)}, {"selected", form.holds(role.code)}});
        }
    }
    view["has_units"] = !units.empty();
    view["units"] = unit_options(units, form.unit);
    view["managed_units"] = unit_options(units, form.manages_unit);
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
