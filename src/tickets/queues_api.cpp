#include "tickets/queues_api.hpp"

#include <algorithm>

#include "tickets/api_fields.hpp"
#include "tickets/my_tickets.hpp"
#include "tickets/queue.hpp"
#include "web/json_lists.hpp"

namespace ansvar::tickets {

namespace {

using my_tickets::Line;
using my_tickets::List;
using nlohmann::json;

/// Lists of tickets that begin with whoever asks: their queues, and what is their own.
class QueuesApi {
public:
    explicit QueuesApi(PageServices services) : services_(std::move(services)) {}

    web::Response queues(const web::Request& request) const {
        const auto& person = reader(request);
        const auto roles = services_.roles().table();
        const auto now = services_.now();
        auto rows = json::array();
        services_.database().read([&](db::Session& session) {
            rows = json::array();
            const auto memory = services_.queue_memory.look(session, now);
            for (const auto& role : person.queues) {
                const auto counts = Queue{session, role, person, now}.counts(memory);
                rows.push_back({{"role", role.value}, {"name_sv", roles->name(role, web::Language::Sv)}, {"name_en", roles->name(role, web::Language::En)}});
                for (const auto view : {QueueView::All, QueueView::Mine, QueueView::Unassigned, QueueView::Due, QueueView::Waiting}) {
                    rows.back()["counts"][std::string{name(view)}] = counts.of(view);
                }
            }
        });
        return web::page_of_rows(request, rows, "role");
    }

    web::Response own(const web::Request& request) const {
        std::vector<web::FieldError> faults;
        const auto limit = limit_of(request, faults);
        const auto list = my_tickets::list_from(request.query("list").value_or("open"));
        const auto after_text = request.query("after");
        const auto after = QueueCursor::parse(after_text.value_or(""));
        if (!list) {
            faults.push_back(field_fault("/list", "unknown-value"));
        } else if (after_text && !after && my_tickets::is_paged(*list)) {
            faults.push_back(field_fault("/after", "malformed"));
        }
        refuse_faulty(faults);
        const auto lines = services_.database().read([&](db::Session& session) {
            return my_tickets::read(session, *list, reader(request).id, after, limit + 1, services_.now());
        });
        auto rows = json::array();
        for (const auto& line : lines) {
            rows.push_back(line_json(line, my_tickets::is_paged(*list)));
        }
        if (!my_tickets::is_paged(*list)) {
            return web::page_of_rows(request, rows, "number");
        }
        const auto next = rows.size() > limit ? std::optional{lines[limit - 1].place().text()} : std::nullopt;
        if (next) {
            rows.erase(limit);
        }
        return web::list_page(request, std::move(rows), next);
    }

private:
    json line_json(const Line& line, bool is_own) const {
        json view = {{"number", line.id.value},
                     {"subject", line.subject},
                     {"role", line.role.value},
                     {"area_name", or_null(line.area)},
                     {"state", name(line.state)},
                     {"opened_at", to_rfc3339(line.opened_at)},
                     {"due_at", line.falls_due() ? json(to_rfc3339(line.due_at)) : json()},
                     {"changed_at", to_rfc3339(line.changed_at)},
                     {"url", services_.identity.public_url + "/tickets/" + line.id.text()}};
        if (is_own) {
            view["assignee_name"] = or_null(line.assignee);
        } else {
            view["requester_name"] = line.requester;
        }
        return view;
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> queues_api_routes(const PageServices& services) {
    const web::HandlersOf to{std::make_shared<const QueuesApi>(services)};
    using web::Audience, web::Scope;
    return {{web::Method::Get, "/api/v1/queues", {Audience::Agent, Scope::TicketsRead}, to(&QueuesApi::queues), {}, {.query = {"limit", "after"}}},
            {web::Method::Get, "/api/v1/tickets", {Audience::SignedIn, Scope::TicketsRead}, to(&QueuesApi::own), {}, {.query = {"list", "limit", "after"}}}};
}

}  // namespace ansvar::tickets
