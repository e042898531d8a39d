// The host as browsers and programs meet it: over real connections.
#include <fmt/format.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "conversation.hpp"
#include "raw_client.hpp"
#include "served_site.hpp"

using namespace ansvar::web;
using namespace ansvar::web::test;
using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

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
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action "
          "'self'; base-uri 'none'; frame-ancestors 'none'");
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

TEST_CASE("a head that is far too long is refused, also when it comes before the answer to another request is written", "[host]") {
    ServedSite site;
    const auto far_too_long = "GET /id?id=1 HTTP/1.1\r\nHost: a\r\nX: " + std::string(1'000'000, 'x');
    for (const auto* first : {"", "/id?id=2", "/sleep?ms=50&id=2"}) {
        RawClient client{site.port()};
        client.send(*first == '\0' ? far_too_long : request("GET", first) + far_too_long);
        if (*first != '\0') {
            const auto answer = client.answer();
            REQUIRE(answer);
            CHECK(answer->body == "id=2\n");
        }
        const auto refusal = client.answer();
        REQUIRE(refusal);
        CHECK(refusal->status == 431);
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
    for (const std::string bad : {"GET / HTTP/1.1\nHost: x\n\n", "\x16\x03\x01\x02", "GET / HTTP/1.1\r\n\r\n",
                                  "POST /api/length HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nabc",
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
        get(site.port(), "/names/hemlig?x=hemlig",
            "Cookie: ansvar=asa\r\nReferer: http://hemlig/\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n");
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
