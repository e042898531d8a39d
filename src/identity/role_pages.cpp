#include "identity/role_pages.hpp"

#include <algorithm>
#include <memory>

#include "core/text.hpp"
#include "identity/own_session.hpp"
#include "identity/people_store.hpp"
#include "identity/person_choice.hpp"
#include "identity/school_day.hpp"
#include "identity/units.hpp"
#include "queries/identity.hpp"
#include "web/errors.hpp"
#include "web/moments.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;
namespace sql = queries::identity;

constexpr std::size_t code_limit = 32;
constexpr std::size_t name_limit = 100;
constexpr std::size_t mail_limit = 254;
constexpr std::size_t day_limit = 10;

std::string path_of(const RoleCode& code) { return "/admin/roles/" + percent_encode(code.value); }

db::Value address_or_null(const std::string& typed) {
    const auto address = MailAddress::parse(typed);
    return address ? db::Value{address->text()} : db::Value{};
}

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

void explain(FormCheck& check, HoldingRefusal why) {
    switch (why) {
        case HoldingRefusal::NotThere:
            throw web::NotFound{"no such holding"};
        case HoldingRefusal::HeldAlready:
            return check.add("person", "roles.held_already");
        case HoldingRefusal::EndsBeforeItBegins:
            return check.add("last_day", "field.dates_reversed");
    }
}

json audit_view(const Role& role) {
    return {{"name_sv", role.name_sv}, {"name_en", role.name_en}, {"mailbox", role.email.has_value()}};
}

}  // namespace

RolePages::Typed RolePages::read_role(const web::Form& form, FormCheck& check) {
    Typed typed{.code = check.read_line(form, "code", "roles.code", code_limit),
                .name_sv = check.read_line(form, "name_sv", "roles.name_sv", name_limit),
                .name_en = check.read_line(form, "name_en", "roles.name_en", name_limit),
                .kind = form.value("kind"),
                .mail = check.read_line(form, "mail", "roles.mail", mail_limit),
                .person = {}, .unit = {}, .first_day = {}, .last_day = {}};
    if (typed.name_sv.empty()) {
        check.add("name_sv", "roles.name_needed");
    }
    if (typed.name_en.empty()) {
        check.add("name_en", "roles.name_needed");
    }
    if (!typed.mail.empty() && !MailAddress::parse(typed.mail)) {
        check.add("mail", "field.not_an_address");
    }
    return typed;
}

web::Response RolePages::list(const web::Request& request) const { return list_page(request, 200, {}, new_check(request)); }

web::Response RolePages::add(const web::Request& request) const {
    auto check = new_check(request);
    const auto typed = read_role(request.form(), check);
    if (typed.code.empty() || typed.code.find_first_of("\"'<>&/?#;,:+") != std::string::npos) {
        check.add("code", "roles.bad_code");
    }
    if (typed.kind != name(RoleKind::Queue) && typed.kind != name(RoleKind::Referral)) {
        check.add("kind", "field.unknown_value");
    }
    if (!check.is_fine()) {
        return list_page(request, 422, typed, check);
    }
    const auto now = services_.clock.now();
    try {
        services_.database.in_transaction([&](db::Transaction& tx) {
            tx.execute(sql::insert_role, {{"code", typed.code}, {"name_sv", typed.name_sv}, {"name_en", typed.name_en}, {"kind", typed.kind}, {"email", address_or_null(typed.mail)}});
            record(tx, Actor::of(request),
                   {.action = "role.added", .object_kind = "role", .object_id = typed.code,
                    .details = {{"kind", typed.kind}, {"name_sv", typed.name_sv}, {"name_en", typed.name_en}, {"mailbox", !typed.mail.empty()}}},
                   now);
        });
    } catch (const db::Duplicate&) {
        check.add("code", "roles.code_taken");
        return list_page(request, 422, typed, check);
    }
    tell_changed(services_);
    return web::Response::see_other(path_of(RoleCode{typed.code}) + "?saved=yes");
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
    Typed typed{.code = {}, .name_sv = role.name_sv, .name_en = role.name_en, .kind = {}, .mail = role.email ? role.email->text() : "",
                .person = {}, .unit = request.query("unit").value_or(""), .first_day = school_day(services_.clock.now()), .last_day = {}};
    return role_page(request, 200, role, typed, new_check(request));
}

web::Response RolePages::change(const web::Request& request) const {
    const auto role = find(request);
    auto check = new_check(request);
    const auto typed = read_role(request.form(), check);
    if (!check.is_fine()) {
        return role_page(request, 422, role, typed, check);
    }
    const auto now = services_.clock.now();
    services_.database.in_transaction([&](db::Transaction& tx) {
        tx.execute(sql::update_role, {{"code", role.code}, {"name_sv", typed.name_sv}, {"name_en", typed.name_en}, {"email", address_or_null(typed.mail)}});
        auto after = role;
        after.name_sv = typed.name_sv;
        after.name_en = typed.name_en;
        after.email = MailAddress::parse(typed.mail);
        record(tx, Actor::of(request),
               {.action = "role.changed", .object_kind = "role", .object_id = role.code.value,
                .details = {{"before", audit_view(role)}, {"after", audit_view(after)}, {"mailbox_changed", role.email != after.email}}},
               now);
    });
    tell_changed(services_);
    return web::Response::see_other(path_of(role.code) + "?saved=yes");
}

template <class Work>
std::optional<HoldingRefusal> RolePages::carry_out(const web::Request& request, web::Response& response, const Work& work) const {
    const auto now = services_.clock.now();
    const auto by = Actor::of(request);
    OwnSession own{services_, request};
    const auto why = services_.database.in_transaction([&](db::Transaction& tx) {
        HoldingChange change{tx, by, now};
        const auto refused = work(change);
        for (const auto person : change.signed_out()) {
            own.renew_if_of(tx, person, now);
        }
        return refused;
    });
    if (!why) {
        tell_changed(services_);
        response = own.answer(std::move(response));
    }
    return why;
}

web::Response RolePages::add_holder(const web::Request& request) const {
    const auto role = find(request);
    if (role.kind == RoleKind::Relative) {
        throw web::NotFound{"nobody holds a relative role"};
    }
    auto check = new_check(request);
    const auto& form = request.form();
    const auto now = services_.clock.now();
    Typed typed{.code = {}, .name_sv = role.name_sv, .name_en = role.name_en, .kind = {}, .mail = role.email ? role.email->text() : "",
                .person = check.read_line(form, "person", "roles.person", mail_limit), .unit = form.value("unit"),
                .first_day = check.read_line(form, "first_day", "away.first_day", day_limit),
                .last_day = check.read_line(form, "last_day", "away.last_day", day_limit)};
    Holding holding{.role = role.code, .person = {}};
    for (const auto& [text, field, day] : {std::tuple{typed.first_day, "first_day", &holding.valid_from}, {typed.last_day, "last_day", &holding.valid_to}}) {
        if (!text.empty() && !is_school_day(text)) {
            check.add(field, "field.not_a_date");
        }
        *day = text.empty() ? std::nullopt : std::optional{text};
    }
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
    if (check.is_fine() && holding.valid_to && *holding.valid_to < school_day(now)) {
        check.add("last_day", "away.is_past");
    }
    if (check.is_fine()) {
        auto response = web::Response::see_other(path_of(role.code) + "?saved=yes");
        const auto why = carry_out(request, response, [&](HoldingChange& change) { return change.add(holding); });
        if (!why) {
            return response;
        }
        explain(check, *why);
    }
    return role_page(request, 422, role, typed, check);
}

web::Response RolePages::move_holder(const web::Request& request) const {
    const auto role = find(request);
    const HoldingId id{request.path_number("holder")};
    auto response = web::Response::see_other(path_of(role.code) + "#holders");
    const auto why = carry_out(request, response, [&](HoldingChange& change) { return change.move(role.code, id, request.form().value("to") == "up"); });
    if (why) {
        throw web::NotFound{"no such holding"};
    }
    return response;
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
        Typed typed{.code = {}, .name_sv = role.name_sv, .name_en = role.name_en, .kind = {}, .mail = role.email ? role.email->text() : "",
                    .person = {}, .unit = {}, .first_day = {}, .last_day = {}};
        return role_page(request, 422, role, typed, check);
    }
    auto response = web::Response::see_other(path_of(role.code) + "?saved=yes");
    if (carry_out(request, response, [&](HoldingChange& change) { return change.end(role.code, id, is_now ? day_before(now) : typed_day); })) {
        throw web::NotFound{"no such holding"};
    }
    return response;
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
