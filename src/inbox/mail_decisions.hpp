#pragma once

#include <string>

#include "identity/audit.hpp"
#include "identity/person.hpp"
#include "inbox/inbox_pages.hpp"
#include "inbox/stored_mail.hpp"

/// What people do with a mail that came in: the pages and programs do it by the same rules. Safe from any thread.
namespace ansvar::inbox {

/// A mail that somebody may read: what belongs to a ticket is for those who read its notes, the rest for administrators.
/// @throws web::NotFound for every other one.
StoredMail readable_mail(const PageServices& services, MailId id, const identity::Person& person);
/// As it came; "" when it is not kept any more.
std::string raw_of(const PageServices& services, const StoredMail& mail);
/// To be called before anything of it is shown (identity::record_view).
void note_view(const PageServices& services, const web::Request& request, const StoredMail& mail);

/// The mail as it came, to be kept as a file. That it was seen is noted first. @throws web::NotFound when it is not kept any more.
web::Response original_of(const PageServices& services, const web::Request& request, const StoredMail& mail);

enum class Decided {
    Done,
    CannotBe,  ///< neither into the ticket it answers nor as a new one: it is held still
    TooLate    ///< somebody has decided about it before, and that stands
};
struct Decision {
    Decided how = Decided::Done;
    Finding finding = {};
};
/// Lets in a mail that is held. @throws web::NotFound when it is not kept any more.
Decision admit(const PageServices& services, const StoredMail& mail, PersonId by, const identity::Actor& actor);
/// Throws away a mail that is held.
Decision discard(const PageServices& services, const StoredMail& mail, PersonId by, const identity::Actor& actor);
/// Reads one once more that could not be read. @throws web::NotFound when it is none such.
void retry(const PageServices& services, MailId id);

}  // namespace ansvar::inbox
