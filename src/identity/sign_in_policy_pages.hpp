#pragma once

#include "identity/form_check.hpp"
#include "identity/routes.hpp"
#include "identity/second_factor_policy.hpp"

namespace ansvar::identity {

/// The administrator's page of whom the school asks for a second factor, and the help for somebody who has lost theirs.
class SignInPolicyPages {
public:
    explicit SignInPolicyPages(const Services& services) : services_{services} {}

    web::Response show(const web::Request& request) const;
    web::Response save(const web::Request& request) const;
    /// POST /admin/people/{id}/second-factor/removal
    web::Response reset(const web::Request& request) const;

private:
    web::Response page(const web::Request& request, int status, const FormCheck& check, const SecondFactorPolicy& policy) const;
    SecondFactorPolicy read(const web::Request& request) const;

    Services services_;
};

}  // namespace ansvar::identity
