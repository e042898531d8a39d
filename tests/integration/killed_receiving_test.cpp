// kill -9 of the service while mails come in: every one of them becomes one ticket, none two, none is lost.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "mail/maildir.hpp"
#include "served_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

/// The real program, on the school's database and folder.
class Program {
public:
    explicit Program(const ServedSchool& school) {
        process_ = ::fork();
        if (process_ == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            const int nowhere = ::open("/dev/null", O_RDWR);
            ::dup2(nowhere, STDOUT_FILENO);
            ::dup2(nowhere, STDERR_FILENO);
            const auto& config = school.config;
            ::execl(ANSVAR_PROGRAM, ANSVAR_PROGRAM, "serve", "--data", config.data.c_str(), "--database-url", config.database_url.c_str(), "--listen",
                    config.listen.c_str(), "--mail-incoming", "maildir", "--mail-sender", config.mail_sender.c_str(), nullptr);
            ::_exit(127);
        }
    }
    ~Program() { kill(); }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    bool is_running() const { return ::waitpid(process_, nullptr, WNOHANG) == 0; }
    void kill() {
        if (process_ > 0) {
            ::kill(process_, SIGKILL);
            ::waitpid(process_, nullptr, 0);
            process_ = -1;
        }
    }

private:
    pid_t process_ = -1;
};

}  // namespace

TEST_CASE("twenty times kill -9 while mails come in: each mail becomes one ticket", "[mail][kill]") {
    ServedSchool school;
    school.service->stop();
    school.service.reset();
    const auto number = [&](const char* statement) {
        const db::Query query{"test/number", statement};
        return school.database().read([&](db::Session& session) { return session.row(query, {})->integer("n"); });
    };
    const auto before = number("SELECT COUNT(*) AS n FROM tickets");

    std::atomic<bool> is_over{false};
    std::atomic<int> delivered{0};
    std::thread post{[&] {
        while (!is_over) {
            const auto which = ++delivered;  // twenty senders: nobody writes more than an hour allows
            mail::deliver(school.config.maildir(), fmt::format("From: <mejlare{}@skola.example>\r\nTo: ansvar@skola.example\r\nSubject: Mejl {}\r\n"
                                                               "Message-ID: <m{}@klient.example>\r\n\r\nSkrivaren i A{} skriver inte ut.\r\n",
                                                               which, which, which, which));
            std::this_thread::sleep_for(std::chrono::milliseconds{15});
        }
    }};
    std::mt19937 random{20};
    int kills_at_work = 0;
    for (int kill = 0; kill < 20; ++kill) {
        Program program{school};
        const auto done = number("SELECT COUNT(*) AS n FROM incoming_mails");
        for (int tries = 0; tries < 1000 && program.is_running() && number("SELECT COUNT(*) AS n FROM incoming_mails") < done + 3; ++tries) {
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
        REQUIRE(program.is_running());
        std::this_thread::sleep_for(std::chrono::milliseconds{std::uniform_int_distribution<int>{0, 150}(random)});
        program.kill();
        kills_at_work += number("SELECT COUNT(*) AS n FROM incoming_mails WHERE state = 'waiting'") > 0;
    }
    is_over = true;
    post.join();
    CHECK(kills_at_work > 5);  // something was under way

    // Whoever was killed had mails claimed: those are taken again when the claim has run out.
    const db::Query run_out{"test/run_out", "UPDATE incoming_mails SET due_at = UTC_TIMESTAMP(6) WHERE state = 'waiting'"};
    school.database().execute_once(run_out);
    Program last{school};
    for (int tries = 0; tries < 600 && number("SELECT COUNT(*) AS n FROM incoming_mails WHERE state = 'done'") < delivered; ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    INFO(delivered << " mails, " << kills_at_work << " kills with mails under way");
    CHECK(number("SELECT COUNT(*) AS n FROM incoming_mails") == delivered);
    CHECK(number("SELECT COUNT(*) AS n FROM incoming_mails WHERE outcome = 'opened'") == delivered);
    CHECK(number("SELECT COUNT(*) AS n FROM tickets") == before + delivered);
    CHECK(number("SELECT COUNT(DISTINCT ticket_id) AS n FROM incoming_mails") == delivered);
    CHECK(number("SELECT COUNT(*) AS n FROM letters WHERE kind = 'receipt' AND recipient_email LIKE 'mejlare%'") == delivered);
}
