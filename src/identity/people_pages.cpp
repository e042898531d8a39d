#include "identity/people_pages.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/own_session.hpp"
#include "identity/principal.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

constexpr std::size_t search_limit = 200;
constexpr unsigned last_page = 1000;

/// 1 for everything that is no page number.
unsigned page_number(const std::string& text) {
    return std::clamp(whole_number<unsigned>(text).value_or(1), 1U, last_page);
}

/// Carries a refusal out of the transaction, so that nothing of it is stored.
struct Refused {
    ChangeRefusal why;
};

void explain(FormCheck& check, ChangeRefusal refusal) {
    switch (refusal) {
        case ChangeRefusal::UnknownPerson:
            throw web::NotFound{"no such person"};
        case ChangeRefusal::UnknownManager:
            return check.add("manager", "field.unknown_value");
        case ChangeRefusal::OwnManager:
            return check.add("manager", "field.own_manager");
        case ChangeRefusal::LastAdministrator:
            return check.add("is-administrator", "field.last_administrator");
    }
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
    const auto now = services_.clock.now();
    const auto& actor = principal(request);
    const auto by = Actor::of(request);
    OwnSession own{services_, request};
    try {
        const auto done = services_.database.in_transaction([&](db::Transaction& tx) {
            const PersonChange change{.draft = form.draft, .roles = form.roles};
            const auto result = before ? change_person(tx, before->id, change, now, by) : add_person(tx, change, now, by);
            if (!result) {
                throw Refused{result.error()};
            }
            if (result->ended_sessions > 0) {
                own.renew_if_of(tx, result->person, now);
            }
            return *result;
        });
        tell_changed(services_);
        spdlog::info("person {} {} by {}, {} sessions ended", done.person.value, before ? "changed" : "added", actor.log_id(),
                     done.ended_sessions);
        return own.answer(web::Response::see_other("/admin/people?saved=" + done.person.text()));
    } catch (const Refused& refused) {
        explain(check, refused.why);
    } catch (const db::ForeignKey&) {
        explain_unknown(form, check);
    } catch (const db::Duplicate&) {
        const auto owner =
            services_.database.read([&](db::Session& session) { return find_person_by_email(session, form.draft.email.value(), now); });
        check.add("mail", "field.address_taken", {{"name", owner ? owner->name : form.mail}});
    }
    return std::nullopt;
}

void PeoplePages::explain_unknown(const PersonForm& form, FormCheck& check) const {
    const auto units = services_.database.read([](db::Session& session) { return list_units(session); });
    const auto is_unknown = [&](std::optional<UnitId> id) {
        return id && std::none_of(units.begin(), units.end(), [&](const Unit& unit) { return unit.id == *id; });
    };
    if (is_unknown(form.draft.unit)) {
        check.add("unit", "field.unknown_value");
    } else if (is_unknown(form.draft.manages_unit)) {
        check.add("manages_unit", "field.unknown_value");
    } else {
        check.add("roles", "field.unknown_role");
    }
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
