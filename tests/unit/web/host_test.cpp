// The host as browsers and programs meet it: over real connections.
#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <catch2/catch.hpp>
#include <ctime>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "raw_client.hpp"
#include "served_site.hpp"

using namespace ansvar::web;
using namespace ansvar::web::test;
using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

std::string request(std::string_view method, std::string_view target, std::string_view fields = "") {
    return fmt::format("{} {} HTTP/1.1\r\nHost: skolan\r\n{}\r\n", method, target, fields);
}

void wait_until(const std::function<bool()>& is_so) {
    for (int i = 0; i < 1000 && !is_so(); ++i) {
        std::this_thread::sleep_for(milliseconds{10});
    }
    REQUIRE(is_so());
}

}  // namespace

TEST_CASE("a page is served with its headers and its body whole", "[host]") {
    ServedSite site;
    const auto answer = get(site.port(), "/id?id=17");
    CHECK(answer.status == 200);
    CHECK(answer.body == "id=17\n");
    CHECK(answer.header("content-type") == "text/plain; charset=utf-8");
    CHECK(answer.header("x-content-type-options") == "nosniff");
    CHECK(answer.header("referrer-policy") == "no-referrer");
    CHECK(answer.header("cross-origin-opener-policy") == "same-origin");
    CHECK(answer.header("content-security-policy") ==
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    CHECK(answer.header("strict-transport-security").empty());
    CHECK(answer.header("server").empty());
    CHECK_FALSE(answer.header("date").empty());
    CHECK_FALSE(answer.header("x-request-id").empty());
}

TEST_CASE("behind https the browser is told to stay there", "[host]") {
    ServedSite site{{.public_url = "https://ansvar.skola.example"}};
    CHECK(get(site.port(), "/id").header("strict-transport-security") == "max-age=31536000");
}

TEST_CASE("a client's request id is never reflected and ids differ", "[host]") {
    ServedSite site;
    const auto first = get(site.port(), "/id", "X-Request-Id: mine\r\n").header("x-request-id");
    const auto second = get(site.port(), "/id", "X-Request-Id: mine\r\n").header("x-request-id");
    CHECK(first != "mine");
    CHECK(first != second);
}

TEST_CASE("what handlers throw becomes an answer and its text stays inside", "[host]") {
    ServedSite site;
    for (const auto* path : {"/throw-42", "/throw-secret", "/api/throw-secret", "/missing-name"}) {
        CAPTURE(path);
        const auto answer = get(site.port(), path, "Accept: text/html\r\n");
        CHECK(answer.status == 500);
        CHECK(answer.body.find("password_list") == std::string::npos);
        CHECK(answer.body.find("view has no") == std::string::npos);
    }
    CHECK(get(site.port(), "/id?id=1").status == 200);
}

TEST_CASE("programs get problem+json, people a page, in their language", "[host]") {
    ServedSite site;
    const auto data = get(site.port(), "/api/tickets/x", "Authorization: Bearer asa\r\nAccept-Language: en\r\n");
    CHECK(data.status == 404);
    CHECK(data.header("content-type") == "application/problem+json");
    const auto problem = json::parse(data.body);
    CHECK(problem.at("type") == "/problems/not-found");
    CHECK(problem.at("title") == "error not-found");
    CHECK(problem.at("status") == 404);
    CHECK(problem.at("instance") == "/api/tickets/x");
    CHECK(problem.at("request_id") == data.header("x-request-id"));

    const auto page = get(site.port(), "/nowhere", "Accept: text/html\r\nCookie: language=en\r\nAccept-Language: sv\r\n");
    CHECK(page.status == 404);
    CHECK(page.header("content-type") == "text/html; charset=utf-8");
    CHECK(page.body.find("<html lang=\"en\"><title>error not-found</title>") == 0);
    CHECK(page.body.find(page.header("x-request-id")) != std::string::npos);
    CHECK(page.header("cache-control") == "no-store");
}

TEST_CASE("each faulty field is told to programs", "[host]") {
    ServedSite site;
    const auto answer = ask(site.port(), post("/api/invalid", "", ""));
    CHECK(answer.status == 422);
    CHECK(json::parse(answer.body).at("errors") == json::parse(R"([{"pointer":"/subject","code":"too-long","detail":"subject fel"}])"));
}

TEST_CASE("only whom the gate knows comes in", "[host]") {
    ServedSite site;
    const auto stranger = get(site.port(), "/mine", "Accept: text/html\r\n");
    CHECK(stranger.status == 303);
    CHECK(stranger.header("location") == "/sign-in?next=%2Fmine");
    const auto known = get(site.port(), "/mine", "Cookie: other=1; ansvar=asa\r\n");
    CHECK(known.body == "asa");
    CHECK(known.header("cache-control") == "no-store");
    const auto program = get(site.port(), "/api/tickets/17");
    CHECK(program.status == 401);
    CHECK(program.header("www-authenticate") == "Bearer");
    CHECK(get(site.port(), "/api/tickets/17", "Cookie: ansvar=asa\r\n").status == 401);
    CHECK(get(site.port(), "/api/tickets/17", "Authorization: Bearer asa\r\n").body == "17");
    const auto fragment = get(site.port(), "/mine", "HX-Request: true\r\n");
    CHECK(fragment.status == 401);
    CHECK(fragment.header("hx-redirect") == "/sign-in?next=%2Fmine");
}

TEST_CASE("HEAD is a GET without its body", "[host]") {
    ServedSite site;
    RawClient client{site.port()};
    client.send(request("HEAD", "/id?id=17") + request("GET", "/id?id=18"));
    const auto head = client.answer(seconds{5}, true);
    CHECK(head->status == 200);
    CHECK(head->header("content-length") == "6");
    CHECK(client.answer()->body == "id=18\n");
}

TEST_CASE("a path tells which methods it has", "[host]") {
    ServedSite site;
    const auto options = ask(site.port(), request("OPTIONS", "/names/x"));
    CHECK(options.status == 204);
    CHECK(options.header("allow") == "GET, HEAD, PUT, OPTIONS");
    const auto wrong = ask(site.port(), request("DELETE", "/names/x"));
    CHECK(wrong.status == 405);
    CHECK(wrong.header("allow") == "GET, HEAD, PUT, OPTIONS");
    CHECK(ask(site.port(), request("OPTIONS", "/nowhere")).status == 404);
    CHECK(ask(site.port(), request("PUT", "/names/x")).status == 204);
}

TEST_CASE("paths have one spelling", "[host]") {
    ServedSite site;
    const auto slash = get(site.port(), "/id/?id=1");
    CHECK(slash.status == 308);
    CHECK(slash.header("location") == "/id?id=1");
    CHECK(get(site.port(), "/id//").status == 404);
    CHECK(get(site.port(), "//id").status == 404);
    CHECK(get(site.port(), "/names/../id").status == 404);
    CHECK(get(site.port(), "/names/%2e%2e").status == 404);
    CHECK(get(site.port(), "/assets/../text/sv.txt").status == 404);
    CHECK(get(site.port(), "/assets/%2e%2e/text/sv.txt").status == 404);
    CHECK(get(site.port(), "/names/" + std::string(3000, '/')).status == 404);
    CHECK(get(site.port(), "/" + std::string(15'000, '/')).status == 414);
    CHECK(get(site.port(), "/names/L%C3%84R").body == "L\xC3\x84R");
}

TEST_CASE("pipelined requests are answered in order", "[host]") {
    ServedSite site;
    RawClient client{site.port()};
    std::string all;
    for (int i = 0; i < 50; ++i) {
        all += i % 3 == 0 ? request("GET", fmt::format("/sleep?ms=3&id={}", i)) : request("GET", fmt::format("/id?id={}", i));
    }
    client.send(all);
    for (int i = 0; i < 50; ++i) {
        const auto answer = client.answer();
        REQUIRE(answer);
        CHECK(answer->body == fmt::format("id={}\n", i));
    }
}

TEST_CASE("requests may come byte by byte", "[host]") {
    ServedSite site;
    RawClient client{site.port()};
    for (const char c : post("/api/form", "a=1", "Content-Type: application/x-www-form-urlencoded\r\n") + request("GET", "/id?id=2")) {
        client.send({&c, 1});
        std::this_thread::sleep_for(std::chrono::microseconds{100});
    }
    CHECK(client.answer()->body == "a=[1]\n");
    CHECK(client.answer()->body == "id=2\n");
}

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

TEST_CASE("chunked bodies are refused at once and nothing hangs", "[host]") {
    ServedSite site;
    RawClient client{site.port()};
    client.send("POST /api/length HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r");
    CHECK(client.answer()->status == 501);
    client.send("\n0\r\n\r\n");
    CHECK(get(site.port(), "/id?id=1").body == "id=1\n");
}

TEST_CASE("malformed requests get one answer and no second chance", "[host]") {
    ServedSite site;
    for (const std::string bad : {"GET / HTTP/1.1\nHost: x\n\n", "\x16\x03\x01\x02", "GET / HTTP/1.1\r\n\r\n", "POST /api/length HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nabc",
                                  "POST /api/length HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde"}) {
        CAPTURE(bad);
        RawClient client{site.port()};
        client.send(bad + request("GET", "/id?id=SMUGGLED"));
        const auto all = client.rest();
        CHECK(all.find("HTTP/1.1 400 Bad Request\r\n") == 0);
        CHECK(all.find("SMUGGLED") == std::string::npos);
        CHECK(all.find("HTTP/1.1", 9) == std::string::npos);
    }
}

TEST_CASE("a header that would break out of its line is never sent", "[host]") {
    ServedSite site;
    for (const auto* value : {"a%0d%0aSet-Cookie:+x=1", "a%0aX:+y", "a%1b"}) {
        const auto answer = get(site.port(), fmt::format("/inject?v={}", value));
        CHECK(answer.status == 500);
        CHECK(answer.header("set-cookie").empty());
        CHECK(answer.header("x-value").empty());
    }
    CHECK(get(site.port(), "/inject?v=fine").header("x-value") == "fine");
}

TEST_CASE("forms from other sites are refused", "[host]") {
    ServedSite site;
    const std::string type = "Content-Type: application/x-www-form-urlencoded\r\n";
    CHECK(ask(site.port(), post("/form", "a=1", type)).status == 403);
    CHECK(ask(site.port(), post("/form", "a=1", type + "Origin: null\r\n")).status == 403);
    CHECK(ask(site.port(), post("/form", "a=1", type + "Origin: http://evil.example\r\n")).status == 403);
    CHECK(ask(site.port(), post("/form", "a=1", type + "Sec-Fetch-Site: cross-site\r\nOrigin: http://skolan\r\n")).status == 403);
    CHECK(ask(site.port(), post("/form", "a=1", type + "Origin: http://skolan\r\n")).body == "a=[1]\n");
    CHECK(ask(site.port(), post("/form", "a=1", type + "Sec-Fetch-Site: same-origin\r\nOrigin: null\r\n")).body == "a=[1]\n");
    CHECK(ask(site.port(), post("/api/form", "a=1", type)).body == "a=[1]\n");
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
    RawClient silent{site.port()}, half_head{site.port()}, half_body{site.port()}, idle{site.port()}, second_head{site.port()}, reader{site.port(), 4096};
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

TEST_CASE("pages are compressed for those who take it", "[host]") {
    ServedSite site;
    const auto plain = get(site.port(), "/page");
    CHECK(plain.body.size() > 3000);
    CHECK(plain.header("vary") == "Accept-Encoding");
    CHECK(get(site.port(), "/page", "Accept-Encoding: gzip\r\n").header("content-encoding") == "gzip");
    const auto packed = get(site.port(), "/page", "Accept-Encoding: gzip, deflate, br\r\n");
    CHECK(packed.header("content-encoding") == "br");
    CHECK(packed.body.size() < 500);
    CHECK(packed.header("etag").empty());
    CHECK(get(site.port(), "/id?id=1", "Accept-Encoding: br\r\n").header("content-encoding").empty());
}

TEST_CASE("assets are kept by browsers", "[host]") {
    ServedSite site;
    site.assets->wait_until_compressed();
    const auto url = site.assets->url("css/base.css");
    CHECK(get(site.port(), "/page").body.find(url) != std::string::npos);
    const auto asset = get(site.port(), url, "Accept-Encoding: br\r\n");
    CHECK(asset.status == 200);
    CHECK(asset.header("content-type") == "text/css; charset=utf-8");
    CHECK(asset.header("cache-control") == "public, max-age=31536000, immutable");
    CHECK(asset.header("content-encoding") == "br");
    const auto again = get(site.port(), url, "Accept-Encoding: br\r\nIf-None-Match: \"x\", " + asset.header("etag") + "\r\n");
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    CHECK(again.header("etag") == asset.header("etag"));
    CHECK(get(site.port(), url, "Accept-Encoding: gzip\r\nIf-None-Match: " + asset.header("etag") + "\r\n").status == 200);
    CHECK(get(site.port(), "/assets/css/base.css").header("cache-control") == "public, no-cache");
    CHECK(get(site.port(), "/assets/dot.png", "Accept-Encoding: br\r\n").header("content-encoding").empty());
    CHECK(get(site.port(), "/assets/css/base.00000000.css").status == 404);
    CHECK(ask(site.port(), request("DELETE", url)).status == 405);
}

TEST_CASE("a client's address is believed only from a trusted proxy", "[host]") {
    {
        ServedSite site;
        CHECK(get(site.port(), "/address", "X-Forwarded-For: 10.1.2.3\r\n").body == "127.0.0.1");
    }
    ServedSite site{{.trusted_proxies = {"127.0.0.0/8", "10.0.0.1"}}};
    CHECK(get(site.port(), "/address", "X-Forwarded-For: 8.8.8.8, 10.1.2.3, 10.0.0.1\r\n").body == "10.1.2.3");
    CHECK(get(site.port(), "/address", "X-Forwarded-For: rubbish\r\n").body == "127.0.0.1");
    CHECK(get(site.port(), "/address").body == "127.0.0.1");
}

TEST_CASE("the access log has ids and routes, never paths, queries or addresses", "[host]") {
    std::ostringstream lines;
    const auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(lines);
    const auto logger = std::make_shared<spdlog::logger>("access", sink);
    logger->set_pattern("%v");
    {
        ServedSite site;
        spdlog::register_logger(logger);
        logger->set_level(spdlog::level::info);
        get(site.port(), "/names/hemlig?x=hemlig", "Cookie: ansvar=asa\r\nReferer: http://hemlig/\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n");
        get(site.port(), "/hemlig");
        get(site.port(), "/assets/dot.png");
        ask(site.port(), "GET /hemlig HTTP/3\r\n\r\n");
        wait_until([&] { return site.served().size() == 4; });
    }
    spdlog::drop("access");
    const auto text = lines.str();
    CHECK(text.find("hemlig") == std::string::npos);
    CHECK(text.find("127.0.0.1") == std::string::npos);
    const auto line = json::parse(text.substr(0, text.find('\n')));
    CHECK(line.at("route") == "/names/{name}");
    CHECK(line.at("method") == "GET");
    CHECK(line.at("status") == 200);
    CHECK(line.at("bytes") == 6);
    CHECK(line.at("principal") == "requester/7");
    CHECK(line.at("trace") == "0af7651916cd43dd8448eb211c80319c");
    CHECK(line.contains("request"));
    CHECK(line.contains("ms"));
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
