#include "identity/audit_pages.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "core/csv.hpp"
#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/audit_question.hpp"
#include "identity/audit_view.hpp"
#include "identity/form_check.hpp"
#include "web/errors.hpp"
#include "web/json_lists.hpp"
#include "web/manners.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

constexpr std::size_t page_size = 50;
constexpr std::size_t csv_batch = 1000;
constexpr std::size_t csv_limit = 20'000;  ///< lines of a file: it is made in memory

class AuditPages {
public:
    explicit AuditPages(Services services) : services_{std::move(services)}, actions_{known_audit_actions(services_.pages.texts())} {}

    web::Response show(const web::Request& request) const;
    web::Response download(const web::Request& request) const;
    web::Response list(const web::Request& request) const;

private:
    json groups_view(const web::Request& request, const std::string& chosen) const;
    json kinds_view(const web::Request& request, const std::string& chosen) const;

    Services services_;
    std::vector<std::string> actions_;
};

/// Where to go on, of a page's address; NotFound for what no page gave.
std::optional<std::uint64_t> before_of(const web::Request& request) {
    const auto text = request.query("before");
    const auto before = text ? id_from<std::uint64_t>(*text) : std::nullopt;
    if (text && !before) {
        throw web::NotFound{"a cursor that no page gave"};
    }
    return before;
}

json AuditPages::groups_view(const web::Request& request, const std::string& chosen) const {
    const auto& texts = services_.pages.texts();
    std::set<std::string> groups;
    for (const auto& action : actions_) {
        groups.emplace(group_of(action));
    }
    auto list = json::array();
    for (const auto& group : groups) {
        list.push_back({{"value", group}, {"label", texts.text(request.language(), "audit.group." + group)}, {"selected", group_of(chosen) == group}});
    }
    return list;
}

json AuditPages::kinds_view(const web::Request& request, const std::string& chosen) const {
    constexpr std::string_view prefix = "audit.kind.";
    const auto& texts = services_.pages.texts();
    auto list = json::array();
    for (const auto& key : texts.keys()) {
        if (key.starts_with(prefix)) {
            const auto kind = key.substr(prefix.size());
            list.push_back({{"value", kind}, {"label", texts.text(request.language(), key)}, {"selected", kind == chosen}});
        }
    }
    return list;
}

web::Response AuditPages::show(const web::Request& request) const {
    const auto now = services_.clock.now();
    const auto question = AuditQuestion::from_query(request);
    const auto before = before_of(request);
    std::vector<QuestionFault> faults;
    AuditPage page;
    AuditNames names;
    services_.database.read([&](db::Session& session) {
        faults.clear();
        const auto filter = question.read(session, actions_, now, faults);
        page = faults.empty() ? load_audit(session, filter, before, page_size) : AuditPage{};
        names = find_audit_names(session, page.lines);
    });
    const auto& texts = services_.pages.texts();
    FormCheck check{texts, request.language()};
    for (const auto& fault : faults) {
        check.add(fault.field, fault.text_key, fault.arguments);
    }
    const AuditWording wording{texts, request.language(), now, std::move(names)};
    auto lines = json::array();
    for (const auto& line : page.lines) {
        lines.push_back(wording.view(line));
    }
    const auto query = question.as_query();
    const auto more = page.next ? json{{"href", "/admin/audit?" + (query.empty() ? "" : query + "&") + "before=" + std::to_string(*page.next)}} : json(false);
    json view{{"title", check.title(texts.text(request.language(), "audit.title"))},
              {"nav", "admin"},
              {"question", {{"person", question.person}, {"object_id", question.object_id}, {"from", question.from}, {"to", question.to}}},
              {"is_asked", !question.is_empty()},
              {"groups", groups_view(request, question.action)},
              {"kinds", kinds_view(request, question.object_kind)},
              {"csv_href", "/admin/audit.csv" + (query.empty() ? "" : "?" + query)},
              {"has_lines", !lines.empty()},
              {"lines", std::move(lines)},
              {"more", more}};
    check.put_into(view, {"person", "action", "object_kind", "object_id", "from", "to"});
    return services_.pages.render(request, check.is_fine() ? 200 : 422, "admin/audit", view);
}

std::vector<std::string> csv_cells(const AuditLine& line, const AuditWording& wording) {
    return {to_rfc3339(line.happened_at),
            wording.who(line),
            line.actor ? line.actor->text() : "",
            line.actor_kind,
            line.credential ? std::to_string(*line.credential) : "",
            line.client_address,
            wording.what(line),
            line.action,
            line.object_kind,
            line.object_id,
            wording.object(line),
            line.details.is_discarded() ? "" : line.details.dump(-1, ' ', false, json::error_handler_t::replace)};
}

web::Response AuditPages::download(const web::Request& request) const {
    const auto now = services_.clock.now();
    const auto question = AuditQuestion::from_query(request);
    const auto& texts = services_.pages.texts();
    const char separator = request.language() == web::Language::Sv ? ';' : ',';
    std::vector<std::string> header;
    for (const auto* column : {"when", "who", "person", "kind", "credential", "from", "what", "action", "object_kind", "object_id", "object", "details"}) {
        header.push_back(texts.text(request.language(), std::string{"audit.csv."} + column));
    }
    const AuditWording wording{texts, request.language(), now};
    std::vector<QuestionFault> faults;
    AuditFilter filter;
    services_.database.read([&](db::Session& session) {
        faults.clear();
        filter = question.read(session, actions_, now, faults);
    });
    if (!faults.empty()) {
        throw web::BadRequest{"a question that means nothing", faults.front().field};
    }
    auto csv = std::string{byte_order_mark} + csv_line(header, separator);
    std::size_t count = 0;
    for (std::optional<std::uint64_t> before; count == 0 || before;) {
        const auto page = services_.database.read([&](db::Session& session) { return load_audit(session, filter, before, csv_batch); });
        for (const auto& line : page.lines) {
            csv += csv_line(csv_cells(line, wording), separator);
        }
        count += page.lines.size();
        before = count < csv_limit ? page.next : std::nullopt;
        if (page.lines.empty()) {
            break;
        }
    }
    record_view(services_.database, request,
                {.action = "export.audit", .object_kind = "export", .object_id = "audit", .details = {{"question", question.as_query()}, {"lines", count}}}, now);
    return web::Response::attachment(std::move(csv), texts.text(request.language(), "audit.csv.file"), "text/csv; charset=utf-8");
}

json api_line(const AuditLine& line) {
    const auto or_null = [](const std::string& text) { return text.empty() ? json() : json(text); };
    return {{"id", line.id},
            {"happened_at", to_rfc3339(line.happened_at)},
            {"person", line.actor ? json(line.actor->value) : json()},
            {"by", line.actor_kind},
            {"credential", line.credential ? json(*line.credential) : json()},
            {"client_address", or_null(line.client_address)},
            {"action", line.action},
            {"object_kind", line.object_kind},
            {"object_id", or_null(line.object_id)},
            {"details", line.details.is_discarded() ? json() : line.details}};
}

web::FieldError field_error(const QuestionFault& fault) {
    const bool is_malformed = fault.text_key == "field.not_a_date";
    return {.pointer = "/" + fault.field, .code = is_malformed ? "malformed" : "unknown-value", .text_key = fault.text_key, .arguments = fault.arguments};
}

web::Response AuditPages::list(const web::Request& request) const {
    const auto now = services_.clock.now();
    const auto question = AuditQuestion::from_query(request);
    std::vector<web::FieldError> errors;
    const auto limit = whole_number<unsigned>(request.query("limit").value_or("50"));
    if (!limit || *limit < 1 || *limit > 200) {
        errors.push_back({.pointer = "/limit", .code = "out-of-range", .text_key = "field.out_of_range", .arguments = {{"from", 1}, {"to", 200}}});
    }
    const auto after = request.query("after");
    const auto before = after ? id_from<std::uint64_t>(*after) : std::nullopt;
    if (after && !before) {
        errors.push_back({.pointer = "/after", .code = "malformed", .text_key = "field.malformed"});
    }
    AuditPage page;
    services_.database.read([&](db::Session& session) {
        std::vector<QuestionFault> faults;
        const auto filter = question.read(session, actions_, now, faults);
        for (const auto& fault : faults) {
            errors.push_back(field_error(fault));
        }
        if (errors.empty()) {
            page = load_audit(session, filter, before, *limit);
        }
    });
    if (!errors.empty()) {
        throw web::Unprocessable{errors};
    }
    auto items = json::array();
    for (const auto& line : page.lines) {
        items.push_back(api_line(line));
    }
    return web::list_page(request, std::move(items), page.next ? std::optional{std::to_string(*page.next)} : std::nullopt);
}

}  // namespace

std::vector<web::Route> audit_routes(const Services& services) {
    using enum web::Method;
    const auto pages = std::make_shared<const AuditPages>(services);
    constexpr web::Access auditors{web::Audience::Auditor, web::Via::Page};
    constexpr web::Access programs{web::Audience::Auditor, web::Scope::AuditRead};
    return {{Get, "/admin/audit", auditors, [pages](const web::Request& request) { return pages->show(request); }},
            {Get, "/admin/audit.csv", auditors, [pages](const web::Request& request) { return pages->download(request); }},
            {Get, "/api/v1/audit", programs, [pages](const web::Request& request) { return pages->list(request); }, {},
             {.query = {"person", "action", "object_kind", "object_id", "from", "to", "limit", "after"}}}};
}

}  // namespace ansvar::identity
