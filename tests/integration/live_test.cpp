// Live updates over the whole service: from a change in the database to the open page of somebody else.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "db/embedded_server.hpp"
#include "served_school.hpp"
#include "support/signal_process.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

/// Somebody's open page in a thread of its own: hears until `mark` has come.
class OpenPage {
public:
    OpenPage(WebClient client, std::string path, std::string mark)
        : client_{std::move(client)}, thread_{[this, path = std::move(path), mark = std::move(mark)] {
              answer_ = client_.listen(path, [&](const std::string& heard) {
                  is_open_ = heard.find("event: opened") != std::string::npos;
                  return heard.find(mark) != std::string::npos;
              });
              ended_ = std::chrono::steady_clock::now();
          }} {
        for (int i = 0; i < 500 && !is_open_; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
        CHECK(is_open_);
    }
    ~OpenPage() {
        if (thread_.joinable()) {
            thread_.join();
        }
    }
    Answer heard() {
        thread_.join();
        return answer_;
    }
    // What is left when it has heard.
    std::chrono::steady_clock::time_point ended() const { return ended_; }
    WebClient client() { return std::move(client_); }

private:
    WebClient client_;
    Answer answer_;
    std::atomic<bool> is_open_{false};
    std::chrono::steady_clock::time_point ended_;
    std::thread thread_;
};

const std::vector<std::string> as_program{"Accept: application/json"};

}  // namespace

TEST_CASE("an agent's open page hears when a colleague replies, when a ticket comes and when it moves to another queue", "[live]") {
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare"), colleague = school.program("sara.nordin");
    const auto number = school.file(teacher, "Projektorn lyser inte", "B003");
    const auto place = fmt::format("/api/v1/tickets/{}", number), topic = fmt::format("ticket:{}", number);

    OpenPage ticket{school.browser("its"), fmt::format("/live?queue=ITS&ticket={}&since=99999999", number), fmt::format("data: {}\n", topic)};
    REQUIRE(colleague.post_json(place + "/messages", {{"kind", "reply"}, {"body", "Jag kommer i eftermiddag"}}).status == 201);
    const auto heard = ticket.heard();
    CHECK(heard.status == 200);
    CHECK(heard.header("content-type") == "text/event-stream");
    CHECK(heard.header("cache-control") == "no-store");
    CHECK(heard.says("event: changed\ndata: " + topic));
    CHECK_FALSE(heard.says("eftermiddag"));

    OpenPage queue{school.browser("its"), "/live?queue=ITS&since=99999999", "data: queue:ITS\n"};
    school.file(teacher, "Ännu en projektor", "B003");
    CHECK(queue.heard().says("event: changed\ndata: queue:ITS"));

    OpenPage left{school.browser("its"), "/live?queue=ITS&since=99999999", "data: queue:ITS\n"};
    OpenPage entered{school.browser("vakt"), "/live?queue=VAKT&since=99999999", "data: queue:VAKT\n"};
    REQUIRE(colleague.post_json(place + "/reroute", {{"role", "VAKT"}}).status == 200);
    CHECK(left.heard().says("data: queue:ITS"));
    CHECK(entered.heard().says("data: queue:VAKT"));
}

TEST_CASE("nobody hears of a queue or a ticket that is not theirs to see, nor learns that it is there", "[live]") {
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare");
    const auto open = school.file(teacher, "Detta får många se", "B003"), sealed = school.file(teacher, "Detta är förtroligt", "B049");
    auto own = school.browser("larare"), stranger = school.browser("jonas.ek"), agent = school.browser("its"), other = school.browser("vakt"),
         administrator = school.browser("admin"), nobody = school.anonymous();
    const auto at_once = [](const std::string&) { return true; };
    const auto status = [&](WebClient& who, const std::string& question) {
        const auto streamed = who.listen("/live?" + question, at_once).status, polled = who.get("/live/number?" + question).status;
        CHECK(streamed == polled);
        return streamed;
    };
    const auto ticket = [](std::uint64_t number) { return fmt::format("ticket={}", number); };
    for (auto* may_not : {&stranger, &other}) {
        CHECK(status(*may_not, "queue=ITS") == 404);
        CHECK(status(*may_not, ticket(open)) == 404);
    }
    CHECK(status(other, "queue=VAKT") == 200);
    CHECK(status(other, "queue=VAKT&queue=ITS") == 404);
    CHECK(status(other, "queue=VAKT&" + ticket(open)) == 404);
    CHECK(status(own, ticket(open)) == 200);
    CHECK(status(own, ticket(sealed)) == 200);
    CHECK(status(agent, ticket(sealed)) == 200);
    CHECK(status(administrator, ticket(open)) == 200);
    CHECK(status(administrator, ticket(sealed)) == 404);
    CHECK(status(administrator, "queue=ITS") == 200);
    for (const auto* nonsense : {"", "queue=", "queue=NOWHERE", "queue=its", "ticket=0", "ticket=-1", "ticket=99999999", "ticket=1x", "ticket="}) {
        INFO(nonsense);
        CHECK(status(agent, nonsense) == 404);
    }
    std::string many = "queue=ITS";
    for (int i = 0; i < 20; ++i) {
        many += "&queue=ITS";
    }
    CHECK(status(agent, many) == 404);
    CHECK(nobody.get("/live?queue=ITS").status == 303);
    CHECK(nobody.get("/live/number?queue=ITS", as_program).status == 401);
    CHECK(agent.get("/live/number?queue=%ff").status == 400);
}

TEST_CASE("who cannot keep a stream open asks for a number that rises with each change, and is told briefly when nothing did", "[live]") {
    auto& school = ServedSchool::shared();
    auto teacher = school.program("larare");
    auto agent = school.browser("its");
    const auto first = agent.get("/live/number?queue=ITS");
    REQUIRE(first.status == 200);
    CHECK(first.header("cache-control") == "no-store");
    const auto before = first.json()["number"].get<std::uint64_t>();
    CHECK(first.header("etag") == fmt::format("\"{}\"", before));
    const auto number = school.file(teacher, "Något nytt i kön", "B003");
    auto tag = first.header("etag");
    Answer again;
    for (int i = 0; i < 100; ++i) {
        again = agent.get("/live/number?queue=ITS", {"If-None-Match: " + tag});
        if (again.status == 200) {
            break;
        }
        CHECK(again.status == 304);
        CHECK(again.body.empty());
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    REQUIRE(again.status == 200);
    CHECK(again.json()["number"].get<std::uint64_t>() > before);
    CHECK(agent.get(fmt::format("/live/number?ticket={}", number)).json() == again.json());
    // And who opens a stream with the number known before hears of it at once.
    CHECK(agent.listen(fmt::format("/live?queue=ITS&since={}", before), [](const std::string& heard) { return heard.find("opened") != std::string::npos; })
              .says("data: queue:ITS"));
}

TEST_CASE("live updates survive that the database is away, and nothing of what happened is missed", "[live]") {
    db::EmbeddedOptions options;
    options.redo_log_megabytes = 8;
    options.buffer_pool_megabytes = 32;
    options.extra = {"debug-no-sync"};
    options.dies_with_us = true;
    TemporaryFolder folder;
    db::EmbeddedServer server{folder.path(), options};
    const auto settings = server.start();
    {
        ServedSchool school{settings};
        auto teacher = school.program("larare");
        auto agent = school.browser("its");
        OpenPage page{school.browser("its"), "/live?queue=ITS&since=99999999", "data: queue:ITS\n"};
        server.stop();
        std::this_thread::sleep_for(std::chrono::seconds{2});
        CHECK(teacher.post_json("/api/v1/tickets", {{"body", "Nej"}, {"area", "B003"}}).status == 503);
        server.start();
        for (int i = 0; i < 100 && school.anonymous().get("/readyz").status != 200; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        }
        school.file(teacher, "Efter avbrottet", "B003");
        CHECK(page.heard().says("data: queue:ITS"));
    }
    server.stop();
}

// Figures for a person to look at, run by name: test_integration "[measure]". They hang on the machine; nothing is asserted.
TEST_CASE("how long it takes from the commit of a change to the event on an open page", "[.][measure]") {
    auto& school = ServedSchool::shared();
    using Clock = std::chrono::steady_clock;
    const db::Query insert{"test/insert_change",
                           "INSERT INTO changes (ticket_id, seq, role_code, made_at) VALUES (1, 1, 'ITS', UTC_TIMESTAMP(6))"};
    std::vector<double> milliseconds;
    auto agent = school.browser("its");
    for (int i = 0; i < 100; ++i) {
        OpenPage page{std::move(agent), "/live?queue=ITS&since=99999999", "data: queue:ITS\n"};
        std::this_thread::sleep_for(std::chrono::milliseconds{37 * i % 500});
        school.database().execute_once(insert);
        const auto committed = Clock::now();
        page.heard();
        milliseconds.push_back(std::chrono::duration<double, std::milli>(page.ended() - committed).count());
        agent = page.client();
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    WARN(fmt::format("commit to event, {} times: p50 {:.0f} ms, p95 {:.0f} ms, worst {:.0f} ms", milliseconds.size(), milliseconds[50], milliseconds[95],
                     milliseconds.back()));
}

TEST_CASE("a service that stops closes the open pages' streams at once", "[live]") {
    auto school = std::make_unique<ServedSchool>();
    OpenPage page{school->browser("its"), "/live?queue=ITS", "never"};
    const auto began = std::chrono::steady_clock::now();
    school->service->stop();
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{5});
    CHECK(page.heard().status == 200);
}
