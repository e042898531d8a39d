#pragma once

#include <optional>

#include "identity/administration.hpp"
#include "identity/person_form.hpp"
#include "identity/routes.hpp"
#include "web/cookie.hpp"

namespace ansvar::identity {

/// The administrator's list of people, and the page of one.
class PeoplePages {
public:
    explicit PeoplePages(const Services& services);

    web::Response list(const web::Request& request) const;
    web::Response show_new(const web::Request& request) const;
    web::Response add(const web::Request& request) const;
    web::Response show(const web::Request& request) const;
    web::Response change(const web::Request& request) const;

private:
    struct Saved {
        ChangeDone done;
        std::string new_session;  ///< for the administrator who changed their own rights, and with them ended their own session
    };

    Person find(const web::Request& request) const;
    /// Writes the form, or adds to `check` why not. `before` is empty for somebody new.
    std::optional<Saved> save(const web::Request& request, const std::optional<Person>& before, const PersonForm& form,
                              FormCheck& check) const;
    ChangeDone write(db::Transaction& tx, const web::Request& request, const std::optional<Person>& before, const PersonForm& form,
                     std::string_view new_session, Timestamp now) const;
    web::Response saved_answer(const Saved& saved) const;
    web::Response page(const web::Request& request, int status, const FormCheck& check, const std::optional<Person>& before,
                       const PersonForm& form) const;

    Services services_;
    web::CookieRule cookies_;
};

}  // namespace ansvar::identity
