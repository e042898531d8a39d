// Answers that stay open and tell that something has changed.
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <ctime>
#include <fstream>
#include <thread>

#include "conversation.hpp"
#include "raw_client.hpp"
#include "served_site.hpp"

using namespace ansvar::web;
using namespace ansvar::web::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// What the client has read so far and reads on until `mark` has come.
class Listening {
public:
    explicit Listening(std::uint16_t port, std::string_view query = "topic=queue:ITS", std::string_view fields = "", std::string_view method = "GET",
                       int receive_buffer = 0)
        : client{port, receive_buffer} {
        client.send(request(method, fmt::format("/events?{}", query), fields));
    }
    /// False when it has not come within five seconds or the stream has ended before.
    bool hears(std::string_view mark) {
        listen(seconds{5}, mark);
        return text.find(mark) != std::string::npos;
    }
    /// Reads until the stream ends, the time is over or `mark` has come.
    void listen(milliseconds time, std::string_view mark = "nothing to wait for") {
        const auto end = std::chrono::steady_clock::now() + time;
        std::array<char, 65536> bytes;
        while (text.find(mark) == std::string::npos) {
            const auto left = std::chrono::duration_cast<milliseconds>(end - std::chrono::steady_clock::now());
            if (left.count() <= 0 || !client.has_something_within(left)) {
                return;
            }
            const auto got = ::recv(client.descriptor(), bytes.data(), bytes.size(), 0);
            if (got <= 0) {
                return;
            }
            text.append(bytes.data(), static_cast<std::size_t>(got));
        }
    }
    std::size_t count(std::string_view mark) const {
        std::size_t found = 0;
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
            ++found;
        }
        return found;
    }

    RawClient client;
    std::string text;
};

const std::vector<std::string> its{"queue:ITS"}, vakt{"queue:VAKT"};

std::string event(std::uint64_t number, std::string_view topic) {
    return fmt::format("id: {}\nevent: changed\ndata: {}\n\n", number, topic);
}

}  // namespace

TEST_CASE("an event stream stays open and tells what has changed, without holding a worker", "[stream]") {
    ServedSite site{{.workers = 1}};
    site.hub.begin_at(7);
    Listening first{site.port()}, other{site.port(), "topic=queue:VAKT&topic=ticket:17"};
    REQUIRE(first.hears("event: opened\ndata: 7\n\n"));
    REQUIRE(other.hears("event: opened"));
    CHECK(first.text.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(first.count("Content-Type: text/event-stream\r\n") == 1);
    CHECK(first.count("Cache-Control: no-store\r\n") == 1);
    CHECK(first.count("Connection: close\r\n\r\nretry: ") == 1);
    CHECK(first.count("Content-Length") + first.count("Transfer-Encoding") + first.count("Content-Encoding") == 0);
    CHECK(get(site.port(), "/id?id=1").body == "id=1\n");  // the only worker is free
    site.hub.publish(its, 8);
    REQUIRE(first.hears(event(8, "queue:ITS")));
    site.hub.publish({"queue:ITS", "ticket:17"}, 9);
    REQUIRE(first.hears(event(9, "queue:ITS")));
    REQUIRE(other.hears(event(9, "ticket:17")));
    CHECK(other.count("queue:ITS") == 0);
    CHECK(first.count("ticket:17") == 0);
    CHECK(site.hub.newest(its) == 9);
    CHECK(site.hub.newest({"queue:VAKT"}) == 7);
    CHECK(site.host->figures().in_flight == 0);
}

TEST_CASE("who comes back hears of what changed meanwhile, and who comes first of what changed a moment ago", "[stream]") {
    ServedSite site;
    site.hub.begin_at(10);
    site.hub.publish(vakt, 11);
    site.hub.publish(its, 12);
    Listening fresh{site.port(), "topic=queue:ITS&topic=queue:NEW"}, back{site.port(), "topic=queue:ITS&topic=queue:VAKT&since=11"},
        knows_all{site.port(), "topic=queue:ITS&since=12"}, long_away{site.port(), "topic=ticket:4&since=9"};
    REQUIRE(fresh.hears("event: opened"));
    CHECK(fresh.count(event(12, "queue:ITS")) == 1);
    CHECK(fresh.count("queue:NEW") == 0);
    REQUIRE(back.hears("event: opened"));
    CHECK(back.count(event(12, "queue:ITS")) == 1);
    CHECK(back.count("queue:VAKT") == 0);
    REQUIRE(knows_all.hears("event: opened"));
    CHECK(knows_all.count("event: changed") == 0);
    REQUIRE(long_away.hears("event: opened"));  // from before this service began: it may have changed
    CHECK(long_away.count(event(10, "ticket:4")) == 1);
}

TEST_CASE("a client is told at most once of a topic that changes often, the newest number last", "[stream]") {
    EventHub hub;
    const auto stream = hub.open("asa", {"queue:ITS", "ticket:1", "queue:VAKT"}, 0);
    int woken = 0;
    stream->wake_with([&] { ++woken; });
    for (std::uint64_t number = 1; number <= 100'000; ++number) {
        hub.publish({number % 3 == 0 ? "ticket:1" : "queue:ITS", "queue:OTHER"}, number);
    }
    CHECK(woken == 100'000);
    CHECK(stream->has_events());
    CHECK(stream->take() == event(99'999, "ticket:1") + event(100'000, "queue:ITS"));
    CHECK(stream->take().empty());
    CHECK_FALSE(stream->has_events());
}

TEST_CASE("the hub forgets old topics, and then says rather too much than too little", "[stream]") {
    EventHub hub{{.remembered = 100}};
    const auto stream = hub.open("asa", {"ticket:1"}, 0);
    for (std::uint64_t number = 1; number <= 100; ++number) {
        hub.publish({"ticket:" + std::to_string(number)}, number);
    }
    hub.publish({"queue:ITS"}, 101);  // one too many, but all of them are of this moment
    CHECK(hub.newest({"ticket:50"}) == 50);
    CHECK(hub.newest({"ticket:1000"}) == 0);
    CHECK(hub.newest({"ticket:1000", "ticket:7"}) == 7);
}

TEST_CASE("a person has six streams, all together as many as there is room for; the next is told to come back", "[stream]") {
    ServedSite site{{}, {.streams = 8, .of_one = 6}};
    std::vector<Listening> streams;
    streams.reserve(8);
    for (int i = 0; i < 6; ++i) {
        streams.emplace_back(site.port(), "topic=queue:ITS&owner=asa");
        REQUIRE(streams.back().hears("event: opened"));
    }
    const auto seventh = get(site.port(), "/events?topic=queue:ITS&owner=asa");
    CHECK(seventh.status == 503);
    CHECK(seventh.header("retry-after") == "30");
    for (int i = 0; i < 2; ++i) {
        streams.emplace_back(site.port(), fmt::format("topic=queue:ITS&owner=other{}", i));
        REQUIRE(streams.back().hears("event: opened"));
    }
    CHECK(get(site.port(), "/events?topic=queue:ITS&owner=one-more").status == 503);
    CHECK(site.hub.streams() == 8);
    streams.front().client.reset();
    wait_until([&] { return site.hub.streams() == 7; });
    Listening again{site.port(), "topic=queue:ITS&owner=asa"};
    CHECK(again.hears("event: opened"));
}

TEST_CASE("a client that leaves, politely or not, gives its place back", "[stream]") {
    ServedSite site;
    for (const int way : {0, 1, 2}) {
        CAPTURE(way);
        Listening stream{site.port()};
        REQUIRE(stream.hears("event: opened"));
        CHECK(site.hub.streams() == 1);
        way == 0 ? stream.client.reset() : way == 1 ? stream.client.close_writing() : static_cast<void>(RawClient{std::move(stream.client)});
        wait_until([&] { return site.hub.streams() == 0 && site.host->figures().connections == 0; });
        site.hub.publish(its, 1);
    }
}

TEST_CASE("HEAD of an event stream is its head, and HTTP/1.0 gets one too", "[stream]") {
    ServedSite site;
    Listening head{site.port(), "topic=queue:ITS", "", "HEAD"};
    CHECK(head.hears("Connection: close\r\n\r\n"));
    CHECK(head.client.is_closed_within(seconds{10}));
    CHECK(head.text.ends_with("\r\n\r\n"));
    CHECK(head.count("Content-Length") == 0);
    wait_until([&] { return site.hub.streams() == 0; });

    RawClient old{site.port()};
    old.send("GET /events?topic=queue:ITS HTTP/1.0\r\n\r\n");
    wait_until([&] { return site.hub.streams() == 1; });
    site.hub.publish(its, 3);
    CHECK(old.rest(milliseconds{200}).find(event(3, "queue:ITS")) != std::string::npos);
}

TEST_CASE("what a client sends while it hears is no request and cannot grow", "[stream]") {
    ServedSite site;
    Listening stream{site.port()};
    REQUIRE(stream.hears("event: opened"));
    stream.client.send(request("GET", "/id?id=SMUGGLED"));
    site.hub.publish(its, 3);
    REQUIRE(stream.hears(event(3, "queue:ITS")));
    CHECK(stream.count("SMUGGLED") == 0);
    const std::string more(100'000, 'x');
    wait_until([&] {
        ::send(stream.client.descriptor(), more.data(), more.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        return site.hub.streams() == 0;
    });
}

TEST_CASE("a stream says now and then that it is there, and ends so that the client is admitted again", "[stream]") {
    HostSettings settings;
    settings.limits.heartbeat = milliseconds{300};
    settings.limits.stream = milliseconds{2000};
    settings.limits.idle = settings.limits.head = settings.limits.write_stall = milliseconds{500};  // these are not for streams
    ServedSite site{settings};
    const auto began = std::chrono::steady_clock::now();
    Listening stream{site.port()};
    REQUIRE(stream.hears("event: opened"));
    REQUIRE(stream.hears("\n\n:\n\n:\n\n"));
    CHECK(site.hub.streams() == 1);
    CHECK(stream.client.is_closed_within(seconds{10}));
    CHECK(std::chrono::steady_clock::now() - began >= seconds{2});
    wait_until([&] { return site.hub.streams() == 0; });
}

TEST_CASE("draining closes event streams at once and waits for none", "[stream]") {
    ServedSite site;
    Listening first{site.port()}, second{site.port()};
    REQUIRE(first.hears("event: opened"));
    REQUIRE(second.hears("event: opened"));
    const auto began = std::chrono::steady_clock::now();
    CHECK(site.host->drain(seconds{10}));
    CHECK(std::chrono::steady_clock::now() - began < seconds{2});
    CHECK(first.client.is_closed_within(seconds{2}));
    CHECK(second.client.is_closed_within(seconds{2}));
    wait_until([&] { return site.hub.streams() == 0; });
}

TEST_CASE("a client that reads slowly gets no heap of events but the newest of each topic, and disturbs nobody", "[stream]") {
    ServedSite site;
    std::vector<std::string> all{"queue:ITS"};
    std::string query = "owner=slow&topic=queue:ITS";
    for (int i = 0; i < 30; ++i) {
        all.push_back(fmt::format("{}{}", std::string(80, 'x'), i));
        query += "&topic=" + all.back();
    }
    Listening slow{site.port(), query, "", "GET", 2048}, quick{site.port()};
    REQUIRE(quick.hears("event: opened"));
    wait_until([&] { return site.hub.streams() == 2; });
    const auto before = std::clock();
    std::uint64_t number = 0;
    while (number < 60) {
        site.hub.publish(all, ++number);
        CHECK(quick.hears(event(number, "queue:ITS")));
    }
    CHECK(static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC < 1.5);
    CHECK(slow.hears(event(60, "queue:ITS")));
    CHECK(slow.text.size() < 40'000);  // of 230 kB that were published
    CHECK(site.hub.streams() == 2);
}

TEST_CASE("a client that takes nothing any more is cut", "[stream]") {
    HostSettings settings;
    settings.limits.heartbeat = milliseconds{500};
    ServedSite site{settings};
    const std::string topic(1500, 'x');
    Listening deaf{site.port(), "topic=" + topic, "", "GET", 2048};
    wait_until([&] { return site.hub.streams() == 1; });
    wait_until([&, number = std::uint64_t{0}]() mutable {
        site.hub.publish({topic}, ++number);
        return site.hub.streams() == 0;
    });
    CHECK(site.host->figures().connections <= 1);
}

TEST_CASE("streams opened, told and left in a whirl: everybody hears their own topic only, and nothing stays", "[stream][attack]") {
    ServedSite site{{}, {.streams = 200, .of_one = 6}};
    std::atomic<bool> is_over{false};
    std::atomic<int> wrong{0}, heard{0}, full{0};
    std::vector<std::thread> threads;
    threads.emplace_back([&] {
        for (std::uint64_t number = 1; !is_over; ++number) {
            site.hub.publish({fmt::format("topic-{}", number % 8)}, number);
            std::this_thread::sleep_for(std::chrono::microseconds{200});
        }
    });
    for (int who = 0; who < 8; ++who) {
        threads.emplace_back([&, who] {
            for (int i = 0; !is_over; ++i) {
                try {
                    Listening stream{site.port(), fmt::format("topic=topic-{}&owner=person-{}", who, who)};
                    if (i % 3 == 0) {
                        stream.client.reset();
                        continue;
                    }
                    stream.listen(milliseconds{i % 3 == 1 ? 5 : 60});
                    const auto& text = stream.text;
                    full += text.find(" 503 ") != std::string::npos ? 1 : 0;
                    heard += text.find(fmt::format("data: topic-{}\n", who)) != std::string::npos ? 1 : 0;
                    for (int other = 0; other < 8; ++other) {
                        wrong += other != who && text.find(fmt::format("topic-{}\n", other)) != std::string::npos ? 1 : 0;
                    }
                } catch (const std::exception&) {
                    std::this_thread::sleep_for(milliseconds{1});
                }
            }
        });
    }
    threads.emplace_back([&] {  // somebody who asks for another thing on the descriptors that become free
        for (int i = 0; !is_over; ++i) {
            const auto answer = get(site.port(), fmt::format("/id?id=HONEST-{}", i));
            wrong += answer.status == 200 && answer.body != fmt::format("id=HONEST-{}\n", i) ? 1 : 0;
        }
    });
    std::this_thread::sleep_for(seconds{3});
    is_over = true;
    for (auto& thread : threads) {
        thread.join();
    }
    WARN(heard << " heard their topic, " << full << " were told to come back, " << wrong << " got another's bytes");
    CHECK(wrong == 0);
    CHECK(heard > 20);
    wait_until([&] { return site.hub.streams() == 0 && site.host->figures().connections == 0; });
}

TEST_CASE("stopping with open streams and a busy publisher neither hangs nor crashes", "[stream]") {
    for (int round = 0; round < 5; ++round) {
        ServedSite site;
        std::atomic<bool> is_over{false};
        std::thread publisher{[&] {
            for (std::uint64_t number = 1; !is_over; ++number) {
                site.hub.publish(its, number);
            }
        }};
        std::vector<Listening> streams;
        streams.reserve(20);
        for (int i = 0; i < 20; ++i) {
            streams.emplace_back(site.port(), fmt::format("topic=queue:ITS&owner=person-{}", i));
        }
        std::this_thread::sleep_for(milliseconds{100});
        site.host->stop();
        is_over = true;
        publisher.join();
        CHECK(site.hub.streams() == 0);
    }
}

// Figures for a person to look at, run by name: test_web "[measure]". They hang on the machine; nothing is asserted.
TEST_CASE("what idle event streams cost", "[.][measure]") {
    constexpr int count = 200;
    const auto resident = [] {
        std::ifstream file{"/proc/self/statm"};
        long pages = 0, in_memory = 0;
        file >> pages >> in_memory;
        return in_memory * ::sysconf(_SC_PAGESIZE) / 1024;
    };
    ServedSite site;
    for (int i = 0; i < 50; ++i) {
        get(site.port(), "/id?id=1");
    }
    std::vector<RawClient> clients;
    clients.reserve(count);
    const auto before = resident();
    for (int i = 0; i < count; ++i) {
        clients.emplace_back(site.port());
        clients.back().send(request("GET", fmt::format("/events?topic=queue:ITS&topic=ticket:{}&owner=person/{}", i, i)));
        REQUIRE(clients.back().has_something_within(seconds{5}));
    }
    const auto with_streams = resident();
    const auto busy_before = std::clock();
    std::this_thread::sleep_for(seconds{5});
    const auto idle_seconds = static_cast<double>(std::clock() - busy_before) / CLOCKS_PER_SEC;
    const auto began = std::chrono::steady_clock::now();
    for (const auto& client : clients) {
        std::array<char, 4096> bytes;
        ::recv(client.descriptor(), bytes.data(), bytes.size(), 0);
    }
    site.hub.publish(its, 1);
    for (const auto& client : clients) {
        REQUIRE(client.has_something_within(seconds{5}));
    }
    const auto told = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
    WARN(fmt::format("{} streams: {} kB more ({:.1f} kB each), {:.3f} s of processor in 5 idle seconds, all told in {:.0f} ms", count, with_streams - before,
                     static_cast<double>(with_streams - before) / count, idle_seconds, told));
}
