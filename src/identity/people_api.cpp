#include "identity/people_api.hpp"

#include <algorithm>
#include <memory>

#include "core/text.hpp"
#include "identity/api_parts.hpp"
#include "identity/departure.hpp"
#include "identity/departure_pages.hpp"
#include "identity/person_keeping.hpp"
#include "identity/second_factor_reset.hpp"
#include "identity/units.hpp"
#include "web/json_lists.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

constexpr std::size_t search_limit = 200;
constexpr unsigned last_page = 10'000;

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

/// What a program says of somebody, as the page's form would hold it; what it does not say stands as it is.
web::Form form_of(web::Fields& fields, const PersonForm& stands) {
    web::Form form;
    const auto& draft = stands.draft;
    for (const auto& [name, text] : {std::pair{"name", &draft.name}, {"mail", &stands.mail}, {"initials", &draft.initials}, {"title", &draft.title},
                                     {"phone", &draft.phone}, {"room", &draft.room}}) {
        form.add(name, fields.has(name) ? fields.text(name).value_or("") : *text);
    }
    for (const auto& [name, text] : {std::pair{"manager", &stands.manager}, {"unit", &stands.unit}, {"manages_unit", &stands.manages_unit}}) {
        const auto id = maybe_id<PersonId>(fields, name);
        form.add(name, !fields.has(name) ? *text : id ? id->text() : "");
    }
    for (const auto& [name, is_so] : {std::pair{"is_manager", draft.is_manager}, {"is_administrator", draft.is_administrator},
                                      {"is_matrix_owner", draft.is_matrix_owner}, {"is_auditor", draft.is_auditor}}) {
        if (fields.maybe_flag(name).value_or(is_so)) {
            form.add(name, "yes");
        }
    }
    for (const auto& code : fields.texts("roles")) {
        form.add("role", code);
    }
    return form;
}

/// Those parts that were sent, of what somebody is by now.
PersonChange sent_parts(const web::Fields& fields, const PersonForm& sent, const Person& now, const std::vector<RoleCode>& held) {
    auto draft = PersonDraft::of(now);
    const auto take = [&](const char* name, auto part) {
        if (fields.has(name)) {
            draft.*part = sent.draft.*part;
        }
    };
    take("name", &PersonDraft::name);
    take("mail", &PersonDraft::email);
    take("initials", &PersonDraft::initials);
    take("title", &PersonDraft::title);
    take("phone", &PersonDraft::phone);
    take("room", &PersonDraft::room);
    take("manager", &PersonDraft::manager);
    take("unit", &PersonDraft::unit);
    take("is_manager", &PersonDraft::is_manager);
    take("manages_unit", &PersonDraft::manages_unit);
    take("is_administrator", &PersonDraft::is_administrator);
    take("is_matrix_owner", &PersonDraft::is_matrix_owner);
    take("is_auditor", &PersonDraft::is_auditor);
    if (!draft.is_manager) {
        draft.manages_unit.reset();
    }
    return {.draft = std::move(draft), .roles = fields.says("roles") ? sent.roles : held};
}

json burden_json(const Burden& burden) {
    json view{{"roles", json::array()}, {"units", json::array()}, {"people", burden.manager_of}, {"tickets", json::array()}, {"rows", json::array()}};
    for (const auto& held : burden.roles) {
        view["roles"].push_back({{"code", held.role.value}, {"others", held.others}});
    }
    for (const auto& unit : burden.head_of) {
        view["units"].push_back(unit.id.value);
    }
    for (const auto& ticket : burden.tickets) {
        view["tickets"].push_back(ticket.number.value);
    }
    for (const auto& row : burden.rows) {
        view["rows"].push_back(row.row);
    }
    return view;
}

/// People for programs.
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

    web::Response show(const web::Request& request) const { return web::Response::json(person_json(asked_person(services_, request))); }

    web::Response add(const web::Request& request) const {
        web::Fields fields{request};
        fields.required_text("name");
        fields.required_text("mail");
        const auto id = keep(request, fields, std::nullopt);
        return web::Response::created("/api/v1/people/" + id.text(), person_json(read(id)));
    }

    web::Response change(const web::Request& request) const {
        const auto person = asked_person(services_, request);
        web::Fields fields{request};
        keep(request, fields, person);
        return web::Response::json(person_json(read(person.id)));
    }

    /// What rests on somebody, to be looked at before they leave.
    web::Response burden(const web::Request& request) const {
        const auto person = asked_person(services_, request);
        const BurdenReader reader{services_.open_work, services_.named_rows};
        return web::Response::json(burden_json(
            services_.database.read([&](db::Session& session) { return reader.read(session, person, principal(request).person, services_.clock.now()); })));
    }

    web::Response leave(const web::Request& request) const {
        web::take_nothing(request);
        const auto person = asked_person(services_, request);
        if (!let_leave(services_, request, person.id)) {
            refuse_whole("last-administrator", "field.last_administrator");
        }
        return web::Response::json(person_json(read(person.id)));
    }

    web::Response come_back(const web::Request& request) const {
        web::take_nothing(request);
        const auto person = asked_person(services_, request);
        let_return(services_, request, person.id);
        return web::Response::json(person_json(read(person.id)));
    }

    web::Response remove_second_factor(const web::Request& request) const {
        web::take_nothing(request);
        const auto person = asked_person(services_, request);
        const bool had_one = services_.database.in_transaction(
            [&](db::Transaction& tx) { return reset_second_factor(tx, person.id, Actor::of(request), services_.clock.now()); });
        return web::Response::json({{"id", person.id.value}, {"had_one", had_one}});
    }

private:
    /// Adds somebody, or changes what was sent of `before`, by the rules of the page.
    PersonId keep(const web::Request& request, web::Fields& fields, const std::optional<Person>& before) const {
        const auto form = form_of(fields, before ? PersonForm::of(*before, {}) : PersonForm{});
        const auto table = services_.roles.table();
        for (const auto& code : form.values("role")) {
            const auto* role = table->find(RoleCode{code});
            if (role == nullptr || role->kind == RoleKind::Relative) {
                fields.fault(web::field_fault("/roles", "unknown-role"));
            }
        }
        fields.finish();
        FormCheck check{services_.pages.texts(), request.language()};
        const auto sent = PersonForm::from(form, !before || before->email, check);
        web::refuse_faulty(check.field_errors());
        OwnSession own{services_, request};
        const auto kept = keep_person(services_, request, before ? std::optional{before->id} : std::nullopt, sent, check, own,
                                      [&](const Person& now, const std::vector<RoleCode>& held) { return sent_parts(fields, sent, now, held); });
        web::refuse_faulty(check.field_errors());
        return kept.value();
    }

    Person read(PersonId id) const {
        return services_.database.read([&](db::Session& session) { return find_person(session, id, services_.clock.now()); }).value();
    }

    Services services_;
};

std::vector<web::Route> routes_of_people(const Services& services) {
    using enum web::Method;
    const web::HandlersOf to{std::make_shared<const PeopleApi>(services)};
    constexpr web::Access own{web::Audience::SignedIn, web::Scope::PeopleRead};
    constexpr web::Access reading{web::Audience::Administrator, web::Scope::PeopleRead}, writing{web::Audience::Administrator, web::Scope::PeopleWrite};
    return {{Get, "/api/v1/people", reading, to(&PeopleApi::list), {}, {.query = {"q", "role", "unit", "limit", "after"}}},
            {Post, "/api/v1/people", writing, to(&PeopleApi::add)},
            {Get, "/api/v1/people/{person}", own, to(&PeopleApi::show)},
            {Patch, "/api/v1/people/{person}", writing, to(&PeopleApi::change)},
            {Get, "/api/v1/people/{person}/departure", reading, to(&PeopleApi::burden)},
            {Post, "/api/v1/people/{person}/departure", writing, to(&PeopleApi::leave)},
            {Post, "/api/v1/people/{person}/return", writing, to(&PeopleApi::come_back)},
            {Post, "/api/v1/people/{person}/second-factor/removal", writing, to(&PeopleApi::remove_second_factor)}};
}

}  // namespace

std::vector<web::Route> people_api_routes(const Services& services) {
    auto all = routes_of_people(services);
    for (auto* more : {absence_api_routes, unit_api_routes, role_api_routes, import_api_routes}) {
        auto some = more(services);
        std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    return all;
}

}  // namespace ansvar::identity
