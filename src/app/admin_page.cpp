#include "app/admin_page.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "identity/principal.hpp"
#include "identity/rights.hpp"
#include "web/errors.hpp"

namespace ansvar::app {

namespace {

using nlohmann::json;

struct Item {
    const char* path;
    const char* name;  ///< of its texts: "admin.<name>", "admin.<name>.about"
};

constexpr std::array items{Item{"/admin/people", "people"},
                           Item{"/admin/people/import", "import"},
                           Item{"/admin/units", "units"},
                           Item{"/admin/roles", "roles"},
                           Item{"/admin/calendars", "calendars"},
                           Item{"/admin/targets", "targets"},
                           Item{"/admin/matrix", "matrix"},
                           Item{"/admin/sign-in", "sign_in"},
                           Item{"/admin/sign-in/providers", "providers"},
                           Item{"/admin/tokens", "tokens"},
                           Item{"/admin/service-accounts", "service_accounts"},
                           Item{"/admin/webhooks", "webhooks"},
                           Item{"/admin/tickets", "tickets"},
                           Item{"/admin/escalation", "escalation"},
                           Item{"/admin/unanswered", "unanswered"},
                           Item{"/admin/confidential", "confidential"},
                           Item{"/admin/audit", "audit"},
                           Item{"/admin/mail", "mail"},
                           Item{"/admin/letters", "letters"},
                           Item{"/admin/mail-in", "mail_in"},
                           Item{"/matrix", "matrix"}};

}  // namespace

bool may_open_administration(const identity::Person& person) {
    using enum identity::Right;
    return may(person, People) || may(person, Audit) || may(person, MatrixChange);
}

std::vector<web::Route> admin_routes(const web::Pages& pages, FindRoute find) {
    const auto show = [&pages, find = std::move(find)](const web::Request& request) {
        const auto& person = identity::principal(request).person;
        if (!may_open_administration(person)) {
            throw web::NotFound{"for those who administer only"};
        }
        const auto& texts = pages.texts();
        auto list = json::array();
        bool has_matrix = false;
        for (const auto& [path, name] : items) {
            const auto* route = find(path);
            const bool is_matrix = std::string_view{name} == "matrix";
            if (route == nullptr || route->path != path || !is_in(person, route->access.audience) || (is_matrix && std::exchange(has_matrix, true))) {
                continue;
            }
            const auto key = std::string{"admin."} + name;
            list.push_back({{"href", path}, {"name", texts.text(request.language(), key)}, {"about", texts.text(request.language(), key + ".about")}});
        }
        return pages.render(request, 200, "admin/index",
                            {{"title", texts.text(request.language(), "admin.title")}, {"nav", "admin"}, {"items", std::move(list)}});
    };
    return {{web::Method::Get, "/admin", {web::Audience::SignedIn, web::Via::Page}, show}};
}

}  // namespace ansvar::app
