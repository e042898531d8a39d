#include "core/number.hpp"
#include "core/text.hpp"
#include "tickets/form_errors.hpp"
#include "tickets/glass.hpp"
#include "tickets/page_services.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// "1042" or "#1042".
std::optional<TicketId> ticket_number(std::string_view text) {
    text = trim(text);
    if (text.starts_with('#')) {
        text.remove_prefix(1);
    }
    return id_from<TicketId>(text);
}

/// An administrator opens a confidential ticket, with a reason, a notice and an end.
class GlassPages {
public:
    explicit GlassPages(PageServices services) : services_(std::move(services)) {}

    web::Response show(const web::Request& request) const { return page(request, 200, request.query("number").value_or(""), "", {}); }

    /// The answer is the ticket's address, whether there is such a ticket, and whether there was a glass to break, or not.
    web::Response use(const web::Request& request) const {
        const auto typed = request.form().value("number");
        const auto why = tidy_block(request.form().value("reason"));
        const auto number = ticket_number(typed);
        FormErrors errors;
        if (!number) {
            errors.add({field_fault("/number", "required")});
        }
        if (auto fault = glass::reason_fault(why)) {
            errors.add({std::move(*fault)});
        }
        if (!errors.empty()) {
            return page(request, 422, typed, why, errors);
        }
        services_.desk.break_glass(*number, why, reader(request), identity::Actor::of(request));
        return web::Response::see_other("/tickets/" + number->text());
    }

private:
    web::Response page(const web::Request& request, int status, const std::string& number, const std::string& why, const FormErrors& errors) const {
        json view = {{"nav", "admin"}, {"form", {{"number", number}, {"reason", why}}}};
        errors.fill(view, services_.wording(request), "glass.title", {"number", "reason"});
        return services_.pages.render(request, status, "tickets/glass", std::move(view));
    }

    PageServices services_;
};

}  // namespace

std::vector<web::Route> glass_routes(const PageServices& services) {
    const auto pages = std::make_shared<GlassPages>(services);
    constexpr web::Access administrator{web::Audience::Administrator, web::Via::Page};
    return {{web::Method::Get, "/admin/confidential", administrator, [pages](const web::Request& request) { return pages->show(request); }},
            {web::Method::Post, "/admin/confidential", administrator, [pages](const web::Request& request) { return pages->use(request); }}};
}

}  // namespace ansvar::tickets
