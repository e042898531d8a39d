#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "identity/proof.hpp"
#include "identity/routes.hpp"
#include "web/cookie.hpp"

namespace ansvar::identity {

/// How somebody signs in, and where they are signed in: their own list of sessions, their app and recovery codes.
class SecurityPages {
public:
    SecurityPages(const Services& services, std::shared_ptr<const PasswordHasher> hasher);

    web::Response show(const web::Request& request) const;
    web::Response end_one(const web::Request& request) const;
    web::Response end_others(const web::Request& request) const;

    web::Response show_new_factor(const web::Request& request) const;
    web::Response set_up_factor(const web::Request& request) const;
    web::Response remove_factor(const web::Request& request) const;
    web::Response renew_codes(const web::Request& request) const;

private:
    web::Response page(const web::Request& request, int status, const FormCheck& check) const;
    web::Response factor_page(const web::Request& request, int status, const FormCheck& check, const std::string& secret) const;
    web::Response codes_page(const web::Request& request, const std::vector<std::string>& codes) const;
    /// The secret that the form carries, sealed for this person and this hour; nothing when it is too old or somebody else's.
    std::optional<std::string> opened(const web::Request& request) const;
    nlohmann::json sessions_view(const web::Request& request) const;
    nlohmann::json second_factor_view(const web::Request& request, bool is_bound, bool owns_one) const;
    bool policy_covers(const web::Request& request) const;

    Services services_;
    Proof proof_;
    web::CookieRule cookies_;
};

}  // namespace ansvar::identity
