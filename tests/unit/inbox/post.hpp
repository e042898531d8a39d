#pragma once

#include <memory>
#include <string>
#include <vector>

#include "../tickets/school.hpp"
#include "inbox/mail_store.hpp"
#include "inbox/reception.hpp"
#include "mail/letter_writer.hpp"
#include "mail/reply_address.hpp"

namespace ansvar::inbox::tests {

/// What a test writes of a mail; what it leaves out is made up.
struct Mail {
    std::string from;
    std::string subject = "Skrivaren";
    std::string text = "Skrivaren i A12 skriver inte ut.";
    std::string to = "ansvar@skola.example";
    std::string answers = {};  ///< Message-IDs for In-Reply-To and References
    std::string headers = {};  ///< more of them, each with its line end
    std::string id = {};
};

/// The test school with mail: letters are written into the outbox, mails come in through the reception.
struct Post : ansvar::tests::School {
    explicit Post(Strangers strangers = Strangers::Hold);

    /// As it would come in; each with a Message-ID of its own.
    std::string raw(const Mail& mail);
    Finding receive(const Mail& mail) { return receive_raw(raw(mail)); }
    /// Stores it, reads it, does what is to be done, and writes that down.
    Finding receive_raw(const std::string& raw);
    tickets::Ticket file_as(PersonId by, const std::string& body, const std::string& area = "");

    /// The newest letter about a ticket to somebody: its Message-ID.
    std::string letter_to(TicketId ticket, const std::string& email);
    std::size_t count_letters(TicketId ticket, const std::string& kind);
    /// Where they would answer it.
    std::string answer_address(TicketId ticket, const std::string& email) { return addresses.for_answers(ticket, MailAddress::parse(email).value()).text(); }
    /// The last text of a ticket.
    std::string last_text(TicketId ticket);
    std::int64_t number(const std::string& statement);

    mail::Settings settings;
    mail::LetterWriter writer;
    mail::ReplyAddresses addresses;
    tickets::Desk post_desk;
    Reception reception;
    int ids = 0;
};

}  // namespace ansvar::inbox::tests
