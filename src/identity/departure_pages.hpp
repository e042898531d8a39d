#pragma once

#include "identity/departure.hpp"
#include "identity/form_check.hpp"
#include "identity/routes.hpp"

namespace ansvar::identity {

/// An administrator lets somebody leave, with what follows outside the transaction. False when they are the last administrator.
/// Throws NotFound when there is no such person, as does the next.
bool let_leave(const Services& services, const web::Request& request, PersonId id);
/// And lets them come back.
void let_return(const Services& services, const web::Request& request, PersonId id);

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
