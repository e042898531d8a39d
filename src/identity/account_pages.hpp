#pragma once

#include "identity/people_store.hpp"
#include "identity/routes.hpp"
#include "web/cookie.hpp"

namespace ansvar::identity {

class FormCheck;

/// What people change about themselves, and the language of whoever reads.
class AccountPages {
public:
    explicit AccountPages(const Services& services);

    web::Response show(const web::Request& request) const;
    web::Response save(const web::Request& request) const;
    /// Keeps the choice in a cookie, and with the person when they are signed in.
    web::Response choose_language(const web::Request& request) const;

private:
    web::Response page(const web::Request& request, int status, const FormCheck& check, const AccountDraft& draft) const;

    Services services_;
    web::CookieRule cookies_;
};

}  // namespace ansvar::identity
