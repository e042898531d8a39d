#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <set>

#include "core/number.hpp"
#include "core/text.hpp"
#include "tickets/alike.hpp"
#include "tickets/bulk_pages.hpp"
#include "tickets/colleagues.hpp"
#include "tickets/filter_list.hpp"
#include "tickets/filter_view.hpp"
#include "tickets/form_errors.hpp"
#include "tickets/next_ticket.hpp"
#include "tickets/page_services.hpp"
#include "tickets/queue.hpp"
#include "tickets/queue_memory.hpp"
#include "tickets/queue_view.hpp"
#include "tickets/saved_views.hpp"
#include "tickets/saved_views_pages.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

constexpr std::size_t page_size = 50;

/// What somebody wants to see of a queue: a tab, what is done, or what a filter lets through.
struct Asked {
    RoleCode role;
    std::string view = "all";          ///< a tab's name, or "done"
    std::optional<QueueView> tab;      ///< empty: no tab
    Filter filter;
    std::optional<saved_views::View> saved;  ///< the filter is this one's
    std::vector<web::FieldError> faults;     ///< of the filter
    std::optional<QueueCursor> after;

    /// On the first page of the whole queue it says whether several have reported the same.
    bool shows_alike() const { return tab == QueueView::All && !is_filtered() && !after; }
    bool is_filtered() const { return saved || !filter.is_empty(); }
    std::string path() const { return "/queues/" + percent_encode(role.value); }
    /// The address of this list, without the page of it: "/queues/ITS?view=mine".
    std::string address() const {
        const auto query = saved ? "saved=" + std::to_string(saved->id) : is_filtered() ? filter.query() : "view=" + view;
        return path() + "?" + query;
    }
};

struct Shown {
    QueuePage page;
    QueueCounts counts;
    std::int64_t total = 0;
    bool is_cut = false;      ///< a filter has not looked at everything
    std::size_t queues = 1;   ///< that the rows are of
    std::vector<saved_views::View> views;
    std::vector<presence::Present> present;
    std::vector<identity::Unit> units;                ///< those that a filter names
    std::vector<ticket_store::Named> holders;
    std::optional<next_ticket::Choice> next;
    std::vector<alike::OneOfMany> alike;
};

class QueuePages {
public:
    explicit QueuePages(PageServices services) : services_(std::move(services)) {}

    web::Response show(const web::Request& request) const;
    /// The form of a filter; what is wrong with one that was asked for.
    web::Response filter_form(const web::Request& request) const { return filter_page(request, asked(request), 200); }
    /// To the next ticket, or to the queue when there is none.
    web::Response next(const web::Request& request) const {
        const auto role = role_of(request);
        const auto not_this = id_from<TicketId>(request.query("not").value_or(""));
        const auto choice = services_.database().read(
            [&](db::Session& session) { return next_ticket::find(session, role, reader(request), services_.now(), not_this); });
        return web::Response::see_other(choice ? "/tickets/" + choice->id.text() : "/queues/" + percent_encode(role.value));
    }

private:
    /// The queue in the address, when it is open to whoever asks.
    RoleCode role_of(const web::Request& request) const {
        RoleCode role{request.path_value("role")};
        if (!services_.roles().table()->find(role) || !may_open_queue(reader(request), role)) {
            throw web::NotFound{};
        }
        return role;
    }
    Asked asked(const web::Request& request) const;
    Shown load(const Asked& asked, const identity::Person& person) const;
    web::Response filter_page(const web::Request& request, const Asked& asked, int status) const;
    json tabs(const Asked& asked, const QueueCounts& counts, const Wording& wording) const;
    json views(const Asked& asked, const std::vector<saved_views::View>& all, const identity::Person& person) const;
    json filter_said(const Asked& asked, const Shown& shown, const identity::Person& person, const Wording& wording) const;
    std::string nothing(const Asked& asked, const std::string& role_name, const Wording& wording) const;
    std::string caption(const Asked& asked, const std::string& role_name, const Wording& wording) const;

    std::vector<ticket_store::Named> holders_in(const RoleCode& role) const {
        return colleagues(*services_.desk.services().staff.staff(), role, services_.now());
    }

    PageServices services_;
};

Asked QueuePages::asked(const web::Request& request) const {
    const auto& person = reader(request);
    Asked asked;
    asked.role = role_of(request);
    asked.view = request.query("view").value_or("all");
    asked.tab = queue_view_from(asked.view);
    asked.after = QueueCursor::parse(request.query("after").value_or(""));
    if (!asked.tab && asked.view != "done") {
        throw web::NotFound{};
    }
    if (const auto saved = request.query("saved").value_or(""); !saved.empty()) {
        const auto id = whole_number<std::int64_t>(saved);
        asked.saved = id ? services_.database().read([&](db::Session& session) {
            return saved_views::find(session, static_cast<std::uint64_t>(*id), person);
        }) : std::nullopt;
        if (!asked.saved) {
            throw web::NotFound{};
        }
        asked.filter = asked.saved->filter;
    } else {
        asked.filter = Filter::from([&](std::string_view name) { return request.query_all(name); }, &asked.faults);
    }
    return asked;
}

Shown QueuePages::load(const Asked& asked, const identity::Person& person) const {
    const auto now = services_.now();
    return services_.database().read([&](db::Session& session) {
        const Queue queue{session, asked.role, person, now};
        const auto memory = services_.queue_memory.look(session, now);
        const auto whose = " " + asked.role.value + " " + person.id.text() + (sees_confidential_in(person, asked.role) ? " all" : " own");
        Shown shown;
        shown.counts = queue.counts(memory);
        if (asked.is_filtered()) {
            const FilteredList list{session, asked.filter, asked.role, person, services_.desk.services().router()->matrix(), now};
            shown.page = list.page(asked.after, page_size);
            shown.total = static_cast<std::int64_t>(list.count());
            shown.is_cut = list.is_cut();
            shown.queues = list.roles().size();
            if (asked.filter.unit) {
                shown.units = identity::list_units(session);
            }
            if (id_from<PersonId>(asked.filter.holder)) {
                shown.holders = holders_in(asked.role);
            }
        } else if (!asked.tab) {
            shown.page = queue.done(asked.after, page_size);
            shown.total = static_cast<std::int64_t>(shown.page.rows.size());
        } else {
            shown.page = queue.page(*asked.tab, asked.after, page_size);
            shown.total = shown.counts.of(*asked.tab);
        }
        shown.views = saved_views::list(session, person);
        if (asked.shows_alike() && shown.counts.all >= static_cast<std::int64_t>(alike::fewest) && person.works_in(asked.role)) {
            const auto around = std::chrono::floor<std::chrono::minutes>(now);
            shown.alike = memory.get("alike " + asked.role.value + " " + to_sql(around), {asked.role}, [&] { return alike::in_queue(session, asked.role, person, around); });
        }
        auto candidates = memory.get("next" + whose, {asked.role}, [&] { return next_ticket::list_candidates(session, asked.role, person, now); });
        std::set<TicketId> ids;
        std::transform(shown.page.rows.begin(), shown.page.rows.end(), std::inserter(ids, ids.end()), [](const auto& row) { return row.id; });
        std::transform(candidates.begin(), candidates.end(), std::inserter(ids, ids.end()), [](const auto& each) { return each.id; });
        shown.present = presence::of(session, {ids.begin(), ids.end()}, person.id, now);
        shown.next = next_ticket::choose_free(std::move(candidates), shown.present, now);
        return shown;
    });
}

json QueuePages::tabs(const Asked& asked, const QueueCounts& counts, const Wording& wording) const {
    auto tabs = json::array();
    for (const auto tab : {QueueView::All, QueueView::Mine, QueueView::Unassigned, QueueView::Due, QueueView::Waiting}) {
        tabs.push_back({{"href", asked.path() + "?view=" + std::string{name(tab)}},
                        {"label", wording.text("queue.tab." + std::string{name(tab)})},
                        {"count", counts.of(tab)},
                        {"current", !asked.is_filtered() && asked.tab == tab}});
    }
    return tabs;
}

/// The saved views that show something to this person: those of a queue that is open to them.
json QueuePages::views(const Asked& asked, const std::vector<saved_views::View>& all, const identity::Person& person) const {
    auto list = json::array();
    for (const auto& view : all) {
        const auto& roles = view.filter.roles;
        const auto open = std::find_if(roles.begin(), roles.end(), [&](const RoleCode& role) { return may_open_queue(person, role); });
        if (open == roles.end()) {
            continue;
        }
        const bool is_here = std::find(roles.begin(), roles.end(), asked.role) != roles.end();
        list.push_back({{"href", "/queues/" + percent_encode((is_here ? asked.role : *open).value) + "?saved=" + std::to_string(view.id)},
                        {"label", view.name},
                        {"shared", view.owner == person.id ? json(false) : json{{"by", view.owner_name}}},
                        {"current", asked.saved && asked.saved->id == view.id}});
    }
    return list;
}

/// What the filter asks for, and what can be done with it.
json QueuePages::filter_said(const Asked& asked, const Shown& shown, const identity::Person& person, const Wording& wording) const {
    if (!asked.is_filtered()) {
        return false;
    }
    const auto roles = services_.roles().table();
    const auto router = services_.desk.services().router();
    const FilterView view{wording, *roles, router->matrix(), shown.units, shown.holders};
    const bool is_own = asked.saved && asked.saved->owner == person.id;
    const auto query = asked.saved ? "saved=" + std::to_string(asked.saved->id) : asked.filter.query();
    return {{"name", asked.saved ? json{{"text", asked.saved->name}} : json(false)},
            {"said", view.said(asked.filter, asked.path())},
            {"change", asked.path() + "/filter?" + query},
            {"save", asked.saved ? json(false) : json{{"href", "/queues/views/new?here=" + percent_encode(asked.role.value) + "&" + query}}},
            {"edit", is_own ? json{{"href", "/queues/views/" + std::to_string(asked.saved->id)}} : json(false)},
            {"clear", asked.path()},
            {"cut", shown.is_cut ? json{{"text", wording.format(asked.filter.is_of_done() ? "filter.cut_done" : "filter.cut",
                                                                {{"count", examined_by_filter}})}}
                                 : json(false)}};
}

std::string QueuePages::nothing(const Asked& asked, const std::string& role_name, const Wording& wording) const {
    return wording.format("queue.nothing." + (asked.is_filtered() ? std::string{"filter"} : asked.view), {{"role", role_name}});
}

std::string QueuePages::caption(const Asked& asked, const std::string& role_name, const Wording& wording) const {
    if (asked.is_filtered()) {
        return asked.saved ? wording.format("queue.caption_saved", {{"view", asked.saved->name}}) : wording.format("queue.caption_filter", {{"role", role_name}});
    }
    return wording.format(asked.tab ? "queue.caption" : "queue.caption_done", {{"role", role_name}});
}

/// A page that the asker has already costs them nothing but the question: the live list asks again and again.
web::Response unless_known(const web::Request& request, web::Response response) {
    const auto tag = fmt::format("\"{:016x}-{}\"", std::hash<std::string_view>{}(response.body), response.body.size());
    if (request.header("if-none-match") == tag) {
        response.status = 304;
        response.body.clear();
    }
    response.set_header("ETag", tag);
    response.set_header("Server-Timing", "etag;desc=" + tag);  // the one header of its own page that a script can read
    return response;
}

web::Response QueuePages::show(const web::Request& request) const {
    const auto asked = this->asked(request);
    if (!asked.faults.empty()) {
        return filter_page(request, asked, 422);
    }
    const auto& person = reader(request);
    const auto wording = services_.wording(request);
    const auto shown = load(asked, person);
    const auto role_name = services_.roles().name(asked.role, wording.language());
    const auto router = services_.desk.services().router();
    const QueueRowsView rows{wording, services_.desk.services().schedule.calendars, router->matrix(), shown.queues > 1, shown.present};
    auto list_of_views = views(asked, shown.views, person);
    auto response = services_.pages.render(
        request, 200, "tickets/queue",
        {{"title", wording.format("queue.title", {{"role", asked.saved ? asked.saved->name : role_name}})},
         {"nav", "queue"},
         {"queue", asked.role.value},
         {"queue_open", shown.counts.all},
         {"role_name", role_name},
         {"role_url", percent_encode(asked.role.value)},
         {"next_ticket", shown.next ? json{{"href", "/tickets/" + shown.next->id.text()},
                                           {"label", wording.format("next.after", {{"number", shown.next->id.text()}})},
                                           {"why", next_ticket::words(*shown.next, wording)}}
                                    : json(false)},
         {"filter_href", asked.path() + "/filter"},
         {"alike", alike::suggestion(shown.alike, wording)},
         {"tabs", tabs(asked, shown.counts, wording)},
         {"has_views", !list_of_views.empty()},
         {"views", std::move(list_of_views)},
         {"filter", filter_said(asked, shown, person, wording)},
         {"has_tickets", !shown.page.rows.empty()},
         {"nothing", shown.page.rows.empty() ? nothing(asked, role_name, wording) : std::string{}},
         {"caption", caption(asked, role_name, wording)},
         {"groups", rows.groups(shown.page.rows)},
         {"all_marked", request.query("mark") == "all"},
         {"list", asked.address() + (asked.after ? "&after=" + asked.after->text() : "")},
         {"shown", wording.format("queue.shown", {{"shown", shown.page.rows.size()}, {"count", shown.total}})},
         {"more", shown.page.next ? json{{"href", asked.address() + "&after=" + shown.page.next->text()}} : json(false)}},
        "layout_agent");
    return unless_known(request, std::move(response));
}

web::Response QueuePages::filter_page(const web::Request& request, const Asked& asked, int status) const {
    const auto& person = reader(request);
    const auto wording = services_.wording(request);
    const auto [holders, units] = services_.database().read(
        [&](db::Session& session) { return std::pair{holders_in(asked.role), identity::list_units(session)}; });
    const auto roles = services_.roles().table();
    const auto router = services_.desk.services().router();
    auto queues = person.queues;
    if (std::find(queues.begin(), queues.end(), asked.role) == queues.end()) {
        queues.insert(queues.begin(), asked.role);
    }
    FormErrors errors;
    errors.add(asked.faults);
    json view = {{"nav", "queue"},
                 {"queue", asked.role.value},
                 {"role_url", percent_encode(asked.role.value)},
                 {"back", asked.is_filtered() ? asked.address() : asked.path()},
                 {"own", asked.saved && asked.saved->owner == person.id ? json{{"id", asked.saved->id}, {"name", asked.saved->name}} : json(false)},
                 {"form", FilterView{wording, *roles, router->matrix(), units, holders}.form(asked.filter, queues)}};
    for (const auto* typed : {"days", "tag", "text"}) {
        if (errors.has(typed)) {
            view["form"][typed] = request.query(typed).value_or("");
        }
    }
    errors.fill(view, wording, "filter.title", {"days", "tag", "text"});
    return services_.pages.render(request, status, "tickets/queue_filter", std::move(view), "layout_agent");
}

}  // namespace

std::vector<web::Route> queue_routes(const PageServices& services) {
    const auto pages = std::make_shared<QueuePages>(services);
    constexpr web::Access agents{web::Audience::Agent, web::Via::Page};
    std::vector<web::Route> routes{
        {web::Method::Get, "/queues/{role}", agents, [pages](const web::Request& request) { return pages->show(request); }},
        {web::Method::Get, "/queues/{role}/filter", agents, [pages](const web::Request& request) { return pages->filter_form(request); }},
        {web::Method::Get, "/queues/{role}/next", agents, [pages](const web::Request& request) { return pages->next(request); }}};
    for (auto& more : {saved_view_routes(services), bulk_routes(services)}) {
        routes.insert(routes.end(), more.begin(), more.end());
    }
    return routes;
}

}  // namespace ansvar::tickets
