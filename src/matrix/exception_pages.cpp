#include "matrix/exception_pages.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/form_check.hpp"
#include "identity/principal.hpp"
#include "identity/units.hpp"
#include "matrix/exception_view.hpp"
#include "tickets/api_fields.hpp"
#include "web/errors.hpp"
#include "web/moments.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;

/// As typed.
struct Typed {
    std::string unit, area, role, note, from;
};

/// The beginning of a day of the school's clock, today's being now. Nothing for a day that is none.
std::optional<Timestamp> start_of(const std::string& day, Timestamp now) {
    const auto noon = day.size() == 10 ? from_sql(day + " 12:00:00") : std::nullopt;
    if (!noon) {
        return {};
    }
    const auto midnight = stockholm_midnight(*noon);
    return midnight == stockholm_midnight(now) ? now : midnight;
}

/// The field a fault belongs to.
std::string_view field_of(ExceptionFault fault) {
    switch (fault) {
        case ExceptionFault::UnknownUnit:
            return "unit";
        case ExceptionFault::UnknownArea:
        case ExceptionFault::Emergency:
            return "area";
        case ExceptionFault::NoNote:
            return "note";
        case ExceptionFault::Past:
            return "from";
        default:
            return "role";
    }
}

/// Writes what was typed for somebody who may; a unit that is not theirs is as unknown as one that is not there.
Result<ExceptionId, std::vector<ExceptionFault>> write(const Services& services, const web::Request& request, const Typed& typed) {
    const auto now = services.clock.now();
    const auto unit = id_from<UnitId>(typed.unit);
    ExceptionWish wish{.unit = UnitId{0}, .area = typed.area, .role = typed.role, .note = typed.note};
    if (unit && may_except(identity::principal(request).person, *unit)) {
        wish.unit = *unit;
    }
    if (!typed.from.empty()) {
        wish.from = start_of(typed.from, now).value_or(now - std::chrono::days{1});
    }
    return unit_exceptions::add(services.database, wish, identity::Actor::of(request), now);
}

/// The one that the path names, when this reader may end it.
ExceptionId removable(const Services& services, const web::Request& request) {
    const ExceptionId id{request.path_number("exception")};
    const auto found = services.database.read([&](db::Session& session) { return unit_exceptions::find(session, id); });
    if (!found) {
        throw web::NotFound{};
    }
    if (!may_except(identity::principal(request).person, found->unit)) {
        throw web::Forbidden{};
    }
    return id;
}

class ExceptionPage {
public:
    ExceptionPage(const Services& services, const web::Request& request)
        : services_{services},
          request_{request},
          reader_{identity::principal(request).person},
          now_{services.clock.now()},
          words_{services.pages.texts(), request.language()},
          moments_{services.pages.texts(), request.language(), now_},
          edition_{services.router.edition()} {
        if (!edition_) {
            throw web::Unavailable{};
        }
    }

    web::Response render(int status, const Typed& typed, const std::vector<ExceptionFault>& faults) const {
        identity::FormCheck check{services_.pages.texts(), request_.language()};
        for (const auto fault : faults) {
            check.add(field_of(fault), "exception.fault." + std::string{code(fault)});
        }
        std::vector<ExceptionRecord> all;
        std::vector<identity::Unit> units;
        services_.database.read([&](db::Session& session) {
            all = unit_exceptions::list(session);
            units = identity::list_units(session);
        });
        const bool by_row = request_.query("by") == "row";
        auto view = form(typed, units);
        view["title"] = check.title(words_.text("exception.title"));
        view["nav"] = "matrix";
        view["by_row"] = by_row;
        view["groups"] = groups(all, by_row);
        view["has_groups"] = !view["groups"].empty();
        view["former"] = former(all);
        view["has_former"] = !view["former"].empty();
        view["said"] = said();
        check.put_into(view, {"unit", "area", "role", "note", "from"});
        return services_.pages.render(request_, status, "matrix/exceptions", std::move(view));
    }

private:
    json said() const {
        const auto word = request_.query("said").value_or("");
        return word == "made" || word == "removed" ? json(words_.text("exception." + word)) : json(false);
    }

    /// Those that hold or will, in the order of the units' names, or of the matrix.
    json groups(const std::vector<ExceptionRecord>& all, bool by_row) const {
        std::map<std::pair<std::size_t, std::string>, json> found;
        for (const auto& one : all) {
            if (!one.goes_on_after(now_)) {
                continue;
            }
            const auto* area = edition_->matrix().find(one.area_key);
            const auto place = !by_row ? 0 : area == nullptr ? edition_->matrix().areas().size() : edition_->matrix().index_of(*area);
            auto& list = found[{place, by_row ? name_of(one) : one.unit_name}];
            list.push_back(line(one));
        }
        auto groups = json::array();
        for (auto& [key, list] : found) {
            groups.push_back({{"name", key.second}, {"exceptions", std::move(list)}});
        }
        return groups;
    }

    json line(const ExceptionRecord& one) const {
        return {{"id", one.id.text()},
                {"text", say(one, edition_->matrix(), words_)},
                {"note", one.note},
                {"since", moments_.date(one.starts_at)},
                {"until", one.ends_at ? json(moments_.date(*one.ends_at)) : json(false)},
                {"made_by", one.made_by.empty() ? words_.text("exception.command_line") : one.made_by},
                {"may_remove", may_except(reader_, one.unit)}};
    }

    json former(const std::vector<ExceptionRecord>& all) const {
        auto list = json::array();
        for (const auto& one : all) {
            if (one.goes_on_after(now_)) {
                continue;
            }
            auto view = line(one);
            view["until"] = *one.ends_at <= one.starts_at ? words_.text("exception.never") : moments_.date(*one.ends_at);
            view["end"] = words_.format("exception.end." + std::string{to_string(one.end)},
                                        one.end == ExceptionRecord::End::Retired   ? web::Arguments{{"version", one.ended_version}}
                                        : one.end == ExceptionRecord::End::Removed ? web::Arguments{{"by", one.ended_by.empty() ? words_.text("exception.command_line") : one.ended_by}}
                                                                                   : web::Arguments{});
            list.push_back(std::move(view));
        }
        return list;
    }

    /// The fields for whoever is responsible for a unit.
    json form(const Typed& typed, const std::vector<identity::Unit>& units) const {
        auto own = json::array(), areas = json::array(), roles = json::array();
        for (const auto& unit : units) {
            if (may_except(reader_, unit.id)) {
                own.push_back({{"value", unit.id.text()}, {"label", unit.name}, {"selected", unit.id.text() == typed.unit}});
            }
        }
        const bool may_add = !own.empty();
        if (may_add) {
            for (const auto& area : edition_->matrix().areas()) {
                areas.push_back({{"value", area.row}, {"label", area.row + " " + area.name}, {"selected", area.row == typed.area}});
            }
            for (const auto& role : edition_->matrix().roles()) {
                roles.push_back({{"value", role.code},
                                 {"label", (request_.language() == web::Language::Sv ? role.name_sv : role.name_en) + " (" + role.code + ")"},
                                 {"selected", role.code == typed.role}});
            }
        }
        return {{"may_add", may_add}, {"units", std::move(own)}, {"areas", std::move(areas)}, {"roles", std::move(roles)},
                {"typed", {{"note", typed.note}, {"from", typed.from}}}};
    }

    std::string name_of(const ExceptionRecord& one) const {
        const auto* area = edition_->matrix().find(one.area_key);
        return area == nullptr ? words_.format("exception.row_is_gone", {{"key", one.area_key}}) : area->name;
    }

    const Services& services_;
    const web::Request& request_;
    const identity::Person& reader_;
    Timestamp now_;
    ChangeWords words_;
    web::Moments moments_;
    std::shared_ptr<const Edition> edition_;
};

web::Response show(const Services& services, const web::Request& request) { return ExceptionPage{services, request}.render(200, {}, {}); }

web::Response add(const Services& services, const web::Request& request) {
    const auto& form = request.form();
    const auto field = [&](std::string_view name) { return std::string{trim(form.value(name))}; };
    const Typed typed{field("unit"), field("area"), field("role"), field("note"), field("from")};
    const auto done = write(services, request, typed);
    return done ? web::Response::see_other("/matrix/exceptions?said=made") : ExceptionPage{services, request}.render(422, typed, done.error());
}

web::Response remove(const Services& services, const web::Request& request) {
    unit_exceptions::remove(services.database, removable(services, request), identity::Actor::of(request), services.clock.now());
    return web::Response::see_other("/matrix/exceptions?said=removed");
}

json as_json(const ExceptionRecord& one, const routing::Matrix& matrix, Timestamp now) {
    const auto* area = matrix.find(one.area_key);
    const auto moment = [](const std::optional<Timestamp>& at) { return at ? json(to_rfc3339(*at)) : json(nullptr); };
    return {{"id", one.id.value},
            {"unit", {{"id", one.unit.value}, {"name", one.unit_name}}},
            {"area", one.area_key},
            {"row", area == nullptr ? json(nullptr) : json(area->row)},
            {"instead_of", area == nullptr ? json(nullptr) : json(area->lead().role)},
            {"role", one.role.value},
            {"note", one.note},
            {"starts_at", moment(one.starts_at)},
            {"ends_at", moment(one.ends_at)},
            {"ended", to_string(one.end)},
            {"holds", one.holds(now)}};
}

std::shared_ptr<const Edition> edition_of(const Services& services) {
    auto edition = services.router.edition();
    return edition ? edition : throw web::Unavailable{};
}

web::Response list_for_programs(const Services& services, const web::Request& request) {
    const auto edition = edition_of(services);
    const auto now = services.clock.now();
    const bool wants_all = request.query("ended") == "true";
    auto items = json::array();
    services.database.read([&](db::Session& session) {
        for (const auto& one : unit_exceptions::list(session)) {
            if (wants_all || one.goes_on_after(now)) {
                items.push_back(as_json(one, edition->matrix(), now));
            }
        }
    });
    return web::Response::json({{"items", std::move(items)}});
}

web::Response one_for_programs(const Services& services, const web::Request&, ExceptionId id, int status) {
    const auto edition = edition_of(services);
    const auto found = services.database.read([&](db::Session& session) { return unit_exceptions::find(session, id).value(); });
    auto body = as_json(found, edition->matrix(), services.clock.now());
    return status == 201 ? web::Response::created("/api/v1/matrix/exceptions", std::move(body)) : web::Response::json(std::move(body));
}

web::Response add_for_programs(const Services& services, const web::Request& request) {
    tickets::Fields fields{request};
    const auto unit = fields.number("unit");
    const Typed typed{unit ? std::to_string(*unit) : "", fields.required_text("area"), fields.required_text("role"), fields.required_text("note"),
                      fields.text("from").value_or("")};
    fields.finish();
    const auto done = write(services, request, typed);
    if (!done) {
        std::vector<web::FieldError> errors;
        for (const auto fault : done.error()) {
            errors.push_back({.pointer = "/" + std::string{field_of(fault)}, .code = std::string{code(fault)}, .text_key = "exception.fault." + std::string{code(fault)}, .arguments = {}});
        }
        throw web::Unprocessable{std::move(errors)};
    }
    return one_for_programs(services, request, *done, 201);
}

web::Response remove_for_programs(const Services& services, const web::Request& request) {
    tickets::take_nothing(request);
    const auto id = removable(services, request);
    unit_exceptions::remove(services.database, id, identity::Actor::of(request), services.clock.now());
    return one_for_programs(services, request, id, 200);
}

}  // namespace

std::vector<web::Route> exception_routes(const Services& services) {
    using web::Access, web::Audience, web::Method, web::Scope, web::Via;
    const auto route = [&](Method method, std::string path, Access access, web::Response (*answer)(const Services&, const web::Request&)) {
        return web::Route{.method = method,
                          .path = std::move(path),
                          .access = access,
                          .handler = [services, answer](const web::Request& request) { return answer(services, request); }};
    };
    auto for_programs = route(Method::Get, "/api/v1/matrix/exceptions", {Audience::SignedIn, Scope::MatrixRead}, list_for_programs);
    for_programs.manners.query = {"ended"};
    return {route(Method::Get, "/matrix/exceptions", {Audience::SignedIn, Via::Page}, show),
            route(Method::Post, "/matrix/exceptions", {Audience::Manager, Via::Page}, add),
            route(Method::Post, "/matrix/exceptions/{exception}/removal", {Audience::Manager, Via::Page}, remove),
            std::move(for_programs),
            route(Method::Post, "/api/v1/matrix/exceptions", {Audience::Manager, Scope::MatrixWrite}, add_for_programs),
            route(Method::Post, "/api/v1/matrix/exceptions/{exception}/removal", {Audience::Manager, Scope::MatrixWrite}, remove_for_programs)};
}

}  // namespace ansvar::matrix
