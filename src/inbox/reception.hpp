#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "identity/person.hpp"
#include "inbox/kept_files.hpp"
#include "inbox/stored_mail.hpp"
#include "mail/incoming_mail.hpp"
#include "mail/reply_address.hpp"
#include "tickets/desk.hpp"

namespace ansvar::inbox {

/// Who may open tickets by mail without being known.
enum class Strangers {
    Hold,   ///< somebody looks at their mails first
    Allow,  ///< they become known by writing
    Refuse  ///< their mails are put away without an answer
};
std::optional<Strangers> strangers_from(std::string_view name);

struct ReceptionServices {
    tickets::Desk& desk;                     ///< its database, clock and directories are used too
    const mail::ReplyAddresses& addresses;
    Strangers strangers = Strangers::Hold;
    FilesLeft files_left = {};
    std::string trusted_server = {};  ///< the authserv-id (RFC 8601) of the school's own mail server; empty: none is believed
};

/// What becomes of a mail. By the rules of decision 0058, in this order:
/// 1. a report about a letter goes to that letter's ledger, our own mails and programs' answers go nowhere;
/// 2. a mail belongs to a ticket by the mails it answers, else by the signed address it was sent to, else by the number in its subject, and
///    then only from somebody who has to do with the ticket; never by a subject alone;
/// 3. from anybody but the ticket's requester it counts only with proof: the signed address made for them, or the school's own mail server
///    says that the sender is true (DMARC). Anybody can write any sender;
/// 4. what belongs to no ticket opens one, from somebody the school knows.
/// What fits no rule is held: a person decides, and nothing is lost. Safe from any thread.
class Reception {
public:
    explicit Reception(ReceptionServices services) : services_(std::move(services)) {}

    /// What would become of it; changes nothing.
    Finding preview(const mail::IncomingMail& mail) const;
    /// Does it. The same mail again, also after a crash half-way, gives the same finding and is written once.
    Finding receive(const StoredMail& stored, const mail::IncomingMail& mail);

    /// Lets in a mail that was held, as what it says it is: into the ticket it answers if its sender may write there, else as a new ticket of
    /// the sender's. Held(NotAllowed) when neither can be.
    Finding admit(const StoredMail& stored, const mail::IncomingMail& mail);

private:
    struct Plan {
        Finding finding;
        std::optional<identity::Person> writer = {};
        bool is_thanks = false;
        std::string text = {};  ///< of an answer: what is written in the ticket
    };
    enum class Strictness { Usual, LetIn };

    Plan plan(db::Session& session, const mail::IncomingMail& mail, Strictness strictness) const;
    Plan plan_answer(db::Session& session, const mail::IncomingMail& mail, TicketId ticket, bool is_proved, Strictness strictness) const;
    Plan plan_ticket(db::Session& session, const mail::IncomingMail& mail, std::optional<identity::Person> writer, Strictness strictness) const;
    Finding carry_out(const Plan& plan, const StoredMail& stored, const mail::IncomingMail& mail);
    Finding open(const StoredMail& stored, const mail::IncomingMail& mail, const std::optional<identity::Person>& writer);
    Finding write(const Plan& plan, const StoredMail& stored, const mail::IncomingMail& mail);
    Finding answer_from_outside(const Plan& plan, const StoredMail& stored, const mail::IncomingMail& mail);
    Finding note_bounce(const mail::IncomingMail& mail);
    /// The tokens of its files; what could not be taken is named at the end of `text`.
    std::vector<std::string> store_files(const mail::IncomingMail& mail, std::optional<PersonId> owner, web::Language language, std::string& text);
    std::string copies_of(const mail::IncomingMail& mail) const;
    identity::Person make_known(const mail::IncomingMail& mail);

    ReceptionServices services_;
};

}  // namespace ansvar::inbox
