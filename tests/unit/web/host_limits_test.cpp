// What a host takes from strangers, how long it waits, and how it stops.
#include <fcntl.h>
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <ctime>
#include <filesystem>
#include <thread>

#include "conversation.hpp"
#include "raw_client.hpp"
#include "served_site.hpp"

using namespace ansvar::web;
using namespace ansvar::web::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr std::string_view large_upload = "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n";

}  // namespace

TEST_CASE("a body that is too large is refused before it is sent", "[host]") {
    ServedSite site;
    RawClient client{site.port()};
    client.send("POST /api/json HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000000\r\nExpect: 100-continue\r\n\r\n");
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status == 413);
    CHECK(answer->header("connection") == "close");
    client.send(request("GET", "/id?id=SMUGGLED"));
    CHECK(client.rest().find("SMUGGLED") == std::string::npos);
    CHECK(ask(site.port(), post("/api/length", std::string(5'000'000, 'x'), "")).body == "5000000");
    CHECK(ask(site.port(), "GET /id HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello").status == 413);
}

TEST_CASE("a refused body sent all the same does not lose the answer", "[host]") {
    ServedSite site;
    RawClient client{site.port()};
    client.send(post("/api/json", std::string(3'000'000, 'x'), ""));
    const auto answer = client.answer();
    REQUIRE(answer);
    CHECK(answer->status == 413);
}

TEST_CASE("who asks before sending is told to go on", "[host]") {
    ServedSite site;
    RawClient client{site.port()};
    client.send("POST /api/length HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.answer()->status == 100);
    client.send("hello");
    CHECK(client.answer()->body == "5");
}

TEST_CASE("requests beyond the queue are told to come back", "[host]") {
    ServedSite site{{.workers = 1, .queue = 2}};
    std::vector<RawClient> clients;
    const auto ask_to_wait = [&] {
        clients.emplace_back(site.port());
        clients.back().send(request("GET", "/wait?id=1"));
    };
    ask_to_wait();
    wait_until([&] { return site.waiting == 1; });
    ask_to_wait();
    ask_to_wait();
    wait_until([&] { return site.host->figures().waiting == 2; });
    CHECK(get(site.port(), "/readyz").status == 200);  // a thread of its own
    const auto began = std::chrono::steady_clock::now();
    const auto refused = get(site.port(), "/id");
    CHECK(refused.status == 503);
    CHECK(refused.header("retry-after") == "1");
    CHECK(std::chrono::steady_clock::now() - began < seconds{2});
    CHECK(get(site.port(), "/assets/dot.png").status == 200);  // no worker is needed for those
    site.may_go_on = true;
    for (auto& client : clients) {
        CHECK(client.answer()->body == "id=1\n");
    }
    CHECK(site.host->figures().refused_full == 1);
}

TEST_CASE("jobs whose client has left are not run", "[host]") {
    ServedSite site{{.workers = 1}};
    RawClient first{site.port()};
    first.send(request("GET", "/wait?id=1"));
    wait_until([&] { return site.waiting == 1; });
    {
        RawClient impatient{site.port()};
        impatient.send(request("GET", "/wait?id=2"));
        wait_until([&] { return site.host->figures().waiting == 1; });
    }
    wait_until([&] { return site.host->figures().connections == 1; });
    site.may_go_on = true;
    wait_until([&] { return site.host->figures().dropped == 1; });
    CHECK(site.waiting == 1);
}

TEST_CASE("a request that waited too long for a worker is not begun", "[host]") {
    HostSettings settings{.workers = 1};
    settings.limits.request = milliseconds{50};
    ServedSite site{settings};
    RawClient first{site.port()}, second{site.port()};
    first.send(request("GET", "/wait?id=1"));
    wait_until([&] { return site.waiting == 1; });
    second.send(request("GET", "/wait?id=2"));
    std::this_thread::sleep_for(milliseconds{150});
    site.may_go_on = true;
    CHECK(second.answer()->status == 503);
    CHECK(site.waiting == 1);
}

TEST_CASE("the fifth upload is refused before its body is read", "[host]") {
    ServedSite site;
    const std::string head = "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n";
    std::vector<RawClient> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back(site.port());
        clients.back().send(head);  // the body stays away
    }
    wait_until([&] { return site.host->figures().uploads == 4; });
    RawClient fifth{site.port()};
    fifth.send(head);
    const auto refused = fifth.answer();
    REQUIRE(refused);
    CHECK(refused->status == 503);
    CHECK(refused->header("retry-after") == "1");
    CHECK(get(site.port(), "/id?id=1").status == 200);
    RawClient small{site.port()};  // a form without files does not wait behind them
    small.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
    CHECK(small.answer()->body == "5");
    clients.pop_back();  // one leaves: its place is free
    wait_until([&] { return site.host->figures().uploads == 3; });
    clients.front().send(std::string(300000, 'x'));
    CHECK(clients.front().answer()->body == "300000");
    wait_until([&] { return site.host->figures().uploads == 2; });
}

TEST_CASE("bodies together keep within their memory", "[host]") {
    HostSettings settings;
    settings.limits.buffered_bytes = 10'000;
    ServedSite site{settings};
    RawClient first{site.port()};
    first.send("POST /api/length HTTP/1.1\r\nHost: x\r\nContent-Length: 8000\r\n\r\n");
    wait_until([&] { return site.host->figures().connections == 1; });
    std::this_thread::sleep_for(milliseconds{50});
    CHECK(ask(site.port(), post("/api/length", std::string(8000, 'x'), "")).status == 503);
    first.send(std::string(8000, 'x'));
    CHECK(first.answer()->body == "8000");
    CHECK(ask(site.port(), post("/api/length", std::string(8000, 'x'), "")).status == 200);
}

TEST_CASE("everything else is answered while a handler is slow", "[host]") {
    ServedSite site{{.workers = 2}};
    RawClient slow{site.port()};
    slow.send(request("GET", "/wait?id=slow"));
    wait_until([&] { return site.waiting == 1; });
    for (int i = 0; i < 20; ++i) {
        CHECK(get(site.port(), "/id?id=7").body == "id=7\n");
    }
    site.may_go_on = true;
    CHECK(slow.answer()->body == "id=slow\n");
}

TEST_CASE("a client that reads slowly disturbs nobody and gets everything", "[host]") {
    ServedSite site;
    RawClient slow{site.port(), 4096};
    slow.send(request("GET", "/big?n=20000000"));
    std::this_thread::sleep_for(milliseconds{300});
    const auto before = std::clock();
    for (int i = 0; i < 10; ++i) {
        const auto began = std::chrono::steady_clock::now();
        CHECK(get(site.port(), "/id?id=7").body == "id=7\n");
        CHECK(std::chrono::steady_clock::now() - began < seconds{2});
        std::this_thread::sleep_for(milliseconds{50});
    }
    CHECK(static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC < 0.4);  // 0.0.5 alone would spin all the time
    const auto answer = slow.answer(seconds{30});
    REQUIRE(answer);
    CHECK(answer->body.size() == 20'000'000);
    CHECK(answer->body.find_first_not_of('x') == std::string::npos);
}

TEST_CASE("slow clients are let go in time", "[host]") {
    HostSettings settings;
    settings.limits.head = milliseconds{300};
    settings.limits.body = milliseconds{300};
    settings.limits.idle = milliseconds{300};
    settings.limits.write_stall = milliseconds{500};
    settings.limits.linger = milliseconds{200};
    ServedSite site{settings};
    RawClient silent{site.port()}, half_head{site.port()}, half_body{site.port()}, idle{site.port()}, second_head{site.port()},
        reader{site.port(), 4096};
    half_head.send("GET / HT");
    half_body.send("POST /api/length HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    idle.send(request("GET", "/id?id=1"));
    second_head.send(request("GET", "/id?id=1") + "GET /");
    reader.send(request("GET", "/big?n=20000000"));
    CHECK(idle.answer()->status == 200);
    CHECK(second_head.answer()->status == 200);
    CHECK(half_head.answer()->status == 408);
    CHECK(half_body.answer()->status == 408);
    CHECK(second_head.answer()->status == 408);
    CHECK(silent.is_closed_within(seconds{5}));
    CHECK(idle.is_closed_within(seconds{5}));
    wait_until([&] { return site.host->figures().connections == 0; });
}

TEST_CASE("a drip of header bytes does not hold a connection for ever", "[host]") {
    HostSettings settings;
    settings.limits.head = milliseconds{500};
    ServedSite site{settings};
    RawClient client{site.port()};
    client.send("GET / HTTP/1.1\r\nX: ");
    const auto began = std::chrono::steady_clock::now();
    while (client.send("a") && !client.has_something_within(milliseconds{50})) {
        REQUIRE(std::chrono::steady_clock::now() - began < seconds{10});
    }
    CHECK(client.answer()->status == 408);
}

TEST_CASE("connections beyond the limit are closed", "[host]") {
    HostSettings settings;
    settings.limits.connections = 5;
    ServedSite site{settings};
    std::vector<RawClient> clients;
    for (int i = 0; i < 5; ++i) {
        clients.emplace_back(site.port());
        clients.back().send(request("GET", "/id?id=1"));
        CHECK(clients.back().answer()->status == 200);
    }
    RawClient sixth{site.port()};
    CHECK(sixth.is_closed_within(seconds{5}));
    clients.front().send(request("GET", "/id?id=2"));
    CHECK(clients.front().answer()->body == "id=2\n");
}

TEST_CASE("draining finishes what is in flight and lets the proxy know", "[host]") {
    ServedSite site;
    RawClient busy{site.port()}, idle{site.port()};
    idle.send(request("GET", "/id?id=1"));
    CHECK(idle.answer()->header("connection") == "keep-alive");
    busy.send(request("GET", "/wait?id=busy"));
    wait_until([&] { return site.waiting == 1; });
    CHECK(get(site.port(), "/readyz").status == 200);
    site.host->begin_draining();
    CHECK(site.host->is_draining());
    CHECK(get(site.port(), "/readyz").status == 503);
    CHECK(get(site.port(), "/id?id=2").status == 200);
    CHECK_FALSE(site.host->drain(milliseconds{100}));
    CHECK(idle.is_closed_within(seconds{5}));
    std::thread later{[&] {
        std::this_thread::sleep_for(milliseconds{200});
        site.may_go_on = true;
    }};
    CHECK(site.host->drain(seconds{10}));
    site.host->stop();
    later.join();
    const auto answer = busy.answer();
    REQUIRE(answer);
    CHECK(answer->body == "id=busy\n");
    CHECK(answer->header("connection") == "close");
}

TEST_CASE("stopping under load neither hangs nor crashes", "[host]") {
    for (int round = 0; round < 3; ++round) {
        ServedSite site;
        std::atomic<bool> is_over{false};
        std::vector<std::thread> clients;
        for (int i = 0; i < 4; ++i) {
            clients.emplace_back([&] {
                while (!is_over) {
                    try {
                        RawClient client{site.port()};
                        client.send(request("GET", "/sleep?ms=2") + request("GET", "/big?n=300000"));
                        client.answer(milliseconds{200});
                    } catch (const std::exception&) {
                        return;  // nobody listens any more
                    }
                }
            });
        }
        std::this_thread::sleep_for(milliseconds{200});
        site.host->stop();
        is_over = true;
        for (auto& client : clients) {
            client.join();
        }
    }
}

TEST_CASE("a port that is taken is an error, not a silence", "[host]") {
    ServedSite site;
    CHECK_THROWS_AS(ServedSite({.port = site.port()}), std::exception);
}

TEST_CASE("descriptors are not handed down to child processes", "[host]") {
    ServedSite site;
    RawClient client{site.port()};
    client.send(request("GET", "/id"));
    client.answer();
    for (const auto& entry : std::filesystem::directory_iterator{"/proc/self/fd"}) {
        const int descriptor = std::stoi(entry.path().filename());
        std::error_code gone;
        const auto target = std::filesystem::read_symlink(entry.path(), gone).string();
        if (descriptor > 2 && target.rfind("socket:", 0) == 0) {
            CAPTURE(descriptor, target);
            CHECK((::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
        }
    }
}
