#include "identity/unit_pages.hpp"

#include <algorithm>
#include <memory>

#include "core/text.hpp"
#include "identity/holdings.hpp"
#include "identity/people_store.hpp"
#include "identity/person_choice.hpp"
#include "identity/unit_keeping.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

constexpr std::size_t typed_limit = 254;

/// A unit in the order of the tree, with what it is under.
struct Placed {
    Unit unit;
    std::string above;  ///< "Kommunen › Norra skolan › "; "" at the top
};

void place_below(std::vector<Placed>& placed, const std::vector<Unit>& units, std::optional<UnitId> parent, const std::string& above) {
    for (const auto& unit : units) {
        if (unit.parent == parent && placed.size() <= units.size()) {
            placed.push_back({unit, above});
            place_below(placed, units, unit.id, above + unit.name + " › ");
        }
    }
}

std::vector<Placed> in_order(const std::vector<Unit>& units) {
    std::vector<Placed> placed;
    place_below(placed, units, std::nullopt, "");
    return placed;
}

json parent_options(const std::vector<Unit>& units, const std::vector<UnitId>& without, const std::string& chosen) {
    auto options = json::array();
    for (const auto& [unit, above] : in_order(units)) {
        if (std::find(without.begin(), without.end(), unit.id) == without.end()) {
            options.push_back({{"value", unit.id.text()}, {"label", above + unit.name}, {"selected", unit.id.text() == chosen}});
        }
    }
    return options;
}

std::string holders_of(const std::vector<HoldingLine>& lines, UnitId unit) {
    std::vector<std::string> parts;
    for (const auto& line : lines) {
        if (line.holding.unit == unit && line.when == HoldingLine::When::Now) {
            parts.push_back(line.holding.role.value + ": " + line.name);
        }
    }
    return join(parts, ", ");
}

}  // namespace

UnitPages::Form UnitPages::form_from(const web::Request& request, FormCheck& check) {
    const auto& sent = request.form();
    return {.name = read_unit_name(sent, check), .parent = sent.value("parent"), .head = check.read_line(sent, "head", "units.head", typed_limit)};
}

web::Response UnitPages::list(const web::Request& request) const { return list_page(request, 200, {}, new_check(request)); }

web::Response UnitPages::add(const web::Request& request) const {
    auto check = new_check(request);
    const auto form = form_from(request, check);
    const auto id = check.is_fine() ? save(request, std::nullopt, form, check) : std::nullopt;
    return id ? web::Response::see_other("/admin/units/" + id->text() + "?saved=yes") : list_page(request, 422, form, check);
}

web::Response UnitPages::show(const web::Request& request) const {
    const auto unit = find(request);
    const auto now = services_.clock.now();
    const auto head = unit.head ? services_.database.read([&](db::Session& session) { return find_person(session, *unit.head, now); }) : std::nullopt;
    const Form form{.name = unit.name, .parent = unit.parent ? unit.parent->text() : "", .head = head ? typed_as(*head) : ""};
    return unit_page(request, 200, form, new_check(request));
}

web::Response UnitPages::change(const web::Request& request) const {
    const auto unit = find(request);
    auto check = new_check(request);
    const auto form = form_from(request, check);
    const auto id = check.is_fine() ? save(request, unit.id, form, check) : std::nullopt;
    return id ? web::Response::see_other("/admin/units/" + id->text() + "?saved=yes") : unit_page(request, 422, form, check);
}

web::Response UnitPages::remove(const web::Request& request) const {
    const auto unit = find(request);
    if (!remove_unit(services_, request, unit)) {
        auto check = new_check(request);
        check.add("remove", "units.in_use");
        return unit_page(request, 422, {.name = unit.name, .parent = unit.parent ? unit.parent->text() : "", .head = unit.head_name}, check);
    }
    return web::Response::see_other("/admin/units?deleted=yes");
}

Unit UnitPages::find(const web::Request& request) const {
    const UnitId id{request.path_number("id")};
    auto found = services_.database.read([&](db::Session& session) { return find_unit(session, id); });
    if (!found) {
        throw web::NotFound{"no such unit"};
    }
    return *std::move(found);
}

std::optional<UnitId> UnitPages::save(const web::Request& request, std::optional<UnitId> id, const Form& form, FormCheck& check) const {
    const auto now = services_.clock.now();
    UnitDraft draft{.name = form.name};
    services_.database.read([&](db::Session& session) {
        const auto units = list_units(session);
        const auto parent = std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.id.text() == form.parent; });
        if (parent != units.end()) {
            draft.parent = parent->id;
        } else if (!form.parent.empty()) {
            check.add("parent", "field.unknown_value");
        }
        if (!form.head.empty()) {
            const auto head = choose_person(session, form.head, "head", now, check);
            draft.head = head ? std::optional{head->id} : std::nullopt;
        }
    });
    if (!check.is_fine()) {
        return std::nullopt;
    }
    return keep_unit(services_, request, id, [&](const Unit&) { return draft; }, check);
}

web::Response UnitPages::list_page(const web::Request& request, int status, const Form& form, const FormCheck& check) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto now = services_.clock.now();
    std::vector<HoldingLine> holdings;
    const auto units = services_.database.read([&](db::Session& session) {
        holdings = list_holding_lines(session, {}, now);
        return list_units(session);
    });
    json view{{"title", check.title(texts.text(language, "units.title"))}, {"nav", "people"}, {"units", json::array()}};
    for (const auto& [unit, above] : in_order(units)) {
        view["units"].push_back({{"href", "/admin/units/" + unit.id.text()},
                                 {"above", above},
                                 {"name", unit.name},
                                 {"head", unit.head_name},
                                 {"holders", holders_of(holdings, unit.id)},
                                 {"people", unit.people},
                                 {"people_href", "/admin/people?unit=" + unit.id.text()}});
    }
    view["has_units"] = !view["units"].empty();
    view["form"] = {{"name", form.name}, {"head", form.head}};
    view["parents"] = parent_options(units, {}, form.parent);
    check.put_into(view, {"name", "parent", "head"});
    if (request.query("deleted")) {
        view["notices"] = json::array({{{"text", texts.text(language, "units.deleted")}}});
    }
    return services_.pages.render(request, status, "admin/units", view);
}

web::Response UnitPages::unit_page(const web::Request& request, int status, const Form& form, const FormCheck& check) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto now = services_.clock.now();
    const UnitId id{request.path_number("id")};
    json view;
    services_.database.read([&](db::Session& session) {
        const auto units = list_units(session);
        const auto uses = count_uses(session, id);
        const auto unit = find_unit(session, id).value_or(Unit{});
        view = {{"heading", unit.name},
                {"parents", parent_options(units, units_within(units, id), form.parent)},
                {"people", texts.format(language, "units.people", {{"count", unit.people}})},
                {"is_unused", uses.is_unused()},
                {"uses", texts.format(language, "units.uses", {{"units", uses.units}, {"people", uses.people}, {"managers", uses.managers}, {"holdings", uses.holdings}})},
                {"holders", json::array()}};
        for (const auto& line : list_holding_lines(session, {.unit = id}, now)) {
            if (line.when != HoldingLine::When::Past) {
                view["holders"].push_back({{"href", "/admin/roles/" + percent_encode(line.holding.role.value)},
                                           {"role", services_.roles.name(line.holding.role, language)},
                                           {"name", line.name},
                                           {"coming", line.when == HoldingLine::When::Coming}});
            }
        }
    });
    view["has_holders"] = !view["holders"].empty();
    view["title"] = check.title(view["heading"].get<std::string>());
    view["nav"] = "people";
    view["action"] = "/admin/units/" + id.text();
    view["people_href"] = "/admin/people?unit=" + id.text();
    view["form"] = {{"name", form.name}, {"head", form.head}};
    check.put_into(view, {"name", "parent", "head", "remove"});
    if (request.query("saved")) {
        view["notices"] = json::array({{{"text", texts.text(language, "units.saved")}}});
    }
    return services_.pages.render(request, status, "admin/unit", view);
}

std::vector<web::Route> unit_routes(const Services& services) {
    using enum web::Method;
    const auto pages = std::make_shared<const UnitPages>(services);
    constexpr web::Access administrator{web::Audience::Administrator, web::Via::Page};
    return {
        {Get, "/admin/units", administrator, [pages](const web::Request& request) { return pages->list(request); }},
        {Post, "/admin/units", administrator, [pages](const web::Request& request) { return pages->add(request); }},
        {Get, "/admin/units/{id}", administrator, [pages](const web::Request& request) { return pages->show(request); }},
        {Post, "/admin/units/{id}", administrator, [pages](const web::Request& request) { return pages->change(request); }},
        {Post, "/admin/units/{id}/removal", administrator, [pages](const web::Request& request) { return pages->remove(request); }},
    };
}

}  // namespace ansvar::identity
