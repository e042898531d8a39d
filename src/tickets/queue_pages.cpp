#include "clock/working_time.hpp"
#include "core/text.hpp"
#include "tickets/alike.hpp"
#include "tickets/page_services.hpp"
#include "tickets/queue.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

constexpr std::size_t page_size = 50;

class QueuePages {
public:
    explicit QueuePages(PageServices services) : services_(std::move(services)) {}

    web::Response show(const web::Request& request) const;

private:
    json row_view(const QueueRow& row, const Wording& wording) const;
    json due_view(const QueueRow& row, const Wording& wording) const;
    json groups_view(const std::vector<QueueRow>& rows, const Wording& wording) const;
    static std::string group_of(const QueueRow& row, Timestamp now);

    PageServices services_;
};

std::string QueuePages::group_of(const QueueRow& row, Timestamp now) {
    return !is_open(row.state)                           ? "done"
           : is_waiting(row.state)                       ? "paused"
           : row.due_at < now                            ? "late"
           : row.due_at < stockholm_midnight(now, 1) ? "today"
                                                         : "later";
}

json QueuePages::due_view(const QueueRow& row, const Wording& wording) const {
    const auto now = wording.now();
    json view = {{"datetime", to_rfc3339(row.due_at)}, {"late", false}, {"kind", "later"}, {"text", wording.when(row.due_at)},
                 {"exact", wording.format("due.exact", {{"when", wording.exact(row.due_at)}})}};
    if (!is_open(row.state)) {
        view["text"] = wording.text("state." + std::string{name(row.state)});
    } else if (is_waiting(row.state)) {
        const auto since = row.paused_at.value_or(row.due_at);
        view["kind"] = "paused";
        view["text"] = wording.format("due.paused", {{"when", wording.day(since)}});
        view["exact"] = wording.format("due.exact_paused", {{"when", wording.exact(since)}});
    } else if (row.due_at < now) {
        const auto minutes = clock::working_minutes(row.due_at, now, services_.desk.services().targets.opening());
        view["kind"] = "late";
        view["late"] = true;
        view["text"] = wording.format("due.late", {{"duration", wording.duration(minutes)}});
        view["exact"] = wording.format("due.exact_late", {{"when", wording.exact(row.due_at)}});
    } else if (row.due_at < stockholm_midnight(now, 1)) {
        view["kind"] = "today";
        view["text"] = clock_time(row.due_at);
    }
    return view;
}

json QueuePages::row_view(const QueueRow& row, const Wording& wording) const {
    const auto state = std::string{name(row.state)};
    const bool urgent = row.priority >= Priority::High;
    return {{"number", row.id.value},
            {"state", {{"code", state}, {"word", wording.text("state." + state)}}},
            {"subject", row.subject},
            {"area", row.area.value_or("")},
            {"requester", row.requester},
            {"unread", row.state == State::New},
            {"urgent", urgent ? json{{"word", wording.text("priority." + std::string{name(row.priority)})}} : json(false)},
            {"holder", row.assignee ? json{{"name", row.assignee_name}, {"initials", initials(row.assignee_name)}} : json(false)},
            {"due", due_view(row, wording)},
            {"confidential", row.confidential}};
}

json QueuePages::groups_view(const std::vector<QueueRow>& rows, const Wording& wording) const {
    auto groups = json::array();
    std::vector<std::size_t> sizes;
    std::string last;
    for (const auto& row : rows) {
        const auto code = group_of(row, wording.now());
        if (code != last) {
            groups.push_back({{"code", code}, {"label", ""}, {"tickets", json::array()}});
            last = code;
        }
        groups.back()["tickets"].push_back(row_view(row, wording));
    }
    for (auto& group : groups) {
        group["label"] = wording.format("queue.group." + group["code"].get<std::string>(), {{"count", std::to_string(group["tickets"].size())}});
    }
    return groups;
}

web::Response QueuePages::show(const web::Request& request) const {
    const auto& person = reader(request);
    const RoleCode role{request.path_value("role")};
    if (!services_.roles().table()->find(role) || !may_open_queue(person, role)) {
        throw web::NotFound{};
    }
    const auto wording = services_.wording(request);
    const auto view_name = request.query("view").value_or("all");
    const auto view = queue_view_from(view_name);
    const auto search = std::string{trim(request.query("q").value_or(""))};
    const auto after = QueueCursor::parse(request.query("after").value_or(""));
    const bool done = view_name == "done";
    if ((!view && !done) || count_characters(search) > 200) {
        throw web::NotFound{};
    }

    const auto [page, counts, next_up] = services_.database().read([&](db::Session& session) {
        const Queue queue{session, role, person, wording.now()};
        auto shown = !search.empty() ? QueuePage{queue.search(search), {}}
                     : done          ? queue.done(after, page_size)
                                     : queue.page(*view, after, page_size);
        auto first = queue.page(QueueView::Unassigned, {}, 1);
        return std::tuple{std::move(shown), queue.counts(), std::move(first)};
    });

    const auto url = "/queues/" + percent_encode(role.value);
    const auto role_name = services_.roles().name(role, wording.language());
    auto tabs = json::array();
    for (const auto tab : {QueueView::All, QueueView::Mine, QueueView::Unassigned, QueueView::Due, QueueView::Waiting}) {
        tabs.push_back({{"href", url + "?view=" + std::string{name(tab)}},
                        {"label", wording.text("queue.tab." + std::string{name(tab)})},
                        {"count", counts.of(tab)},
                        {"current", search.empty() && view == tab}});
    }
    json next_ticket = false;
    if (!next_up.rows.empty() && !is_waiting(next_up.rows.front().state)) {
        const auto& row = next_up.rows.front();
        next_ticket = {{"href", "/tickets/" + row.id.text()},
                       {"why", wording.format(row.due_at < wording.now() ? "queue.next.late" : "queue.next.due", {{"number", row.id.text()}})}};
    }
    const auto total = !search.empty() || done ? static_cast<std::int64_t>(page.rows.size()) : counts.of(*view);
    const auto nothing_key = "queue.nothing." + (search.empty() ? view_name : std::string{"search"});
    const auto caption = search.empty() ? wording.format("queue.caption", {{"role", role_name}})
                                        : wording.format("queue.caption_search", {{"role", role_name}, {"search", search}});
    return services_.pages.render(
        request, 200, "tickets/queue",
        {{"title", wording.format("queue.title", {{"role", role_name}})},
         {"nav", "queue"},
         {"queue", role.value},
         {"role_name", role_name},
         {"role_url", percent_encode(role.value)},
         {"search", search},
         {"next_ticket", std::move(next_ticket)},
         {"alike", search.empty() && view == QueueView::All && !after ? alike::suggestion_in_queue(services_, role, person, wording) : json(false)},
         {"tabs", std::move(tabs)},
         {"has_tickets", !page.rows.empty()},
         {"nothing", page.rows.empty() ? wording.format(nothing_key, {{"role", role_name}, {"search", search}}) : std::string{}},
         {"caption", caption},
         {"groups", groups_view(page.rows, wording)},
         {"shown", wording.format("queue.shown", {{"shown", page.rows.size()}, {"count", total}})},
         {"more", page.next ? json{{"href", url + "?view=" + view_name + "&after=" + page.next->text()}} : json(false)}},
        "layout_agent");
}

}  // namespace

std::vector<web::Route> queue_routes(const PageServices& services) {
    const auto pages = std::make_shared<QueuePages>(services);
    return {{web::Method::Get, "/queues/{role}", {web::Audience::Agent, web::Via::Page}, [pages](const web::Request& request) { return pages->show(request); }}};
}

}  // namespace ansvar::tickets
