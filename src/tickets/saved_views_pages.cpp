#include <algorithm>

#include "core/text.hpp"
#include "tickets/colleagues.hpp"
#include "tickets/filter_view.hpp"
#include "tickets/form_errors.hpp"
#include "tickets/saved_views.hpp"
#include "tickets/saved_views_pages.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;
using saved_views::View;

/// The form in which a filter gets a name, and the one in which its owner changes or throws it away.
class SavedViewPages {
public:
    explicit SavedViewPages(PageServices services) : services_(std::move(services)) {}

    web::Response begin(const web::Request& request) const {
        View view{.owner = reader(request).id};
        view.filter = filter_of([&](std::string_view name) { return request.query_all(name); }, reader(request));
        return page(request, 200, view, {});
    }

    web::Response create(const web::Request& request) const {
        auto view = typed(request, {.owner = reader(request).id});
        const auto faults = faults_of(view, reader(request));
        if (!faults.empty()) {
            return page(request, 422, view, faults);
        }
        view.id = saved_views::add(services_.database(), view, services_.now());
        return web::Response::see_other(address(view));
    }

    /// With a filter in its address the view is to get that one.
    web::Response edit(const web::Request& request) const {
        auto view = own(request);
        const auto asked = filter_of([&](std::string_view name) { return request.query_all(name); }, reader(request));
        if (!asked.is_empty()) {
            view.filter = asked;
        }
        return page(request, 200, view, {});
    }

    web::Response change(const web::Request& request) const {
        const auto view = typed(request, own(request));
        const auto faults = faults_of(view, reader(request));
        if (!faults.empty()) {
            return page(request, 422, view, faults);
        }
        saved_views::change(services_.database(), view, services_.now());
        return web::Response::see_other(address(view));
    }

    web::Response remove(const web::Request& request) const {
        const auto view = own(request);
        saved_views::remove(services_.database(), view.id, reader(request).id);
        return web::Response::see_other("/queues/" + percent_encode(view.filter.roles.front().value));
    }

private:
    Filter filter_of(const Filter::Lookup& values, const identity::Person& person) const {
        return saved_views::filter_for(values, person, *services_.roles().table());
    }

    View typed(const web::Request& request, View view) const {
        const auto& form = request.form();
        view.name = std::string{trim(form.value("name"))};
        const auto share = form.value("share");
        view.shared_with = share.empty() ? std::nullopt : std::optional{RoleCode{share}};
        const auto filter = filter_of([&](std::string_view name) { return form.values(name); }, reader(request));
        if (!filter.is_empty()) {
            view.filter = filter;
        }
        return view;
    }

    std::vector<web::FieldError> faults_of(const View& view, const identity::Person& person) const {
        if (view.filter.roles.empty()) {
            throw web::NotFound{};
        }
        return services_.database().read([&](db::Session& session) { return saved_views::faults(session, view, person); });
    }

    /// Whoever may use a view that is not theirs cannot change it; what they may not use is not there.
    View own(const web::Request& request) const {
        const auto found = services_.database().read(
            [&](db::Session& session) { return saved_views::find(session, request.path_number("id"), reader(request)); });
        if (!found || found->filter.roles.empty()) {
            throw web::NotFound{};
        }
        if (found->owner != reader(request).id) {
            throw web::Forbidden{};
        }
        return *found;
    }

    static std::string address(const View& view) {
        return "/queues/" + percent_encode(view.filter.roles.front().value) + "?saved=" + std::to_string(view.id);
    }

    web::Response page(const web::Request& request, int status, const View& view, const std::vector<web::FieldError>& faults) const;

    PageServices services_;
};

web::Response SavedViewPages::page(const web::Request& request, int status, const View& view, const std::vector<web::FieldError>& faults) const {
    if (view.filter.roles.empty()) {
        throw web::NotFound{};
    }
    const auto wording = services_.wording(request);
    const auto& here = view.filter.roles.front();
    const auto roles = services_.roles().table();
    const auto router = services_.desk.services().router();
    const auto holders = colleagues(*services_.desk.services().staff.staff(), here, services_.now());
    const auto units = services_.database().read([](db::Session& session) { return identity::list_units(session); });
    auto shares = json::array({{{"value", ""}, {"label", wording.text("view.share.nobody")}, {"selected", !view.shared_with}}});
    for (const auto& queue : reader(request).queues) {
        shares.push_back({{"value", queue.value},
                          {"label", wording.format("view.share.role", {{"role", roles->name(queue, wording.language())}})},
                          {"selected", view.shared_with == queue}});
    }
    auto parts = json::array();
    for (const auto& [name, value] : view.filter.parts()) {
        parts.push_back({{"name", name}, {"value", value}});
    }
    const auto id = std::to_string(view.id);
    const auto queue_address = "/queues/" + percent_encode(here.value);
    FormErrors errors;
    errors.add(faults);
    json shown = {{"nav", "queue"},
                  {"queue", here.value},
                  {"heading", wording.text(view.id ? "view.change" : "view.new")},
                  {"action", view.id ? "/queues/views/" + id : "/queues/views"},
                  {"back", view.id ? queue_address + "?saved=" + id : queue_address + "?" + view.filter.query()},
                  {"remove", view.id ? json{{"href", "/queues/views/" + id + "/removal"}} : json(false)},
                  {"change", queue_address + "/filter?" + (view.id ? "saved=" + id : view.filter.query())},
                  {"name", view.name},
                  {"shares", std::move(shares)},
                  {"said", FilterView{wording, *roles, router->matrix(), units, holders}.said(view.filter, queue_address)},
                  {"parts", std::move(parts)}};
    errors.fill(shown, wording, view.id ? "view.change" : "view.new", {"name", "share"});
    return services_.pages.render(request, status, "tickets/saved_view", std::move(shown), "layout_agent");
}

}  // namespace

std::vector<web::Route> saved_view_routes(const PageServices& services) {
    using web::Method;
    const web::HandlersOf to{std::make_shared<const SavedViewPages>(services)};
    constexpr web::Access agents{web::Audience::Agent, web::Via::Page};
    return {{Method::Get, "/queues/views/new", agents, to(&SavedViewPages::begin)},
            {Method::Post, "/queues/views", agents, to(&SavedViewPages::create)},
            {Method::Get, "/queues/views/{id}", agents, to(&SavedViewPages::edit)},
            {Method::Post, "/queues/views/{id}", agents, to(&SavedViewPages::change)},
            {Method::Post, "/queues/views/{id}/removal", agents, to(&SavedViewPages::remove)}};
}

}  // namespace ansvar::tickets
