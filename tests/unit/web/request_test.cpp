#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "web/compression.hpp"
#include "web/cross_site.hpp"
#include "web/errors.hpp"
#include "web/request.hpp"
#include "web/response.hpp"
#include "web/security_headers.hpp"
#include "web/trace_id.hpp"
#include "web/trusted_proxies.hpp"

using namespace ansvar::web;

namespace {

Request with(Headers headers) {
    return Request{{.headers = std::move(headers)}};
}

}  // namespace

TEST_CASE("a query is decoded", "[request]") {
    const Request request{{.target = "/search?q=skrivare+p%C3%A5&q=2&empty=&x"}};
    CHECK(request.path() == "/search");
    CHECK(request.query("q") == "skrivare p\xC3\xA5");
    CHECK(request.query_all("q") == std::vector<std::string>{"skrivare p\xC3\xA5", "2"});
    CHECK(request.query("empty") == "");
    CHECK(request.query("x") == "");
    CHECK_FALSE(request.query("absent"));
    CHECK_THROWS_AS(Request({.target = "/?q=%FF"}).query("q"), BadRequest);
    CHECK_THROWS_AS(Request({.target = "/?q=%"}).query("other"), BadRequest);
    CHECK_FALSE(Request({.target = "/"}).query("q"));
}

TEST_CASE("cookies are found among others", "[request]") {
    const auto request = with({{"cookie", "a=1; junk; ansvar=t%20o=k; b="}});
    CHECK(request.cookie("ansvar") == "t%20o=k");
    CHECK(request.cookie("a") == "1");
    CHECK(request.cookie("b") == "");
    CHECK_FALSE(request.cookie("junk"));
    CHECK_FALSE(request.cookie("nsvar"));
}

TEST_CASE("a form says what it is", "[request]") {
    CHECK(Request({.headers = {{"content-type", "application/x-www-form-urlencoded;charset=UTF-8"}}, .body = "a=1"}).form().value("a") ==
          "1");
    CHECK(Request({.headers = {{"content-type", "multipart/form-data; boundary=x"}},
                   .body = "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--\r\n"})
              .form()
              .value("a") == "1");
    CHECK_FALSE(Request({}).form().has("a"));
    CHECK_THROWS_AS(Request({.headers = {{"content-type", "text/plain"}}, .body = "a=1"}).form(), UnsupportedMediaType);
    CHECK_THROWS_AS(Request({.headers = {{"content-type", "application/x-www-form-urlencoded; charset=latin1"}}, .body = "a=1"}).form(),
                    UnsupportedMediaType);
    CHECK_THROWS_AS(Request({.body = "a=1"}).form(), UnsupportedMediaType);
}

TEST_CASE("the reader's language is found", "[request]") {
    const auto [cookie, accepts, expected] = GENERATE(table<std::string, std::string, Language>({
        {"", "", Language::Sv},
        {"", "en", Language::En},
        {"", "en-GB,en;q=0.9,sv;q=0.8", Language::En},
        {"", "sv-FI, en;q=0.5", Language::Sv},
        {"", "de, en;q=0.3, sv;q=0.2", Language::En},
        {"", "de", Language::Sv},
        {"", "en;q=0, sv;q=0.1", Language::Sv},
        {"", "en;q=junk", Language::Sv},
        {"language=en", "sv", Language::En},
        {"language=de", "en", Language::En},
    }));
    CAPTURE(cookie, accepts);
    auto request = with({{"cookie", cookie}, {"accept-language", accepts}});
    CHECK(request.language() == expected);
    Admission admission;
    admission.language = Language::En;
    request.admitted(admission);
    CHECK(request.language() == Language::En);
}

TEST_CASE("the API does not look at the language cookie", "[request]") {
    auto request = with({{"cookie", "language=en"}});
    request.matched("/api", Via::Api, {});
    CHECK(request.language() == Language::Sv);
}

TEST_CASE("browsers are told from programs", "[request]") {
    CHECK(with({{"accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}}).wants_html());
    CHECK_FALSE(with({{"accept", "*/*"}}).wants_html());
    CHECK_FALSE(with({}).wants_html());
    CHECK_FALSE(with({{"accept", "application/json"}}).wants_html());
    CHECK_FALSE(with({{"accept", "application/json, text/html;q=0.5"}}).wants_html());
}

TEST_CASE("a principal has the type the gate gave it", "[request]") {
    struct Person {
        int id;
    };
    auto request = with({});
    CHECK_FALSE(request.has_principal());
    CHECK_THROWS_AS(request.principal<Person>(), std::logic_error);
    request.admitted(Admission::of(std::make_shared<const Person>(Person{7}), "agent/7"));
    CHECK(request.principal<Person>().id == 7);
    CHECK_THROWS_AS(request.principal<int>(), std::logic_error);
}

TEST_CASE("requests of other sites are told by what browsers send", "[csrf]") {
    // sec-fetch-site, origin, referer, whether it may come from elsewhere; "" is absent
    const auto [site, origin, referer, is_foreign] = GENERATE(table<std::string, std::string, std::string, bool>({
        {"same-origin", "", "", false},
        {"same-origin", "null", "", false},
        {"none", "", "", false},
        {"same-site", "http://ansvar.skola.example:8080", "", true},
        {"cross-site", "http://ansvar.skola.example:8080", "", true},
        {"Same-Origin", "", "", true},
        {"same-origin, cross-site", "", "", true},
        {"", "http://ansvar.skola.example:8080", "", false},
        {"", "HTTP://ANSVAR.skola.example:8080", "", false},
        {"", "http://ansvar.skola.example", "", true},
        {"", "http://ansvar.skola.example:80", "", true},
        {"", "http://evil.example", "", true},
        {"", "http://ansvar.skola.example:8080.evil.example", "", true},
        {"", "http://evil.example/ansvar.skola.example:8080", "", true},
        {"", "http://ansvar.skola.example:8080@evil.example", "", true},
        {"", "null", "", true},
        {"", "null", "http://ansvar.skola.example:8080/x", true},
        {"", "", "http://ansvar.skola.example:8080/tickets/new?x", false},
        {"", "", "http://evil.example/http://ansvar.skola.example:8080", true},
        {"", "", "", true},
        {"", "file://", "", true},
    }));
    CAPTURE(site, origin, referer);
    Headers headers{{"host", "ansvar.skola.example:8080"}};
    for (const auto& [name, value] : Headers{{"sec-fetch-site", site}, {"origin", origin}, {"referer", referer}}) {
        if (!value.empty()) {
            headers.emplace_back(name, value);
        }
    }
    CHECK(may_be_cross_site(with(headers), "") == is_foreign);
}

TEST_CASE("a public URL fixes the scheme and stands for the host", "[csrf]") {
    const auto foreign = [](const std::string& origin, const std::string& host) {
        return may_be_cross_site(with({{"host", host}, {"origin", origin}}), "https://ansvar.skola.example");
    };
    CHECK_FALSE(foreign("https://ansvar.skola.example", "ansvar.skola.example"));
    CHECK_FALSE(foreign("https://ansvar.skola.example", "127.0.0.1:8080"));
    CHECK(foreign("http://ansvar.skola.example", "ansvar.skola.example"));
}

TEST_CASE("a public URL is an origin and nothing else", "[request]") {
    CHECK(PublicAddress{""}.origin().empty());
    CHECK(PublicAddress{"https://Ansvar.skola.example/"}.origin() == "https://ansvar.skola.example");
    CHECK(PublicAddress{"https://ansvar.skola.example:443"}.origin() == "https://ansvar.skola.example");
    CHECK(PublicAddress{"http://127.0.0.1:8080"}.is_loopback());
    CHECK(PublicAddress{"http://[::1]:8080"}.is_loopback());
    CHECK_FALSE(PublicAddress{"http://ansvar.skola.example"}.is_loopback());
    for (const auto* bad : {"ansvar.skola.example", "ftp://x", "https://", "https://x/path", "https://x?y", "https://a@b"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(PublicAddress{bad}, std::invalid_argument);
    }
}

TEST_CASE("over plain http in a school's network referrers stay at home but exist", "[request]") {
    const auto policy = [](const char* url) {
        Response response;
        add_security_headers(response, PublicAddress{url}, Via::Page, false);
        return response.header("Referrer-Policy");
    };
    CHECK(policy("https://ansvar.skola.example") == "no-referrer");
    CHECK(policy("http://127.0.0.1:8080") == "no-referrer");
    CHECK(policy("http://ansvar.skola.example") == "same-origin");
}

TEST_CASE("cookies are set for this host alone", "[response]") {
    const CookieRule https{"https://ansvar.skola.example"};
    CHECK(https.name() == "__Host-ansvar");
    CHECK(https.make("abc", std::chrono::hours{12}).header_value() ==
          "__Host-ansvar=abc; Path=/; SameSite=Lax; Max-Age=43200; HttpOnly; Secure");
    const CookieRule http{"http://127.0.0.1:8080"};
    CHECK(http.make("abc", std::chrono::hours{12}).header_value() == "ansvar=abc; Path=/; SameSite=Lax; Max-Age=43200; HttpOnly");
    CHECK(http.removal().header_value() == "ansvar=; Path=/; SameSite=Lax; Max-Age=0; HttpOnly");
    for (const std::string bad : {"a b", "a;b", "a,b", "a\"b", "a\\b", "a\r\nb", "\xC3\xA5"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(http.make(bad, std::chrono::hours{1}).header_value(), std::logic_error);
    }
    CHECK_THROWS_AS((Cookie{.name = "a=b", .value = "x", .max_age = {}}.header_value()), std::logic_error);
}

TEST_CASE("redirects lead to our own paths only", "[response]") {
    CHECK(Response::see_other("/tickets/17").header("location") == "/tickets/17");
    CHECK(Response::see_other("/").status == 303);
    for (const auto* bad : {"", "tickets", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(Response::see_other(bad), std::logic_error);
    }
}

TEST_CASE("attachments are kept, not shown", "[response]") {
    const auto response = Response::attachment("x", "Sk\xC3\xA4rm \"1\";\r\n.png", "image/png");
    CHECK(response.header("content-disposition") ==
          "attachment; filename=\"Sk__rm__1____.png\"; filename*=UTF-8''Sk%C3%A4rm%20%221%22%3B%0D%0A.png");
    CHECK(response.header("content-security-policy") == "sandbox; default-src 'none'");
}

TEST_CASE("an encoding is chosen that the client takes", "[compression]") {
    CHECK(preferred_encoding("gzip, deflate, br, zstd") == Encoding::Brotli);
    CHECK(preferred_encoding("gzip, deflate") == Encoding::Gzip);
    CHECK(preferred_encoding("br;q=0, gzip") == Encoding::Gzip);
    CHECK(preferred_encoding("br;q=0.1, gzip;q=0.9") == Encoding::Gzip);
    CHECK(preferred_encoding("*") == Encoding::Brotli);
    CHECK(preferred_encoding("gzip;q=0") == Encoding::Identity);
    CHECK(preferred_encoding("") == Encoding::Identity);
    CHECK(preferred_encoding("identity") == Encoding::Identity);
}

TEST_CASE("a trace id is taken from a valid traceparent only", "[request]") {
    CHECK(trace_id_from("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01") == "0af7651916cd43dd8448eb211c80319c");
    for (const auto* bad :
         {"", "junk", "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
          "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x", "00-0af7651916cd43dd8448eb211c80319c\"b7ad6b7169203331-01"}) {
        CAPTURE(bad);
        CHECK(trace_id_from(bad).empty());
    }
}

TEST_CASE("trusted proxies are addresses or networks", "[request]") {
    const TrustedProxies proxies{{"127.0.0.1", "10.0.0.0/8", "fd00::/8", "::1"}};
    CHECK(proxies.trusts("10.255.0.1"));
    CHECK(proxies.trusts("::ffff:10.0.0.1"));
    CHECK(proxies.trusts("fd12::1"));
    CHECK_FALSE(proxies.trusts("11.0.0.1"));
    CHECK_FALSE(proxies.trusts("127.0.0.2"));
    CHECK_FALSE(proxies.trusts("rubbish"));
    CHECK(proxies.client_address("8.8.8.8", "1.2.3.4") == "8.8.8.8");
    CHECK(proxies.client_address("127.0.0.1", "1.2.3.4, 5.6.7.8, 10.0.0.7") == "5.6.7.8");
    CHECK(proxies.client_address("127.0.0.1", "10.0.0.7") == "10.0.0.7");
    CHECK(proxies.client_address("127.0.0.1", "unknown, 10.0.0.7") == "10.0.0.7");
    for (const auto* bad : {"", "skolan", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "fd00::/129", "10.0.0"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(TrustedProxies({bad}), std::invalid_argument);
    }
}
