#pragma once

#include "identity/departure.hpp"
#include "identity/form_check.hpp"
#include "identity/routes.hpp"

namespace ansvar::identity {

/// Somebody leaves the school: what rests on them, shown before it is done, and done. And their coming back.
class DeparturePages {
public:
    explicit DeparturePages(const Services& services) : services_{services} {}

    web::Response show(const web::Request& request) const;
    web::Response leave(const web::Request& request) const;
    web::Response come_back(const web::Request& request) const;

private:
    web::Response page(const web::Request& request, int status, const FormCheck& check) const;

    Services services_;
};

std::vector<web::Route> departure_routes(const Services& services);

}  // namespace ansvar::identity
