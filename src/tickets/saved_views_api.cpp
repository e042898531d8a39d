#include "tickets/saved_views_api.hpp"

#include <memory>

#include "core/text.hpp"
#include "tickets/api_fields.hpp"
#include "tickets/filter_list.hpp"
#include "tickets/saved_views.hpp"
#include "tickets/ticket_json.hpp"
#include "web/json_lists.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;
using saved_views::View;

/// What a filter may be asked by: the names in a queue's address.
const std::set<std::string_view> filter_names{"role", "area", "level", "state", "priority", "unit", "holder", "tag", "days", "due", "text"};

json view_json(const View& view) {
    return {{"id", view.id},
            {"name", view.name},
            {"owner", view.owner.value},
            {"share", view.shared_with ? json(view.shared_with->value) : json()},
            {"filter", view.filter.query()}};
}

class SavedViewApi {
public:
    explicit SavedViewApi(PageServices services) : services_(std::move(services)) {}

    web::Response list(const web::Request& request) const {
        auto rows = json::array();
        for (const auto& view : services_.database().read([&](db::Session& session) { return saved_views::list(session, reader(request)); })) {
            rows.push_back(view_json(view));
        }
        return web::page_of_rows(request, rows);
    }

    web::Response show(const web::Request& request) const { return web::Response::json(view_json(find(request))); }

    web::Response create(const web::Request& request) const {
        Fields fields{request};
        View view{.owner = reader(request).id, .name = std::string{trim(fields.required_text("name"))}};
        if (const auto share = fields.text("share")) {
            view.shared_with = RoleCode{*share};
        }
        view.filter = filter_of(fields, fields.required_text("filter"), reader(request));
        fields.finish();
        refuse_faulty(services_.database().read([&](db::Session& session) { return saved_views::faults(session, view, reader(request)); }));
        view.id = saved_views::add(services_.database(), view, services_.now());
        return web::Response::created("/api/v1/views/" + std::to_string(view.id), view_json(view));
    }

    /// What is not named stays; "share": null makes it the owner's alone again.
    web::Response change(const web::Request& request) const {
        Fields fields{request};
        const auto name = fields.text("name"), text = fields.text("filter"), share = fields.text("share");
        const auto filter = text ? std::optional{filter_of(fields, *text, reader(request))} : std::nullopt;
        fields.finish();
        auto view = own(request);
        view.name = name ? std::string{trim(*name)} : view.name;
        view.filter = filter.value_or(view.filter);
        if (request.json().contains("share")) {
            view.shared_with = share ? std::optional{RoleCode{*share}} : std::nullopt;
        }
        refuse_faulty(services_.database().read([&](db::Session& session) { return saved_views::faults(session, view, reader(request)); }));
        saved_views::change(services_.database(), view, services_.now());
        return web::Response::json(view_json(view));
    }

    web::Response remove(const web::Request& request) const {
        take_nothing(request);
        const auto view = own(request);
        saved_views::remove(services_.database(), view.id, reader(request).id);
        return web::Response::no_content();
    }

    web::Response tickets(const web::Request& request) const {
        const auto view = find(request);
        std::vector<web::FieldError> faults;
        const auto limit = limit_of(request, faults);
        std::optional<QueueCursor> after;
        if (const auto text = request.query("after")) {
            after = QueueCursor::parse(*text);
            if (!after) {
                faults.push_back(field_fault("/after", "malformed"));
            }
        }
        refuse_faulty(faults);
        const auto router = services_.desk.services().router();
        const auto page = services_.database().read([&](db::Session& session) {
            return FilteredList{session, view.filter, view.filter.roles.front(), reader(request), router->matrix(), services_.now()}.page(after, limit);
        });
        auto items = json::array();
        for (const auto& row : page.rows) {
            items.push_back(queue_row_json(services_, row));
        }
        return web::list_page(request, std::move(items), page.next ? std::optional{page.next->text()} : std::nullopt);
    }

private:
    /// The field "filter", as in a queue's address; a part that says nothing is a fault, as is one without a queue that is open to them.
    Filter filter_of(Fields& fields, const std::string& text, const identity::Person& person) const {
        const web::Request asked{web::RequestParts{.target = "/?" + text}};
        bool is_known = true;
        for (const auto& [name, value] : asked.query_pairs()) {
            is_known = is_known && filter_names.contains(name);
        }
        std::vector<web::FieldError> faults;
        auto filter = saved_views::filter_for([&](std::string_view name) { return asked.query_all(name); }, person, *services_.roles().table(), &faults);
        if (!is_known || !faults.empty() || filter.roles.empty()) {
            fields.fault(field_fault("/filter", "unknown-value"));
        }
        return filter;
    }

    View find(const web::Request& request) const {
        auto found = services_.database().read([&](db::Session& session) { return saved_views::find(session, request.path_number("view"), reader(request)); });
        if (!found || found->filter.roles.empty()) {
            throw web::NotFound{};
        }
        return *std::move(found);
    }

    /// Whoever may use a view that is not theirs cannot change it.
    View own(const web::Request& request) const {
        auto view = find(request);
        if (view.owner != reader(request).id) {
            throw web::Forbidden{};
        }
        return view;
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> saved_view_api_routes(const PageServices& services) {
    using web::Method;
    const web::HandlersOf to{std::make_shared<const SavedViewApi>(services)};
    constexpr web::Access reading{web::Audience::Agent, web::Scope::TicketsRead}, writing{web::Audience::Agent, web::Scope::TicketsWrite};
    return {{Method::Get, "/api/v1/views", reading, to(&SavedViewApi::list), {}, {.query = {"limit", "after"}}},
            {Method::Post, "/api/v1/views", writing, to(&SavedViewApi::create)},
            {Method::Get, "/api/v1/views/{view}", reading, to(&SavedViewApi::show)},
            {Method::Patch, "/api/v1/views/{view}", writing, to(&SavedViewApi::change)},
            {Method::Delete, "/api/v1/views/{view}", writing, to(&SavedViewApi::remove)},
            {Method::Get, "/api/v1/views/{view}/tickets", reading, to(&SavedViewApi::tickets), {}, {.query = {"limit", "after"}}}};
}

}  // namespace ansvar::tickets
