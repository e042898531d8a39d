// Mails that came in are for administrators, and those of a ticket for whoever reads its notes.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "inbox/mail_store.hpp"
#include "mail/maildir.hpp"
#include "served_school.hpp"
#include "support/dovecot.hpp"
#include "support/line_server.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

std::string mail_of(const std::string& from, const std::string& subject, const std::string& html) {
    return "From: " + from + "\r\nTo: ansvar@skola.example\r\nSubject: " + subject + "\r\nMessage-ID: <" + subject +
           "@klient.example>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html + "\r\n";
}

/// Waits until the service has read the mail with that subject.
inbox::StoredMail received(ServedSchool& school, const std::string& subject) {
    for (int tries = 0; tries < 200; ++tries) {
        for (const char* state : {"held", "done"}) {
            for (auto& mail : school.database().read([&](db::Session& session) { return inbox::mail_store::list(session, state, {}, 50); })) {
                if (mail.subject == subject) {
                    return mail;
                }
            }
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    FAIL("no mail " << subject);
    return {};
}

}  // namespace

TEST_CASE("a mail that is held is seen and decided about by administrators alone") {
    auto& school = ServedSchool::shared();
    mail::deliver(school.config.maildir(), mail_of("okand@annan.example", "en-fraga-utifran", "<p>Hej</p><script>x()</script>"));
    const auto mail = received(school, "en-fraga-utifran");
    REQUIRE(mail.state == "held");
    const auto place = "/mails/" + mail.id.text();
    auto administrator = school.browser("admin"), agent = school.browser("its"), teacher = school.browser("larare");
    for (auto* other : {&agent, &teacher}) {
        for (const auto& path : {place, place + "/original", place + "/html"}) {
            CHECK(other->get(path).status == 404);
        }
        CHECK(other->post_form(place + "/admit", {}).status == 404);
        CHECK(other->post_form(place + "/discard", {}).status == 404);
    }
    CHECK(administrator.get("/admin/mail-in").says("en-fraga-utifran"));
    CHECK(administrator.get(place).says("Hej"));
    const auto html = administrator.get(place + "/html");
    CHECK(html.header("content-security-policy") == "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    const auto original = administrator.get(place + "/original");
    CHECK(original.says("okand@annan.example"));
    CHECK(original.header("content-disposition").starts_with("attachment"));
    CHECK(administrator.post_form(place + "/retry", {}).status == 404);

    const auto in = administrator.post_form(place + "/admit", {});
    REQUIRE(in.status == 303);
    const auto ticket = in.header("location");
    CHECK(administrator.get(ticket).says("en-fraga-utifran"));
    for (const auto* action : {"/admit", "/discard"}) {  // decided: whoever comes second is told by whom
        const auto late = administrator.post_form(place + action, {});
        CHECK(late.status == 303);
        CHECK(administrator.get(late.header("location")).says("hann f\u00f6re dig"));
    }
    CHECK(administrator.get(place).says(ticket.substr(ticket.rfind('/') + 1)));
    CHECK(teacher.get(place).status == 404);
}

TEST_CASE("the mail of a ticket is seen by whoever reads the ticket's notes, and a confidential one's by nobody else") {
    auto& school = ServedSchool::shared();
    auto writer = school.program("larare");
    const auto number = school.file(writer, "Detta stannar mellan oss", "B049");
    mail::deliver(school.config.maildir(), mail_of("larare@skola.example", fmt::format("Re: [#{}] hemligt", number), "<p>mer</p>"));
    const auto mail = received(school, fmt::format("Re: [#{}] hemligt", number));
    REQUIRE(mail.ticket == TicketId{number});
    const auto place = "/mails/" + mail.id.text();
    auto administrator = school.browser("admin"), teacher = school.browser("larare"), agent = school.browser("its");
    CHECK(administrator.get(place).status == 404);
    CHECK(administrator.get(place + "/original").status == 404);
    CHECK(teacher.get(place).status == 404);  // the page of the ticket has what was written
    CHECK(agent.get(place).status == (agent.get(fmt::format("/tickets/{}", number)).says("compose-note") ? 200 : 404));
}

TEST_CASE("a service fetches what lies in a mailbox elsewhere, while another one serves the same school") {
    auto& school = ServedSchool::shared();
    const Dovecot dovecot;
    dovecot.deliver(mail_of("larare@skola.example", "skrivaren-via-imap", "<p>Den skriver inte ut</p>"));
    auto config = school.config;
    config.listen = fmt::format("127.0.0.1:{}", free_port());
    config.mail_incoming = "imap";
    config.mail_maildir = (school.folder.path() / "another-mail-in").string();
    config.imap_host = "127.0.0.1";
    config.imap_port = dovecot.port();
    config.imap_tls = "none";
    config.imap_user = "ansvar";
    config.imap_password_file = (school.folder.path() / "imap-password").string();
    std::ofstream{config.imap_password_file} << "hemligt\n";
    app::Service another{config, *school.store};
    another.start();
    const auto mail = received(school, "skrivaren-via-imap");
    another.stop();
    CHECK(mail.outcome == "opened");
    CHECK(dovecot.mails_in().empty());
    CHECK(dovecot.mails_in(".Hanterade").size() == 1);
}
