#pragma once

#include <optional>
#include <string>

#include "identity/form_check.hpp"
#include "identity/role_keeping.hpp"
#include "identity/routes.hpp"

namespace ansvar::identity {

/// The roles and the page of one: its names and mailbox, and who holds it from when to when, for whom, in which order.
class RolePages {
public:
    explicit RolePages(const Services& services) : services_{services} {}

    web::Response list(const web::Request& request) const;
    web::Response add(const web::Request& request) const;
    web::Response show(const web::Request& request) const;
    web::Response change(const web::Request& request) const;
    web::Response add_holder(const web::Request& request) const;
    web::Response move_holder(const web::Request& request) const;
    web::Response end_holder(const web::Request& request) const;

private:
    /// What was typed in one of the page's forms; the others show what is stored.
    struct Typed {
        std::string code, name_sv, name_en, kind, mail;
        std::string person, unit, first_day, last_day;
    };
    FormCheck new_check(const web::Request& request) const { return {services_.pages.texts(), request.language()}; }
    Role find(const web::Request& request) const;
    static Typed typed_of(const RoleForm& form);
    static Typed typed_of(const Role& role);
    web::Response list_page(const web::Request& request, int status, const Typed& typed, const FormCheck& check) const;
    web::Response role_page(const web::Request& request, int status, const Role& role, const Typed& typed, const FormCheck& check) const;

    Services services_;
};

std::vector<web::Route> role_routes(const Services& services);

}  // namespace ansvar::identity
