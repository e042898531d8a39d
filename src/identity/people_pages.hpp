#pragma once

#include <optional>

#include "identity/administration.hpp"
#include "identity/people_view.hpp"
#include "identity/person_form.hpp"
#include "identity/routes.hpp"

namespace ansvar::identity {

/// The administrator's list of people, and the page of one.
class PeoplePages {
public:
    explicit PeoplePages(const Services& services) : services_{services} {}

    web::Response list(const web::Request& request) const;
    web::Response show_new(const web::Request& request) const;
    web::Response add(const web::Request& request) const;
    web::Response show(const web::Request& request) const;
    web::Response change(const web::Request& request) const;

private:
    Person find(const web::Request& request) const;
    PeopleQuery query_of(const web::Request& request, const std::vector<Unit>& units) const;
    /// Writes the form and says where to go, or adds to `check` why not. `before` is empty for somebody new.
    std::optional<web::Response> save(const web::Request& request, const std::optional<Person>& before, const PersonForm& form,
                                      FormCheck& check) const;
    web::Response page(const web::Request& request, int status, const FormCheck& check, const std::optional<Person>& before,
                       const PersonForm& form) const;

    Services services_;
};

}  // namespace ansvar::identity
