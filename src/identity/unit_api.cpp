#include <algorithm>
#include <memory>

#include "identity/api_parts.hpp"
#include "identity/people_api.hpp"
#include "identity/unit_keeping.hpp"
#include "web/json_lists.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

json unit_json(const Unit& unit) {
    return {{"id", unit.id.value}, {"name", unit.name}, {"parent", id_or_null(unit.parent)}, {"head", id_or_null(unit.head)}, {"people", unit.people}};
}

/// Schools and their parts, for programs.
class UnitApi {
public:
    explicit UnitApi(Services services) : services_(std::move(services)) {}

    web::Response list(const web::Request& request) const {
        auto rows = json::array();
        for (const auto& unit : services_.database.read([](db::Session& session) { return list_units(session); })) {
            rows.push_back(unit_json(unit));
        }
        return web::page_of_rows(request, rows);
    }

    web::Response show(const web::Request& request) const { return web::Response::json(unit_json(asked(request))); }

    web::Response add(const web::Request& request) const {
        const auto id = keep(request, std::nullopt);
        return web::Response::created("/api/v1/units/" + id.text(), unit_json(read(id)));
    }

    web::Response change(const web::Request& request) const { return web::Response::json(unit_json(read(keep(request, asked(request))))); }

    web::Response remove(const web::Request& request) const {
        web::take_nothing(request);
        const auto unit = asked(request);
        if (!remove_unit(services_, request, unit)) {
            refuse_whole("in-use", "units.in_use");
        }
        return web::Response::json({{"id", unit.id.value}});
    }

private:
    /// Adds one, or changes what was sent of `before`.
    UnitId keep(const web::Request& request, const std::optional<Unit>& before) const {
        web::Fields fields{request};
        web::Form form;
        form.add("name", before && !fields.has("name") ? before->name : before ? fields.text("name").value_or("") : fields.required_text("name"));
        const auto parent = maybe_id<UnitId>(fields, "parent");
        const auto head = maybe_id<PersonId>(fields, "head");
        if (head && !is_here(*head)) {
            fields.fault(web::field_fault("/head", "unknown-person"));
        }
        fields.finish();
        FormCheck check{services_.pages.texts(), request.language()};
        const auto name = read_unit_name(form, check);
        web::refuse_faulty(check.field_errors());
        const auto wish = [&](const Unit& now) -> UnitDraft {
            return {.name = !before || fields.has("name") ? name : now.name,
                    .parent = fields.has("parent") ? parent : now.parent,
                    .head = fields.has("head") ? head : now.head};
        };
        const auto kept = keep_unit(services_, request, before ? std::optional{before->id} : std::nullopt, wish, check);
        web::refuse_faulty(check.field_errors());
        return kept.value();
    }

    bool is_here(PersonId id) const {
        const auto person = services_.database.read([&](db::Session& session) { return find_person(session, id, services_.clock.now()); });
        return person && !person->left_at;
    }

    Unit read(UnitId id) const {
        auto found = services_.database.read([&](db::Session& session) { return find_unit(session, id); });
        if (!found) {
            throw web::NotFound{"no such unit"};
        }
        return *std::move(found);
    }
    Unit asked(const web::Request& request) const { return read(UnitId{request.path_number("unit")}); }

    Services services_;
};

}  // namespace

std::vector<web::Route> unit_api_routes(const Services& services) {
    using enum web::Method;
    const web::HandlersOf to{std::make_shared<const UnitApi>(services)};
    constexpr web::Access reading{web::Audience::Administrator, web::Scope::PeopleRead}, writing{web::Audience::Administrator, web::Scope::PeopleWrite};
    return {{Get, "/api/v1/units", reading, to(&UnitApi::list), {}, {.query = {"limit", "after"}}},
            {Post, "/api/v1/units", writing, to(&UnitApi::add)},
            {Get, "/api/v1/units/{unit}", reading, to(&UnitApi::show)},
            {Patch, "/api/v1/units/{unit}", writing, to(&UnitApi::change)},
            {Post, "/api/v1/units/{unit}/removal", writing, to(&UnitApi::remove)}};
}

}  // namespace ansvar::identity
