#pragma once

#include <string>

#include "identity/absence_form.hpp"
#include "identity/routes.hpp"

namespace ansvar::identity {

/// "Jag är borta": from when to when, and who answers meanwhile. People say it themselves; an administrator says it for somebody ill.
class AwayPages {
public:
    explicit AwayPages(const Services& services) : services_{services} {}

    web::Response show(const web::Request& request) const;
    web::Response add(const web::Request& request) const;
    web::Response remove(const web::Request& request) const;

private:
    /// Whose absence the page is about: the reader's, or that of the person in an administrator's path.
    struct Whose {
        Person person;
        std::string path;  ///< of the page
        bool is_own;
    };
    Whose whose(const web::Request& request) const;
    web::Response page(const web::Request& request, int status, const Whose& whose, const FormCheck& check, const AbsenceForm& form) const;
    void tell_changed() const;

    Services services_;
};

}  // namespace ansvar::identity
