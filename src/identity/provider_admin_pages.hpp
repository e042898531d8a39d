#pragma once

#include <memory>
#include <optional>

#include "identity/oidc_client.hpp"
#include "identity/provider_form.hpp"
#include "identity/routes.hpp"

namespace ansvar::identity {

/// The administrator's list of ways to sign in, and the page of one. What is saved takes effect at once, in every instance.
class ProviderAdminPages {
public:
    ProviderAdminPages(const Services& services, std::shared_ptr<OidcClient> client) : services_{services}, client_{std::move(client)} {}

    web::Response list(const web::Request& request) const;
    web::Response show_new(const web::Request& request) const;
    web::Response add(const web::Request& request) const;
    web::Response show(const web::Request& request) const;
    web::Response change(const web::Request& request) const;
    /// Switches it on or off. Off ends the sessions that began there.
    web::Response switch_over(const web::Request& request) const;
    /// Asks the provider what it says of itself, and says in words what is wrong with that.
    web::Response try_out(const web::Request& request) const;

private:
    Provider find(const web::Request& request) const;
    /// Writes the form, or adds to `check` why not.
    std::optional<ProviderId> save(const web::Request& request, const std::optional<Provider>& before, const ProviderForm& form, FormCheck& check) const;
    void write_change(db::Transaction& tx, const web::Request& request, const Provider& before, const Provider& after, Timestamp now) const;
    web::Response page(const web::Request& request, int status, const FormCheck& check, const std::optional<Provider>& before, const ProviderForm& form,
                       const std::string& trial = "") const;

    Services services_;
    std::shared_ptr<OidcClient> client_;
};

}  // namespace ansvar::identity
