#include "identity/import_pages.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include "core/csv.hpp"
#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/import_keeping.hpp"
#include "identity/own_session.hpp"
#include "identity/people_sheet.hpp"
#include "identity/people_store.hpp"
#include "identity/principal.hpp"
#include "identity/units.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

constexpr std::size_t most_shown = 200;
constexpr std::size_t most_ticked = 500;              // a form has at most 1,000 fields
constexpr std::size_t longest_kept_text = 256 * 1024;  // of a faulty list, in the page

/// Words of a plan for one reader.
class PlanView {
public:
    PlanView(const web::Texts& texts, web::Language language) : texts_{texts}, language_{language} {}

    json faults(const ImportPlan& plan) const {
        auto list = json::array();
        for (const auto& fault : plan.faults) {
            list.push_back({{"line", fault.line == 0 ? texts_.text(language_, "import.whole") : texts_.format(language_, "import.line", {{"line", fault.line}})},
                            {"text", texts_.format(language_, fault.text_key, fault.arguments)}});
        }
        return list;
    }

    json people(const std::vector<PlannedPerson>& people) const {
        auto list = json::array();
        for (std::size_t at = 0; at < std::min(people.size(), most_shown); ++at) {
            const auto& person = people[at];
            auto fields = json::array();
            for (const auto& field : person.fields) {
                fields.push_back({{"label", texts_.text(language_, "import.field." + field.name)},
                                  {"before", value(field.before)},
                                  {"after", value(field.after)},
                                  {"separator", &field == &person.fields.back() ? "" : ";"}});
            }
            list.push_back({{"href", "/admin/people/" + person.id.text()}, {"name", person.name}, {"mail", person.mail}, {"fields", std::move(fields)}});
        }
        return list;
    }

    static json absent(const ImportPlan& plan, const std::vector<std::string>& ticked) {
        auto list = json::array();
        for (std::size_t at = 0; at < std::min(plan.absent.size(), most_ticked); ++at) {
            const auto& one = plan.absent[at];
            const bool is_ticked = std::find(ticked.begin(), ticked.end(), one.id.text()) != ticked.end();
            list.push_back({{"id", one.id.text()}, {"name", one.name}, {"mail", one.mail}, {"ticked", is_ticked}});
        }
        return list;
    }

    /// "… and 12 more", or nothing.
    json more(std::size_t count, std::size_t shown) const {
        return count > shown ? json(texts_.format(language_, "import.more_rows", {{"count", count - shown}})) : json(false);
    }

private:
    std::string value(const std::string& text) const {
        return text.empty() ? texts_.text(language_, "import.empty") : text.starts_with("import.value.") ? texts_.text(language_, text) : text;
    }

    const web::Texts& texts_;
    web::Language language_;
};

std::vector<PersonId> ids_of(const std::vector<std::string>& texts) {
    std::vector<PersonId> ids;
    for (const auto& text : texts) {
        const auto id = id_from<PersonId>(text);
        if (!id) {
            throw web::BadRequest{"a person's id was expected"};
        }
        ids.push_back(*id);
    }
    return ids;
}

/// What was sent: the file, or else the pasted text.
std::string bytes_of(const web::Form& form) {
    const auto files = form.uploads("file");
    return files.empty() || files.front().bytes.empty() ? form.value("text") : std::string{files.front().bytes};
}

}  // namespace

web::Response ImportPages::ask(const web::Request& request) const { return ask_page(request, 200, "", {}, new_check(request)); }

web::Response ImportPages::sheet_template(const web::Request& request) const {
    const auto& row = services_.pages.texts().text(request.language(), "import.template_row");
    return web::Response::attachment(std::string{byte_order_mark} + row + "\r\n", "ansvar.csv", "text/csv; charset=utf-8");
}

web::Response ImportPages::upload(const web::Request& request) const {
    auto check = new_check(request);
    const auto text = read_list(bytes_of(request.form()), check);
    if (!text) {
        return ask_page(request, 422, "", {}, check);
    }
    const auto now = services_.clock.now();
    const auto plan = services_.database.read([&](db::Session& session) { return plan_import(session, *text, now); });
    if (!plan.faults.empty()) {
        check.add("faults", "import.faults");
        return ask_page(request, 422, text->size() > longest_kept_text ? "" : *text, plan, check);
    }
    const auto id = keep_import(services_.database, *text, principal(request).person.id, now);
    return web::Response::see_other("/admin/people/import/" + std::to_string(id));
}

web::Response ImportPages::preview(const web::Request& request) const {
    const auto id = request.path_number("id");
    const auto kept = services_.database.read([&](db::Session& session) { return read_import(session, id, principal(request).person.id, services_.clock.now()); });
    return kept.done ? done_page(request, *kept.done) : preview_page(request, 200, id, kept.plan, {}, new_check(request));
}

web::Response ImportPages::confirm(const web::Request& request) const {
    const auto id = request.path_number("id");
    const auto ticked = request.form().values("left");
    OwnSession own{services_, request};
    if (const auto refusal = confirm_import(services_, request, id, request.form().value("fingerprint"), ids_of(ticked), own)) {
        auto check = new_check(request);
        check.add("confirm", refusal->text_key);
        return preview_page(request, 422, id, refusal->plan, ticked, check);
    }
    return own.answer(web::Response::see_other("/admin/people/import/" + std::to_string(id)));
}

web::Response ImportPages::ask_page(const web::Request& request, int status, const std::string& text, const ImportPlan& plan,
                                    const FormCheck& check) const {
    const auto& texts = services_.pages.texts();
    json view{{"title", check.title(texts.text(request.language(), "import.title"))},
              {"nav", "people"},
              {"text", text},
              {"faults", PlanView{texts, request.language()}.faults(plan)}};
    view["has_faults"] = !plan.faults.empty();
    check.put_into(view, {"file"});
    return services_.pages.render(request, status, "admin/import", view);
}

web::Response ImportPages::preview_page(const web::Request& request, int status, std::uint64_t id, const ImportPlan& plan,
                                        const std::vector<std::string>& ticked, const FormCheck& check) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto heading = texts.text(language, "import.preview_title");
    const PlanView words{texts, language};
    const bool can_confirm = plan.faults.empty();
    json view{{"title", check.title(heading)},
              {"nav", "people"},
              {"heading", heading},
              {"summary", texts.format(language, "import.summary",
                                       {{"added", plan.added.size()}, {"changed", plan.changed.size()}, {"unchanged", plan.unchanged}, {"absent", plan.absent.size()}})},
              {"action", "/admin/people/import/" + std::to_string(id)},
              {"fingerprint", plan.fingerprint()},
              {"is_done", false},
              {"can_confirm", can_confirm},
              {"nothing", plan.added.empty() && plan.changed.empty()},
              {"faults", words.faults(plan)},
              {"has_faults", !can_confirm},
              {"added", words.people(plan.added)},
              {"has_added", !plan.added.empty()},
              {"added_more", words.more(plan.added.size(), most_shown)},
              {"changed", words.people(plan.changed)},
              {"has_changed", !plan.changed.empty()},
              {"changed_more", words.more(plan.changed.size(), most_shown)},
              {"absent", PlanView::absent(plan, ticked)},
              {"has_absent", !plan.absent.empty()},
              {"absent_more", words.more(plan.absent.size(), most_ticked)}};
    check.put_into(view, {"confirm"});
    return services_.pages.render(request, status, "admin/import_preview", view);
}

web::Response ImportPages::done_page(const web::Request& request, const nlohmann::json& counts) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto heading = texts.text(language, "import.done_title");
    const auto count = [&](const char* name) { return counts.value(name, std::uint64_t{0}); };
    json view{{"title", heading},
              {"nav", "people"},
              {"heading", heading},
              {"summary", texts.format(language, "import.done", {{"added", count("added")}, {"changed", count("changed")}, {"unchanged", count("unchanged")}, {"left", count("left")}})},
              {"is_done", true},
              {"can_confirm", false},
              {"has_faults", false},
              {"faults", json::array()}};
    new_check(request).put_into(view, {"confirm"});
    return services_.pages.render(request, 200, "admin/import_preview", view);
}

web::Response ImportPages::export_people(const web::Request& request) const {
    const auto now = services_.clock.now();
    std::vector<Unit> units;
    const auto people = services_.database.read([&](db::Session& session) {
        units = list_units(session);
        return list_people(session, now);
    });
    const auto& header = services_.pages.texts().text(request.language(), "import.template_row");
    const char separator = header.find(';') == std::string::npos ? ',' : ';';
    std::map<PersonId, std::string> addresses;
    std::map<UnitId, std::string> unit_names;
    for (const auto& person : people) {
        addresses[person.id] = person.email ? person.email->text() : "";
    }
    for (const auto& unit : units) {
        unit_names[unit.id] = unit.name;
    }
    auto csv = std::string{byte_order_mark} + header + "\r\n";
    std::size_t count = 0;
    for (const auto& person : people) {
        if (!person.email) {
            continue;  // a service account is nobody
        }
        std::vector<std::string> roles;
        std::transform(person.roles.begin(), person.roles.end(), std::back_inserter(roles), [](const RoleCode& role) { return role.value; });
        csv += csv_line({person.name, person.email->text(), person.title, person.phone, person.room, std::string{web::to_string(person.language)},
                         person.manager ? addresses[*person.manager] : "", person.unit ? unit_names[*person.unit] : "", join(roles, " ")},
                        separator);
        ++count;
    }
    record_view(services_.database, request, {.action = "export.people", .object_kind = "export", .object_id = "people", .details = {{"count", count}}}, now);
    return web::Response::attachment(std::move(csv), "ansvar-" + school_day(now) + ".csv", "text/csv; charset=utf-8");
}

std::vector<web::Route> import_routes(const Services& services) {
    using enum web::Method;
    const auto pages = std::make_shared<const ImportPages>(services);
    constexpr web::Access administrator{web::Audience::Administrator, web::Via::Page};
    const web::Limits with_file{.max_body_bytes = most_import_bytes + 1024 * 1024, .pool = web::Pool::Uploads};
    return {
        {Get, "/admin/people.csv", administrator, [pages](const web::Request& request) { return pages->export_people(request); }},
        {Get, "/admin/people/import", administrator, [pages](const web::Request& request) { return pages->ask(request); }},
        {Get, "/admin/people/import/template.csv", administrator, [pages](const web::Request& request) { return pages->sheet_template(request); }},
        {Post, "/admin/people/import", administrator, [pages](const web::Request& request) { return pages->upload(request); }, with_file},
        {Get, "/admin/people/import/{id}", administrator, [pages](const web::Request& request) { return pages->preview(request); }},
        {Post, "/admin/people/import/{id}", administrator, [pages](const web::Request& request) { return pages->confirm(request); }},
    };
}

}  // namespace ansvar::identity
