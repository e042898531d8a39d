#pragma once

#include <optional>
#include <string>

#include "identity/form_check.hpp"
#include "identity/routes.hpp"
#include "identity/units.hpp"

namespace ansvar::identity {

/// The tree of units and the page of one: name, place, head, own holders of roles, and its end when nothing is in it.
class UnitPages {
public:
    explicit UnitPages(const Services& services) : services_{services} {}

    web::Response list(const web::Request& request) const;
    web::Response add(const web::Request& request) const;
    web::Response show(const web::Request& request) const;
    web::Response change(const web::Request& request) const;
    web::Response remove(const web::Request& request) const;

private:
    /// As typed.
    struct Form {
        std::string name;
        std::string parent;  ///< an id; "" for none
        std::string head;    ///< a name or an address; "" for nobody
    };
    static Form form_from(const web::Request& request, FormCheck& check);
    FormCheck new_check(const web::Request& request) const { return {services_.pages.texts(), request.language()}; }
    web::Response list_page(const web::Request& request, int status, const Form& form, const FormCheck& check) const;
    web::Response unit_page(const web::Request& request, int status, const Form& form, const FormCheck& check) const;
    Unit find(const web::Request& request) const;
    /// Writes the form, or adds to `check` why not. `id` is empty for a new one.
    std::optional<UnitId> save(const web::Request& request, std::optional<UnitId> id, const Form& form, FormCheck& check) const;

    Services services_;
};

std::vector<web::Route> unit_routes(const Services& services);

}  // namespace ansvar::identity
