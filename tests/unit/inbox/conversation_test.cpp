// Conversations as mail programs hold them, and mails nobody of us wrote.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "mail/composer.hpp"
#include "post.hpp"

using namespace ansvar;
using namespace ansvar::inbox;
using namespace ansvar::inbox::tests;

namespace {

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

}  // namespace

TEST_CASE("twenty mails between three programs are one ticket") {
    Post post;
    const auto opened = post.receive({.from = "anna@skola.example", .subject = "Skrivaren i A12"});
    const auto ticket = opened.ticket.value();
    for (int i = 0; i < 20; ++i) {
        const auto& program = programs[i % 3];
        const bool by_agent = i % 2 == 0;
        const std::string from = by_agent ? "amir@skola.example" : "anna@skola.example";
        Mail mail{.from = from, .subject = std::string{program.prefix} + "[#" + ticket.text() + "] Skrivaren i A12", .text = "Svar nummer " + std::to_string(i) + program.quote};
        mail.to = post.answer_address(ticket, from);
        if (program.has_references) {
            mail.answers = "<root" + std::to_string(i) + "@elsewhere.example> " + post.letter_to(ticket, i == 0 ? "anna@skola.example" : from);
        }
        INFO(program.name << " " << i);
        const auto finding = post.receive(mail);
        CHECK(finding.ticket == ticket);
        CHECK(finding.outcome == Outcome::Replied);
        CHECK(post.last_text(ticket).starts_with("Svar nummer " + std::to_string(i)));
        if (by_agent) {
            CHECK(post.last_text(ticket) == "Svar nummer " + std::to_string(i));
        }
        post.clock.pass(std::chrono::minutes{3});
    }
    CHECK(post.number("SELECT COUNT(*) AS n FROM tickets") == 1);
    CHECK(post.number("SELECT COUNT(*) AS n FROM ticket_messages") == 21);
}

TEST_CASE("no mail of the corpora breaks anything, whoever it says it is from") {
    Post post{Strangers::Allow};
    const std::filesystem::path corpora = std::filesystem::path{ansvar_source_dir()} / ".." / "shared" / "corpora" / "mail";
    std::size_t done = 0, tickets = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{corpora}) {
        if (!entry.is_regular_file() || entry.file_size() > 1'000'000) {
            continue;
        }
        std::ifstream file{entry.path(), std::ios::binary};
        const std::string raw{std::istreambuf_iterator<char>{file}, {}};
        if (!mail::read_mail(raw) || !mail_store::store(post.database, raw, "", post.clock.now())) {
            continue;
        }
        INFO(entry.path());
        const auto stored = mail_store::claim(post.database, post.clock.now(), std::chrono::seconds{60});
        REQUIRE(stored);
        const auto read = mail::read_mail(raw).value();
        mail_store::note(post.database, stored->id, read);
        Finding finding;
        REQUIRE_NOTHROW(finding = post.reception.receive(*stored, read));
        CHECK(finding.outcome != Outcome::Replied);
        tickets += finding.outcome == Outcome::Opened;
        REQUIRE(post.database.in_transaction([&](db::Transaction& tx) { return mail_store::finish(tx, stored->id, finding, "waiting", {}, post.clock.now()); }));
        post.clock.pass(std::chrono::minutes{10});
        ++done;
    }
    CHECK(done > 20);
    CHECK(post.number("SELECT COUNT(*) AS n FROM tickets") == static_cast<std::int64_t>(tickets));
}
