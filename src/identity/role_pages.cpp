#include "identity/role_pages.hpp"

#include <algorithm>
#include <memory>

#include "core/text.hpp"
#include "identity/own_session.hpp"
#include "identity/people_store.hpp"
#include "identity/person_choice.hpp"
#include "identity/role_keeping.hpp"
#include "identity/school_day.hpp"
#include "identity/units.hpp"
#include "web/errors.hpp"
#include "web/moments.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

constexpr std::size_t mail_limit = 254;
constexpr std::size_t day_limit = 10;

std::string path_of(const RoleCode& code) { return "/admin/roles/" + percent_encode(code.value); }

/// Words of holdings for one reader.
class HoldingView {
public:
    HoldingView(const web::Texts& texts, web::Language language, Timestamp now) : texts_{texts}, language_{language}, moments_{texts, language, now} {}

    json of(const HoldingLine& line, const std::string& role_path) const {
        const auto path = role_path + "/holders/" + line.id.text();
        return {{"name", line.name},
                {"person", "/admin/people/" + line.holding.person.text()},
                {"unit", line.unit_name.empty() ? texts_.text(language_, "roles.for_all") : line.unit_name},
                {"days", days(line)},
                {"move", path + "/move"},
                {"end", path + "/end"},
                {"end_id", "end-" + line.id.text()}};
    }

private:
    std::string day(const std::optional<std::string>& day) const { return moments_.date(noon_of(*day)); }

    std::string days(const HoldingLine& line) const {
        const auto& [first, last] = std::tie(line.holding.valid_from, line.holding.valid_to);
        if (first && last) {
            return texts_.format(language_, "roles.days", {{"from", day(first)}, {"to", day(last)}});
        }
        if (first) {
            return texts_.format(language_, "roles.days_from", {{"from", day(first)}});
        }
        return last ? texts_.format(language_, "roles.days_to", {{"to", day(last)}}) : texts_.text(language_, "roles.days_always");
    }

    const web::Texts& texts_;
    web::Language language_;
    web::Moments moments_;
};

/// Which other roles work in the role's queue, in words; empty when none does.
std::string sharers_in_words(const RoleTable& table, const RoleCode& role, const web::Texts& texts, web::Language language) {
    std::vector<std::string> names;
    for (const auto& code : table.sharers(role)) {
        names.push_back(table.name(code, language));
    }
    return names.empty() ? "" : texts.format(language, "roles.shared", {{"count", names.size()}, {"roles", join(names, ", ")}});
}

json kind_options(const web::Texts& texts, web::Language language, const std::string& chosen) {
    auto options = json::array();
    for (const auto kind : {RoleKind::Queue, RoleKind::Referral}) {
        const auto word = std::string{name(kind)};
        options.push_back({{"value", word}, {"label", texts.text(language, "roles.kind." + word)}, {"selected", word == chosen}});
    }
    return options;
}

/// The rows that name a person and no role, with who has those initials.
json named_rows(db::Session& session, const NamedRows& rows, const web::Texts& texts, web::Language language, Timestamp now) {
    auto list = json::array();
    for (const auto& row : rows ? rows() : std::vector<NamedRow>{}) {
        const auto person = find_person_by_initials(session, row.initials, now);
        list.push_back({{"row", row.row},
                        {"area", row.area},
                        {"who", person ? person->name : texts.format(language, "roles.nobody_named", {{"initials", row.initials}})},
                        {"is_nobody", !person.has_value()}});
    }
    return list;
}

}  // namespace

RolePages::Typed RolePages::typed_of(const RoleForm& form) {
    return {.code = form.code, .name_sv = form.name_sv, .name_en = form.name_en, .kind = form.kind, .mail = form.mail,
            .person = {}, .unit = {}, .first_day = {}, .last_day = {}};
}

RolePages::Typed RolePages::typed_of(const Role& role) {
    return {.code = {}, .name_sv = role.name_sv, .name_en = role.name_en, .kind = {}, .mail = role.email ? role.email->text() : "",
            .person = {}, .unit = {}, .first_day = {}, .last_day = {}};
}

web::Response RolePages::list(const web::Request& request) const { return list_page(request, 200, {}, new_check(request)); }

web::Response RolePages::add(const web::Request& request) const {
    auto check = new_check(request);
    const auto form = RoleForm::from(request.form(), check);
    if (!add_role(services_, request, form, check)) {
        return list_page(request, 422, typed_of(form), check);
    }
    return web::Response::see_other(path_of(RoleCode{form.code}) + "?saved=yes");
}

Role RolePages::find(const web::Request& request) const {
    const auto table = services_.roles.table();
    const auto* role = table->find(RoleCode{request.path_value("code")});
    if (role == nullptr) {
        throw web::NotFound{"no such role"};
    }
    return *role;
}

web::Response RolePages::show(const web::Request& request) const {
    const auto role = find(request);
    auto typed = typed_of(role);
    typed.unit = request.query("unit").value_or("");
    typed.first_day = school_day(services_.clock.now());
    return role_page(request, 200, role, typed, new_check(request));
}

web::Response RolePages::change(const web::Request& request) const {
    const auto role = find(request);
    auto check = new_check(request);
    const auto form = RoleForm::from(request.form(), check);
    if (!check.is_fine()) {
        return role_page(request, 422, role, typed_of(form), check);
    }
    change_role(services_, request, role.code, [&](const RoleForm&) { return form; });
    return web::Response::see_other(path_of(role.code) + "?saved=yes");
}

web::Response RolePages::add_holder(const web::Request& request) const {
    const auto role = find(request);
    if (role.kind == RoleKind::Relative) {
        throw web::NotFound{"nobody holds a relative role"};
    }
    auto check = new_check(request);
    const auto& form = request.form();
    const auto now = services_.clock.now();
    auto typed = typed_of(role);
    typed.person = check.read_line(form, "person", "roles.person", mail_limit);
    typed.unit = form.value("unit");
    typed.first_day = check.read_line(form, "first_day", "away.first_day", day_limit);
    typed.last_day = check.read_line(form, "last_day", "away.last_day", day_limit);
    Holding holding{.role = role.code, .person = {}};
    read_days(holding, typed.first_day, typed.last_day, now, check);
    services_.database.read([&](db::Session& session) {
        const auto units = list_units(session);
        const auto unit = std::find_if(units.begin(), units.end(), [&](const Unit& one) { return one.id.text() == typed.unit; });
        if (unit != units.end()) {
            holding.unit = unit->id;
        } else if (!typed.unit.empty()) {
            check.add("unit", "field.unknown_value");
        }
        if (const auto person = choose_person(session, typed.person, "person", now, check)) {
            holding.person = person->id;
        }
    });
    if (check.is_fine()) {
        OwnSession own{services_, request};
        const auto why = change_holders(services_, request, own, [&](HoldingChange& change) { return change.add(holding); });
        if (!why) {
            return own.answer(web::Response::see_other(path_of(role.code) + "?saved=yes"));
        }
        explain(check, *why);
    }
    return role_page(request, 422, role, typed, check);
}

web::Response RolePages::move_holder(const web::Request& request) const {
    const auto role = find(request);
    const HoldingId id{request.path_number("holder")};
    OwnSession own{services_, request};
    if (change_holders(services_, request, own, [&](HoldingChange& change) { return change.move(role.code, id, request.form().value("to") == "up"); })) {
        throw web::NotFound{"no such holding"};
    }
    return own.answer(web::Response::see_other(path_of(role.code) + "#holders"));
}

web::Response RolePages::end_holder(const web::Request& request) const {
    const auto role = find(request);
    const HoldingId id{request.path_number("holder")};
    auto check = new_check(request);
    const auto now = services_.clock.now();
    const auto typed_day = check.read_line(request.form(), "last_day", "away.last_day", day_limit);
    const bool is_now = request.form().value("when") == "now";
    if (!is_now && !is_school_day(typed_day)) {
        check.add("end-" + id.text(), "field.not_a_date");
    }
    if (!check.is_fine()) {
        return role_page(request, 422, role, typed_of(role), check);
    }
    OwnSession own{services_, request};
    if (change_holders(services_, request, own, [&](HoldingChange& change) { return change.end(role.code, id, is_now ? day_before(now) : typed_day); })) {
        throw web::NotFound{"no such holding"};
    }
    return own.answer(web::Response::see_other(path_of(role.code) + "?saved=yes"));
}

web::Response RolePages::list_page(const web::Request& request, int status, const Typed& typed, const FormCheck& check) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto now = services_.clock.now();
    json view{{"title", check.title(texts.text(language, "roles.title"))}, {"nav", "people"}, {"roles", json::array()}};
    const auto table = services_.roles.table();
    services_.database.read([&](db::Session& session) {
        const auto lines = list_holding_lines(session, {}, now);
        view["roles"] = json::array();
        for (const auto& role : table->roles()) {
            std::vector<std::string> names;
            for (const auto& line : lines) {
                if (line.holding.role == role.code && line.when == HoldingLine::When::Now) {
                    names.push_back(line.unit_name.empty() ? line.name : texts.format(language, "roles.holder_for", {{"name", line.name}, {"unit", line.unit_name}}));
                }
            }
            view["roles"].push_back({{"href", path_of(role.code)},
                                     {"code", role.code.value},
                                     {"name", table->name(role.code, language)},
                                     {"kind", texts.text(language, "roles.kind." + std::string{name(role.kind)})},
                                     {"mail", role.email ? role.email->text() : ""},
                                     {"holders", names.empty() && role.is_staffed ? sharers_in_words(*table, role.code, texts, language) : join(names, ", ")},
                                     {"nobody", role.kind != RoleKind::Relative && !role.is_staffed}});
        }
        view["rows"] = named_rows(session, services_.named_rows, texts, language, now);
    });
    view["has_rows"] = !view["rows"].empty();
    view["kinds"] = kind_options(texts, language, typed.kind);
    view["form"] = {{"code", typed.code}, {"name_sv", typed.name_sv}, {"name_en", typed.name_en}, {"mail", typed.mail}};
    check.put_into(view, {"code", "name_sv", "name_en", "kind", "mail"});
    return services_.pages.render(request, status, "admin/roles", view);
}

web::Response RolePages::role_page(const web::Request& request, int status, const Role& role, const Typed& typed, const FormCheck& check) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto now = services_.clock.now();
    const auto path = path_of(role.code);
    const auto heading = services_.roles.name(role.code, language);
    json view{{"title", check.title(heading)}, {"nav", "people"}, {"heading", heading}, {"code", role.code.value}, {"action", path},
              {"kind", texts.text(language, "roles.kind." + std::string{name(role.kind)})},
              {"can_be_held", role.kind != RoleKind::Relative},
              {"nobody", role.kind != RoleKind::Relative && !role.is_staffed}};
    const auto shared = sharers_in_words(*services_.roles.table(), role.code, texts, language);
    view["shared"] = shared.empty() ? json(false) : json{{"text", shared}};
    const HoldingView words{texts, language, now};
    services_.database.read([&](db::Session& session) {
        for (const auto* part : {"now", "coming", "past", "units"}) {
            view[part] = json::array();
        }
        const auto lines = list_holding_lines(session, {.role = role.code}, now);
        // Whoever is asked first of those who hold the role or will cannot be asked earlier, nor the last one later.
        const auto is_over = [](const HoldingLine& line) { return line.when == HoldingLine::When::Past; };
        const auto first = std::find_if_not(lines.begin(), lines.end(), is_over);
        const auto last = std::find_if_not(lines.rbegin(), lines.rend(), is_over);
        for (const auto& line : lines) {
            auto shown = words.of(line, path);
            shown["can_go_up"] = first != lines.end() && line.id != first->id;
            shown["can_go_down"] = last != lines.rend() && line.id != last->id;
            const auto* part = line.when == HoldingLine::When::Now ? "now" : line.when == HoldingLine::When::Coming ? "coming" : "past";
            view[part].push_back(std::move(shown));
        }
        for (const auto& unit : list_units(session)) {
            view["units"].push_back({{"value", unit.id.text()}, {"label", unit.name}, {"selected", unit.id.text() == typed.unit}});
        }
    });
    for (const auto* part : {"now", "coming", "past", "units"}) {
        view[std::string{"has_"} + part] = !view[part].empty();
    }
    view["form"] = {{"name_sv", typed.name_sv}, {"name_en", typed.name_en}, {"mail", typed.mail}, {"person", typed.person},
                    {"first_day", typed.first_day}, {"last_day", typed.last_day}};
    check.put_into(view, {"name_sv", "name_en", "mail", "person", "unit", "first_day", "last_day"});
    if (request.query("saved")) {
        view["notices"] = json::array({{{"text", texts.text(language, "roles.saved")}}});
    }
    return services_.pages.render(request, status, "admin/role", view);
}

std::vector<web::Route> role_routes(const Services& services) {
    using enum web::Method;
    const auto pages = std::make_shared<const RolePages>(services);
    constexpr web::Access administrator{web::Audience::Administrator, web::Via::Page};
    return {
        {Get, "/admin/roles", administrator, [pages](const web::Request& request) { return pages->list(request); }},
        {Post, "/admin/roles", administrator, [pages](const web::Request& request) { return pages->add(request); }},
        {Get, "/admin/roles/{code}", administrator, [pages](const web::Request& request) { return pages->show(request); }},
        {Post, "/admin/roles/{code}", administrator, [pages](const web::Request& request) { return pages->change(request); }},
        {Post, "/admin/roles/{code}/holders", administrator, [pages](const web::Request& request) { return pages->add_holder(request); }},
        {Post, "/admin/roles/{code}/holders/{holder}/move", administrator, [pages](const web::Request& request) { return pages->move_holder(request); }},
        {Post, "/admin/roles/{code}/holders/{holder}/end", administrator, [pages](const web::Request& request) { return pages->end_holder(request); }},
    };
}

}  // namespace ansvar::identity
