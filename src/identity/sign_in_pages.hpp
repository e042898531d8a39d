#pragma once

#include <memory>
#include <string>

#include "identity/entrance.hpp"
#include "identity/password_hasher.hpp"
#include "identity/routes.hpp"
#include "web/cookie.hpp"

namespace ansvar::identity {

class FormCheck;

/// The way in and out: ask for a letter, open its link, press its button; or mail address and password; sign out.
class SignInPages {
public:
    SignInPages(const Services& services, std::shared_ptr<const Entrance> entrance, std::shared_ptr<const PasswordHasher> hasher);

    web::Response ask(const web::Request& request) const;
    web::Response send_letter(const web::Request& request) const;
    /// What a letter's link opens. Uses nothing up: mail scanners come here too.
    web::Response show_link(const web::Request& request) const;
    /// The button behind the link.
    web::Response use_link(const web::Request& request) const;
    /// Mail address and password. Whoever is unknown, has no password or another one gets the same answer after the same time.
    web::Response use_password(const web::Request& request) const;
    web::Response sign_out(const web::Request& request) const;

private:
    web::Response form(const web::Request& request, int status, const FormCheck& check, const std::string& mail,
                       const std::string& next, bool opens_password = false) const;
    web::Response dead_link(const web::Request& request) const;
    /// Where this browser wanted to go when it asked for the letter.
    std::string wanted_path(const web::Request& request) const;

    std::optional<std::chrono::seconds> count_password(const web::Request& request, const MailAddress& email) const;
    bool owns_second_factor(const Person& person) const;
    web::Response refuse_password(const web::Request& request, std::optional<PersonId> known, const std::string& mail, const std::string& next) const;

    Services services_;
    std::shared_ptr<const Entrance> entrance_;
    std::shared_ptr<const PasswordHasher> hasher_;
    web::CookieRule cookies_;
};

}  // namespace ansvar::identity
