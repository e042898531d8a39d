#include "app/layout.hpp"

#include <memory>
#include <nlohmann/json.hpp>

#include "app/admin_page.hpp"
#include "core/text.hpp"
#include "db/errors.hpp"
#include "identity/principal.hpp"
#include "tickets/queue.hpp"
#include "tickets/queue_memory.hpp"
#include "tickets/undo_pages.hpp"

namespace ansvar::app {

namespace {

using nlohmann::json;

struct MenuItem {
    const char* nav;       ///< what a page calls itself
    const char* href;
    const char* text_key;
    const char* icon;
    const char* shortcut;  ///< the key after g; null for none
    bool wide;             ///< left out on a phone
};

constexpr MenuItem new_ticket{"new", "/tickets/new", "nav.new_ticket", "plus", "n", false};
constexpr MenuItem mine{"mine", "/tickets/mine", "nav.my_tickets", "list", nullptr, false};
constexpr MenuItem overview{"overview", "/overview", "nav.overview", "chart", "o", false};
constexpr MenuItem reports{"reports", "/reports", "period_report.link", "list", nullptr, true};
constexpr MenuItem matrix{"matrix", "/matrix", "nav.matrix", "grid", nullptr, true};
constexpr MenuItem administration{"admin", "/admin", "nav.administration", "users", nullptr, false};

std::vector<MenuItem> menu_of(const identity::Person* person) {
    std::vector<MenuItem> items{new_ticket};
    if (person) {
        items.push_back(mine);
        if (may_open_administration(*person)) {
            items.push_back(administration);
        }
        if (person->is_manager || person->is_administrator) {
            items.push_back(overview);
            items.push_back(reports);
        }
    }
    items.push_back(matrix);
    return items;
}

/// All pages of the administration stand under one item, whatever they call themselves.
std::string nav_of(const web::Request& request, const json& view) {
    const bool is_administration = request.path() == "/admin" || request.path().starts_with("/admin/");
    return is_administration ? "admin" : view.value("nav", "none");
}

std::vector<std::pair<RoleCode, std::int64_t>> count_open(db::Database& database, tickets::QueueMemory& memory, const identity::Person& person, Timestamp now) {
    auto what = "open " + person.id.text();
    for (const auto& queue : person.queues) {
        what += ' ' + queue.value;
    }
    return database.read([&](db::Session& session) {
        return memory.look(session, now).get(what, person.queues, [&] { return tickets::count_open(session, person); });
    });
}

/// The page of a queue has counted it, and says so as "queue_open": the side bar agrees with it.
json queues_view(const std::vector<std::pair<RoleCode, std::int64_t>>& counts, const identity::RoleDirectory& roles, web::Language language, const json& view) {
    const auto current = view.value("nav", "") == "queue" ? view.value("queue", "") : "";
    const auto known = view.find("queue_open");
    auto queues = json::array();
    for (const auto& [role, open] : counts) {
        const bool is_current = role.value == current;
        queues.push_back({{"href", "/queues/" + percent_encode(role.value)},
                          {"name", roles.name(role, language)},
                          {"open", is_current && known != view.end() ? *known : json(open)},
                          {"current", is_current}});
    }
    return queues;
}

}  // namespace

web::LayoutFiller layout_filler(db::Database& database, const identity::RoleDirectory& roles, const web::Texts& texts,
                                const web::Assets& assets, const Clock& clock) {
    const web::Headers ahead{{"Speculation-Rules", '"' + assets.url("ahead.rules.json") + '"'}};
    return [&, ahead, memory = std::make_shared<tickets::QueueMemory>()](const web::Request& request, json& view) {
        const auto language = request.language();
        const auto* who = identity::find_principal(request);
        const auto* person = who ? &who->person : nullptr;
        const auto nav = nav_of(request, view);
        auto menu = json::array();
        for (const auto& item : menu_of(person)) {
            menu.push_back({{"href", item.href},
                            {"label", texts.text(language, item.text_key)},
                            {"current", nav == item.nav},
                            {"wide", item.wide},
                            {"shortcut", item.shortcut ? json{{"key", item.shortcut}} : json(false)},
                            {"icon", item.icon}});
        }
        auto queues = json::array();
        view["undo"] = false;
        try {
            if (person && (request.query("undo") || request.query("undone"))) {
                view["undo"] = database.read([&](db::Session& session) { return tickets::undo_bar(session, request, *person, texts, clock.now()); });
            }
            if (person && person->is_agent()) {
                queues = queues_view(count_open(database, *memory, *person, clock.now()), roles, language, view);
            }
        } catch (const db::Error&) {
            // The page itself will say that the database is away; the frame around it must not.
        }
        if (person && person->is_agent()) {
            if (!queues.empty() && nav != "queue") {
                const auto& first = queues.front();
                menu.insert(menu.begin(), json{{"href", first["href"]}, {"label", first["name"]}, {"current", false}, {"wide", false},
                                               {"shortcut", json{{"key", "q"}}}, {"icon", "inbox"}});
            }
        }
        const auto other = language == web::Language::Sv ? web::Language::En : web::Language::Sv;
        const auto other_code = std::string{web::to_string(other)};
        view["shortcuts"] = person && person->is_agent() && person->wants_shortcuts;
        view["palette"] = person && nav != "new";  // the form must be light; it has a link to the search
        view["here"] = request.method() == web::Method::Get ? request.path() : std::string{"/"};
        view["other_language"] = {{"code", other_code}, {"name", texts.text(language, "language." + other_code)}};
        view["has_accessibility_page"] = false;
        view["in_administration"] = person && nav == "admin" && request.path() != "/admin";
        view["person"] = person ? json{{"label", person->name}} : json(false);
        if (!view.contains("notices")) {
            view["notices"] = person && person->is_agent() ? tickets::left_said(request, texts) : json::array();
        }
        view["menu"] = std::move(menu);
        view["has_queues"] = !queues.empty();
        view["queues"] = std::move(queues);
        return person && person->is_agent() ? ahead : web::Headers{};
    };
}

}  // namespace ansvar::app
