#include <algorithm>

#include "core/text.hpp"
#include "tickets/known_faults.hpp"
#include "tickets/my_tickets.hpp"
#include "tickets/page_services.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

using my_tickets::Line;
using my_tickets::List;

constexpr std::size_t page_size = 50;

/// The page of somebody's own tickets.
class MyTicketsPages {
public:
    explicit MyTicketsPages(PageServices services) : services_(std::move(services)) {}

    web::Response show(const web::Request& request) const {
        const auto& person = reader(request);
        const auto wording = services_.wording(request);
        const auto place = QueueCursor::parse(request.query("before").value_or(""));
        const auto [answered, open, done, assigned, named] = services_.database().read([&](db::Session& session) {
            const auto list = [&](List which, const std::optional<QueueCursor>& before = {}) {
                return my_tickets::read(session, which, person.id, before, page_size + 1, wording.now());
            };
            return std::tuple{list(List::Answered), list(List::Open), list(List::Done, place), list(List::Assigned), list(List::Named)};
        });
        auto view = json{{"title", wording.text("nav.my_tickets")}, {"nav", "mine"}, {"more", false}};
        view.update(known_faults_view(services_, wording));
        view["answered"] = rows_view(answered, wording, true);
        view["open"] = rows_view(open, wording, false);
        view["done"] = rows_view(done, wording, false);
        view["assigned"] = others_view(assigned, wording);
        view["named"] = others_view(named, wording);
        view["has_answered"] = !answered.empty();
        view["has_open"] = !open.empty();
        view["has_nothing"] = answered.empty() && open.empty();
        view["has_done"] = !done.empty();
        view["has_assigned"] = !assigned.empty();
        view["has_named"] = !named.empty();
        view["answered_title"] = wording.format("mine.answered_title", {{"count", view["answered"].size()}});
        view["open_title"] = wording.format("mine.open_title", {{"count", view["open"].size()}});
        if (done.size() > page_size) {
            view["more"] = {{"href", "/tickets/mine?before=" + done[page_size - 1].place().text()}};
        }
        return services_.pages.render(request, 200, "tickets/mine", std::move(view));
    }

private:
    static json row_view(const Line& line, const Wording& wording, const std::string& who, const std::string& said, Timestamp moment) {
        const std::string state{name(line.state)};
        return {{"number", line.id.value},
                {"subject", line.subject},
                {"state", {{"code", state}, {"word", wording.text("state." + state)}}},
                {"who", who},
                {"new_answer", false},
                {"changed", {{"datetime", to_rfc3339(moment)}, {"exact", wording.exact(moment)}, {"text", said}}}};
    }

    /// Other people's tickets, with who asks and when they fall due.
    static json others_view(const std::vector<Line>& lines, const Wording& wording) {
        auto list = json::array();
        for (const auto& line : lines) {
            list.push_back(row_view(line, wording, wording.format("mine.from", {{"name", line.requester}}),
                                    line.falls_due() ? wording.format("due.exact", {{"when", wording.when(line.due_at)}}) : wording.text("due.none"),
                                    line.falls_due() ? line.due_at : line.opened_at));
        }
        return list;
    }

    json rows_view(const std::vector<Line>& lines, const Wording& wording, bool new_answer) const {
        auto list = json::array();
        for (std::size_t at = 0; at < std::min(lines.size(), page_size); ++at) {
            const auto& line = lines[at];
            const auto role = services_.roles().name(line.role, wording.language());
            const auto who = line.assignee ? wording.format("mine.has_person", {{"name", *line.assignee}, {"role", role}}) : wording.format("mine.has_role", {{"role", role}});
            list.push_back(row_view(line, wording, who, wording.format("mine.changed", {{"when", wording.when(line.changed_at)}}), line.changed_at));
            list.back()["new_answer"] = new_answer;
        }
        return list;
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> my_tickets_routes(const PageServices& services) {
    const auto pages = std::make_shared<MyTicketsPages>(services);
    return {{web::Method::Get, "/tickets", {web::Audience::SignedIn, web::Via::Page}, [](const web::Request&) { return web::Response::see_other("/tickets/mine"); }},
            {web::Method::Get, "/tickets/mine", {web::Audience::SignedIn, web::Via::Page}, [pages](const web::Request& request) { return pages->show(request); }}};
}

}  // namespace ansvar::tickets
