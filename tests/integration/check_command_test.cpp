// What `ansvar check` says of an installation, point by point, and that it changes nothing.
#include "app/check_command.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <atomic>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/text.hpp"
#include "db/connection.hpp"
#include "db/migrations.hpp"
#include "identity/command_line.hpp"
#include "identity/people_store.hpp"
#include "identity/provider.hpp"
#include "identity/role_store.hpp"
#include "identity/school_settings.hpp"
#include "served_school.hpp"
#include "support/imap_server.hpp"
#include "support/smtp_server.hpp"
#include "support/temporary_folder.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

struct Said {
    int code = 0;
    std::string text;

    /// The line about a point, without the point: "warn nobody holds KOCK …"; "" when there is none.
    std::string of(const std::string& about) const {
        for (const auto line : split(text, '\n')) {
            if (line.size() > 6 && line.substr(6).starts_with(about + ": ")) {
                return std::string{trim(line.substr(0, 4))} + " " + std::string{line.substr(6 + about.size() + 2)};
            }
        }
        return {};
    }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// A provider that answers as it should, when it is there.
struct Elsewhere {
    std::string issuer = "https://login.example";
    bool is_there = true;
    bool has_keys = true;

    identity::HttpAnswer answer(const identity::HttpCall& call) const {
        if (!is_there) {
            return {.failure = "nobody there"};
        }
        if (call.url == issuer + "/keys") {
            return has_keys ? identity::HttpAnswer{.status = 200, .body = R"({"keys": [{"kty": "RSA", "n": "AQ", "e": "AQAB"}]})"} : identity::HttpAnswer{.status = 404};
        }
        const nlohmann::json description{
            {"issuer", issuer}, {"authorization_endpoint", issuer + "/auth"}, {"token_endpoint", issuer + "/token"}, {"jwks_uri", issuer + "/keys"}};
        return {.status = 200, .body = description.dump()};
    }
};

struct Installation {
    Said check() const {
        std::ostringstream out;
        const int code = app::check_command(config, out, [this](const identity::HttpCall& call) { return elsewhere.answer(call); });
        return {code, out.str()};
    }
    std::string said_of(const std::string& about) const { return check().of(about); }
    void run(const std::string& statement) const {
        std::atomic<std::uint64_t> round_trips{0};
        db::Connection connection{school.store->settings(), round_trips};
        connection.run("test", statement);
    }
    template <class Work>
    void change(Work work) {
        school.database().in_transaction([&](db::Transaction& tx) { work(tx); });
    }

    ServedSchool school;
    SmtpServer mail_server;
    app::Config config = configured();
    Elsewhere elsewhere;

private:
    app::Config configured() const {
        auto all = school.config;
        all.public_url = "https://ansvar.skola.example";
        all.trusted_proxies = {"127.0.0.1"};
        all.mail_transport = "smtp";
        all.mail_sender = "ansvar@skola.example";
        all.smtp_host = "127.0.0.1";
        all.smtp_port = mail_server.port();
        all.smtp_tls = "none";
        return all;
    }
};

}  // namespace

TEST_CASE("ansvar check tells how every point of an installation stands", "[check]") {
    Installation here;
    const auto now = SystemClock{}.now();
    const auto newest = db::embedded_migrations().back().version;
    here.change([&](db::Transaction& tx) { identity::write_setting(tx, identity::second_factor_setting, "staff", std::nullopt, now); });
    const auto fine = here.check();
    INFO(fine.text);
    CHECK(fine.code == 0);
    CHECK(has(fine.text, "public-url = https://ansvar.skola.example\n"));
    CHECK(has(fine.of("database"), " answers, "));
    CHECK(fine.of("schema") == fmt::format("ok at its newest version, {}", newest));
    CHECK(fine.of("matrix") == "ok version 1.4.0 is in force");
    CHECK(fine.of("administrators").starts_with("ok "));
    CHECK(fine.of("second factor") == "ok asked of staff");
    CHECK(fine.of("audit").starts_with("warn append-only by habit alone"));
    CHECK(fine.of("public URL") == "ok https://ansvar.skola.example");
    CHECK(fine.of("trusted proxies") == "ok 127.0.0.1");
    CHECK(fine.of("mail") == fmt::format("ok 127.0.0.1:{} takes us", here.config.smtp_port));
    CHECK(here.mail_server.letters().empty());
    CHECK(has(fine.of("data folder"), " GB free at "));

    here.change([&](db::Transaction& tx) {
        identity::put_role(tx, {RoleCode{"KOCK"}, "Kock", "Cook", identity::RoleKind::Queue, std::nullopt, 99});
        identity::write_setting(tx, identity::second_factor_setting, "nobody", std::nullopt, now);
    });
    here.run("UPDATE matrix_versions SET valid_from = '2100-01-01'");
    const auto worse = here.check();
    CHECK(worse.code == 0);
    CHECK(worse.of("roles").starts_with("warn nobody holds "));
    CHECK(has(worse.of("roles"), "KOCK: their tickets go to TRIAGE"));
    CHECK(worse.of("second factor").starts_with("warn asked of nobody"));
    CHECK(worse.of("matrix").starts_with("warn none in force yet"));

    here.run("UPDATE people SET is_administrator = 0");
    here.change([&](db::Transaction& tx) { identity::insert_person(tx, {.name = "Schemat", .is_administrator = true}, now); });
    const auto leaderless = here.check();
    CHECK(leaderless.code == 1);
    CHECK(leaderless.of("administrators").starts_with("fail nobody who can sign in is one"));
    here.change([&](db::Transaction& tx) {
        identity::make_first_administrator(tx, MailAddress::parse(identity::first_administrator_email).value(), now);
    });
    CHECK(here.said_of("administrators").starts_with("warn only admin@localhost"));
}

TEST_CASE("ansvar check does not migrate, and says whether the schema is older or newer than the program", "[check]") {
    Installation here;
    const auto newest = db::embedded_migrations().back().version;
    here.run(fmt::format("INSERT INTO schema_migrations (version, name, checksum, state, started_at) VALUES ({}, 'later', '', 'done', NOW(6))", newest + 1));
    const auto newer = here.check();
    CHECK(newer.code == 1);
    CHECK(newer.of("schema").starts_with(fmt::format("fail at {}, newer than this program", newest + 1)));
    CHECK(newer.of("matrix").empty());
    here.run(fmt::format("DELETE FROM schema_migrations WHERE version >= {}", newest));
    CHECK(here.said_of("schema").starts_with(fmt::format("warn at {}, older than", newest - 1)));
    CHECK(db::schema_version(here.school.store->settings()) == newest - 1);
    here.config.database_url = "mysql://ansvar:secret@127.0.0.1:1/ansvar";
    const auto away = here.check();
    CHECK(away.code == 1);
    CHECK(away.of("database").starts_with("fail "));
    CHECK_FALSE(has(away.text, "secret@"));
    CHECK(away.of("mail").starts_with("ok "));
}

TEST_CASE("ansvar check asks the mail server and the school's sign-in providers", "[check]") {
    Installation here;
    const auto key = here.config.identity_settings("").seal_key;
    identity::Provider provider;
    provider.slug = "skolan";
    provider.name = "Skolan";
    provider.issuer = here.elsewhere.issuer;
    provider.client_id = "ansvar";
    provider.sealed_client_secret = identity::seal_secret(key, "x");
    here.change([&](db::Transaction& tx) { provider.id = identity::insert_provider(tx, provider, SystemClock{}.now()); });
    const auto point = std::string{"sign-in with skolan"};
    CHECK(here.said_of(point) == "ok https://login.example answers");
    here.elsewhere.has_keys = false;
    CHECK(here.said_of(point) == "fail https://login.example/keys gives no keys");
    here.elsewhere.is_there = false;
    CHECK(here.check().code == 1);
    CHECK(here.said_of(point).starts_with("fail https://login.example/.well-known/openid-configuration: unreachable"));
    provider.sealed_client_secret = identity::seal_secret("another secret of this installation", "x");
    here.change([&](db::Transaction& tx) { identity::update_provider(tx, provider); });
    CHECK(here.said_of(point).starts_with("fail its client secret was sealed with another secret"));
    provider.is_enabled = false;
    here.change([&](db::Transaction& tx) { identity::update_provider(tx, provider); });
    CHECK(here.said_of(point).empty());
    CHECK(here.check().code == 0);

    here.config.smtp_tls = "required";
    CHECK(here.said_of("mail").starts_with("fail 127.0.0.1:"));
    here.config.smtp_password_file = "/nowhere";
    here.config.smtp_user = "ansvar";
    CHECK(here.said_of("mail") == "fail the mail password cannot be read from /nowhere");
    here.config.mail_transport = "folder";
    CHECK(here.said_of("mail").starts_with("warn letters become files in "));
    here.config.mail_sender = "nobody";
    CHECK(here.said_of("mail") == "fail --mail-sender is no mail address: nobody");
}

TEST_CASE("ansvar check asks each of several mail servers, and looks into the mailbox", "[check]") {
    Installation here;
    const SmtpServer busy{SmtpScript{.steps = {{"greeting", say("421 too busy")}}}};
    here.config.smtp_host = fmt::format("127.0.0.1:{}, 127.0.0.1:{}", busy.port(), here.mail_server.port());
    CHECK(here.said_of("mail") == fmt::format("warn 127.0.0.1:{} does not take us: 421 too busy; 127.0.0.1:{} takes us", busy.port(), here.mail_server.port()));
    CHECK(here.check().code == 0);
    here.config.smtp_host = fmt::format("127.0.0.1:{},127.0.0.1:{}", busy.port(), busy.port());
    CHECK(here.said_of("mail").starts_with("fail "));
    here.config.smtp_host = "127.0.0.1:x";
    CHECK(here.said_of("mail") == "fail a mail server is written host, host:port or [address]:port");

    CHECK(here.said_of("mailbox") == "ok no mailbox is looked into: --imap-host");
    const ImapServer mailbox{ImapScript{.mails = {"one"}, .answers = {{"LIST \"\" \"Misslyckade\"", "$ OK none\r\n"}}}};
    const TemporaryFolder folder;
    const auto password = folder.path() / "password";
    std::ofstream{password} << "hemligt\n";
    here.config.imap_host = "127.0.0.1";
    here.config.imap_port = mailbox.port();
    here.config.imap_user = "ansvar";
    CHECK(here.said_of("mailbox") == "fail the mailbox wants a file with a password, or one with a token");
    here.config.imap_password_file = password;
    CHECK(here.said_of("mailbox").starts_with("fail 127.0.0.1: "));
    here.config.imap_tls = "opportunistic";
    CHECK(here.said_of("mailbox") == "fail --imap-tls is implicit, required or none, not opportunistic");
    here.config.imap_tls = "none";
    CHECK(here.said_of("mailbox").ends_with("; none is taken: --mail-incoming=imap"));
    here.config.mail_incoming = "imap";
    const auto fine = here.check();
    CHECK(fine.of("mailbox") == "ok 127.0.0.1 INBOX lets us in, mails that wait there: 1; Misslyckade will be made");
    CHECK(has(fine.text, fmt::format("imap = 127.0.0.1:{} tls none user ansvar password (from a file) folder INBOX, then Hanterade or Misslyckade\n", mailbox.port())));
    CHECK_FALSE(has(fine.text, "hemligt"));
}

TEST_CASE("ansvar check says what is wrong with the public address and the proxies before it", "[check]") {
    Installation here;
    const auto said = [&](const std::string& url) {
        here.config.public_url = url;
        return here.said_of("public URL");
    };
    CHECK(said("").starts_with("warn not set: links in letters lead to http://127.0.0.1:"));
    CHECK(said("https://ansvar.skola.example:8443/").starts_with("ok "));
    CHECK(said("http://127.0.0.1:8080").starts_with("ok "));
    CHECK(has(said("http://ansvar.skola.example"), "is not https"));
    CHECK(has(said("ansvar.skola.example"), "is not https"));
    CHECK(has(said("https://skola.example/ansvar"), "has more than a host and a port"));
    CHECK(has(said("https://skola.example?x"), "has more than a host and a port"));
    here.config.trusted_proxies.clear();
    CHECK(here.said_of("trusted proxies").starts_with("warn none, though https needs a proxy"));
    said("http://127.0.0.1:8080");
    CHECK(here.said_of("trusted proxies") == "ok none");
    here.config.trusted_proxies = {"the proxy"};
    CHECK(here.said_of("trusted proxies").starts_with("fail "));
}
