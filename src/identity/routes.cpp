#include "identity/routes.hpp"

#include <memory>

#include "identity/account_pages.hpp"
#include "identity/audit_pages.hpp"
#include "identity/away_pages.hpp"
#include "identity/departure_pages.hpp"
#include "identity/people_api.hpp"
#include "identity/people_pages.hpp"
#include "identity/provider_routes.hpp"
#include "identity/import_pages.hpp"
#include "identity/role_pages.hpp"
#include "identity/service_account_pages.hpp"
#include "identity/sign_in_routes.hpp"
#include "identity/token_pages.hpp"
#include "identity/unit_pages.hpp"

namespace ansvar::identity {

namespace {

/// A handler that calls one function of a page object, which lives as long as the routes do.
template <class PageObject>
web::Handler calling(const std::shared_ptr<const PageObject>& pages, web::Response (PageObject::*handler)(const web::Request&) const) {
    return [pages, handler](const web::Request& request) { return (*pages.*handler)(request); };
}

}  // namespace

std::vector<web::Route> identity_routes(const Services& services) {
    using enum web::Method;
    const auto own = std::make_shared<const AccountPages>(services);
    const auto away = std::make_shared<const AwayPages>(services);
    const auto people = std::make_shared<const PeoplePages>(services);
    constexpr web::Access anyone{web::Audience::Anyone, web::Via::Page};
    constexpr web::Access signed_in{web::Audience::SignedIn, web::Via::Page};
    constexpr web::Access administrator{web::Audience::Administrator, web::Via::Page};
    std::vector<web::Route> all{
        {Get, "/account", signed_in, calling(own, &AccountPages::show)},
        {Post, "/account", signed_in, calling(own, &AccountPages::save)},
        {Get, "/account/away", signed_in, calling(away, &AwayPages::show)},
        {Post, "/account/away", signed_in, calling(away, &AwayPages::add)},
        {Post, "/account/away/{absence}/removal", signed_in, calling(away, &AwayPages::remove)},
        {Post, "/language", anyone, calling(own, &AccountPages::choose_language)},
        {Get, "/admin/people", administrator, calling(people, &PeoplePages::list)},
        {Post, "/admin/people", administrator, calling(people, &PeoplePages::add)},
        {Get, "/admin/people/new", administrator, calling(people, &PeoplePages::show_new)},
        {Get, "/admin/people/{id}", administrator, calling(people, &PeoplePages::show)},
        {Post, "/admin/people/{id}", administrator, calling(people, &PeoplePages::change)},
        {Get, "/admin/people/{id}/away", administrator, calling(away, &AwayPages::show)},
        {Post, "/admin/people/{id}/away", administrator, calling(away, &AwayPages::add)},
        {Post, "/admin/people/{id}/away/{absence}/removal", administrator, calling(away, &AwayPages::remove)},
    };
    for (auto* more : {sign_in_routes, audit_routes, token_routes, service_account_routes, departure_routes, import_routes, unit_routes, role_routes, provider_routes, people_api_routes}) {
        auto some = more(services);
        std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    return all;
}

}  // namespace ansvar::identity
