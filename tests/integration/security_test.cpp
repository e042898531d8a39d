// What holds for every route there is, generated over the route table: a new route is in it by being there.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <regex>
#include <set>
#include <thread>

#include "core/text.hpp"
#include "served_school.hpp"
#include "tickets/sequencer.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

const std::string form_type = "Content-Type: application/x-www-form-urlencoded", json_type = "Content-Type: application/json";

// --- the routes, with places that are there ------------------------------------------------------------------------------------------------

struct Listed {
    std::string path, method, audience;
    bool is_api = false;
    bool is_get() const { return method == "GET"; }
};

std::vector<Listed> routes_of(const ServedSchool& school) {
    std::vector<Listed> routes;
    const auto dump = school.service->route_dump();
    for (const auto line : split(trim(dump), '\n')) {
        const auto words = split(line, ' ');
        REQUIRE(words.size() >= 4);
        routes.push_back({std::string{words[0]}, std::string{words[1]}, std::string{words[2]}, words[3] == "api"});
    }
    REQUIRE(routes.size() > 100);
    return routes;
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const auto at = text.find(what);
    return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

std::string last_part(const Answer& answer) {
    const auto location = answer.header("location");
    INFO(answer.status << " " << location);
    REQUIRE(answer.status == 303);
    auto part = location.substr(location.rfind('/') + 1);
    return part.substr(0, part.find_first_of("?#"));
}

std::string first(const std::string& text, const std::string& pattern) {
    std::smatch found;
    return std::regex_search(text, found, std::regex{pattern}) ? found[1].str() : std::string{};
}

/// A school of our own, where something stands behind every kind of route.
struct Site {
    ServedSchool school;
    std::vector<Listed> routes = routes_of(school);
    std::string ticket, file, areas, import, account, link, draft, replay;

    Site() {
        auto teacher = school.browser("larare"), admin = school.browser("admin");
        const auto sent = teacher.post_files("/tickets", {{"body", "Projektorn i A12 lyser inte"}, {"area", "B003"}}, "files", {{"bild.txt", "en bild av projektorn"}});
        ticket = first(sent.header("location"), "^/tickets/([0-9]+)");
        REQUIRE(ticket != "");
        file = first(teacher.get("/tickets/" + ticket).body, "/files/([A-Za-z0-9_-]+)");
        areas = first(teacher.get("/tickets/new").body, "data-options-url=\"/areas/([^\"]+)\"");
        import = last_part(admin.post_form("/admin/people/import", {{"text", "namn;e-post\nNils Importsson;nils.importsson@skola.example"}}));
        account = last_part(admin.post_form("/admin/service-accounts", {{"name", "Schemaläggaren"}}));
        REQUIRE(admin.post_form("/admin/webhooks", {{"name", "Skylten"}, {"url", "https://127.0.0.1:9/"}, {"as", "me"}}).status == 200);
        REQUIRE(admin.post_form("/admin/webhooks/1/pause", {}).status == 303);  // so that it tries nothing meanwhile
        REQUIRE(admin.post_form("/canned-replies", {{"name", "Toner"}, {"body", "Ny toner kommer."}, {"role", "ITS"}}).status == 303);
        link = school.link_path("sara.nordin");
        draft = last_part(admin.post_form("/matrix/drafts", {{"name", "Hösten"}}));
        replay = last_part(admin.post_form("/matrix/drafts/" + draft + "/replays", {{"from", "2026-01-01"}, {"to", "2026-01-02"}}));
        see_when_done();
        REQUIRE(last_part(admin.post_form("/reports", {{"title", "Hösten"}, {"from", "2026-08-01"}, {"to", "2026-12-31"}})) == "1");
    }

    /// A replay goes on by itself, and who looks at a finished one is noted: both are over before anybody reads.
    void see_when_done() {
        auto program = school.program("admin");
        for (int tries = 0; program.get("/api/v1/matrix/replays/" + replay).json()["state"] != "done"; ++tries) {
            REQUIRE(tries < 600);
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        }
    }

    static Site& get() {
        static const auto server = test_server();  // before the school, so that it outlives it
        static Site site;
        return site;
    }

    /// Where the route leads to something; with `nowhere` to nothing that could be changed.
    std::string place(const Listed& route, bool nowhere = false) const {
        auto path = route.path;
        if (path == "/sign-in/{token}") {
            return nowhere ? "/sign-in/finns-inte" : link;
        }
        const auto number = nowhere ? "999999" : path.starts_with("/admin/people/import/") || path.find("{import}") != std::string::npos ? import : path.starts_with("/admin/service-accounts/") ? account : "1";
        path = replaced(path, "{number}", nowhere ? "999999" : ticket);
        path = replaced(path, "{token}", file);
        path = replaced(path, "{draft}", nowhere ? "999999" : draft);
        path = replaced(path, "{replay}", nowhere ? "999999" : replay);
        path = replaced(path, "{row}", nowhere ? "B999" : "B017");
        path = replaced(path, "{proposal}", "999999");
        path = replaced(path, "{exception}", "999999");
        path = replaced(path, "/{file}", "/matrix.csv");
        path = replaced(path, "{version}", path.find("/versions/") == std::string::npos ? areas : number);
        path = replaced(path, "{role}", "ITS");
        path = replaced(path, "{code}", nowhere ? "INGEN" : "ITS");
        path = replaced(path, "{slug}", "finns-inte");
        path = replaced(path, "{letter}", path.starts_with("/api/") ? number : nowhere ? "finns-inte" : "receipt");
        path = replaced(path, "{language}", "sv");
        for (const auto* name : {"{id}", "{absence}", "{holder}", "{session}", "{item}", "{entry}", "{seq}", "{report}", "{webhook}", "{delivery}", "{view}", "{person}", "{unit}", "{reply}", "{calendar}", "{target}", "{mail}", "{import}"}) {
            path = replaced(path, name, number);
        }
        INFO(path);
        REQUIRE(path.find('{') == std::string::npos);
        return path;
    }
};

// --- what the database holds ---------------------------------------------------------------------------------------------------------------

/// A statement that gives each table's number of rows and a sum over them, but not over these columns ("sessions.last_seen_at").
std::string sums_statement(db::Database& database, const std::set<std::string>& passed_over) {
    const db::Query columns{"test/columns",
                            "SELECT c.TABLE_NAME AS t, c.COLUMN_NAME AS c FROM information_schema.COLUMNS c JOIN information_schema.TABLES t "
                            "ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME AND t.TABLE_TYPE = 'BASE TABLE' "
                            "WHERE c.TABLE_SCHEMA = DATABASE() ORDER BY 1, 2"};
    std::map<std::string, std::string> cells;
    database.read([&](db::Session& session) {
        for (const auto& row : session.rows(columns)) {
            const auto table = row.text("t"), column = row.text("c");
            if (!passed_over.contains(table + "." + column) && !passed_over.contains(table)) {
                cells[table] += fmt::format(", COALESCE(HEX(`{}`), '-')", column);
            }
        }
    });
    REQUIRE(cells.size() > 30);
    std::string statement;
    for (const auto& [table, columns_of_it] : cells) {
        statement += fmt::format("{}SELECT '{}' AS t, CONCAT(COUNT(*), ' rows, ', COALESCE(SUM(CRC32(CONCAT_WS('|'{}))), 0)) AS s FROM `{}`",
                                 statement.empty() ? "" : " UNION ALL ", table, columns_of_it, table);
    }
    return statement;
}

class Sums {
public:
    explicit Sums(db::Database& database, const std::set<std::string>& passed_over = {})
        : database_{database}, statement_{sums_statement(database, passed_over)}, query_{"test/sums", statement_}, before_{take()} {
        const auto soon = SystemClock{}.now() + std::chrono::minutes{1};  // also what waits because it is held
        for (auto settled = before_;; before_ = settled) {  // letters go out meanwhile, and changes get their numbers
            std::this_thread::sleep_for(std::chrono::milliseconds{400});
            settled = take();
            if (settled == before_ && !database_.read([&](db::Session& session) { return tickets::feed_state(session, soon); }).waits) {
                break;
            }
        }
    }

    /// The tables that are not as they were; from now on as they are now.
    std::string changed() {
        std::string tables;
        auto now = take();
        for (const auto& [table, sum] : now) {
            tables += sum == before_[table] ? "" : table + " ";
        }
        before_ = now;
        return tables;
    }

private:
    std::map<std::string, std::string> take() {
        return database_.read([&](db::Session& session) {
            std::map<std::string, std::string> sums;
            for (const auto& row : session.rows(query_)) {
                sums[row.text("t")] = row.text("s");
            }
            return sums;
        });
    }

    db::Database& database_;
    std::string statement_;
    db::Query query_;
    std::map<std::string, std::string> before_;
};

// --- headers -------------------------------------------------------------------------------------------------------------------------------

/// What is missing among the headers of an answer, or should not be there; "" when all is well.
std::string fault_in_headers(const Answer& answer, bool behind_https = false) {
    const auto policy = answer.header("content-security-policy");
    std::string faults;
    const auto want = [&](bool holds, const std::string& what) { faults += holds ? "" : what + "; "; };
    const bool is_strict = policy.find("default-src 'none'") != std::string::npos && policy.find("frame-ancestors 'none'") != std::string::npos &&
                           policy.find("base-uri 'none'") != std::string::npos;
    want(is_strict || policy.find("sandbox") != std::string::npos, "no strict policy: " + policy);
    // A letter or a mail in a frame that may do nothing brings its own colours.
    const bool is_letter = policy.starts_with("sandbox; default-src 'none'; style-src 'unsafe-inline'");
    want((policy.find("unsafe") == std::string::npos || is_letter) && policy.find('*') == std::string::npos, "a wide policy: " + policy);
    want(answer.header("x-content-type-options") == "nosniff", "no nosniff");
    const auto referrer = answer.header("referrer-policy");
    want(referrer == "no-referrer" || referrer == "same-origin", "referrer policy: " + referrer);
    want(answer.header("server").empty() && answer.header("x-powered-by").empty(), "names the server");
    want(answer.header("strict-transport-security").empty() != behind_https, "HSTS: " + answer.header("strict-transport-security"));
    for (const auto& [name, value] : answer.headers) {
        want(!name.starts_with("access-control-"), "opens itself to other sites: " + name);
    }
    return faults;
}

bool is_own_place(const std::string& location) {
    return location.empty() || (location.starts_with('/') && !location.starts_with("//") && location.find('\\') == std::string::npos &&
                                std::none_of(location.begin(), location.end(), [](unsigned char c) { return c <= ' ' || c == 0x7f; }));
}

const std::vector<std::string> foreign_places{"//evil.example",       "https://evil.example",   "/\\evil.example",  "\\\\evil.example", "/\t/evil.example",
                                              " //evil.example",      "javascript:alert(1)",    "///evil.example",  "evil.example",     "/\r\nLocation: //evil.example",
                                              "https:evil.example",   "//evil.example/tickets", "data:text/html,x", "/\x7f/evil.example"};

/// The links and forms of a page that lead to another site, and the places kept in it for later that do.
std::string foreign_in(const std::string& page) {
    for (const std::string place : {" href=\"", " action=\"", " src=\"", "name=\"next\" value=\"", "name=\"return_to\" value=\""}) {
        for (auto at = page.find(place); at != std::string::npos; at = page.find(place, at + 1)) {
            const auto value = page.substr(at + place.size(), page.find('"', at + place.size()) - at - place.size());
            const bool is_page_itself = value.empty() || value.starts_with('#') || value.starts_with('?');
            if (!is_page_itself && (!value.starts_with('/') || value.starts_with("//") || value.starts_with("/\\"))) {
                return value;
            }
        }
    }
    return {};
}

struct Asker {
    std::string name;
    WebClient browser, program;
};

Asker asker(ServedSchool& school, const std::string& name) {
    return name.empty() ? Asker{name, school.anonymous(), school.anonymous()} : Asker{name, school.browser(name), school.program(name)};
}

}  // namespace

TEST_CASE("a form from another site is refused by every route that changes something, before anything is done") {
    auto& site = Site::get();
    auto admin = site.school.browser("admin");
    Sums sums{site.school.database()};
    std::size_t asked = 0;
    for (const auto& route : site.routes) {
        if (route.is_get() || route.is_api) {
            continue;
        }
        const auto place = site.place(route);
        for (const std::vector<std::string>& says : std::vector<std::vector<std::string>>{{"Sec-Fetch-Site: cross-site"},
                                                                                          {"Sec-Fetch-Site: same-site"},
                                                                                          {"Origin: https://evil.example"},
                                                                                          {"Origin: null"},
                                                                                          {"Origin:", "Referer: https://evil.example/tickets"},
                                                                                          {"Origin:"}}) {
            auto headers = says;
            headers.push_back(form_type);
            const auto answer = admin.ask(route.method, place, "name=X&body=X&code=X&next=/", headers);
            INFO(place << " with " << says.back() << ": " << answer.status);
            CHECK(answer.status == 403);
            CHECK(answer.header("set-cookie").empty());
            ++asked;
        }
    }
    const auto changed = sums.changed();
    CHECK(changed == "");
    CHECK(asked > 200);
    CHECK(admin.ask("POST", "/language", "language=sv&return_to=/", {"Sec-Fetch-Site: same-origin", form_type}).status == 303);
}

TEST_CASE("a browser's cookie opens no route of the API, so that other sites can make it ask for nothing") {
    auto& site = Site::get();
    auto admin = site.school.browser("admin");
    for (const auto& route : site.routes) {
        if (!route.is_api || route.audience == "anyone") {
            continue;
        }
        const auto answer = admin.ask(route.method, site.place(route), route.is_get() ? "" : "{}", {json_type});
        INFO(route.method << " " << route.path << ": " << answer.status);
        CHECK(answer.status == 401);
        CHECK(answer.header("www-authenticate").starts_with("Bearer"));
    }
}

TEST_CASE("reading changes nothing: no GET of anybody leaves a trace in the database but that somebody was here and saw it") {
    auto& site = Site::get();
    // Noted as promised: a session's and a token's last use, and in the audit the files that were taken home and what is confidential.
    const std::set<std::string> notes_it{"/overview.csv", "/overview.xlsx", "/admin/audit.csv", "/admin/people.csv"};
    std::vector<Asker> askers;
    for (const auto* name : {"", "larare", "jonas.ek", "its", "adm", "ulla.berg", "admin"}) {
        askers.push_back(asker(site.school, name));
    }
    Sums sums{site.school.database(), {"sessions.last_seen_at", "api_tokens.last_used_at"}};
    std::size_t shown = 0;
    for (const auto& route : site.routes) {
        if (!route.is_get()) {
            continue;
        }
        for (auto& who : askers) {
            const auto place = site.place(route);
            auto& client = route.is_api ? who.program : who.browser;
            const auto answer = client.get(place);
            client.ask("HEAD", place);
            shown += answer.status == 200 ? 1U : 0U;
            INFO(place << " as \"" << who.name << "\": " << answer.status);
            CHECK(answer.status < 500);
        }
        auto changed = sums.changed();
        INFO(route.path);
        if (notes_it.contains(route.path)) {
            changed = replaced(changed, "audit_log ", "");
        }
        CHECK(changed == "");
    }
    CHECK(shown > 100);
    CHECK(site.school.anonymous().get(site.link).status == 200);  // the link is still good
}

TEST_CASE("every answer, errors too, keeps to itself: policy, nosniff, no referrer, no frames, no server's name, no other sites") {
    auto& site = Site::get();
    std::vector<Asker> askers;
    for (const auto* name : {"", "larare", "admin"}) {
        askers.push_back(asker(site.school, name));
    }
    const auto check = [](const Answer& answer, const std::string& what, const Asker& who, bool may_be_kept) {
        INFO(what << " as \"" << who.name << "\": " << answer.status);
        CHECK(answer.status != 0);
        CHECK(answer.status < 500);
        CHECK(fault_in_headers(answer) == "");
        if (!who.name.empty() && !may_be_kept) {
            CHECK(answer.header("cache-control") == "no-store");
        }
    };
    for (auto& who : askers) {
        for (const auto& route : site.routes) {
            if (route.path == "/sign-out") {
                continue;
            }
            auto& client = route.is_api ? who.program : who.browser;
            const auto body = route.is_get() ? "" : route.is_api ? "{}" : "x=y";
            const auto answer = client.ask(route.method, site.place(route, !route.is_get()), body, {route.is_api ? json_type : form_type, "Accept: text/html"});
            // The areas are the same for everybody, known by their address or their tag.
            check(answer, route.method + " " + route.path, who, route.path == "/areas/{version}" || route.path == "/api/v1/areas");
        }
        for (const auto* place : {"/finns/inte", "/tickets/999999", "/tickets/0", "/%zz", "/assets/finns-inte.css", "/tickets/mine/", "/api/v1/finns-inte"}) {
            const bool is_for_nobody = std::string_view{place}.starts_with("/assets/") || std::string_view{place}.starts_with("/%");
            check(who.browser.get(place, {"Accept: text/html"}), place, who, is_for_nobody || std::string_view{place}.ends_with('/'));
        }
        check(who.browser.ask("DELETE", "/tickets/mine", "", {"Accept: text/html"}), "DELETE", who, false);
        check(who.browser.ask("OPTIONS", "/tickets/mine"), "OPTIONS", who, true);
        check(who.browser.ask("HEAD", "/matrix"), "HEAD", who, false);
        check(who.browser.ask("POST", "/language", std::string(3'000'000, 'x'), {form_type}), "too much", who, true);
        check(who.browser.ask("POST", "/language", "{}", {json_type}), "another type", who, false);
        check(who.browser.get("/matrix", {"X-Long: " + std::string(100'000, 'x')}), "a long header", who, true);
        check(who.browser.ask("POST", "/sign-out", "", {form_type}), "signing out", who, false);
    }
}

TEST_CASE("behind https every answer says so for a year to come, and the cookie is for this host and https alone") {
    auto& site = Site::get();
    auto config = site.school.config;
    config.public_url = "https://ansvar.skola.example";
    config.listen = "127.0.0.1:0";
    app::Service service{config, *site.school.store};
    service.start();
    WebClient visitor{service.port()};
    for (const auto* place : {"/", "/sign-in", "/matrix", "/tickets/mine", "/finns-inte", "/api/v1/areas", "/assets/finns-inte.css"}) {
        const auto answer = visitor.get(place);
        INFO(place << ": " << answer.status);
        CHECK(fault_in_headers(answer, true) == "");
        CHECK(answer.header("referrer-policy") == "no-referrer");
        CHECK(is_own_place(answer.header("location")));
    }
    const auto in = visitor.post_form(site.school.link_path("tomas.lind"), {{"next", "/"}}, {"Origin: https://ansvar.skola.example"});
    CHECK(in.status == 303);
    const auto cookie = in.header("set-cookie");
    CHECK(cookie.find("__Host-") != std::string::npos);
    CHECK(cookie.find("Secure") != std::string::npos);
    CHECK(cookie.find("HttpOnly") != std::string::npos);
    CHECK(visitor.post_form("/language", {{"language", "sv"}}, {"Origin: http://ansvar.skola.example"}).status == 403);
    service.stop();
}

TEST_CASE("no answer leads to another site, whatever next place it was asked to lead to") {
    auto& site = Site::get();
    std::vector<Asker> askers;
    askers.push_back(asker(site.school, ""));
    askers.push_back(asker(site.school, "larare"));
    for (const auto& route : site.routes) {
        if (route.is_api || route.path == "/sign-out") {
            continue;
        }
        for (auto& who : askers) {
            for (const auto& foreign : foreign_places) {
                const auto fields = fmt::format("next={0}&return_to={0}&back={0}&mail=x&language=sv", percent_encode(foreign));
                const auto place = site.place(route, !route.is_get());
                const auto answer = route.is_get() ? who.browser.get(place + "?" + fields) : who.browser.ask("POST", place, fields, {form_type});
                INFO(route.method << " " << place << "?" << fields << ": " << answer.status << " " << answer.header("location"));
                CHECK(is_own_place(answer.header("location")));
                CHECK(foreign_in(answer.body) == "");
            }
        }
    }
    for (const auto* place : {"//evil.example/", "//evil.example/..//matrix/", "/matrix/?//evil.example", "//matrix/", "/\\evil.example/", "/.//evil.example/"}) {
        const auto answer = site.school.anonymous().get(place);
        INFO(place << ": " << answer.status << " " << answer.header("location"));
        CHECK(is_own_place(answer.header("location")));
    }
}

TEST_CASE("signing in and choosing a language lead to own places only") {
    auto& site = Site::get();
    for (const auto& foreign : foreign_places) {
        INFO(foreign);
        auto browser = site.school.anonymous();
        CHECK(browser.post_form(site.school.link_path("jonas.ek"), {{"next", foreign}}).header("location") == "/");
        CHECK(browser.post_form("/language", {{"language", "sv"}, {"return_to", foreign}}).header("location") == "/");
        CHECK(browser.post_form("/sign-out", {{"next", foreign}}).header("location").find("evil") == std::string::npos);
    }
    auto browser = site.school.anonymous();
    CHECK(browser.post_form(site.school.link_path("jonas.ek"), {{"next", "/tickets/mine?x=1"}}).header("location") == "/tickets/mine?x=1");
}

TEST_CASE("every route of the API refuses fields that it does not know, and fields said twice") {
    auto& site = Site::get();
    auto agent = site.school.program("its"), owner = site.school.program("admin");
    std::size_t asked = 0;
    for (const auto& route : site.routes) {
        if (!route.is_api || route.is_get()) {
            continue;
        }
        const auto place = site.place(route);
        constexpr std::array of_administrators{"/api/v1/matrix/", "/api/v1/webhooks", "/api/v1/letters", "/api/v1/calendars", "/api/v1/targets", "/api/v1/mails", "/api/v1/people", "/api/v1/units", "/api/v1/roles", "/api/v1/canned-replies", "/api/v1/glass", "/api/v1/reports", "/api/v1/settings"};
        auto& client = std::any_of(of_administrators.begin(), of_administrators.end(), [&](const char* start) { return place.starts_with(start); }) ? owner : agent;
        if (place.starts_with("/letters/stop/")) {
            continue;  // a mail program's one press (RFC 8058), a form of its own
        }
        if (place == "/api/v1/files") {
            continue;  // the bytes of a file
        }
        const auto post = [&](const std::string& body) { return client.ask(route.method, place, body, {json_type}); };
        INFO(place);
        const auto unknown = post(R"({"surplus": 1, "body": "Hej", "kind": "note"})");
        CHECK(unknown.status == 422);
        CHECK(unknown.says("/surplus"));
        CHECK(unknown.says("unknown-field"));
        for (const auto* twice : {R"({"body": "a", "body": "b"})", R"({"surplus": 1, "surplus": 2})", R"({"body": {"a": 1, "a": 2}})"}) {
            INFO(twice);
            CHECK(post(twice).status == 400);
        }
        CHECK(post("[]").status == 400);
        ++asked;
    }
    CHECK(asked >= 8);
}

TEST_CASE("nobody's name, address or phone is shown to somebody who is not signed in") {
    auto& site = Site::get();
    std::set<std::string> known;
    const db::Query people{"test/people", "SELECT name, COALESCE(email, '') AS mail, COALESCE(phone, '') AS phone FROM people"};
    site.school.database().read([&](db::Session& session) {
        for (const auto& row : session.rows(people)) {
            for (const auto* column : {"name", "mail", "phone"}) {
                if (row.text(column).size() >= 6) {
                    known.insert(row.text(column));
                }
            }
        }
    });
    REQUIRE(known.size() > 30);
    const auto named_in = [&](const Answer& answer) {
        const auto found = std::find_if(known.begin(), known.end(), [&](const std::string& each) { return answer.says(each); });
        return found == known.end() ? std::string{} : *found;
    };
    auto teacher = site.school.browser("larare");
    CHECK(named_in(teacher.get("/matrix")) != "");  // it is looked for where it stands
    auto nobody = site.school.anonymous();
    for (const auto& route : site.routes) {
        if (route.is_get() && route.path != "/sign-in/{token}") {
            INFO(route.path);
            CHECK(named_in(nobody.get(site.place(route))) == "");
        }
    }
    for (const auto* place : {"/matrix?q=Amir", "/matrix?q=Wallin", "/matrix?role=ITS", "/matrix?area=B003", "/tickets/new?area=B003", "/tickets/new?role=ITS"}) {
        INFO(place);
        CHECK(named_in(nobody.get(place)) == "");
    }
    for (int row = 1; row <= 150; row += 7) {
        const auto area = fmt::format("B{:03}", row);
        INFO(area);
        CHECK(named_in(nobody.post_form("/tickets/new/answer", {{"body", "Något är trasigt här"}, {"area", area}})) == "");
        CHECK(named_in(nobody.post_form("/tickets", {{"body", "Något är trasigt här"}, {"area", area}, {"preview", "1"}})) == "");
    }
    const auto sent = nobody.post_form("/tickets", {{"body", "Något är trasigt igen"}, {"area", "B003"}, {"mail", "okand@annan.example"}});
    CHECK(sent.status == 200);
    CHECK(named_in(sent) == "");
}

TEST_CASE("no cell of a CSV file is taken for a formula by a spreadsheet") {
    auto& site = Site::get();
    auto admin = site.school.browser("admin");
    const std::vector<std::string> formulas{"=HYPERLINK(\"http://evil.example\";\"x\")", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd"};
    for (std::size_t at = 0; at < formulas.size(); ++at) {
        const auto& each = formulas[at];
        INFO(each);
        const auto added = admin.post_form("/admin/people", {{"name", each}, {"mail", fmt::format("formel{}@skola.example", at)}, {"title", each}, {"room", each}, {"phone", each}});
        CHECK(added.status == 303);
        const auto id = last_part(admin.post_form("/admin/roles", {{"code", fmt::format("FORMEL{}", at)}, {"name_sv", each}, {"name_en", each}, {"kind", "queue"}}));
        CHECK(id == fmt::format("FORMEL{}", at));
        CHECK(admin.post_form("/admin/units", {{"name", each}}).status == 303);
    }
    for (const auto* statement : {"UPDATE people SET title = '\t=1+1', room = '\r=1+1' WHERE email = 'formel0@skola.example'"}) {
        const db::Query query{"test/odd", statement};
        site.school.database().execute_once(query);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{2500});  // roles are read anew every two seconds
    for (const auto* place : {"/overview.csv", "/admin/people.csv", "/admin/audit.csv"}) {
        const auto answer = admin.get(place);
        INFO(place);
        REQUIRE(answer.status == 200);
        CHECK(answer.header("content-disposition").starts_with("attachment"));
        CHECK(answer.header("content-type").starts_with("text/csv"));
        const auto body = answer.body.substr(answer.body.starts_with("\xEF\xBB\xBF") ? 3 : 0);
        std::size_t neutralised = 0;
        bool quoted = false;
        std::string cell;
        const auto look = [&] {
            INFO(cell);
            CHECK((cell.empty() || std::string_view{"=+-@\t\r"}.find(cell.front()) == std::string_view::npos));
            neutralised += cell.size() > 1 && cell[0] == '\'' && std::string_view{"=+-@\t\r"}.find(cell[1]) != std::string_view::npos ? 1U : 0U;
            cell.clear();
        };
        for (std::size_t at = 0; at < body.size(); ++at) {
            const char c = body[at];
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ';' || c == '\n')) {
                look();
            } else if (quoted || c != '\r' || (at + 1 < body.size() && body[at + 1] != '\n')) {
                cell += c;
            }
        }
        CHECK_FALSE(quoted);
        CHECK(neutralised >= formulas.size());
    }
}

// --- what is typed comes back as text ------------------------------------------------------------------------------------------------------

namespace {

/// Of the kinds that fuzzdb's lists hold: tags, attributes, a way out of a textarea, of a title, of our own templates.
const std::vector<std::string> payloads{"<script>alert(7)</script>", "\"><img src=x onerror=alert(7)>", "' onmouseover='alert(7)", "</textarea></title><svg/onload=alert(7)>",
                                        "{{{secret}}}{{> parts/menu}}", "javascript:alert(7)//<!--"};

/// Does the payload stand somewhere as it was typed, where only its escaped form may?
bool stands_raw(const Answer& answer, const std::string& payload) {
    if (answer.header("content-type").starts_with("application/json")) {  // for scripts: never read as a page (nosniff)
        return false;
    }
    if (payload.starts_with("' ")) {
        return answer.says("='" + payload) || answer.says("='' onmouseover");
    }
    if (payload.starts_with("javascript:")) {
        return answer.says("href=\"javascript:") || answer.says("src=\"javascript:") || answer.says("action=\"javascript:") || answer.says("//<!--");
    }
    return !payload.starts_with("{{") && answer.says(payload);  // were that one read as a template, there would be no page
}

std::string attribute(const std::string& tag, const std::string& name) { return first(tag, " " + name + "=\"([^\"]*)\""); }

std::string unescaped(std::string text) {
    for (const auto& [from, to] : {std::pair{"&quot;", "\""}, std::pair{"&#39;", "'"}, std::pair{"&lt;", "<"}, std::pair{"&gt;", ">"}, std::pair{"&amp;", "&"}}) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) {
            text.replace(at, std::string_view{from}.size(), to);
        }
    }
    return text;
}

struct FoundForm {
    std::string action, method;
    Fields fields;  ///< "?" stands for what somebody types, "@" for an address
    bool has_text = false;
};

std::vector<FoundForm> forms_of(const std::string& page) {
    std::vector<FoundForm> forms;
    for (auto begin = page.find("<form "); begin != std::string::npos; begin = page.find("<form ", begin + 1)) {
        const auto form = page.substr(begin, page.find("</form>", begin) - begin);
        const auto head = form.substr(0, form.find('>'));
        FoundForm found{unescaped(attribute(head, "action")), attribute(head, "method"), {}, false};
        static const std::regex tag{"<(input|textarea|select|option) ?[^>]*>"};
        std::string select;
        for (auto at = std::sregex_iterator{form.begin(), form.end(), tag}; at != std::sregex_iterator{}; ++at) {
            const auto text = (*at)[0].str(), kind = (*at)[1].str();
            const auto name = attribute(text, "name"), type = attribute(text, "type");
            if (kind == "select") {
                select = name;
            } else if (kind == "option") {
                if (!select.empty() && !attribute(text, "value").empty()) {
                    found.fields.emplace_back(select, unescaped(attribute(text, "value")));
                    select.clear();
                }
            } else if (type == "hidden") {
                found.fields.emplace_back(name, unescaped(attribute(text, "value")));
            } else if (type == "email") {
                found.fields.emplace_back(name, "@");
                found.has_text = true;
            } else if (kind == "textarea" || type == "text" || type == "search" || type == "tel" || type == "url" || type == "password") {
                found.fields.emplace_back(name, "?");
                found.has_text = true;
            }
        }
        if (found.has_text) {
            forms.push_back(found);
        }
    }
    return forms;
}

}  // namespace

TEST_CASE("what is typed into any field of any form comes back as text, never as markup") {
    auto& site = Site::get();
    std::vector<Asker> askers;
    for (const auto* name : {"", "larare", "its", "admin"}) {
        askers.push_back(asker(site.school, name));
    }
    std::set<std::string> pages_with_forms;
    std::size_t came_back = 0;
    int count = 0;
    for (auto& who : askers) {
        for (const auto& route : site.routes) {
            if (!route.is_get() || route.is_api || route.path.starts_with("/sign-in/")) {
                continue;
            }
            const auto page = who.browser.get(site.place(route));
            if (page.status != 200) {
                continue;
            }
            for (const auto& form : forms_of(page.body)) {
                if (form.action.find("/departure") != std::string::npos) {
                    continue;
                }
                pages_with_forms.insert(route.path);
                for (const auto& payload : payloads) {
                    for (const bool with_address : {false, true}) {
                        Fields fields;
                        std::string query;
                        for (const auto& [name, value] : form.fields) {
                            const auto typed = value == "?" ? payload : value == "@" ? (with_address ? fmt::format("x{}@skola.example", ++count) : payload) : value;
                            fields.emplace_back(name, typed);
                            query += (query.empty() ? "?" : "&") + percent_encode(name) + "=" + percent_encode(typed);
                        }
                        auto answer = form.method == "post" ? who.browser.post_form(form.action, fields) : who.browser.get(form.action.substr(0, form.action.find('?')) + query);
                        INFO(route.path << ", form to " << form.action << " as \"" << who.name << "\" with " << payload << ": " << answer.status);
                        CHECK(answer.status < 500);
                        CHECK(is_own_place(answer.header("location")));
                        CHECK_FALSE(stands_raw(answer, payload));
                        if (answer.status == 303) {
                            answer = who.browser.get(answer.header("location"));
                            CHECK_FALSE(stands_raw(answer, payload));
                        }
                        came_back += answer.says("&lt;script&gt;alert(7)") || answer.says("onerror=alert(7)&gt;") ? 1U : 0U;
                    }
                }
            }
        }
    }
    for (const auto* each : {"/sign-in", "/tickets/new", "/account", "/tickets/{number}", "/matrix", "/admin/people/new", "/admin/people/{id}", "/admin/people/import", "/admin/units", "/admin/units/{id}",
                             "/admin/roles", "/admin/roles/{code}", "/admin/sign-in/providers/new", "/admin/tokens/new", "/admin/webhooks/new", "/admin/service-accounts/new", "/admin/confidential", "/admin/audit"}) {
        INFO(each);
        CHECK(pages_with_forms.contains(each));
    }
    CHECK(came_back > 30);
    // And what was kept of it is text on every page that shows it.
    auto& admin = askers.back();
    for (const auto& route : site.routes) {
        if (route.is_get() && !route.is_api && !route.path.starts_with("/sign-in/") && !route.path.ends_with(".csv")) {
            const auto page = admin.browser.get(site.place(route));
            for (const auto& payload : payloads) {
                INFO(route.path << " with " << payload);
                CHECK_FALSE(stands_raw(page, payload));
            }
        }
    }
}
