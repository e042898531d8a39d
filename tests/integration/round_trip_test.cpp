// Mail both ways through real servers: Ansvar → Postfix → Dovecot → a teacher's mail program → Postfix → Dovecot → Ansvar.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <memory>
#include <thread>

#include "mail/imap_mailbox.hpp"
#include "mail/incoming_mail.hpp"
#include "mail/smtp_transport.hpp"
#include "served_school.hpp"
#include "support/dovecot.hpp"
#include "support/line_server.hpp"
#include "support/postfix.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

constexpr auto teacher = "larare@skola.example";

/// A header as a mail program reads it, unfolded.
std::string header(const std::string& mail, const std::string& name) {
    const auto head = "\r\n" + mail.substr(0, mail.find("\r\n\r\n") + 2);
    auto at = head.find("\r\n" + name + ": ");
    std::string value;
    for (at = at == std::string::npos ? head.size() : at + name.size() + 4; at < head.size(); ++at) {
        if (head[at] == '\r' && head[at + 2] != ' ' && head[at + 2] != '\t') {
            break;
        }
        value += head[at] == '\r' || head[at] == '\n' ? "" : std::string{head[at]};
    }
    return value;
}

/// How a program's answer names what it answers, and what it puts under the answer.
struct Program {
    const char* name;
    bool has_references;
    const char* prefix;
    const char* quote;
};

constexpr Program programs[] = {
    {"Outlook", false, "SV: ", "\r\n\r\nFrån: Skolan <ansvar@skola.example>\r\nSkickat: den 12 november 2026 10:00\r\nTill: Anna\r\nÄmne: Skrivaren\r\n\r\nHej"},
    {"Gmail", true, "Re: ", "\r\n\r\nDen tors 12 nov. 2026 kl 10:00 skrev Skolan <ansvar@skola.example>:\r\n> Hej\r\n"},
    {"Apple Mail", true, "Re: ", "\r\n\r\n> 12 nov. 2026 kl. 10:00 skrev Skolan <ansvar@skola.example>:\r\n> \r\n> Hej\r\n"},
};

/// The teacher's mailbox, looked into over IMAP, and her way out through the mail server.
class MailProgram {
public:
    MailProgram(const Dovecot& box, const Postfix& server) : server_{server}, out_{settings(server.port())} {
        std::ofstream{folder_.path() / "password"} << "hemligt\n";
        mail::ImapSettings in;
        in.host = "127.0.0.1";
        in.port = box.port();
        in.tls = mail::Tls::None;
        in.user = "ansvar";
        in.password_file = folder_.path() / "password";
        box_.emplace(in);
    }

    /// The next letter, within twenty seconds.
    std::string next() {
        for (int tries = 0; letters_.empty() && tries < 200; ++tries) {
            box_->fetch(50, [&](const mail::Fetched& fetched) {
                letters_.push_back(fetched.raw);
                return true;
            });
            if (letters_.empty()) {
                std::this_thread::sleep_for(std::chrono::milliseconds{100});
            }
        }
        INFO(server_.log());
        REQUIRE_FALSE(letters_.empty());
        auto letter = letters_.front();
        letters_.erase(letters_.begin());
        return letter;
    }

    void answer(const std::string& letter, const Program& program, const std::string& text) {
        auto mail = std::string{"From: Anna <"} + teacher + ">\r\nTo: " + header(letter, "Reply-To") + "\r\nSubject: " + program.prefix + header(letter, "Subject") +
                    fmt::format("\r\nMessage-ID: <{}@klient.example>\r\nDate: Thu, 12 Nov 2026 10:00:00 +0100\r\n", ++sent_) +
                    "In-Reply-To: " + header(letter, "Message-ID") + "\r\n";
        if (program.has_references) {
            mail += "References: " + header(letter, "References") + "\r\n " + header(letter, "Message-ID") + "\r\n";
        }
        mail += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text + program.quote + "\r\n";
        const auto to = MailAddress::parse(header(letter, "Reply-To"));
        REQUIRE(to);
        const auto delivery = out_.send({LetterId{}, mail::LetterKind::Receipt, SystemClock{}.now(), MailAddress::parse(teacher).value(), *to, mail});
        INFO(delivery.reply);
        REQUIRE(delivery.outcome == mail::Outcome::Sent);
    }

private:
    static mail::SmtpSettings settings(std::uint16_t port) {
        mail::SmtpSettings settings;
        settings.host = "127.0.0.1";
        settings.port = port;
        settings.tls = mail::Tls::None;
        return settings;
    }

    const Postfix& server_;
    TemporaryFolder folder_;
    mail::SmtpTransport out_;
    std::optional<mail::ImapMailbox> box_;
    std::vector<std::string> letters_;
    int sent_ = 0;
};

void eventually(const std::string& what, const std::function<bool()>& holds) {
    for (int tries = 0; tries < 200; ++tries) {
        if (holds()) {
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    FAIL("in vain: " << what);
}

}  // namespace

TEST_CASE("a conversation of twenty mails through Postfix and Dovecot, with three programs' habits, is one ticket", "[mail][servers]") {
    if (!Postfix::may_run()) {
        WARN("NOT TESTED: Postfix must be started by root");
        return;
    }
    ServedSchool school;
    const Dovecot ours, hers;
    const Postfix server{{{"ansvar@skola.example", ours.maildir()}, {teacher, hers.maildir()}}, ours.owner(), ours.group()};
    auto& config = school.config;
    config.mail_transport = "smtp";
    config.smtp_host = "127.0.0.1";
    config.smtp_port = server.port();
    config.smtp_tls = "none";
    config.mail_incoming = "imap";
    config.imap_host = "127.0.0.1";
    config.imap_port = ours.port();
    config.imap_tls = "none";
    config.imap_user = "ansvar";
    config.imap_password_file = (school.folder.path() / "imap-password").string();
    config.imap_seconds = 1;
    std::ofstream{config.imap_password_file} << "hemligt\n";
    school.service->stop();
    school.service.reset();
    school.service = std::make_unique<app::Service>(config, *school.store);
    school.service->start();

    MailProgram program{hers, server};
    auto writer = school.program("larare"), agent = school.program("its");
    const auto number = school.file(writer, "Kanonen i aulan surrar", "B003");
    const db::Query count{"test/count", "SELECT COUNT(*) AS n FROM ticket_messages WHERE ticket_id = :ticket"};
    const auto messages = [&] { return school.database().read([&](db::Session& session) { return session.row(count, {{"ticket", TicketId{number}}})->integer("n"); }); };

    auto letter = program.next();
    CHECK(header(letter, "Subject").starts_with(fmt::format("[#{}] ", number)));
    std::int64_t written = 1, mails = 1;
    for (int round = 0; mails < 20; ++round) {
        for (const auto& each : programs) {
            program.answer(letter, each, fmt::format("Svar nummer {} med {}", mails++, each.name));
            ++written;
        }
        eventually("the answers are in the ticket", [&] { return messages() == written; });
        REQUIRE(agent.post_json(fmt::format("/api/v1/tickets/{}/messages", number), {{"kind", "reply"}, {"body", fmt::format("Agentens svar {}", round)}}).status < 300);
        ++written;
        letter = program.next();
        ++mails;
        CHECK(header(letter, "References").find("@") != std::string::npos);
        CHECK(header(letter, "To").find(teacher) != std::string::npos);
    }
    const auto ticket = agent.get(fmt::format("/api/v1/tickets/{}", number));
    for (const auto& each : programs) {
        CHECK(ticket.says(std::string{"med "} + each.name));
    }
    const db::Query odd{"test/odd", "SELECT COUNT(*) AS n FROM incoming_mails WHERE outcome IS NULL OR outcome <> 'replied' OR ticket_id <> :ticket"};
    CHECK(school.database().read([&](db::Session& session) { return session.row(odd, {{"ticket", TicketId{number}}})->integer("n"); }) == 0);
    CHECK(ours.mails_in().empty());
    CHECK(ours.mails_in(".Hanterade").size() >= 15);
}

TEST_CASE("a letter that the mail server refuses stands in the ledger with its words", "[mail][servers]") {
    if (!Postfix::may_run()) {
        WARN("NOT TESTED: Postfix must be started by root");
        return;
    }
    const Dovecot box;
    const Postfix server{{{"ansvar@skola.example", box.maildir()}}, box.owner(), box.group()};
    mail::SmtpSettings settings;
    settings.host = "127.0.0.1";
    settings.port = server.port();
    settings.tls = mail::Tls::None;
    mail::SmtpTransport transport{settings};
    const auto delivery = transport.send({LetterId{}, mail::LetterKind::Receipt, SystemClock{}.now(), MailAddress::parse("ansvar@skola.example").value(),
                                          MailAddress::parse("ingen@skola.example").value(), "Subject: x\r\n\r\nx\r\n"});
    INFO(delivery.reply << "\n" << server.log());
    CHECK(delivery.outcome == mail::Outcome::Refused);
    CHECK(delivery.reply.find("550 5.1.1") != std::string::npos);
    REQUIRE(delivery.steps.size() == 4);
    CHECK(delivery.steps[0].said == "CONNECT");
    CHECK(delivery.steps[0].answer.starts_with("220 "));
    CHECK(delivery.steps[1].said == "EHLO");
    CHECK(delivery.steps[2].answer.starts_with("250 "));
    CHECK(delivery.steps[3].said == "RCPT TO");
    CHECK(delivery.steps[3].answer.starts_with("550 5.1.1"));
}
