#include "identity/people_pages.hpp"

#include <algorithm>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/own_session.hpp"
#include "identity/person_keeping.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

constexpr std::size_t search_limit = 200;
constexpr unsigned last_page = 1000;

/// 1 for everything that is no page number.
unsigned page_number(const std::string& text) {
    return std::clamp(whole_number<unsigned>(text).value_or(1), 1U, last_page);
}

}  // namespace

PeopleQuery PeoplePages::query_of(const web::Request& request, const std::vector<Unit>& units) const {
    PeopleQuery query{.search = {.text = shorten(trim(request.query("q").value_or("")), search_limit),
                                 .page = page_number(request.query("page").value_or("1"))},
                      .unit = request.query("unit").value_or("")};
    const RoleCode role{request.query("role").value_or("")};
    query.search.role = services_.roles.table()->find(role) ? role.value : "";
    query.search.left = request.query("left") == "only" ? PeopleSearch::Left::Only : PeopleSearch::Left::Also;
    query.search.without_unit = query.unit == "none";
    const auto chosen = std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.id.text() == query.unit; });
    if (chosen != units.end()) {
        query.search.units = units_within(units, chosen->id);
    } else if (!query.search.without_unit) {
        query.unit.clear();
    }
    return query;
}

web::Response PeoplePages::list(const web::Request& request) const {
    const auto saved = id_from<PersonId>(request.query("saved").value_or(""));
    const auto now = services_.clock.now();
    const auto& texts = services_.pages.texts();
    auto view = services_.database.read([&](db::Session& session) {
        const auto units = list_units(session);
        const auto query = query_of(request, units);
        auto shown = people_view(texts, request.language(), *services_.roles.table(), units, query, search_people(session, query.search, now));
        if (const auto person = saved ? find_person(session, *saved, now) : std::nullopt) {
            const auto text = texts.format(request.language(), "people.saved", {{"name", person->name}});
            shown["notices"] = nlohmann::json::array({nlohmann::json{{"text", text}}});
        }
        return shown;
    });
    return services_.pages.render(request, 200, "admin/people", view);
}

web::Response PeoplePages::show_new(const web::Request& request) const {
    return page(request, 200, FormCheck{services_.pages.texts(), request.language()}, std::nullopt, {});
}

web::Response PeoplePages::add(const web::Request& request) const {
    FormCheck check{services_.pages.texts(), request.language()};
    const auto form = PersonForm::from(request.form(), true, check);
    const auto saved = check.is_fine() ? save(request, std::nullopt, form, check) : std::nullopt;
    return saved ? *saved : page(request, 422, check, std::nullopt, form);
}

web::Response PeoplePages::show(const web::Request& request) const {
    const auto person = find(request);
    const auto now = services_.clock.now();
    const auto roles = services_.database.read([&](db::Session& session) { return list_current_roles(session, person.id, now); });
    return page(request, 200, FormCheck{services_.pages.texts(), request.language()}, person, PersonForm::of(person, roles));
}

web::Response PeoplePages::change(const web::Request& request) const {
    const auto person = find(request);
    FormCheck check{services_.pages.texts(), request.language()};
    const auto form = PersonForm::from(request.form(), person.email.has_value(), check);
    const auto saved = check.is_fine() ? save(request, person, form, check) : std::nullopt;
    return saved ? *saved : page(request, 422, check, person, form);
}

Person PeoplePages::find(const web::Request& request) const {
    const PersonId id{request.path_number("id")};
    const auto now = services_.clock.now();
    auto person = services_.database.read([&](db::Session& session) { return find_person(session, id, now); });
    if (!person) {
        throw web::NotFound{"no such person"};
    }
    return *std::move(person);
}

std::optional<web::Response> PeoplePages::save(const web::Request& request, const std::optional<Person>& before, const PersonForm& form,
                                               FormCheck& check) const {
    OwnSession own{services_, request};
    const auto kept = keep_person(services_, request, before ? std::optional{before->id} : std::nullopt, form, check, own);
    return kept ? std::optional{own.answer(web::Response::see_other("/admin/people?saved=" + kept->text()))} : std::nullopt;
}

web::Response PeoplePages::page(const web::Request& request, int status, const FormCheck& check, const std::optional<Person>& before,
                                const PersonForm& form) const {
    const auto& texts = services_.pages.texts();
    const auto now = services_.clock.now();
    std::vector<Unit> units;
    const auto people = services_.database.read([&](db::Session& session) {
        units = list_units(session);
        return list_people(session, now);
    });
    auto view = person_view(request.language(), *services_.roles.table(), people, units, form);
    const auto heading = before ? texts.format(request.language(), "people.heading", {{"name", before->name}})
                                : texts.text(request.language(), "people.heading_new");
    view["title"] = check.title(heading);
    view["nav"] = "people";
    view["heading"] = heading;
    view["action"] = before ? "/admin/people/" + before->id.text() : "/admin/people";
    view["exists"] = before.has_value();
    view["has_left"] = before && before->left_at;
    check.put_into(view, {"name", "mail", "manager", "unit", "manages_unit"});
    if (before && request.query("returned")) {
        view["notices"] = nlohmann::json::array({{{"text", texts.format(request.language(), "people.returned", {{"name", before->name}})}}});
    }
    return services_.pages.render(request, status, "admin/person", view);
}

}  // namespace ansvar::identity
