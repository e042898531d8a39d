#include <catch2/catch.hpp>

#include "post.hpp"

using namespace ansvar;
using namespace ansvar::inbox;
using namespace ansvar::inbox::tests;

namespace {

std::string report(const std::string& to, const std::string& about, const std::string& action, const std::string& status) {
    return "Return-Path: <>\r\nFrom: Mail Delivery System <mailer-daemon@mx.skola.example>\r\nTo: " + to +
           "\r\nSubject: Undelivered Mail Returned to Sender\r\nMessage-ID: <dsn" + action + status + "@mx>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
           "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
           "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.skola.example\r\n\r\nFinal-Recipient: rfc822; anna@skola.example\r\n"
           "Action: " + action + "\r\nStatus: " + status + "\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: " + about + "\r\n\r\n--b--\r\n";
}

}  // namespace

TEST_CASE("a report that a letter did not arrive goes to that letter and its address, and makes no ticket") {
    Post post;
    const auto ticket = post.file_as(post.anna, "Skrivaren i A12 skriver inte ut", "B017").id;
    const auto letter = post.letter_to(ticket, "anna@skola.example");
    const auto id = LetterId{static_cast<std::uint64_t>(post.number("SELECT id AS n FROM letters WHERE message_id = '" + letter + "'"))};
    const auto is_dead = [&] { return post.number("SELECT COUNT(*) AS n FROM letters WHERE state = 'dead' AND last_reply LIKE 'bounced 5.1.1%'"); };
    post.database.execute_once(db::Query{"test/sent", "UPDATE letters SET state = 'sent', attempts = 1"});

    SECTION("only late") {
        CHECK(post.receive_raw(report("ansvar@skola.example", letter, "delayed", "4.4.7")).outcome == Outcome::Bounce);
        CHECK(is_dead() == 0);
        CHECK(post.number("SELECT COUNT(*) AS n FROM letter_attempts WHERE outcome = 'later'") == 1);
        CHECK(post.number("SELECT COUNT(*) AS n FROM bounced_addresses") == 0);
    }
    SECTION("what went well is no attempt") {
        CHECK(post.receive_raw(report("ansvar@skola.example", letter, "delivered", "2.0.0")).outcome == Outcome::Bounce);
        CHECK(post.number("SELECT COUNT(*) AS n FROM letter_attempts") == 0);
    }
    SECTION("a status nobody has heard of") {
        CHECK(post.receive_raw(report("ansvar@skola.example", letter, "failed", "5.1.1 åäö and very much more than that")).outcome == Outcome::Bounce);
        CHECK(is_dead() == 1);
    }
    SECTION("by its Message-ID") {
        const auto finding = post.receive_raw(report("ansvar@skola.example", letter, "failed", "5.1.1"));
        CHECK(finding.outcome == Outcome::Bounce);
        CHECK(finding.ticket == ticket);
        CHECK(is_dead() == 1);
        CHECK(post.number("SELECT times AS n FROM bounced_addresses WHERE email = 'anna@skola.example'") == 1);
        CHECK(post.number("SELECT COUNT(*) AS n FROM letter_attempts WHERE outcome = 'refused'") == 1);
    }
    SECTION("by the address it came back to") {
        post.receive_raw(report(post.addresses.for_bounces(id).text(), "<forged@elsewhere>", "failed", "5.1.1"));
        CHECK(is_dead() == 1);
    }
    SECTION("an address that was not made by us") {
        auto forged = post.addresses.for_bounces(id).text();
        forged.replace(forged.find('.') + 1, 1, forged[forged.find('.') + 1] == 'a' ? "b" : "a");
        CHECK_FALSE(post.receive_raw(report(forged, "<forged@elsewhere>", "failed", "5.1.1")).ticket);
        CHECK(is_dead() == 0);
    }
    CHECK(post.number("SELECT COUNT(*) AS n FROM tickets") == 1);
    CHECK(post.timeline(ticket).size() == 1);
}
