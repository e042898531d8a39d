// Several mail servers, tokens instead of passwords, and whom failures are reported to.
#include <catch2/catch.hpp>

#include "smtp_parcels.hpp"

#include <thread>

using namespace ansvar;
using namespace ansvar::mail;
using namespace ansvar::mail::tests;
using namespace ansvar::tests;
using namespace std::chrono_literals;

namespace {

SmtpScript at(const std::string& step, SmtpAct act) {
    return {.steps = {{step, std::move(act)}}};
}

/// "localhost" is the first and 127.0.0.1 the second: the ledger shall tell them apart.
std::vector<SmtpSettings> two_relays(const SmtpServer& first, const SmtpServer& second, Tls tls = Tls::None) {
    auto one = settings_for(first, tls);
    one.host = "localhost";
    one.rest = 300ms;
    one.total_timeout = 6s;
    auto two = settings_for(second, tls);
    two.rest = 300ms;
    return {one, two};
}

}  // namespace

TEST_CASE("when a mail server does not hear of letters, the next one gets them", "[mail][smtp]") {
    using Kind = SmtpAct::Kind;
    const auto [script, words] = GENERATE(table<SmtpScript, std::string>({
        {at("greeting", {Kind::Close}), ""},
        {at("greeting", say("421 too busy")), "421 too busy"},
        {at("greeting", say("554 not for you")), "554 not for you"},
        {at("greeting", {Kind::Silence}), ""},
        {at("hello", say("451 disk full")), "451 disk full"},
        {at("hello", {Kind::Silence}), ""},
        {at("mail", say("421 4.3.2 shutting down")), "421 4.3.2 shutting down"},
    }));
    CAPTURE(words);
    const SmtpServer first{script};
    const SmtpServer second;
    SmtpTransport transport{two_relays(first, second)};
    const auto begun = std::chrono::steady_clock::now();
    const auto delivery = transport.send(parcel());
    CHECK(std::chrono::steady_clock::now() - begun < 3s);
    CHECK(delivery.outcome == Outcome::Sent);
    CHECK(delivery.reply.starts_with("localhost: " + words));
    CHECK(delivery.reply.ends_with("; 127.0.0.1: 250 2.0.0 taken"));
    CHECK(first.letters().empty());
    CHECK(second.letters().size() == 1);
}

TEST_CASE("what a mail server says of a letter is final, whatever another would say", "[mail][smtp]") {
    const auto [step, answer, outcome] = GENERATE(table<std::string, std::string, Outcome>({
        {"mail", "451 4.3.0 later", Outcome::Later},
        {"mail", "550 5.7.1 not you", Outcome::Refused},
        {"rcpt", "450 4.2.0 greylisted", Outcome::Later},
        {"rcpt", "550 5.1.1 nobody", Outcome::Refused},
        {"dot", "451 4.3.0 later", Outcome::Later},
        {"dot", "554 5.6.0 no", Outcome::Refused},
    }));
    const SmtpServer first{at(step, say(answer))};
    const SmtpServer second;
    SmtpTransport transport{two_relays(first, second)};
    const auto delivery = transport.send(parcel());
    CHECK(delivery.outcome == outcome);
    CHECK(delivery.reply == "localhost: " + answer);
    CHECK(second.connections() == 0);
}

TEST_CASE("a letter whose acknowledgement is lost does not go to another mail server at once", "[mail][smtp]") {
    const SmtpServer first{at("dot", {SmtpAct::Kind::Close})};
    const SmtpServer second;
    SmtpTransport transport{two_relays(first, second)};
    CHECK(transport.send(parcel()).outcome == Outcome::Later);
    CHECK(second.letters().empty());
}

TEST_CASE("a mail server that failed is passed over for a while, then tried again", "[mail][smtp]") {
    std::atomic<bool> is_busy{true};
    const SmtpServer first{[&](std::size_t) { return is_busy ? at("greeting", say("421 too busy")) : SmtpScript{}; }};
    const SmtpServer second;
    SmtpTransport transport{two_relays(first, second)};
    for (int i = 0; i < 5; ++i) {
        CHECK(transport.send(parcel()).outcome == Outcome::Sent);
    }
    CHECK(first.connections() == 1);
    CHECK(second.letters().size() == 5);
    is_busy = false;
    std::this_thread::sleep_for(350ms);
    CHECK(transport.send(parcel()).reply == "localhost: 250 2.0.0 taken");
    CHECK(first.letters().size() == 1);
}

TEST_CASE("when all mail servers failed lately, one of them is asked, not all", "[mail][smtp]") {
    const SmtpServer first{at("greeting", say("421 first is busy"))};
    const SmtpServer second{at("greeting", say("421 second is busy"))};
    SmtpTransport transport{two_relays(first, second)};
    const auto delivery = transport.send(parcel());
    CHECK(delivery.outcome == Outcome::Later);
    CHECK(delivery.reply == "localhost: 421 first is busy; 127.0.0.1: 421 second is busy");
    CHECK(transport.send(parcel()).reply == "localhost: 421 first is busy");
    CHECK(transport.send(parcel()).reply == "127.0.0.1: 421 second is busy");
    CHECK(first.connections() + second.connections() == 4);
}

TEST_CASE("mail servers are written in one line, each with a port of its own when it has one", "[mail][smtp]") {
    SmtpSettings common;
    common.port = 587;
    const auto relays = for_relays(common, "relay1.skola.example, relay2.skola.example:2525,[2001:db8::1]:25,2001:db8::2,[2001:db8::3]");
    std::vector<std::pair<std::string, int>> places;
    for (const auto& relay : relays) {
        places.emplace_back(relay.host, relay.port);
    }
    CHECK(places == std::vector<std::pair<std::string, int>>{{"relay1.skola.example", 587},
                                                             {"relay2.skola.example", 2525},
                                                             {"2001:db8::1", 25},
                                                             {"2001:db8::2", 587},
                                                             {"2001:db8::3", 587}});
    const std::string wrong =
        GENERATE("", "a,", ",a", "a:b", "a:0", "a:65536", "a:", "[::1", "[::1]x:25", "[::1]25", "a b", "a\r\nb:25", "user@a:25");
    CAPTURE(wrong);
    CHECK_THROWS_AS(for_relays(common, wrong), std::invalid_argument);
}

TEST_CASE("letters go out with a token instead of a password, read anew when it has changed", "[mail][smtp]") {
    const TemporaryFolder folder;
    const Authority authority;
    SmtpScript script{
        .offers_starttls = true, .offers_auth = true, .ways_to_sign_in = "PLAIN LOGIN XOAUTH2", .certificate = authority.issue()};
    const SmtpServer server{script};
    auto settings = settings_for(server, Tls::Required);
    settings.host = "localhost";
    settings.certificates = write(folder, "authority.pem", authority.certificate());
    settings.user = "ansvar";
    settings.token_file = folder.path() / "token";
    SmtpTransport transport{settings};
    const auto without = transport.send(parcel());
    CHECK(without.outcome == Outcome::Later);
    CHECK(without.reply == "localhost: the mail token cannot be read from " + settings.token_file.string());
    CHECK(server.connections() == 0);

    write(folder, "token", "first\n");
    CHECK(transport.send(parcel()).outcome == Outcome::Sent);
    CHECK(transport.send(parcel()).outcome == Outcome::Sent);
    CHECK(server.connections() == 1);
    write(folder, "token", "second\n");
    CHECK(transport.send(parcel()).outcome == Outcome::Sent);
    CHECK(server.connections() == 2);
    write(folder, "token", "");  // somebody is writing it
    CHECK(transport.send(parcel()).outcome == Outcome::Sent);
    CHECK(server.connections() == 2);
    const auto letters = server.letters();
    REQUIRE(letters.size() == 4);
    CHECK(letters[0].user == "dXNlcj1hbnN2YXIBYXV0aD1CZWFyZXIgZmlyc3QBAQ==");
    CHECK(letters[2].user == "dXNlcj1hbnN2YXIBYXV0aD1CZWFyZXIgc2Vjb25kAQE=");
    CHECK(letters[2].over_tls);
    write(folder, "token", "second\n");
    CHECK(mail::try_out(settings, parcel().sender).outcome == Outcome::Sent);

    script.ways_to_sign_in = "PLAIN LOGIN";
    const SmtpServer old{script};
    settings.port = old.port();
    CHECK(mail::try_out(settings, parcel().sender).outcome == Outcome::Later);
    CHECK(old.commands().back() != "AUTH PLAIN");
}

TEST_CASE("a token wants a user, TLS and no password beside it", "[mail][smtp]") {
    SmtpSettings settings;
    settings.host = "smtp.skola.example";
    settings.token_file = "token";
    CHECK_THROWS_AS(check(settings), std::invalid_argument);
    settings.user = "ansvar";
    CHECK_NOTHROW(check(settings));
    settings.password_file = "password";
    CHECK_THROWS_AS(check(settings), std::invalid_argument);
    settings.password_file.clear();
    settings.tls = Tls::Opportunistic;
    CHECK_THROWS_AS(check(settings), std::invalid_argument);
    settings.tls = Tls::Required;
    settings.user = "ansvar\r\nRCPT";
    CHECK_THROWS_AS(check(settings), std::invalid_argument);
}

TEST_CASE("a letter's failure is reported to the address it names, the letter itself unchanged", "[mail][smtp]") {
    const SmtpServer server;
    SmtpTransport transport{settings_for(server)};
    auto letter = parcel();
    letter.envelope_sender = MailAddress::parse("ansvar+b42.x7@skola.example");
    CHECK(transport.send(letter).outcome == Outcome::Sent);
    CHECK(transport.send(parcel()).outcome == Outcome::Sent);
    REQUIRE(server.letters().size() == 2);
    CHECK(server.letters()[0].sender.starts_with("<ansvar+b42.x7@skola.example>"));
    CHECK(server.letters()[0].content == parcel().message);
    CHECK(server.letters()[1].sender.starts_with("<ansvar@skola.example>"));
}
