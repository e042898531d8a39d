#pragma once

#include <memory>

#include "identity/proof.hpp"
#include "identity/routes.hpp"

namespace ansvar::identity {

/// Somebody's own password: set, change, remove. It is a second way in; the mailed link always works.
class PasswordPages {
public:
    PasswordPages(const Services& services, std::shared_ptr<const PasswordHasher> hasher);

    web::Response show(const web::Request& request) const;
    web::Response save(const web::Request& request) const;
    web::Response remove(const web::Request& request) const;

private:
    web::Response page(const web::Request& request, int status, const FormCheck& check) const;
    void check_new(const web::Request& request, const std::string& password, FormCheck& check) const;

    Services services_;
    std::shared_ptr<const PasswordHasher> hasher_;
    Proof proof_;
};

}  // namespace ansvar::identity
