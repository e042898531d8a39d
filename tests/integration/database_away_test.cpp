// What people and programs meet while the database is gone, and while it is frozen.
#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <thread>

#include "db/embedded_server.hpp"
#include "served_school.hpp"
#include "support/signal_process.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

db::EmbeddedOptions quick_options() {
    db::EmbeddedOptions options;
    options.redo_log_megabytes = 8;
    options.buffer_pool_megabytes = 32;
    options.extra = {"debug-no-sync"};
    options.dies_with_us = true;
    return options;
}

/// A database server that can be taken away and given back.
struct Server {
    ~Server() { hit(SIGKILL); }
    void hit(int signal) const {
        if (const int process = server.process_id(); process > 0) {
            send_signal(process, signal);
        }
    }
    TemporaryFolder folder;
    db::EmbeddedServer server{folder.path(), quick_options()};
    db::Settings settings = server.start();
};

/// Asks until it is answered 200, at most ten seconds. How long that took.
double seconds_until_ready(ServedSchool& school) {
    const auto began = std::chrono::steady_clock::now();
    auto client = school.anonymous();
    while (client.get("/readyz").status != 200 && std::chrono::steady_clock::now() - began < std::chrono::seconds{10}) {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

void check_away(const Answer& answer, double at_most) {
    INFO("answered " << answer.status << " after " << answer.seconds << " s: " << answer.body.substr(0, 300));
    CHECK(answer.status == 503);
    CHECK(answer.header("retry-after") != "");
    CHECK(answer.header("cache-control") == "no-store");
    CHECK(answer.seconds < at_most);
}

}  // namespace

TEST_CASE("with the database gone everybody is told so within a second, what was typed is kept, and all goes on when it is back") {
    const WatchedLog watched;
    Server server;
    ServedSchool school{server.settings};
    auto teacher = school.browser("larare"), stranger = school.anonymous();
    auto program = school.program("its");
    const Fields typed{{"idempotency_key", "nyckel-under-avbrottet"}, {"body", "Rad ett om <lampan>\nRad två om kabeln"}, {"room", "Sal 12"}, {"area", "B003"}};
    CHECK(teacher.get("/tickets/new").status == 200);

    SECTION("stopped") { server.server.stop(); }
    SECTION("killed") {
        server.hit(SIGKILL);
        while (server.server.is_running()) {
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
    }

    for (int round = 0; round < 2; ++round) {
        check_away(teacher.get("/tickets/mine"), 1);
        check_away(program.get("/api/v1/tickets/1001"), 1);
        check_away(program.post_json("/api/v1/tickets", {{"body", "Under avbrottet"}}), 1);
        check_away(stranger.post_form("/sign-in", {{"mail", "larare@skola.example"}}), 1);
        check_away(teacher.get("/readyz"), 1);
        CHECK(teacher.get("/livez").status == 200);
        CHECK(stranger.get("/tickets/new").status == 200);
        CHECK(stranger.get("/matrix").status == 200);
    }
    CHECK(program.get("/api/v1/tickets/1001").header("content-type") == "application/problem+json");

    const auto sent = teacher.post_files("/tickets", typed, "files", {});
    check_away(sent, 1);
    CHECK(sent.header("content-type").starts_with("text/html"));
    CHECK(sent.says("Rad ett om &lt;lampan&gt;\nRad två om kabeln</textarea>"));
    CHECK(sent.says(">\nSal 12</textarea>"));
    CHECK(sent.says("<input type=\"hidden\" name=\"area\" value=\"B003\">"));
    CHECK(sent.says("<input type=\"hidden\" name=\"idempotency_key\" value=\"nyckel-under-avbrottet\">"));
    CHECK(sent.says("<form action=\"/tickets\" method=\"post\""));
    const auto reply = teacher.post_form("/tickets/1001/messages", {{"kind", "reply"}, {"body", "Mitt svar under avbrottet"}});
    check_away(reply, 1);
    CHECK(reply.says("Mitt svar under avbrottet"));
    CHECK(reply.says("<form action=\"/tickets/1001/messages\" method=\"post\""));

    server.server.start();
    CHECK(seconds_until_ready(school) < 5);
    const auto again = teacher.post_form("/tickets", typed), twice = teacher.post_form("/tickets", typed);
    CHECK(again.status == 303);
    CHECK(again.header("location") == twice.header("location"));
    CHECK(program.post_json("/api/v1/tickets", {{"body", "Efter avbrottet"}}).status == 201);
    CHECK(school.letter("receipt", "om kabeln") != "");
}

TEST_CASE("with the database frozen no request waits longer than five seconds, health answers at once, and all goes on when it thaws") {
    const WatchedLog watched;
    Server server;
    ServedSchool school{server.settings};
    std::vector<WebClient> teachers;
    for (int i = 0; i < 10; ++i) {
        teachers.push_back(school.program("larare"));
    }
    server.hit(SIGSTOP);
    std::vector<std::thread> threads;
    std::vector<Answer> answers(teachers.size());
    for (std::size_t i = 0; i < teachers.size(); ++i) {
        threads.emplace_back([&, i] { answers[i] = teachers[i].ask("POST", "/api/v1/tickets", R"({"body": "Fryst", "area": "B003"})", {"Content-Type: application/json"}); });
    }
    auto watcher = school.anonymous();
    for (int i = 0; i < 5; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
        const auto live = watcher.get("/livez"), ready = watcher.get("/readyz");
        CHECK(live.status == 200);
        CHECK(ready.status == 503);
        CHECK(live.seconds < 1);
        CHECK(ready.seconds < 1);
    }
    for (auto& thread : threads) {
        thread.join();
    }
    for (const auto& answer : answers) {
        check_away(answer, 5);
    }
    check_away(teachers.front().get("/api/v1/tickets/1001"), 2);  // by now it is known
    server.hit(SIGCONT);
    CHECK(seconds_until_ready(school) < 5);
    CHECK(teachers.front().post_json("/api/v1/tickets", {{"body", "Upptinat igen"}, {"area", "B003"}}).status == 201);
}
