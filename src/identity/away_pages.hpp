#pragma once

#include <string>

#include "identity/absence_form.hpp"
#include "identity/routes.hpp"
#include "web/moments.hpp"

namespace ansvar::identity {

/// Says in `check` why an absence is not added.
void explain_clash(FormCheck& check, const AbsenceClash& clash, const web::Moments& moments);
/// Adds an absence of `person`, with its line in the audit; who answers for what is counted anew. As add_absence_once.
Result<AbsenceId, AbsenceClash> keep_absence(const Services& services, const web::Request& request, PersonId person, const Absence& absence);
/// Takes one back, likewise. As remove_absence.
bool take_absence_back(const Services& services, const web::Request& request, PersonId person, AbsenceId id);

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

    Services services_;
};

}  // namespace ansvar::identity
