#include <memory>

#include "core/text.hpp"
#include "identity/api_parts.hpp"
#include "identity/people_api.hpp"
#include "identity/role_keeping.hpp"
#include "identity/school_day.hpp"
#include "identity/units.hpp"
#include "web/json_lists.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

json holding_json(const HoldingLine& line) {
    return {{"id", line.id.value},
            {"person", line.holding.person.value},
            {"name", line.name},
            {"unit", id_or_null(line.holding.unit)},
            {"first_day", web::or_null(line.holding.valid_from)},
            {"last_day", web::or_null(line.holding.valid_to)}};
}

json role_json(const RoleTable& table, const Role& role) {
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

/// Roles and who holds them, for programs.
class RoleApi {
public:
    explicit RoleApi(Services services) : services_(std::move(services)) {}

    web::Response list(const web::Request& request) const {
        const auto table = services_.roles.table();
        auto rows = json::array();
        for (const auto& role : table->roles()) {
            rows.push_back(role_json(*table, role));
        }
        return web::page_of_rows(request, rows, "code");
    }

    web::Response show(const web::Request& request) const { return web::Response::json(whole(asked(request).code)); }

    web::Response add(const web::Request& request) const {
        web::Fields fields{request};
        web::Form form;
        for (const auto* name : {"code", "name_sv", "name_en", "kind"}) {
            form.add(name, fields.required_text(name));
        }
        form.add("mail", fields.text("mail").value_or(""));
        fields.finish();
        auto check = new_check(request);
        const auto typed = RoleForm::from(form, check);
        add_role(services_, request, typed, check);
        web::refuse_faulty(check.field_errors());
        return web::Response::created("/api/v1/roles/" + percent_encode(typed.code), whole(RoleCode{typed.code}));
    }

    web::Response change(const web::Request& request) const {
        const auto role = asked(request);
        web::Fields fields{request};
        web::Form form;
        const auto put = [&](const char* name, const std::string& stands) { form.add(name, fields.has(name) ? fields.text(name).value_or("") : stands); };
        put("name_sv", role.name_sv);
        put("name_en", role.name_en);
        put("mail", role.email ? role.email->text() : "");
        fields.finish();
        auto check = new_check(request);
        const auto typed = RoleForm::from(form, check);
        web::refuse_faulty(check.field_errors());
        change_role(services_, request, role.code, [&](const RoleForm& now) {
            auto after = now;
            for (const auto& [name, part] : {std::pair{"name_sv", &RoleForm::name_sv}, {"name_en", &RoleForm::name_en}, {"mail", &RoleForm::mail}}) {
                after.*part = fields.has(name) ? typed.*part : now.*part;
            }
            return after;
        });
        return web::Response::json(whole(role.code));
    }

    web::Response add_holder(const web::Request& request) const {
        const auto role = asked(request);
        if (role.kind == RoleKind::Relative) {
            throw web::NotFound{"nobody holds a relative role"};
        }
        web::Fields fields{request};
        const auto person = web::id_of_field<PersonId>(fields, "person", "unknown-person");
        const auto unit = maybe_id<UnitId>(fields, "unit");
        const auto first_day = fields.text("first_day").value_or(""), last_day = fields.text("last_day").value_or("");
        services_.database.read([&](db::Session& session) {
            const auto found = person ? find_person(session, *person, services_.clock.now()) : std::nullopt;
            if (person && (!found || found->left_at)) {
                fields.fault(web::field_fault("/person", "unknown-person"));
            }
            if (unit && !find_unit(session, *unit)) {
                fields.fault(web::field_fault("/unit", "unknown-unit"));
            }
        });
        fields.finish();
        auto check = new_check(request);
        Holding holding{.role = role.code, .person = *person};
        holding.unit = unit;
        read_days(holding, first_day, last_day, services_.clock.now(), check);
        web::refuse_faulty(check.field_errors());
        return changed(request, role, 201, [&](HoldingChange& change) { return change.add(holding); });
    }

    web::Response end_holder(const web::Request& request) const {
        const auto role = asked(request);
        web::Fields fields{request};
        const auto last_day = fields.text("last_day");
        if (last_day && !is_school_day(*last_day)) {
            fields.fault(web::field_fault("/last_day", "not-a-date"));
        }
        fields.finish();
        const HoldingId id{request.path_number("holder")};
        return changed(request, role, 200, [&](HoldingChange& change) { return change.end(role.code, id, last_day.value_or(day_before(services_.clock.now()))); });
    }

    web::Response move_holder(const web::Request& request) const {
        const auto role = asked(request);
        web::Fields fields{request};
        const auto to = fields.required_text("to");
        if (!to.empty() && to != "up" && to != "down") {
            fields.fault(web::field_fault("/to", "unknown-value"));
        }
        fields.finish();
        const HoldingId id{request.path_number("holder")};
        return changed(request, role, 200, [&](HoldingChange& change) { return change.move(role.code, id, to == "up"); });
    }

private:
    FormCheck new_check(const web::Request& request) const { return {services_.pages.texts(), request.language()}; }

    Role asked(const web::Request& request) const {
        const auto table = services_.roles.table();
        const auto* found = table->find(RoleCode{request.path_value("code")});
        if (found == nullptr) {
            throw web::NotFound{"no such role"};
        }
        return *found;
    }

    /// A role with those who hold it or are to: what has not passed.
    json whole(const RoleCode& code) const {
        const auto table = services_.roles.table();
        auto view = role_json(*table, *table->find(code));
        view["holders"] = json::array();
        for (const auto& line : services_.database.read([&](db::Session& session) { return list_holding_lines(session, {.role = code}, services_.clock.now()); })) {
            if (line.when != HoldingLine::When::Past && !line.has_left) {
                view["holders"].push_back(holding_json(line));
            }
        }
        return view;
    }

    web::Response changed(const web::Request& request, const Role& role, int status, const std::function<std::optional<HoldingRefusal>(HoldingChange&)>& work) const {
        OwnSession own{services_, request};
        if (const auto why = change_holders(services_, request, own, work)) {
            auto check = new_check(request);
            explain(check, *why);
            web::refuse_faulty(check.field_errors());
        }
        return web::Response::json(whole(role.code), status);
    }

    Services services_;
};

}  // namespace

std::vector<web::Route> role_api_routes(const Services& services) {
    using enum web::Method;
    const web::HandlersOf to{std::make_shared<const RoleApi>(services)};
    constexpr web::Access reading{web::Audience::Administrator, web::Scope::PeopleRead}, writing{web::Audience::Administrator, web::Scope::PeopleWrite};
    return {{Get, "/api/v1/roles", reading, to(&RoleApi::list), {}, {.query = {"limit", "after"}}},
            {Post, "/api/v1/roles", writing, to(&RoleApi::add)},
            {Get, "/api/v1/roles/{code}", reading, to(&RoleApi::show)},
            {Patch, "/api/v1/roles/{code}", writing, to(&RoleApi::change)},
            {Post, "/api/v1/roles/{code}/holders", writing, to(&RoleApi::add_holder)},
            {Post, "/api/v1/roles/{code}/holders/{holder}/end", writing, to(&RoleApi::end_holder)},
            {Post, "/api/v1/roles/{code}/holders/{holder}/move", writing, to(&RoleApi::move_holder)}};
}

}  // namespace ansvar::identity
