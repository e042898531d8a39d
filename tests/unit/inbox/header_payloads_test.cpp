// Whatever line ends somebody smuggles into a mail, the letters that come of it have the headers we wrote, and no others.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include "core/text.hpp"
#include "mail/composer.hpp"
#include "mail/outbox.hpp"
#include "post.hpp"
#include "support/test_pages.hpp"

using namespace ansvar;
using namespace ansvar::inbox;
using namespace ansvar::inbox::tests;

namespace {

/// fuzzdb's payloads as they are, with their escapes undone, and with a header of an attacker's behind them.
std::vector<std::string> payloads() {
    const auto file = std::filesystem::path{ansvar_source_dir()} / ".." / "shared" / "corpora" / "payloads" / "fuzzdb" / "http-protocol" / "crlf-injection.txt";
    std::ifstream lines{file};
    REQUIRE(lines);
    std::set<std::string> all{"\r\nBcc: spion@annan.example", "\nBcc: spion@annan.example", "\rBcc: spion@annan.example", "\r\n\r\nNy text", "=?utf-8?Q?=0D=0ABcc:_spion@annan.example?=",
                              "=?utf-8?B?DQpCY2M6IHNwaW9uQGFubmFuLmV4YW1wbGU=?=", "\xE2\x80\xA8" "Bcc: spion@annan.example", "\xC2\x85" "Bcc: spion@annan.example"};
    for (std::string line; std::getline(lines, line);) {
        if (const auto plain = percent_decode(line, false)) {
            all.insert(*plain + "Bcc: spion@annan.example");
        }
        auto escaped = line;
        for (const auto& [from, to] : {std::pair<std::string, std::string>{"\\r", "\r"}, {"\\n", "\n"}, {"0x0D", "\r"}, {"0x0A", "\n"}}) {
            for (auto at = escaped.find(from); at != std::string::npos; at = escaped.find(from, at)) {
                escaped.replace(at, from.size(), to);
            }
        }
        all.insert(escaped + "Bcc: spion@annan.example");
    }
    return {all.begin(), all.end()};
}

/// The names of a letter's headers, in their order.
std::string header_names(const std::string& letter) {
    std::istringstream lines{letter.substr(0, letter.find("\r\n\r\n") + 2)};
    std::vector<std::string> names;
    for (std::string line; std::getline(lines, line);) {
        REQUIRE(line.ends_with('\r'));
        REQUIRE(line.find('\r') == line.size() - 1);
        if (line.front() != ' ' && line.front() != '\t') {
            names.push_back(line.substr(0, line.find(':')));
        }
    }
    return join(names, " ");
}

const std::string ours = "Date From Reply-To Subject To Message-Id In-Reply-To References Auto-Submitted X-Auto-Response-Suppress X-Loop List-Id MIME-Version Content-Type";

struct Case {
    const char* field;
    std::function<std::string(const std::string& payload, const std::string& id)> mail;
};

std::string mail_with(const std::string& from, const std::string& subject, const std::string& id, const std::string& references, const std::string& body) {
    return "From: " + from + "\r\nTo: ansvar@skola.example\r\nSubject: " + subject + "\r\nMessage-ID: " + id + "\r\nReferences: " + references +
           "\r\nIn-Reply-To: " + references + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body + "\r\n";
}

const std::vector<Case>& cases() {
    static const std::string from = "Anna <anna@skola.example>", subject = "Skrivaren", body = "Den skriver inte ut.";
    static const std::vector<Case> all{
        {"name, subject and body", [](const std::string& p, const std::string& id) { return mail_with("\"A " + p + "\" <anna@skola.example>", "Skrivaren " + p, "<" + id + ">", "<a@b.example>", p + "\r\n.\r\n" + p); }},
        {"unknown sender's bare name", [](const std::string& p, const std::string& id) { return mail_with(p + " <ny" + id.substr(0, id.find('@')) + "@skola.example>", subject, "<" + id + ">", "<a@b.example>", body); }},
        {"Message-ID", [](const std::string& p, const std::string& id) { return mail_with(from, subject, "<" + id + p + ">", "<a@b.example>", body); }},
        {"References", [](const std::string& p, const std::string& id) { return mail_with(from, subject, "<" + id + ">", "<a" + p + "@b.example>", body); }}};
    return all;
}

}  // namespace

TEST_CASE("line ends smuggled into a mail's fields put no header into the letters that come of it") {
    Post post{Strangers::Allow};
    const ansvar::tests::TestPages pages;
    const mail::Composer composer{post.settings, pages.templates(), pages.texts(), [](const mail::Letter&) { return std::string{}; }};
    mail::Outbox outbox{post.database, std::chrono::seconds{300}, [] { return 0.5; }};
    int number = 0, letters = 0, kept = 0;
    const auto all = payloads();
    REQUIRE(all.size() > 25);
    for (const auto& each : cases()) {
        for (const auto& payload : all) {
            const auto raw = each.mail(payload, "m" + std::to_string(++number) + "@klient.example");
            if (!mail::read_mail(raw) || !mail_store::store(post.database, raw, "", post.clock.now())) {
                continue;  // not a mail, or the same one again
            }
            const auto stored = mail_store::claim(post.database, post.clock.now(), std::chrono::seconds{60});
            REQUIRE(stored);
            const auto read = mail::read_mail(raw).value();
            mail_store::note(post.database, stored->id, read);
            const auto finding = post.reception.receive(*stored, read);
            post.database.in_transaction([&](db::Transaction& tx) { mail_store::finish(tx, stored->id, finding, "waiting", {}, post.clock.now()); });
            ++kept;
            post.clock.pass(std::chrono::minutes{10});
            for (auto claimed = outbox.claim(post.clock.now(), 20); !claimed.empty(); claimed = outbox.claim(post.clock.now(), 20)) {
                for (const auto& letter : claimed) {
                    const auto parcel = composer.compose(post.database, letter);
                    INFO(each.field << ": " << payload << "\n" << parcel.message);
                    const auto names = header_names(parcel.message);
                    REQUIRE((names == ours || letter.kind == mail::LetterKind::Digest));
                    REQUIRE(parcel.recipient.domain() == "skola.example");
                    outbox.finish(letter, {mail::Outcome::Sent, "250"}, post.clock.now());
                    ++letters;
                }
            }
        }
    }
    CHECK(kept > 100);
    CHECK(letters > 100);
}
