#pragma once

#include <string>

#include "identity/absences.hpp"
#include "identity/form_check.hpp"
#include "identity/person.hpp"
#include "web/form.hpp"

namespace ansvar::identity {

/// What somebody typed about being away, as typed.
struct AbsenceForm {
    std::string first_day;
    std::string last_day;
    std::string substitute;  ///< a name or a mail address; "" for nobody

    static AbsenceForm from(const web::Form& form, FormCheck& check);

    /// The absence it means for `person`; what is wrong is said in `check`. A day is past or too far off (two years) by `now`'s school day.
    /// A substitute is found by their address, their name, or any part of either that only one person still here has.
    /// Whoever stands in for staff sees and handles what is theirs, so staff may only name staff; with `by_administrator` anybody goes.
    Absence read(db::Session& session, const Person& person, Timestamp now, FormCheck& check, bool by_administrator) const;
};

}  // namespace ansvar::identity
