// kill -9 of whoever takes mails in: every mail becomes one ticket, none two, none is lost.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <thread>

#include "inbox/receiver.hpp"
#include "mail/imap_mailbox.hpp"
#include "mail/maildir.hpp"
#include "post.hpp"
#include "support/dovecot.hpp"
#include "support/temporary_folder.hpp"

using namespace ansvar;
using namespace ansvar::inbox;
using namespace ansvar::inbox::tests;

namespace {

constexpr int mails = 100;
constexpr int kills = 20;
using Mailboxes = std::function<std::unique_ptr<mail::Mailbox>()>;

/// A process of its own that takes mails in as the service does, with connections of its own to the database.
class Taker {
public:
    Taker(Post& post, const Mailboxes& mailbox) {
        process_ = ::fork();
        if (process_ == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            take(post, mailbox);
        }
    }
    ~Taker() { kill(); }
    Taker(const Taker&) = delete;
    Taker& operator=(const Taker&) = delete;

    void kill() {
        if (process_ > 0) {
            ::kill(process_, SIGKILL);
            ::waitpid(process_, nullptr, 0);
            process_ = -1;
        }
    }

private:
    [[noreturn]] static void take(Post& post, const Mailboxes& mailbox) {
        db::Database database{post.test.settings()};
        tickets::Desk desk{{.database = database,
                            .clock = post.clock,
                            .router = [&] { return post.router; },
                            .roles = post.roles,
                            .staff = post.staff,
                            .schedule = post.schedule,
                            .reachable = [](db::Session&, const MailAddress& address) { return address.domain() == "skola.example"; },
                            .listener = post.writer}};
        Reception reception{{.desk = desk, .addresses = post.addresses, .files_left = [](web::Language, const std::string& names) { return names; }}};
        std::vector<std::unique_ptr<mail::Mailbox>> mailboxes;
        mailboxes.push_back(mailbox());
        Receiver receiver{{.database = database,
                           .clock = post.clock,
                           .reception = reception,
                           .read = [](std::string_view raw) { return mail::read_mail(raw); },
                           .mailboxes = std::move(mailboxes)}};
        for (;;) {
            receiver.run_once();
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
    }

    pid_t process_ = -1;
};

std::string mail_number(int number) {
    return fmt::format("From: <mejlare{}@skola.example>\r\nTo: ansvar@skola.example\r\nSubject: Mejl {}\r\nMessage-ID: <m{}@klient.example>\r\n\r\n"
                       "Skrivaren i A{} skriver inte ut.\r\n", number, number, number, number);
}

/// Lets mails come and takers be killed; then the last one takes what is left. How many kills left a mail half done.
int kill_takers(Post& post, const Mailboxes& mailbox, const std::function<void(const std::string&)>& deliver) {
    std::mt19937 random{20};
    int delivered = 0, broken_off = 0;
    for (int kill = 0; kill < kills; ++kill) {
        const auto before = post.number("SELECT COUNT(*) AS n FROM incoming_mails");
        Taker taker{post, mailbox};
        for (int i = 0; i < mails / kills; ++i) {
            deliver(mail_number(++delivered));
        }
        for (int tries = 0; tries < 2'000 && post.number("SELECT COUNT(*) AS n FROM incoming_mails") == before; ++tries) {
            std::this_thread::sleep_for(std::chrono::milliseconds{2});
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{std::uniform_int_distribution<int>{0, 30}(random)});
        taker.kill();
        broken_off += post.number("SELECT COUNT(*) AS n FROM incoming_mails WHERE tries > 0 AND state = 'waiting'") > 0;
        post.clock.pass(std::chrono::minutes{11});  // what was claimed by the dead is due again, and nobody's hour is full
    }
    Taker last{post, mailbox};
    for (int tries = 0; tries < 600 && post.number("SELECT COUNT(*) AS n FROM incoming_mails WHERE state = 'done'") < mails; ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    return broken_off;
}

void check_each_once(Post& post) {
    CHECK(post.number("SELECT COUNT(*) AS n FROM incoming_mails") == mails);
    CHECK(post.number("SELECT COUNT(*) AS n FROM incoming_mails WHERE outcome = 'opened'") == mails);
    CHECK(post.number("SELECT COUNT(*) AS n FROM tickets") == mails);
    CHECK(post.number("SELECT COUNT(DISTINCT ticket_id) AS n FROM incoming_mails") == mails);
    CHECK(post.number("SELECT COUNT(*) AS n FROM letters WHERE kind = 'receipt'") == mails);
}

}  // namespace

TEST_CASE("twenty kill -9 while mails come into a Maildir: each becomes one ticket") {
    Post post;
    const ansvar::tests::TemporaryFolder folder;
    const auto maildir = folder.path() / "mail-in";
    const auto broken_off = kill_takers(post, [&] { return std::make_unique<mail::Maildir>(maildir); }, [&](const std::string& raw) { mail::deliver(maildir, raw); });
    INFO(broken_off << " kills broke a mail off");
    CHECK(broken_off > 0);
    check_each_once(post);
    CHECK(std::filesystem::is_empty(maildir / "new"));
}

TEST_CASE("twenty kill -9 while mails come in over IMAP: each becomes one ticket") {
    Post post;
    const ansvar::tests::Dovecot dovecot;
    const ansvar::tests::TemporaryFolder folder;
    std::ofstream{folder.path() / "password"} << "hemligt\n";
    mail::ImapSettings settings;
    settings.host = "127.0.0.1";
    settings.port = dovecot.port();
    settings.tls = mail::Tls::None;
    settings.user = "ansvar";
    settings.password_file = folder.path() / "password";
    settings.pause = std::chrono::seconds{0};
    const auto broken_off = kill_takers(post, [&] { return std::make_unique<mail::ImapMailbox>(settings); }, [&](const std::string& raw) { dovecot.deliver(raw); });
    INFO(broken_off << " kills broke a mail off");
    check_each_once(post);
    CHECK(dovecot.mails_in().empty());
}
