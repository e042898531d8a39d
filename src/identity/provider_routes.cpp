#include "identity/provider_routes.hpp"

#include <memory>

#include "identity/oidc_client.hpp"
#include "identity/provider_admin_pages.hpp"
#include "identity/provider_connections.hpp"
#include "identity/provider_pages.hpp"

namespace ansvar::identity {

namespace {

/// A handler that calls one function of a page object, which lives as long as the routes do.
template <class PageObject>
web::Handler calling(const std::shared_ptr<const PageObject>& pages, web::Response (PageObject::*handler)(const web::Request&) const) {
    return [pages, handler](const web::Request& request) { return (*pages.*handler)(request); };
}

}  // namespace

std::vector<web::Route> provider_routes(const Services& services) {
    using enum web::Method;
    const auto client = std::make_shared<OidcClient>(services.fetch ? services.fetch : Fetch{fetch_by_curl}, services.clock,
                                                     services.settings.public_url, services.settings.seal_key);
    const auto doors = std::make_shared<const ProviderPages>(services, client);
    const auto own = std::make_shared<const ConnectionPages>(services);
    const auto admin = std::make_shared<const ProviderAdminPages>(services, client);
    constexpr web::Access anyone{web::Audience::Anyone, web::Via::Page};
    constexpr web::Access signed_in{web::Audience::SignedIn, web::Via::Page};
    constexpr web::Access administrator{web::Audience::Administrator, web::Via::Page};
    return {
        {Get, "/sign-in/with/{slug}", anyone, calling(doors, &ProviderPages::start)},
        {Get, "/sign-in/with/{slug}/back", anyone, calling(doors, &ProviderPages::back)},
        {Get, "/sign-out/done", anyone, calling(doors, &ProviderPages::signed_out)},
        {Get, "/sign-out/with/{slug}", anyone, calling(doors, &ProviderPages::leave)},
        {Get, "/account/connections", signed_in, calling(own, &ConnectionPages::show)},
        {Post, "/account/connections", signed_in, calling(own, &ConnectionPages::connect_pending)},
        {Post, "/account/connections/{id}/removal", signed_in, calling(own, &ConnectionPages::remove)},
        {Get, "/admin/sign-in/providers", administrator, calling(admin, &ProviderAdminPages::list)},
        {Post, "/admin/sign-in/providers", administrator, calling(admin, &ProviderAdminPages::add)},
        {Get, "/admin/sign-in/providers/new", administrator, calling(admin, &ProviderAdminPages::show_new)},
        {Get, "/admin/sign-in/providers/{id}", administrator, calling(admin, &ProviderAdminPages::show)},
        {Post, "/admin/sign-in/providers/{id}", administrator, calling(admin, &ProviderAdminPages::change)},
        {Post, "/admin/sign-in/providers/{id}/state", administrator, calling(admin, &ProviderAdminPages::switch_over)},
        {Post, "/admin/sign-in/providers/{id}/trial", administrator, calling(admin, &ProviderAdminPages::try_out)},
    };
}

}  // namespace ansvar::identity
