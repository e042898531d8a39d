#pragma once

#include <string>

#include "identity/routes.hpp"
#include "web/cookie.hpp"

namespace ansvar::identity {

class FormCheck;

/// The way in and out: ask for a letter, open its link, press its button; sign out.
class SignInPages {
public:
    explicit SignInPages(const Services& services);

    web::Response ask(const web::Request& request) const;
    web::Response send_letter(const web::Request& request) const;
    /// What a letter's link opens. Uses nothing up: mail scanners come here too.
    web::Response show_link(const web::Request& request) const;
    /// The button behind the link.
    web::Response use_link(const web::Request& request) const;
    web::Response sign_out(const web::Request& request) const;

private:
    web::Response form(const web::Request& request, int status, const FormCheck& check, const std::string& mail,
                       const std::string& next) const;
    web::Response dead_link(const web::Request& request) const;
    /// Where this browser wanted to go when it asked for the letter.
    std::string wanted_path(const web::Request& request) const;

    Services services_;
    web::CookieRule cookies_;
};

}  // namespace ansvar::identity
