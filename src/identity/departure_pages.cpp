#include "identity/departure_pages.hpp"

#include <memory>

#include "core/text.hpp"
#include "identity/own_session.hpp"
#include "identity/people_store.hpp"
#include "identity/principal.hpp"
#include "identity/school_day.hpp"
#include "web/errors.hpp"
#include "web/moments.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

/// Words of what rests on somebody, for one reader.
class BurdenView {
public:
    BurdenView(const web::Texts& texts, web::Language language, const RoleTable& roles, Timestamp now)
        : texts_{texts}, language_{language}, roles_{roles}, moments_{texts, language, now} {}

    json of(const Burden& burden) const {
        json view{{"is_nothing", burden.is_nothing()}, {"roles", json::array()}, {"units", json::array()}, {"people", burden.manager_of},
                  {"stand_ins", json::array()},        {"rows", json::array()},  {"tickets", json::array()}};
        for (const auto& held : burden.roles) {
            view["roles"].push_back(role(held));
        }
        for (const auto& unit : burden.head_of) {
            view["units"].push_back({{"href", "/admin/units/" + unit.id.text()}, {"name", unit.name}});
        }
        for (const auto& one : burden.stands_in) {
            view["stand_ins"].push_back(texts_.format(language_, "departure.stand_in", {{"name", one.name},
                                                                                         {"from", moments_.day(noon_of(one.first_day))},
                                                                                         {"to", moments_.day(noon_of(one.last_day))}}));
        }
        for (const auto& row : burden.rows) {
            view["rows"].push_back({{"row", row.row}, {"area", row.area}});
        }
        for (const auto& ticket : burden.tickets) {
            view["tickets"].push_back({{"number", ticket.number.text()}, {"subject", ticket.subject}});
        }
        for (const auto* part : {"roles", "units", "people", "stand_ins", "rows", "tickets"}) {
            view[std::string{"has_"} + part] = !view[part].empty();
        }
        return view;
    }

private:
    json role(const Burden::Held& held) const {
        const auto name = roles_.name(held.role, language_);
        const auto others = held.others.empty() ? texts_.text(language_, "departure.alone")
                                                : texts_.format(language_, "departure.with", {{"names", join(held.others, ", ")}});
        return {{"href", "/admin/roles/" + percent_encode(held.role.value)},
                {"name", held.unit.empty() ? name : texts_.format(language_, "departure.role_for", {{"role", name}, {"unit", held.unit}})},
                {"others", others},
                {"alone", held.others.empty()}};
    }

    const web::Texts& texts_;
    web::Language language_;
    const RoleTable& roles_;
    web::Moments moments_;
};


}  // namespace

web::Response DeparturePages::show(const web::Request& request) const {
    return page(request, 200, FormCheck{services_.pages.texts(), request.language()});
}

bool let_leave(const Services& services, const web::Request& request, PersonId id) {
    const auto now = services.clock.now();
    const auto done = services.database.in_transaction(
        [&](db::Transaction& tx) { return leave(tx, id, services.open_work, Actor::of(request), now); });
    if (!done && done.error() == ChangeRefusal::UnknownPerson) {
        throw web::NotFound{"no such person"};
    }
    if (done && services.open_work != nullptr) {
        services.open_work->committed();
    }
    if (done) {
        tell_changed(services);
    }
    return done.has_value();
}

void let_return(const Services& services, const web::Request& request, PersonId id) {
    const auto now = services.clock.now();
    if (!services.database.in_transaction([&](db::Transaction& tx) { return come_back(tx, id, Actor::of(request), now); })) {
        throw web::NotFound{"no such person"};
    }
    tell_changed(services);
}

web::Response DeparturePages::leave(const web::Request& request) const {
    const PersonId id{request.path_number("id")};
    if (!let_leave(services_, request, id)) {
        FormCheck check{services_.pages.texts(), request.language()};
        check.add("leave", "field.last_administrator");
        return page(request, 422, check);
    }
    return web::Response::see_other("/admin/people/" + id.text() + "/departure");
}

web::Response DeparturePages::come_back(const web::Request& request) const {
    const PersonId id{request.path_number("id")};
    let_return(services_, request, id);
    return web::Response::see_other("/admin/people/" + id.text() + "?returned=yes");
}

web::Response DeparturePages::page(const web::Request& request, int status, const FormCheck& check) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto now = services_.clock.now();
    const PersonId id{request.path_number("id")};
    const auto [person, burden] = services_.database.read([&](db::Session& session) {
        auto found = find_person(session, id, now);
        if (!found) {
            throw web::NotFound{"no such person"};
        }
        const BurdenReader reader{services_.open_work, services_.named_rows};
        return std::pair{*found, reader.read(session, *found, principal(request).person, now)};
    });
    const auto path = "/admin/people/" + id.text();
    const auto heading = texts.format(language, person.left_at ? "departure.heading_left" : "departure.heading", {{"name", person.name}});
    json view{{"title", check.title(heading)},
              {"nav", "people"},
              {"heading", heading},
              {"name", person.name},
              {"person_path", path},
              {"action", path + "/departure"},
              {"return_action", path + "/return"},
              {"has_left", person.left_at.has_value()},
              {"left_on", person.left_at ? web::Moments{texts, language, now}.date(*person.left_at) : ""},
              {"burden", BurdenView{texts, language, *services_.roles.table(), now}.of(burden)}};
    check.put_into(view, {"leave"});
    return services_.pages.render(request, status, "admin/departure", view);
}

std::vector<web::Route> departure_routes(const Services& services) {
    using enum web::Method;
    const auto pages = std::make_shared<const DeparturePages>(services);
    constexpr web::Access administrator{web::Audience::Administrator, web::Via::Page};
    return {
        {Get, "/admin/people/{id}/departure", administrator, [pages](const web::Request& request) { return pages->show(request); }},
        {Post, "/admin/people/{id}/departure", administrator, [pages](const web::Request& request) { return pages->leave(request); }},
        {Post, "/admin/people/{id}/return", administrator, [pages](const web::Request& request) { return pages->come_back(request); }},
    };
}

}  // namespace ansvar::identity
