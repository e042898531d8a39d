#include "tickets/ticket_settings_pages.hpp"

#include <memory>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/school_settings.hpp"
#include "tickets/form_errors.hpp"
#include "tickets/still_there.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

class TicketSettingsPages {
public:
    explicit TicketSettingsPages(PageServices services) : services_(std::move(services)) {}

    web::Response show(const web::Request& request) const {
        const auto days = services_.database().read([](db::Session& session) { return reopening_days(session); });
        return page(request, 200, std::to_string(days), {});
    }

    web::Response save(const web::Request& request) const {
        const auto typed = std::string{trim(request.form().value("days"))};
        const auto days = whole_number<std::uint16_t>(typed);
        if (!days || *days < 1 || *days > most_reopening_days) {
            FormErrors errors;
            errors.add({field_fault("/days", "out-of-range", {{"from", 1}, {"to", most_reopening_days}})});
            return page(request, 422, typed, errors);
        }
        services_.database().in_transaction([&](db::Transaction& tx) {
            const auto before = reopening_days(tx);
            identity::write_setting(tx, reopening_days_setting, std::to_string(*days), reader(request).id, services_.now());
            identity::record(tx, identity::Actor::of(request),
                             {.action = "setting.changed",
                              .object_kind = "setting",
                              .object_id = std::string{reopening_days_setting},
                              .details = {{"before", {{"days", before}}}, {"after", {{"days", *days}}}}},
                             services_.now());
        });
        return web::Response::see_other("/admin/tickets?saved=yes");
    }

private:
    web::Response page(const web::Request& request, int status, const std::string& days, const FormErrors& errors) const {
        const auto wording = services_.wording(request);
        json view = {{"nav", "admin"}, {"form", {{"days", days}}}};
        errors.fill(view, wording, "ticket_settings.title", {"days"});
        if (request.method() == web::Method::Get && request.query("saved")) {
            view["notices"] = json::array({json{{"text", wording.text("ticket_settings.saved")}}});
        }
        return services_.pages.render(request, status, "tickets/settings", std::move(view));
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> ticket_settings_routes(const PageServices& services) {
    const auto pages = std::make_shared<TicketSettingsPages>(services);
    constexpr web::Access administrator{web::Audience::Administrator, web::Via::Page};
    return {{web::Method::Get, "/admin/tickets", administrator, [pages](const web::Request& request) { return pages->show(request); }},
            {web::Method::Post, "/admin/tickets", administrator, [pages](const web::Request& request) { return pages->save(request); }}};
}

}  // namespace ansvar::tickets
