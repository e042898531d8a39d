#include "db/settings.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using ansvar::db::settings_from_url;

TEST_CASE("a database address says where, who and what", "[settings]") {
    const auto settings = settings_from_url("mysql://an%40svar:p%3Aw%2Fd@db.skola.example:3307/helpdesk?ca=/etc/ssl/school.pem");
    CHECK(settings.user == "an@svar");
    CHECK(settings.password == "p:w/d");
    CHECK(settings.host == "db.skola.example");
    CHECK(settings.port == 3307);
    CHECK(settings.schema == "helpdesk");
    CHECK(settings.tls_authority == "/etc/ssl/school.pem");
    CHECK(settings_from_url("mariadb://a@[::1]:33/s").host == "::1");
    CHECK(settings_from_url("mariadb://a@localhost/s?socket=/run/mysqld/mysqld.sock").socket == "/run/mysqld/mysqld.sock");
    CHECK(settings_from_url("mysql://a:b@h/s").port == 3306);
}

TEST_CASE("a database address that cannot be right is refused without repeating its password", "[settings]") {
    const auto [url, reason] = GENERATE(table<std::string, std::string>({
        {"postgres://a:geheim@h/s", "mysql://"},
        {"mysql://h/s", "no user"},
        {"mysql://a:geheim@h", "no schema"},
        {"mysql://a:geheim@/s", "no host"},
        {"mysql://a:geheim@h:99999/s", "no port"},
        {"mysql://a:geheim@h/s?tls=yes", "unknown option tls"},
        {"mysql://a:%zz@h/s", "badly encoded password"},
    }));
    CAPTURE(url);
    CHECK_THROWS_WITH(settings_from_url(url), Catch::Contains(reason) && !Catch::Contains("geheim"));
}
