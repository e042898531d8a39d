// Where a webhook may lead: what the world can see, and of the school's own networks those that were allowed.
#include "hooks/target.hpp"

#include <arpa/inet.h>
#include <netdb.h>

#include <catch2/catch.hpp>

#include "hooks/post.hpp"
#include "hooks/retry.hpp"
#include "hooks/signature.hpp"

using namespace ansvar;
using namespace ansvar::hooks;

namespace {

bool may(const std::string& address, bool is_encrypted = true, const Networks& allowed = {}) {
    addrinfo hints{}, *found = nullptr;
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    REQUIRE(getaddrinfo(address.c_str(), "443", &hints, &found) == 0);
    const bool answer = may_connect(*found->ai_addr, is_encrypted, allowed);
    freeaddrinfo(found);
    return answer;
}

}  // namespace

TEST_CASE("only addresses that the world can see are called") {
    for (const auto* address : {"0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.1.2.3", "169.254.169.254", "172.16.0.1",
                                "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.7", "224.0.0.1",
                                "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
                                "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "fc00::1",
                                "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "3fff::1"}) {
        CAPTURE(address);
        CHECK_FALSE(may(address));
    }
    for (const auto* address : {"1.1.1.1", "100.63.0.1", "100.128.0.1", "172.15.0.1", "172.32.0.1", "193.10.2.1", "::ffff:1.1.1.1", "2a00:1450:400f::1", "2606:4700::1111"}) {
        CAPTURE(address);
        CHECK(may(address));
        CHECK_FALSE(may(address, false));
    }
}

TEST_CASE("a network of the school's own is called when it was allowed, without TLS too") {
    const Networks own{{"10.1.0.0/16", "fd00:5::/32", "127.0.0.1"}};
    for (const auto* address : {"10.1.2.3", "::ffff:10.1.2.3", "fd00:5::7", "127.0.0.1"}) {
        CAPTURE(address);
        CHECK(may(address, false, own));
    }
    for (const auto* address : {"10.2.0.1", "fd00:6::7", "127.0.0.2", "::1"}) {
        CAPTURE(address);
        CHECK_FALSE(may(address, true, own));
    }
    for (const auto* wrong : {"10.1.0.0/33", "10.1.0.0/", "10.1.0.0/x", "skolan", "", "fd00::/129"}) {
        CAPTURE(wrong);
        CHECK_THROWS_AS(Networks{{wrong}}, std::invalid_argument);
    }
}

TEST_CASE("a webhook's address is a plain one") {
    const Networks none, own{{"10.0.0.0/8"}};
    for (const auto* url : {"", "https://", "https:///path", "ftp://a.example", "https://user@a.example/", "https://a.example/ b", "https://a.example/#x",
                            "https://å.example/", "https://a.example\\b", "//a.example", "https://:443/", "HTTPS://a.example"}) {
        CAPTURE(url);
        CHECK(url_fault(url, none) == "malformed");
    }
    CHECK_FALSE(url_fault("https://a.example:8443/hook?x=1", none));
    CHECK(url_fault("http://a.example/", none) == "needs-https");
    CHECK_FALSE(url_fault("http://10.0.0.1/", own));
    CHECK(url_fault("https://a.example/" + std::string(500, 'x'), none) == "too-long");
    CHECK(host_of("https://a.example:8443/hook?x=1") == "a.example");
    CHECK(host_of("https://[2606::1]:8443") == "[2606::1]");
}

TEST_CASE("the address is checked as the connection is opened, whatever the name led to before") {
    PostRules rules{.names = {"hook.example:9:127.0.0.1", "both.example:9:127.0.0.1,10.0.0.1"}};
    for (const auto* url : {"https://hook.example:9/", "https://both.example:9/", "https://localhost:9/", "https://127.0.0.1:9/", "https://2130706433:9/", "https://0x7f.1:9/",
                            "https://[::1]:9/", "https://[::ffff:127.0.0.1]:9/", "http://hook.example:9/"}) {
        CAPTURE(url);
        const auto answer = post({.url = url, .payload = "{}", .headers = {}}, rules);
        CHECK(answer.status == 0);
        CHECK(answer.words == "the address leads to a network that may not be called");
    }
    rules.allowed = Networks{{"127.0.0.1"}};
    CHECK(post({.url = "http://hook.example:9/", .payload = "{}", .headers = {}}, rules).words != "the address leads to a network that may not be called");
}

TEST_CASE("the waits are those of Standard Webhooks, and end") {
    using namespace std::chrono_literals;
    const std::vector<std::chrono::milliseconds> middle{5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
    for (unsigned failures = 1; failures <= middle.size(); ++failures) {
        CHECK(wait_after(failures, 0.5) == middle[failures - 1]);
        CHECK(wait_after(failures, 0.0) >= middle[failures - 1] * 9 / 10);
        CHECK(wait_after(failures, 1.0) <= middle[failures - 1] * 11 / 10);
    }
    CHECK_FALSE(wait_after(10, 0.5));
}

TEST_CASE("a signature is the one that the npm library standardwebhooks 1.1.1 makes") {
    const Timestamp at{std::chrono::seconds{1'614'265'330}};
    const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLw==", payload = R"({"test": 2432232314})";
    const auto one = signature({secret}, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, payload);
    CHECK(one == "v1,/Xy7FLfFISa1TZH7WLT+0x/orG5MlcutAFOpVan3/00=");
    CHECK(signature({draw_secret(), secret}, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, payload).ends_with(" " + one));
    CHECK(draw_secret().starts_with("whsec_"));
    CHECK(draw_secret() != draw_secret());
    const std::string key = "the installation's own secret, long enough";
    CHECK(open_secret(key, seal_secret(key, secret)) == secret);
    CHECK_FALSE(open_secret(key + "!", seal_secret(key, secret)));
}
