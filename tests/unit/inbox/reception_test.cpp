#include <catch2/catch.hpp>

#include <chrono>

#include "identity/people_store.hpp"
#include "inbox/mail_store.hpp"
#include "post.hpp"
#include "queries/tickets.hpp"
#include "tickets/merge.hpp"
#include "tickets/outside.hpp"

using namespace ansvar;
using namespace ansvar::inbox;
using namespace ansvar::inbox::tests;
using tickets::State;

namespace {

const std::string anna = "anna@skola.example", amir = "amir@skola.example";

}  // namespace

TEST_CASE("a mail from somebody the school knows opens a ticket for the role that answers, once however often it comes") {
    Post post;
    const auto raw = post.raw({.from = "Anna <" + anna + ">", .subject = "SV: [#999999] Skrivaren i A12"});
    const auto finding = post.receive_raw(raw);
    CHECK(finding.outcome == Outcome::Opened);
    const auto ticket = post.ticket(finding.ticket.value());
    tickets::Draft same;
    same.subject = "Skrivaren i A12";
    same.body = "Skrivaren i A12 skriver inte ut.";
    CHECK(ticket.role.value == post.post_desk.preview(same, {}).role);
    CHECK(ticket.channel == tickets::Channel::Mail);
    CHECK(ticket.requester == post.anna);
    CHECK(ticket.subject == "Skrivaren i A12");
    CHECK(post.count_letters(ticket.id, "receipt") == 1);
    CHECK_FALSE(mail_store::store(post.database, raw, "", post.clock.now()));
    CHECK_FALSE(mail_store::store(post.database, "Received: from a by b\r\nDelivered-To: x@y.example\r\n" + raw, "", post.clock.now()));
    std::string by_pipe = raw;
    std::erase(by_pipe, '\r');
    CHECK_FALSE(mail_store::store(post.database, by_pipe, "", post.clock.now()));
    CHECK(mail_store::store(post.database, "Auto-Submitted: auto-replied\r\n" + raw, "", post.clock.now()));  // another mail, whoever sent it first
    CHECK(post.number("SELECT COUNT(*) AS n FROM tickets") == 1);
}

TEST_CASE("a mail that was broken off half-way is done once when it is read again") {
    Post post;
    const auto opened = post.receive({.from = anna});
    for (const Mail& mail : {Mail{.from = anna, .subject = "Projektorn", .text = "Projektorn i B7 visar bara blått."},
                             Mail{.from = anna, .subject = "SV: Skrivaren", .text = "Nu är den tom.", .answers = post.letter_to(*opened.ticket, anna)}}) {
        const auto raw = post.raw(mail);
        mail_store::store(post.database, raw, "", post.clock.now());
        const auto read = mail::read_mail(raw).value();
        const auto first = mail_store::claim(post.database, post.clock.now(), std::chrono::seconds{60});
        const auto before = post.reception.receive(*first, read);
        CHECK_FALSE(mail_store::claim(post.database, post.clock.now(), std::chrono::seconds{60}));  // somebody is at it
        post.clock.pass(std::chrono::minutes{2});
        const auto again = mail_store::claim(post.database, post.clock.now(), std::chrono::seconds{60});
        REQUIRE(again);
        const auto after = post.reception.receive(*again, read);
        CHECK(after.ticket == before.ticket);
        CHECK(after.seq == before.seq);
        post.database.in_transaction([&](db::Transaction& tx) { mail_store::finish(tx, again->id, after, "waiting", {}, post.clock.now()); });
    }
    CHECK(post.number("SELECT COUNT(*) AS n FROM tickets") == 2);
    CHECK(post.number("SELECT COUNT(*) AS n FROM ticket_messages") == 3);
}

TEST_CASE("an answer finds its ticket by the mails it answers, the address made for its sender, or the number and being part of it") {
    Post post;
    const auto ticket = post.file_as(post.anna, "Skrivaren i A12 skriver inte ut", "B017").id;
    post.file_as(post.jonas, "Projektorn i B7 visar bara blått");
    SECTION("the mails it answers") {
        CHECK(post.receive({.from = anna, .subject = "helt annat", .text = "Den piper.", .answers = post.letter_to(ticket, anna)}).ticket == ticket);
        CHECK(post.last_text(ticket) == "Den piper.");
        CHECK(post.count_letters(ticket, "requester_wrote") > 0);
    }
    SECTION("a mail of the thread that was ours to keep") {
        post.receive({.from = anna, .subject = "[#" + ticket.text() + "] x", .text = "Den piper.", .id = "<piper@klient.example>"});
        CHECK(post.receive({.from = anna, .subject = "Re: x", .text = "Mer.", .answers = "<piper@klient.example>"}).ticket == ticket);
    }
    SECTION("the address") {
        CHECK(post.receive({.from = anna, .subject = "hej", .text = "Den piper.", .to = post.answer_address(ticket, anna)}).ticket == ticket);
        const auto forged = post.receive({.from = "jonas@skola.example", .subject = "hej", .text = "Den piper.", .to = post.answer_address(ticket, anna)});
        CHECK(forged.outcome == Outcome::Opened);  // made for Anna: for Jonas it is our plain address
        CHECK(forged.ticket != ticket);
    }
    SECTION("the number") {
        CHECK(post.receive({.from = anna, .subject = "SV: [#" + ticket.text() + "] Skrivaren", .text = "Den piper."}).ticket == ticket);
        const auto stranger = post.receive({.from = "jonas@skola.example", .subject = "SV: [#" + ticket.text() + "] Skrivaren", .text = "Jag med."});
        CHECK(stranger.outcome == Outcome::Held);
        CHECK(stranger.why == Why::NotAParty);
        CHECK(post.receive({.from = anna, .subject = "#" + ticket.text() + " Skrivaren", .text = "Den piper."}).outcome == Outcome::Opened);
    }
    SECTION("somebody else with a known Message-ID") {
        const auto stranger = post.receive({.from = "jonas@skola.example", .text = "Jag med.", .answers = post.letter_to(ticket, anna)});
        CHECK(stranger.why == Why::NotAParty);
        CHECK(stranger.ticket == ticket);
        CHECK(post.receive({.from = "okand@annan.example", .text = "Jag med.", .answers = post.letter_to(ticket, anna)}).why == Why::NotAParty);
    }
    CHECK(post.timeline(ticket).size() <= 3);
}

TEST_CASE("a mail counts as from somebody who works with the ticket only with proof") {
    Post post;
    const auto ticket = post.file_as(post.anna, "Skrivaren i A12 skriver inte ut", "B017").id;
    const auto letter = post.letter_to(ticket, amir);
    const Mail answer{.from = amir, .text = "Prova nu.\r\n\r\nDen 12 nov. 2026 skrev Skolan:\r\n> Internt: byt hela skrivaren", .answers = letter};
    const auto with = [&](std::string headers) {
        auto mail = answer;
        mail.headers = std::move(headers);
        return post.receive(mail);
    };
    CHECK(with("").why == Why::NotProved);
    CHECK(with("Authentication-Results: mx.annan.example; dmarc=pass header.from=skola.example\r\n").why == Why::NotProved);
    CHECK(with("Authentication-Results: mx.skola.example; dmarc=pass header.from=annan.example\r\n").why == Why::NotProved);
    CHECK(with("Authentication-Results: mx.skola.example; dmarc=none\r\nAuthentication-Results: mx.skola.example; dmarc=pass header.from=skola.example\r\n").why == Why::NotProved);
    CHECK(with("Authentication-Results: mx.skola.example; spf=pass; dmarc=fail header.from=skola.example\r\n").why == Why::Spoofed);
    CHECK(post.timeline(ticket).size() == 1);

    SECTION("the school's own server says so, in lines as servers fold them") {
        CHECK(with("Authentication-Results: mx.skola.example;\r\n\tspf=pass smtp.mailfrom=skola.example;\r\n\tdmarc=pass (p=reject)\r\n\theader.from=skola.example\r\n").outcome ==
              Outcome::Replied);
    }
    SECTION("the school's own server says so") {
        CHECK(with("Authentication-Results: mx.skola.example; spf=pass; dmarc=pass (p=reject) header.from=skola.example\r\n").outcome == Outcome::Replied);
    }
    SECTION("the address made for them") {
        auto mail = answer;
        mail.to = post.answer_address(ticket, amir);
        CHECK(post.receive(mail).outcome == Outcome::Replied);
        CHECK(post.last_text(ticket) == "Prova nu.");  // what they quote may be internal
        CHECK(post.ticket(ticket).assignee == post.amir);
        CHECK(post.ticket(ticket).first_response_at);
        CHECK(post.count_letters(ticket, "reply") == 1);
    }
    SECTION("a note") {
        CHECK(post.receive({.from = amir, .text = "#note\r\nByt fixerenhet.", .to = post.answer_address(ticket, amir)}).outcome == Outcome::Noted);
        CHECK(post.last_text(ticket) == "Byt fixerenhet.");
        CHECK(post.count_letters(ticket, "reply") == 0);
    }
    SECTION("a note is no way round") {
        CHECK(post.receive({.from = amir, .text = "#note\r\nByt fixerenhet.", .answers = letter}).why == Why::NotProved);
        const auto by_anna = post.receive({.from = anna, .text = "#note\r\nhej", .to = post.answer_address(ticket, anna)});
        CHECK(by_anna.outcome == Outcome::Replied);  // to her it is a text like any other
    }
}

TEST_CASE("a colleague who is copied in is mailed on in the school's name, so that wants proof too") {
    Post post;
    const auto finding = post.receive({.from = anna, .to = "ansvar@skola.example, jonas@skola.example"});
    const auto ticket = finding.ticket.value();
    const std::string jonas = "jonas@skola.example", subject = "SV: [#" + ticket.text() + "]";
    CHECK(post.receive({.from = jonas, .subject = subject, .text = "Logga in här"}).why == Why::NotProved);
    CHECK(post.receive({.from = jonas, .subject = subject, .text = "Jag såg det också", .to = post.answer_address(ticket, jonas)}).outcome == Outcome::Replied);
}

TEST_CASE("a Message-ID that somebody made up leads no answer into a ticket") {
    Post post;
    const auto ticket = post.file_as(post.anna, "Skrivaren i A12 skriver inte ut", "B017").id;
    const std::string supplier = "service@leverantor.example";
    REQUIRE(tickets::outside::write(post.post_desk, ticket, {.to = supplier, .reference = "", .body = "Skicka en fixerenhet"}, post.person(post.amir),
                                    tickets::IdempotencyKey::random()));
    CHECK(post.receive({.from = "ond@annan.example", .subject = "[#" + ticket.text() + "]", .text = "x", .headers = "Auto-Submitted: auto-replied\r\n", .id = "<x@ond.example>"}).outcome ==
          Outcome::Automatic);
    const auto forged = post.receive({.from = supplier, .subject = "Svar", .text = "Betala hit i stället", .answers = "<x@ond.example>"});
    CHECK(forged.outcome == Outcome::Held);
    CHECK(post.receive({.from = anna, .subject = "[#" + ticket.text() + "]", .text = "Hur går det?", .id = "<a9@klient.example>"}).ticket == ticket);
    CHECK(post.receive({.from = supplier, .subject = "Svar", .text = "Betala hit i stället", .answers = "<a9@klient.example>"}).why == Why::NotAParty);
    CHECK(post.ticket(ticket).state == State::WaitingOther);

    const auto answer = post.receive({.from = supplier, .text = "Kommer i morgon", .answers = post.letter_to(ticket, supplier), .headers = "Auto-Submitted: auto-generated\r\n"});
    CHECK(answer.outcome == Outcome::Answered);  // their helpdesk marks what its people write
    CHECK(post.receive({.from = supplier, .text = "Semester", .answers = post.letter_to(ticket, supplier), .headers = "Auto-Submitted: auto-replied\r\n"}).outcome == Outcome::Automatic);
}

TEST_CASE("what somebody who works with the ticket answers to is not published, nor anybody's link that stops letters") {
    Post post;
    const auto ticket = post.file_as(post.anna, "Skrivaren i A12 skriver inte ut", "B017").id;
    const Mail from_amir{.from = amir, .text = "> Telefon: 040-12 34 56\r\n\r\nRing mig.\r\n\r\n> mer", .to = post.answer_address(ticket, amir)};
    CHECK(post.receive(from_amir).outcome == Outcome::Replied);
    CHECK(post.last_text(ticket) == "Ring mig.");
    CHECK(post.receive({.from = amir, .text = "> bara citat", .to = post.answer_address(ticket, amir)}).why == Why::Empty);
    CHECK(post.receive({.from = anna, .text = "Ja.\r\n\r\n> Sluta: https://ansvar.skola.example/letters/stop/abc\r\n> hej", .to = post.answer_address(ticket, anna)}).outcome ==
          Outcome::Replied);
    CHECK(post.last_text(ticket) == "Ja.\n\n> hej");
}

TEST_CASE("programs, our own mails and empty ones trouble nobody") {
    Post post;
    const auto ticket = post.file_as(post.anna, "Skrivaren i A12 skriver inte ut", "B017").id;
    const auto letter = post.letter_to(ticket, anna);
    CHECK(post.receive({.from = anna, .text = "Jag är på semester.", .answers = letter, .headers = "Auto-Submitted: auto-replied\r\n"}).outcome == Outcome::Automatic);
    CHECK(post.receive({.from = anna, .text = "Larm", .headers = "Auto-Submitted: auto-generated\r\n"}).why == Why::Automatic);
    CHECK(post.receive({.from = anna, .headers = "X-Loop: ansvar@skola.example\r\n"}).outcome == Outcome::Loop);
    CHECK(post.receive({.from = "ansvar@skola.example"}).outcome == Outcome::Loop);
    CHECK(post.receive({.from = "ansvar+t1.ab@skola.example"}).outcome == Outcome::Loop);
    std::string hops;
    for (int i = 0; i < 45; ++i) {
        hops += "Received: from a by b\r\n";
    }
    CHECK(post.receive({.from = anna, .headers = hops}).outcome == Outcome::Loop);
    CHECK(post.receive({.from = anna, .subject = "", .text = " "}).why == Why::Empty);
    CHECK(post.receive({.from = "ingen alls"}).why == Why::NoSender);
    CHECK(post.timeline(ticket).size() == 1);
    CHECK(post.number("SELECT COUNT(*) AS n FROM tickets") == 1);

    const auto listed = post.receive({.from = anna, .subject = "Projektorn i B7", .text = "Den visar bara blått", .headers = "Precedence: list\r\nList-Id: <it.skola.example>\r\n"});
    CHECK(listed.outcome == Outcome::Opened);  // people write to lists
    CHECK(post.count_letters(*listed.ticket, "receipt") == 0);
    CHECK(post.count_letters(*listed.ticket, "new_ticket") > 0);
}

TEST_CASE("thanks do not open again what is done, but what is left does") {
    Post post;
    const auto ticket = post.file_as(post.anna, "Skrivaren i A12 skriver inte ut", "B017").id;
    const auto letter = post.letter_to(ticket, anna);
    REQUIRE(post.post_desk.set_state(ticket, State::Resolved, post.person(post.amir)));
    CHECK(post.receive({.from = anna, .text = "Tack så mycket!", .answers = letter}).ticket == ticket);
    CHECK(post.ticket(ticket).state == State::Resolved);
    CHECK(post.last_text(ticket) == "Tack så mycket!");
    SECTION("within the time") {
        CHECK(post.receive({.from = anna, .text = "Tack, men den krånglar igen", .answers = letter}).ticket == ticket);
        CHECK(post.ticket(ticket).is_open());
    }
    SECTION("later") {
        post.clock.pass(std::chrono::days{20});
        CHECK(post.receive({.from = anna, .text = "Tack!", .answers = letter}).ticket == ticket);
        const auto later = post.receive({.from = anna, .text = "Nu är det stopp igen", .answers = letter});
        CHECK(later.outcome == Outcome::Replied);
        CHECK(later.ticket != ticket);
        CHECK(post.ticket(ticket).state == State::Resolved);
        CHECK(post.ticket(*later.ticket).role.value == "ITS");
    }
}

TEST_CASE("somebody outside who was written to answers into the ticket, unseen by the requester") {
    Post post;
    const auto ticket = post.file_as(post.anna, "Skrivaren i A12 skriver inte ut", "B017").id;
    const std::string supplier = "service@leverantor.example";
    REQUIRE(tickets::outside::write(post.post_desk, ticket, {.to = supplier, .reference = "S-1", .body = "Skicka en fixerenhet"}, post.person(post.amir),
                                    tickets::IdempotencyKey::random()));
    CHECK(post.ticket(ticket).state == State::WaitingOther);
    const auto letter = post.letter_to(ticket, supplier);
    CHECK(post.receive({.from = supplier, .subject = "SV: [#" + ticket.text() + "]", .text = "Kommer i morgon"}).why == Why::NotAParty);
    CHECK(post.receive({.from = "annan@leverantor.example", .text = "Kommer i morgon", .answers = letter}).why == Why::NotAParty);
    const auto finding = post.receive({.from = supplier, .text = "Kommer i morgon", .answers = letter});
    CHECK(finding.outcome == Outcome::Answered);
    CHECK(post.ticket(ticket).state == State::InProgress);
    CHECK(post.last_text(ticket) == "Kommer i morgon");
    CHECK(post.count_letters(ticket, "requester_wrote") == 1);
    for (const auto& entry : post.database.read([&](db::Session& session) { return tickets::ticket_store::timeline(session, ticket, false, post.clock.now()); })) {
        CHECK(entry.body != "Kommer i morgon");
    }
}

TEST_CASE("people nobody knows are held, let in or refused, as the school chooses") {
    const auto by = [](Strangers strangers) {
        Post post{strangers};
        const auto finding = post.receive({.from = "Vårdnadshavare <foralder@hem.example>"});
        return std::pair{finding, post.number("SELECT COUNT(*) AS n FROM people WHERE email = 'foralder@hem.example'")};
    };
    const auto [held, held_people] = by(Strangers::Hold);
    CHECK(held.why == Why::UnknownSender);
    CHECK(held_people == 0);
    const auto [allowed, allowed_people] = by(Strangers::Allow);
    CHECK(allowed.outcome == Outcome::Opened);
    CHECK(allowed_people == 1);
    CHECK(by(Strangers::Refuse).first.outcome == Outcome::Refused);

    Post post;
    CHECK(post.receive({.from = "ny.kollega@skola.example"}).outcome == Outcome::Opened);  // at the school's own domain
    post.database.in_transaction([&](db::Transaction& tx) { identity::update_left(tx, post.jonas, true, post.clock.now()); });
    CHECK(post.receive({.from = "jonas@skola.example"}).why == Why::UnknownSender);
}

TEST_CASE("what is held can be let in, as what it is") {
    Post post;
    const auto ticket = post.file_as(post.anna, "Skrivaren i A12 skriver inte ut", "B017").id;
    const auto letter = post.letter_to(ticket, amir);
    const auto let_in = [&](const Mail& mail) {
        const auto raw = post.raw(mail);
        CHECK(post.receive_raw(raw).outcome == Outcome::Held);
        const auto id = MailId{static_cast<std::uint64_t>(post.number("SELECT MAX(id) AS n FROM incoming_mails"))};
        const auto stored = post.database.read([&](db::Session& session) { return mail_store::find(session, id); });
        return post.reception.admit(stored.value(), mail::read_mail(raw).value());
    };
    CHECK(let_in({.from = amir, .text = "Prova nu.", .answers = letter}).outcome == Outcome::Replied);
    CHECK(post.last_text(ticket) == "Prova nu.");
    const auto stranger = let_in({.from = "foralder@hem.example", .text = "Mitt barn kan inte logga in.", .answers = letter});
    CHECK(stranger.outcome == Outcome::Opened);
    CHECK(stranger.ticket != ticket);
    CHECK(let_in({.from = "ingen alls"}).outcome == Outcome::Held);
}

TEST_CASE("somebody who opens tickets by the dozen is looked at") {
    Post post;
    for (int i = 0; i < 20; ++i) {
        REQUIRE(post.receive({.from = anna, .text = "Skrivaren " + std::to_string(i)}).outcome == Outcome::Opened);
    }
    CHECK(post.receive({.from = anna, .text = "Skrivaren igen"}).why == Why::TooMany);
    CHECK(post.receive({.from = "jonas@skola.example"}).outcome == Outcome::Opened);
    post.clock.pass(std::chrono::minutes{61});
    CHECK(post.receive({.from = anna, .text = "Skrivaren en timme senare"}).outcome == Outcome::Opened);
}

TEST_CASE("an answer to a merged ticket is written where it goes on") {
    Post post;
    const auto source = post.file_as(post.anna, "Skrivaren i A12 skriver inte ut", "B017").id;
    const auto target = post.file_as(post.jonas, "Skrivaren i A12 är trasig", "B017").id;
    const auto letter = post.letter_to(source, anna);
    REQUIRE(tickets::merging::merge(post.post_desk, source, target, post.person(post.amir)));
    // There she is one who follows: her words are mailed to its requester.
    CHECK(post.receive({.from = anna, .text = "Den piper.", .answers = letter}).why == Why::NotProved);
    const auto finding = post.receive({.from = anna, .text = "Den piper.", .to = post.answer_address(source, anna), .answers = letter});
    CHECK(finding.ticket == target);
    CHECK(post.last_text(target) == "Den piper.");
}

TEST_CASE("colleagues the mail was also sent to are kept informed, but not half the school") {
    Post post;
    const auto finding = post.receive({.from = anna, .to = "ansvar@skola.example, Jonas <jonas@skola.example>, okand@annan.example"});
    CHECK(post.number("SELECT COUNT(*) AS n FROM ticket_watchers WHERE ticket_id = " + finding.ticket->text()) == 1);
    std::string many = "ansvar@skola.example";
    for (int i = 0; i < 12; ++i) {
        const auto colleague = "k" + std::to_string(i) + "@skola.example";
        post.database.in_transaction([&](db::Transaction& tx) { identity::get_or_make_requester(tx, MailAddress::parse(colleague).value(), post.clock.now()); });
        many += ", " + colleague;
    }
    const auto wide = post.receive({.from = anna, .text = "Till alla", .to = many});
    CHECK(post.number("SELECT COUNT(*) AS n FROM ticket_watchers WHERE ticket_id = " + wide.ticket->text()) == 0);
}

TEST_CASE("files come along, and those that are not taken are named") {
    Post post;
    const std::string raw = "From: " + anna + "\r\nTo: ansvar@skola.example\r\nSubject: Bild\r\nMessage-ID: <filer@klient.example>\r\n"
                            "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nSe bilden\r\n"
                            "--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=logg.txt\r\n\r\nen rad\r\n"
                            "--x\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=ful.exe\r\n"
                            "Content-Transfer-Encoding: base64\r\n\r\nTVoAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAAAAFBFAAAAAAAAAAAAAAAAAAAAAA"
                            "\r\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                            "\r\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                            "\r\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                            "\r\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                            "\r\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                            "\r\nA=\r\n--x--\r\n";
    const auto finding = post.receive_raw(raw);
    REQUIRE(finding.outcome == Outcome::Opened);
    CHECK(post.number("SELECT COUNT(*) AS n FROM attachments WHERE ticket_id = " + finding.ticket->text()) == 1);
    CHECK(post.last_text(*finding.ticket) == "Se bilden\n\n(left: ful.exe)");
}

TEST_CASE("text that turns its direction or is far too long is taken without that") {
    Post post;
    const auto turned = post.receive({.from = anna, .subject = "Skriv\xE2\x80\xAE" "aren", .text = "Hej \xE2\x80\xAE" "du"});
    CHECK(post.ticket(turned.ticket.value()).subject == "Skrivaren");
    CHECK(post.last_text(*turned.ticket) == "Hej du");
    const auto pasted = post.receive({.from = anna, .subject = "Klistrat\xE2\x80\xA8in", .text = "En\xE2\x80\xA8rad\xC2\x85 till"});
    CHECK(pasted.outcome == Outcome::Opened);
    CHECK(post.last_text(*pasted.ticket) == "En\nrad till");
    const auto long_one = post.receive({.from = anna, .subject = std::string(500, 'x'), .text = [] {
                                            std::string text;
                                            for (int i = 0; i < 30'000; ++i) {
                                                text += "ett ord\r\n";
                                            }
                                            return text;
                                        }()});
    CHECK(long_one.outcome == Outcome::Opened);
}
