#include "core/text.hpp"
#include "queries/tickets.hpp"
#include "tickets/known_faults.hpp"
#include "tickets/page_services.hpp"
#include "tickets/queue.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

constexpr std::int64_t page_size = 50;
/// Before everything that can have changed.
const QueueCursor from_the_top{Timestamp{std::chrono::sys_days{std::chrono::year{9000} / 1 / 1}}, TicketId{INT64_MAX}};

/// "Mina ärenden": what a person has asked for, and what rests in their own hands (Resp chef and people without a queue meet it here).
class MyTicketsPages {
public:
    explicit MyTicketsPages(PageServices services) : services_(std::move(services)) {}

    web::Response show(const web::Request& request) const {
        const auto& person = reader(request);
        const auto wording = services_.wording(request);
        const auto place = QueueCursor::parse(request.query("before").value_or("")).value_or(from_the_top);
        const auto [answered, open, done, assigned, named] = services_.database().read([&](db::Session& session) {
            const auto list = [&](bool is_new, bool is_open, const QueueCursor& before) {
                return session.rows(queries::tickets::select_my_tickets, {{"person_id", person.id},
                                                                          {"is_new", is_new},
                                                                          {"is_open", is_open},
                                                                          {"now", wording.now()},
                                                                          {"before_change", before.sort_at},
                                                                          {"before_id", before.id},
                                                                          {"page_size", page_size + 1}});
            };
            return std::tuple{list(true, true, from_the_top), list(false, true, from_the_top), list(false, false, place),
                              session.rows(queries::tickets::select_assigned_to_me, {{"person_id", person.id}}),
                              session.rows(queries::tickets::select_named_to_me, {{"person_id", person.id}})};
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
        if (done.size() > static_cast<std::size_t>(page_size)) {
            const auto& last = done[page_size - 1];
            view["more"] = {{"href", "/tickets/mine?before=" + QueueCursor{last.time("changed_at"), last.id<TicketId>("id")}.text()}};
        }
        return services_.pages.render(request, 200, "tickets/mine", std::move(view));
    }

private:
    static json row_view(const db::Row& row, const Wording& wording, const std::string& who, const std::string& said, Timestamp moment) {
        const auto state = row.text("state");
        return {{"number", row.unsigned_integer("id")},
                {"subject", row.text("subject")},
                {"state", {{"code", state}, {"word", wording.text("state." + state)}}},
                {"who", who},
                {"new_answer", false},
                {"changed", {{"datetime", to_rfc3339(moment)}, {"exact", wording.exact(moment)}, {"text", said}}}};
    }

    /// Other people's tickets, with who asks and when they fall due.
    static json others_view(const std::vector<db::Row>& rows, const Wording& wording) {
        auto list = json::array();
        for (const auto& row : rows) {
            const bool falls_due = row.time("due_at") < never_due;
            list.push_back(row_view(row, wording, wording.format("mine.from", {{"name", row.text("requester")}}),
                                    falls_due ? wording.format("due.exact", {{"when", wording.when(row.time("due_at"))}}) : wording.text("due.none"),
                                    falls_due ? row.time("due_at") : row.time("opened_at")));
        }
        return list;
    }

    json rows_view(const std::vector<db::Row>& rows, const Wording& wording, bool new_answer) const {
        auto list = json::array();
        for (const auto& row : rows) {
            if (list.size() == static_cast<std::size_t>(page_size)) {
                break;
            }
            const auto role = services_.roles().name(RoleCode{row.text("role_code")}, wording.language());
            const auto holder = row.optional_text("assignee");
            const auto who = holder ? wording.format("mine.has_person", {{"name", *holder}, {"role", role}}) : wording.format("mine.has_role", {{"role", role}});
            const auto changed = row.time("changed_at");
            list.push_back(row_view(row, wording, who, wording.format("mine.changed", {{"when", wording.when(changed)}}), changed));
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
