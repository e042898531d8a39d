#pragma once

#include <memory>
#include <nlohmann/json.hpp>

#include "identity/form_check.hpp"
#include "identity/password_hasher.hpp"
#include "identity/routes.hpp"
#include "web/request.hpp"

namespace ansvar::identity {

/// Whoever changes how they sign in shows once more that it is them: nothing in a session younger than Settings::fresh; otherwise their
/// password or a code from their app, typed in the field "proof"; who has neither signs in again.
class Proof {
public:
    Proof(const Services& services, std::shared_ptr<const PasswordHasher> hasher) : services_{services}, hasher_{std::move(hasher)} {}

    /// Reads the field and says in `check` what is wrong. Counts tries; throws web::TooManyRequests.
    void check(const web::Request& request, FormCheck& check) const;
    /// For templates/parts/proof.html: sets "proof" and "sign_in_again", both false when nothing is asked.
    void put_into(const web::Request& request, nlohmann::json& view) const;

private:
    struct Means {
        bool has_password = false;
        bool has_second_factor = false;
        bool any() const { return has_password || has_second_factor; }
    };
    bool is_fresh(const web::Request& request) const;
    Means means_of(const web::Request& request) const;
    bool is_shown(const web::Request& request, const Means& means, const std::string& typed) const;

    const Services& services_;
    std::shared_ptr<const PasswordHasher> hasher_;
};

}  // namespace ansvar::identity
