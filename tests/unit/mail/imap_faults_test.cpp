// Mailbox servers that do what Dovecot never would.
#include <catch2/catch.hpp>

#include "imap_access.hpp"
#include "support/imap_server.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>

using namespace ansvar::mail;
using namespace ansvar::mail::tests;
using namespace ansvar::tests;
using namespace std::chrono_literals;

namespace {

struct Impatient : Access {
    explicit Impatient(const ImapServer& server, Tls tls = Tls::None) : Access{server.port(), tls} {
        settings.connect_timeout = 1s;
        settings.command_timeout = 2s;
        settings.stall_timeout = 1s;
    }
};

std::size_t count(const std::vector<std::string>& commands, const std::string& beginning) {
    return static_cast<std::size_t>(
        std::count_if(commands.begin(), commands.end(), [&](const auto& each) { return each.starts_with(beginning); }));
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Resident memory in kilobytes.
std::size_t memory() {
    std::ifstream file{"/proc/self/statm"};
    std::size_t total = 0;
    std::size_t resident = 0;
    file >> total >> resident;
    return resident * 4;
}

std::string lines_without_end(std::size_t bytes) {
    std::string all;
    while (all.size() < bytes) {
        all += "* OK and so on and so on and so on\r\n";
    }
    return all;
}

}  // namespace

TEST_CASE("whatever a mailbox server does, the round ends soon, without much memory, and says why", "[mail][mailbox]") {
    const auto [answer_to, answer, words] = GENERATE(table<std::string, std::string, std::string>({
        {"greeting", "<wait>", "time"},
        {"greeting", "<close>", ""},
        {"greeting", "* BYE too many users", ""},
        {"greeting", "HTTP/1.1 400 Bad Request", ""},
        {"greeting", lines_without_end(2'000'000), ""},
        {"greeting", std::string(2'000'000, 'x'), ""},
        {"CAPABILITY", "<wait>", "time"},
        {"CAPABILITY", lines_without_end(2'000'000) + "<wait>", ""},
        {"LOGIN", "$ NO you sent 'hemligt'\r\n", "it does not let us in: NO you sent '***'"},
        {"LOGIN", "* BYE\r\n<close>", ""},
        {"SELECT", "$ NO [TRYCREATE] no such folder\r\n", "the folder INBOX cannot be opened: NO [TRYCREATE] no such folder"},
        {"SELECT", "<wait>", "time"},
        {"UID SEARCH", "$ BAD what?\r\n", "localhost: no to UID SEARCH NOT DELETED: BAD what?"},
        {"UID SEARCH", "* SEARCH 1\r\n<wait>", "time"},
        {"UID SEARCH", lines_without_end(2'000'000) + "$ OK done\r\n", ""},
        {"LIST", "$ NO not for you\r\n", "localhost: no to LIST : NO not for you"},
        {"UID FETCH 1 (UID", "<wait>", "time"},
        {"UID FETCH 1 BODY", "* 1 FETCH (UID 1 BODY[] {9}\r\nSubj<wait>", "Operation too slow"},
        {"UID FETCH 1 BODY", "* 1 FETCH (UID 1 BODY[] {9}\r\nSubj<close>", ""},
        {"UID FETCH 1 BODY", "* 1 FETCH (UID 1 BODY[] {2000000}\r\n" + std::string(2'000'000, 'x') + ")\r\n$ OK\r\n",
         "sends more than it should"},
        {"UID FETCH 1 BODY", "* 1 FETCH (UID 1 BODY[] {99999999999999999999999}\r\nx<wait>", ""},
        {"UID FETCH 1 BODY", "* 1 FETCH (UID 1 BODY[] \"Subject: x\")\r\n$ OK done\r\n", ""},
        {"UID FETCH 1 BODY", "* 1 FETCH (UID 1 BODY[] {9}\r\nSubject: )\r\n<wait>", "slow"},
        {"UID MOVE", "<wait>", "time"},
        {"UID MOVE", "$ NO [OVERQUOTA] full\r\n", "mail 1 cannot be moved: NO [OVERQUOTA] full"},
    }));
    CAPTURE(answer_to, answer.substr(0, 60));
    ImapScript script{.mails = {"Subject: "}};
    if (answer_to == "greeting") {
        script.greeting = answer;
    } else {
        script.answers[answer_to] = answer;
    }
    const ImapServer server{script};
    const Impatient access{server};
    const auto memory_before = memory();
    const auto begun = std::chrono::steady_clock::now();
    const auto fault = access.fault();
    CHECK(std::chrono::steady_clock::now() - begun < 4s);
    CAPTURE(fault);
    CHECK(fault.starts_with("localhost: "));
    CHECK(has(fault, words));
    CHECK_FALSE(has(fault, "hemligt"));
    CHECK(memory() < memory_before + 10'000);
}

TEST_CASE("a mail that the server does not give, or does not move, does not keep the others waiting", "[mail][mailbox]") {
    const ImapServer server{
        ImapScript{.mails = {"one", "two", "three"},
                   .answers = {{"UID FETCH 1 BODY", "$ NO [SERVERBUG] it could not be converted\r\n"}, {"UID MOVE 2", "$ NO busy\r\n"}}}};
    Texts mails;
    std::string fault;
    try {
        const Impatient access{server};
        access.mailbox().fetch(10, [&](const Fetched& mail) {
            mails.push_back(mail.raw);
            return true;
        });
    } catch (const MailboxFault& caught) {
        fault = caught.what();
    }
    CHECK(fault == "localhost: mail 1 cannot be fetched: NO [SERVERBUG] it could not be converted");
    CHECK(mails == Texts{"two", "three"});
    CHECK(count(server.commands(), "UID MOVE 3 \"Hanterade\"") == 1);
}

TEST_CASE("a server without MOVE has mails copied, marked as deleted, and expunged one by one", "[mail][mailbox]") {
    const auto script = [](const std::string& capabilities) { return ImapScript{.mails = {"one"}, .capabilities = capabilities}; };
    const ImapServer server{script("IMAP4rev1 UIDPLUS")};
    CHECK(Impatient{server}.take(false) == Texts{"one"});
    const auto commands = server.commands();
    REQUIRE(commands.size() > 3);
    CHECK(Texts(commands.end() - 4, commands.end() - 1) ==
          Texts{"UID COPY 1 \"Misslyckade\"", "UID STORE 1 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 1"});
    CHECK(server.connections() == 1);

    const ImapServer old{script("IMAP4rev1")};
    CHECK(Impatient{old}.take() == Texts{"one"});
    CHECK(count(old.commands(), "UID COPY 1 \"Hanterade\"") == 1);
    CHECK(count(old.commands(), "UID STORE 1 ") == 1);
    CHECK(count(old.commands(), "UID EXPUNGE") + count(old.commands(), "EXPUNGE") == 0);
}

TEST_CASE("a folder of a hundred thousand mails is taken from its oldest on", "[mail][mailbox]") {
    std::string numbers = "* SEARCH 1 2";
    for (std::uint32_t i = 2; i < 5'000; ++i) {
        numbers += " " + std::to_string(4'294'900'000 + i);
    }
    const ImapServer server{ImapScript{.mails = {"one", "two"},
                                       .answers = {{"SELECT", "* 100000 EXISTS\r\n$ OK done\r\n"},
                                                   {"UID SEARCH 1:5000 NOT DELETED", numbers + "\r\n$ OK done\r\n"},
                                                   {"UID SEARCH NOT", "$ BAD too many\r\n"}}}};
    const Impatient access{server};
    CHECK(access.take(true, 2) == Texts{"one", "two"});
    CHECK(access.mailbox().look().waiting == 5'000);
    CHECK(server.connections() == 2);
}

TEST_CASE("a folder that was made anew is not taken for the one that was there", "[mail][mailbox]") {
    const ImapServer server{ImapScript{
        .mails = {"one", "two"},
        .answers = {{"UID FETCH 1 BODY", "$ NO busy\r\n"}, {"SELECT", "* 2 EXISTS\r\n* OK [UIDVALIDITY %] ok\r\n$ OK done\r\n"}}}};
    const Impatient access{server};  // another number at each connection
    CHECK(access.fault().find("cannot be opened") != std::string::npos);
    CHECK(count(server.commands(), "UID FETCH 2 BODY") == 0);
}

TEST_CASE("a mailbox is signed in to with a token, read anew at each connection", "[mail][mailbox]") {
    // "user=ansvar\x01auth=Bearer first\x01\x01" in base 64, and the same with "second"
    const std::string with_first = "dXNlcj1hbnN2YXIBYXV0aD1CZWFyZXIgZmlyc3QBAQ==";
    const std::string with_second = "dXNlcj1hbnN2YXIBYXV0aD1CZWFyZXIgc2Vjb25kAQE=";
    const ImapServer server{ImapScript{.mails = {"one"},
                                       .capabilities = "IMAP4rev1 MOVE AUTH=PLAIN AUTH=XOAUTH2",
                                       .answers = {{"AUTHENTICATE XOAUTH2", "+ \r\n"}, {"dXNl", "$ OK done\r\n"}}}};
    Impatient access{server};
    access.write("token", "first\n");
    access.settings.password_file.clear();
    access.settings.token_file = access.folder.path() / "token";
    CHECK(access.fault().empty());
    CHECK(count(server.commands(), with_first) == 1);
    access.write("token", "second");
    access.fault();
    CHECK(count(server.commands(), with_second) == 1);
    access.write("token", "");
    CHECK(has(access.fault(), "is empty"));

    const ImapServer without{ImapScript{.capabilities = "IMAP4rev1 AUTH=PLAIN"}};
    access.write("token", "third");
    access.settings.port = without.port();
    CHECK(access.fault() == "localhost: it has no way to sign in by XOAUTH2");
    CHECK(count(without.commands(), "LOGIN") + count(without.commands(), "AUTHENTICATE") == 0);
}

TEST_CASE("nothing is said in the clear to a mailbox server that should have spoken TLS", "[mail][mailbox]") {
    const auto [script, words] = GENERATE(table<ImapScript, std::string>({
        {{.greeting = "* PREAUTH come in"}, ""},
        {{.answers = {{"STARTTLS", "$ NO not now\r\n"}}, .offers_starttls = true}, "offers no STARTTLS"},
        {{.answers = {{"STARTTLS", "$ OK go\r\nA003 OK smuggled\r\n"}}, .offers_starttls = true, .certificate = authority().issue()}, ""},
    }));
    const ImapServer server{script};
    const Impatient access{server, Tls::Required};
    const auto fault = access.fault();
    CAPTURE(fault);
    CHECK(has(fault, words));
    CHECK_FALSE(fault.empty());
    CHECK(count(server.commands(), "LOGIN") + count(server.commands(), "AUTHENTICATE") + count(server.commands(), "SELECT") == 0);
}
