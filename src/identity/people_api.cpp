#include "identity/people_api.hpp"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/away_pages.hpp"
#include "identity/holdings.hpp"
#include "identity/people_store.hpp"
#include "identity/principal.hpp"
#include "identity/units.hpp"
#include "web/json_fields.hpp"
#include "web/json_lists.hpp"
#include "web/moments.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

constexpr std::size_t search_limit = 200;
constexpr unsigned last_page = 10'000;

template <class SomeId>
json id_or_null(const std::optional<SomeId>& id) {
    return id ? json(id->value) : json();
}

json person_json(const Person& person) {
    auto roles = json::array();
    for (const auto& role : person.roles) {
        roles.push_back(role.value);
    }
    return {{"id", person.id.value},
            {"name", person.name},
            {"mail", person.email ? json(person.email->text()) : json()},
            {"initials", person.initials},
            {"title", person.title},
            {"phone", person.phone},
            {"room", person.room},
            {"language", person.language == web::Language::Sv ? "sv" : "en"},
            {"manager", id_or_null(person.manager)},
            {"unit", id_or_null(person.unit)},
            {"is_manager", person.is_manager},
            {"manages_unit", id_or_null(person.manages_unit)},
            {"is_administrator", person.is_administrator},
            {"is_matrix_owner", person.is_matrix_owner},
            {"is_auditor", person.is_auditor},
            {"roles", std::move(roles)},
            {"left_at", web::or_null(person.left_at)}};
}

json absence_json(const Absence& absence) {
    return {{"id", absence.id.value}, {"first_day", absence.first_day}, {"last_day", absence.last_day}, {"substitute", id_or_null(absence.substitute)}};
}

json holding_json(const HoldingLine& line) {
    return {{"id", line.id.value},
            {"person", line.holding.person.value},
            {"name", line.name},
            {"unit", id_or_null(line.holding.unit)},
            {"first_day", web::or_null(line.holding.valid_from)},
            {"last_day", web::or_null(line.holding.valid_to)}};
}

/// People, what they hold and when they are away, for programs.
class PeopleApi {
public:
    explicit PeopleApi(Services services) : services_(std::move(services)) {}

    web::Response list(const web::Request& request) const {
        std::vector<web::FieldError> faults;
        PeopleSearch search{.text = shorten(trim(request.query("q").value_or("")), search_limit)};
        search.page_size = static_cast<unsigned>(web::limit_of(request, faults));
        const auto page = whole_number<unsigned>(request.query("after").value_or("1"));
        if (!page || *page < 1 || *page > last_page) {
            faults.push_back(web::field_fault("/after", "malformed"));
        }
        if (const auto role = request.query("role")) {
            if (!services_.roles.table()->find(RoleCode{*role})) {
                faults.push_back(web::field_fault("/role", "unknown-role"));
            }
            search.role = *role;
        }
        const auto unit = request.query("unit");
        const auto unit_id = unit ? id_from<UnitId>(*unit) : std::nullopt;
        const auto units = services_.database.read([](db::Session& session) { return list_units(session); });
        if (unit && std::none_of(units.begin(), units.end(), [&](const Unit& each) { return each.id == unit_id; })) {
            faults.push_back(web::field_fault("/unit", "unknown-unit"));
        }
        web::refuse_faulty(faults);
        search.page = *page;
        if (unit_id) {
            search.units = units_within(units, *unit_id);
        }
        const auto found = services_.database.read([&](db::Session& session) { return search_people(session, search, services_.clock.now()); });
        auto items = json::array();
        for (const auto& line : found.lines) {
            items.push_back(person_json(line.person));
        }
        const bool is_more = static_cast<std::size_t>(search.page) * search.page_size < found.total && search.page < last_page;
        return web::list_page(request, std::move(items), is_more ? std::optional{std::to_string(search.page + 1)} : std::nullopt);
    }

    web::Response show(const web::Request& request) const { return web::Response::json(person_json(asked(request))); }

    web::Response absences(const web::Request& request) const {
        const auto person = asked(request);
        auto rows = json::array();
        for (const auto& absence : services_.database.read([&](db::Session& session) { return list_absences(session, person.id, school_day(services_.clock.now())); })) {
            rows.push_back(absence_json(absence));
        }
        return web::page_of_rows(request, rows);
    }

    web::Response add_absence(const web::Request& request) const {
        web::Fields fields{request};
        const AbsenceForm form{.first_day = fields.required_text("first_day"), .last_day = fields.required_text("last_day"), .substitute = fields.text("substitute").value_or("")};
        for (const auto* text : {&form.first_day, &form.last_day, &form.substitute}) {
            if (check_line(*text, search_limit) != TextFault::None) {
                fields.fault(web::field_fault(text == &form.first_day ? "/first_day" : text == &form.last_day ? "/last_day" : "/substitute", "bad-characters"));
            }
        }
        fields.finish();
        const auto person = asked(request);
        const auto now = services_.clock.now();
        auto [absence, check] = services_.database.read([&](db::Session& session) {
            FormCheck checked{services_.pages.texts(), request.language()};
            auto meant = form.read(session, person, now, checked, principal(request).person.is_administrator);
            return std::pair{std::move(meant), std::move(checked)};
        });
        web::refuse_faulty(check.field_errors());
        const auto added = keep_absence(services_, request, person.id, absence);
        if (!added) {
            explain_clash(check, added.error(), {services_.pages.texts(), request.language(), now});
            throw web::Unprocessable{check.field_errors()};
        }
        const auto kept = services_.database.read([&](db::Session& session) { return list_absences(session, person.id, school_day(now)); });
        const auto same = std::find_if(kept.begin(), kept.end(), [&](const Absence& each) { return each.first_day == absence.first_day && each.last_day == absence.last_day; });
        return web::Response::json(absence_json(same == kept.end() ? absence : *same), 201);
    }

    web::Response remove_absence(const web::Request& request) const {
        web::take_nothing(request);
        const AbsenceId id{request.path_number("absence")};
        if (!take_absence_back(services_, request, asked(request).id, id)) {
            throw web::NotFound{"no such absence"};
        }
        return web::Response::json({{"id", id.value}});
    }

    web::Response units(const web::Request& request) const {
        auto rows = json::array();
        for (const auto& unit : services_.database.read([](db::Session& session) { return list_units(session); })) {
            rows.push_back({{"id", unit.id.value}, {"name", unit.name}, {"parent", id_or_null(unit.parent)}, {"head", id_or_null(unit.head)}, {"people", unit.people}});
        }
        return web::page_of_rows(request, rows);
    }

    web::Response roles(const web::Request& request) const {
        const auto table = services_.roles.table();
        auto rows = json::array();
        for (const auto& role : table->roles()) {
            rows.push_back(role_json(*table, role));
        }
        return web::page_of_rows(request, rows, "code");
    }

    /// With those who hold it, have held it and are to: what has not passed.
    web::Response role(const web::Request& request) const {
        const auto table = services_.roles.table();
        const auto* found = table->find(RoleCode{request.path_value("code")});
        if (found == nullptr) {
            throw web::NotFound{"no such role"};
        }
        auto view = role_json(*table, *found);
        view["holders"] = json::array();
        for (const auto& line : services_.database.read([&](db::Session& session) { return list_holding_lines(session, {.role = found->code}, services_.clock.now()); })) {
            if (line.when != HoldingLine::When::Past && !line.has_left) {
                view["holders"].push_back(holding_json(line));
            }
        }
        return web::Response::json(view);
    }

private:
    static json role_json(const RoleTable& table, const Role& role) {
        auto sharers = json::array();
        for (const auto& code : table.sharers(role.code)) {
            sharers.push_back(code.value);
        }
        return {{"code", role.code.value},
                {"name_sv", role.name_sv},
                {"name_en", role.name_en},
                {"kind", name(role.kind)},
                {"mail", role.email ? json(role.email->text()) : json()},
                {"is_staffed", role.is_staffed},
                {"shared_with", std::move(sharers)}};
    }

    /// The person in the path: administrators may ask of anybody, others of themselves alone.
    Person asked(const web::Request& request) const {
        const PersonId id{request.path_number("person")};
        const auto& asker = principal(request).person;
        auto found = asker.is_administrator || asker.id == id
                         ? services_.database.read([&](db::Session& session) { return find_person(session, id, services_.clock.now()); })
                         : std::nullopt;
        if (!found) {
            throw web::NotFound{"no such person"};
        }
        return *std::move(found);
    }

    Services services_;
};

}  // namespace

std::vector<web::Route> people_api_routes(const Services& services) {
    using enum web::Method;
    const web::HandlersOf to{std::make_shared<const PeopleApi>(services)};
    constexpr web::Access everybody{web::Audience::Administrator, web::Scope::PeopleRead};
    constexpr web::Access own{web::Audience::SignedIn, web::Scope::PeopleRead}, changing{web::Audience::SignedIn, web::Scope::PeopleWrite};
    const web::Manners paged{.query = {"limit", "after"}};
    return {{Get, "/api/v1/people", everybody, to(&PeopleApi::list), {}, {.query = {"q", "role", "unit", "limit", "after"}}},
            {Get, "/api/v1/people/{person}", own, to(&PeopleApi::show)},
            {Get, "/api/v1/people/{person}/absences", own, to(&PeopleApi::absences), {}, paged},
            {Post, "/api/v1/people/{person}/absences", changing, to(&PeopleApi::add_absence)},
            {Post, "/api/v1/people/{person}/absences/{absence}/removal", changing, to(&PeopleApi::remove_absence)},
            {Get, "/api/v1/units", everybody, to(&PeopleApi::units), {}, paged},
            {Get, "/api/v1/roles", everybody, to(&PeopleApi::roles), {}, paged},
            {Get, "/api/v1/roles/{code}", everybody, to(&PeopleApi::role)}};
}

}  // namespace ansvar::identity
