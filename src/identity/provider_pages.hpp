#pragma once

#include <memory>
#include <optional>
#include <string>

#include "identity/entrance.hpp"
#include "identity/oidc_client.hpp"
#include "identity/provider_claims.hpp"
#include "identity/provider_entrance.hpp"
#include "identity/routes.hpp"
#include "web/cookie.hpp"

namespace ansvar::identity {

/// In and out by the school's own sign-in: set out, come back, and leave there too.
class ProviderPages {
public:
    ProviderPages(const Services& services, std::shared_ptr<OidcClient> client);

    /// GET /sign-in/with/{slug}?next=… : leads to the provider. With `connect`, somebody signed in wants to add this way of signing in.
    web::Response start(const web::Request& request) const;
    /// GET /sign-in/with/{slug}/back : where the provider sends people to.
    web::Response back(const web::Request& request) const;
    /// GET /sign-out/done : signed out here; does the reader want to at their provider too?
    web::Response signed_out(const web::Request& request) const;
    /// GET /sign-out/with/{slug} : leads to the provider's sign-out.
    web::Response leave(const web::Request& request) const;

private:
    Provider find(const web::Request& request) const;
    Result<Vouched, Refusal> finish(const web::Request& request, const Provider& provider, const Errand& errand) const;
    web::Response meet_and_let_in(const web::Request& request, const Provider& provider, const Errand& errand, const Vouched& vouched) const;
    Result<Met, Refusal> meet_in_transaction(const web::Request& request, const Provider& provider, const Newcomer& newcomer, const nlohmann::json& claims) const;
    web::Response offer_connection(const Provider& provider, const Newcomer& newcomer, PersonId person) const;
    /// The page that says why. Writes nothing: anybody can click.
    web::Response refused(const web::Request& request, const Provider& provider, Refusal why, const std::string& next) const;
    /// The same for an answer to a sign-in that began here, which the audit keeps.
    web::Response turned_away(const web::Request& request, const Provider& provider, Refusal why, const Errand& errand) const;
    web::Response collided(const web::Request& request, const Provider& provider, const Newcomer& newcomer, const Person& owner) const;

    Services services_;
    std::shared_ptr<OidcClient> client_;
    Entrance entrance_;
    web::CookieRule cookies_;
};

/// The buttons of the sign-in page: [{href, label}]. Empty also when the database is away: the page itself needs none.
nlohmann::json sign_in_choices(const Services& services, const web::Request& request, const std::string& next);

}  // namespace ansvar::identity
