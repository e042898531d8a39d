#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "identity/audit.hpp"
#include "identity/audit_question.hpp"
#include "identity/audit_store.hpp"
#include "identity/audit_view.hpp"
#include "identity/provider.hpp"
#include "identity/units.hpp"
#include "queries/identity.hpp"
#include "unit/identity/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// An auditor's browser, somebody who does things, and somebody they are done to.
struct Office {
    Office() {
        admin = school.add({.email = mail("admin@skola.example"), .name = "Ada Admin", .is_administrator = true});
        auditor = school.add({.email = mail("granskare@skola.example"), .name = "Gun Granskare", .is_auditor = true});
        amir = school.add({.email = mail("its@skola.example"), .name = "Amir Wallin"}, {"ITS"});
        browser.enter("granskare@skola.example");
    }
    void note(const identity::Actor& by, const identity::AuditEntry& entry, Timestamp at) { identity::record(school.db(), by, entry, at); }
    void note(const std::string& action, Timestamp at) {
        note({.kind = identity::Actor::Kind::Session, .person = admin, .credential = 5, .client_address = "10.0.0.9"},
             {.action = action, .object_kind = "person", .object_id = amir.text(), .details = {{"before", {{"roles", {"ITS"}}}}, {"after", {{"roles", {"ITS", "VAKT"}}}}}},
             at);
    }

    School school;
    PersonId admin, auditor, amir;
    Browser browser{school};
};

std::vector<std::uint64_t> ids(const identity::AuditPage& page) {
    std::vector<std::uint64_t> list;
    for (const auto& line : page.lines) {
        list.push_back(line.id);
    }
    return list;
}

/// The string literals with a dot that our sources give an audit entry as its action.
std::set<std::string> actions_in_sources() {
    namespace fs = std::filesystem;
    std::set<std::string> found;
    const std::regex given{R"(\.action = ([^;]*?)(, \.object_kind|\n\s*\.object_kind|;))"}, literal{R"re("([a-z_]+\.[a-z_.]+)")re"};
    for (const auto& entry : fs::recursive_directory_iterator{fs::path{ANSVAR_SOURCE_DIR} / "src"}) {
        if (entry.path().extension() != ".cpp") {
            continue;
        }
        std::ifstream in{entry.path()};
        const std::string text{std::istreambuf_iterator<char>{in}, {}};
        for (std::sregex_iterator at{text.begin(), text.end(), given}, end; at != end; ++at) {
            const auto expression = (*at)[1].str();
            for (std::sregex_iterator word{expression.begin(), expression.end(), literal}; word != end; ++word) {
                found.insert((*word)[1].str());
            }
        }
    }
    return found;
}

}  // namespace

TEST_CASE("every action that is noted in the audit has words in both languages, and so has its group", "[audit]") {
    const TestPages pages;
    const auto& texts = pages.texts();
    const auto actions = actions_in_sources();
    CHECK(actions.contains("session.begun"));
    CHECK(actions.contains("export.audit"));
    for (const auto& action : actions) {
        INFO(action);
        CHECK(texts.has("audit.action." + action));
        CHECK(texts.has("audit.group." + std::string{identity::group_of(action)}));
    }
    for (const auto& action : identity::known_audit_actions(texts)) {
        INFO(action);
        CHECK(texts.has("audit.group." + std::string{identity::group_of(action)}));
    }
}

TEST_CASE("the audit tells who did what to whom, when and from where, in words", "[audit]") {
    Office office;
    office.note("session.begun", office.school.now() - 1h);
    const auto page = office.browser.get("/admin/audit");
    REQUIRE(page.status == 200);
    for (const auto* words : {"Ada Admin", "Loggade in", "Amir Wallin", "10.0.0.9", "i dag 09:00", "ITS → ITS, VAKT"}) {
        INFO(words);
        CHECK(has(page.body, words));
    }
    CHECK_FALSE(has(page.body, "session.begun"));
}

TEST_CASE("names in the audit are those that people have now", "[audit]") {
    Office office;
    office.note("session.begun", office.school.now());
    auto draft = identity::PersonDraft::of(office.school.person(office.admin));
    draft.name = "Ada Nygift";
    office.school.db().in_transaction([&](db::Transaction& tx) { identity::update_person(tx, office.admin, draft); });
    const auto page = office.browser.get("/admin/audit");
    CHECK(has(page.body, "Ada Nygift"));
    CHECK_FALSE(has(page.body, "Ada Admin"));
}

TEST_CASE("only auditors and administrators may read the audit", "[audit]") {
    Office office;
    for (const auto& [mail_address, status] : {std::pair{"granskare@skola.example", 200}, {"admin@skola.example", 200}, {"its@skola.example", 404}}) {
        Browser browser{office.school};
        browser.enter(mail_address);
        for (const auto* path : {"/admin/audit", "/admin/audit.csv"}) {
            INFO(mail_address << " " << path);
            CHECK(browser.get(path).status == status);
        }
    }
    CHECK(Browser{office.school}.get("/admin/audit").status == 401);
}

TEST_CASE("the audit is asked by person, action, object and day, and each question stands in the address", "[audit]") {
    Office office;
    const auto noon = *from_sql("2026-11-18 11:00:00");
    office.note("session.begun", noon);
    office.note("token.created", noon + 24h);
    office.note({.kind = identity::Actor::Kind::Command}, {.action = "link.printed", .object_kind = "person", .object_id = office.auditor.text()}, noon + 25h);
    const auto shown = [&](const std::string& query) {
        const auto page = office.browser.get("/admin/audit?" + query);
        INFO(query << "\n" << page.body);
        REQUIRE(page.status == 200);
        std::string words;
        for (const auto* what : {"Skapade en API-nyckel", "Skrev ut en inloggningslänk", "Loggade in"}) {
            words += has(page.body, std::string{"<td class=\"left\">"} + what) ? what[3] : '-';
        }
        return words;
    };
    CHECK(shown("") == "peg");
    CHECK(shown("from=2026-11-18&to=2026-11-18") == "--g");
    CHECK(shown("from=2026-11-19&to=2026-11-19") == "pe-");
    CHECK(shown("to=2026-11-17") == "---");
    CHECK(shown("person=Ada+Admin&to=2026-11-19") == "p-g");
    CHECK(shown("person=admin%40skola.example&to=2026-11-19") == "p-g");
    CHECK(shown("person=" + office.admin.text() + "&action=token&to=2026-11-19") == "p--");
    CHECK(shown("action=link&to=2026-11-19") == "-e-");
    CHECK(shown("action=session.begun&to=2026-11-19") == "--g");
    CHECK(shown("object_kind=person&object_id=" + office.auditor.text()) == "-e-");
    CHECK(shown("object_kind=person&object_id=" + office.amir.text() + "&action=token") == "p--");
    CHECK(shown("object_kind=person&object_id=" + office.amir.text() + "&person=" + office.auditor.text()) == "---");
}

TEST_CASE("a question that means nothing is explained beside its field, with what was typed", "[audit]") {
    Office office;
    const auto [query, words] = GENERATE(table<std::string, std::string>({
        {"person=Ingen+Alls", "Ingen person heter så"},
        {"action=everything", "Välj något av det"},
        {"object_kind=ticket", "Skriv vilket nummer"},
        {"object_id=17", "Välj vad numret"},
        {"object_kind=%C3%85&object_id=17", "Välj vad numret"},
        {"from=2026-13-01", "ÅÅÅÅ-MM-DD"},
        {"from=2026-11-02&to=2026-11-01", "Från-datumet ligger efter"},
    }));
    INFO(query);
    const auto page = office.browser.get("/admin/audit?" + query);
    CHECK(page.status == 422);
    CHECK(has(page.body, words));
    CHECK(office.browser.get("/admin/audit.csv?" + query).status == 400);
}

TEST_CASE("the audit is read page by page without missing or repeating a line, whatever it is asked by", "[audit]") {
    Office office;
    for (int i = 0; i < 30; ++i) {
        office.note(i % 3 == 0 ? "token.created" : "token.revoked", office.school.now() - 30h + std::chrono::hours{i});
    }
    const std::array<identity::AuditFilter, 5> filters{{{},
                                                        {.actions = {"token.created", "token.revoked"}},
                                                        {.person = office.admin},
                                                        {.object_kind = "person", .object_id = office.amir.text()},
                                                        {.starts_at = office.school.now() - 25h, .ends_at = office.school.now() - 5h}}};
    const auto& filter = filters.at(GENERATE(0U, 1U, 2U, 3U, 4U));
    office.school.db().read([&](db::Session& session) {
        const auto whole = ids(identity::load_audit(session, filter, {}, 1000));
        REQUIRE(whole.size() >= 20);
        CHECK(std::is_sorted(whole.rbegin(), whole.rend()));
        std::vector<std::uint64_t> pieces;
        std::optional<std::uint64_t> before;
        do {
            const auto page = identity::load_audit(session, filter, before, 7);
            CHECK(page.lines.size() <= 7);
            for (const auto id : ids(page)) {
                pieces.push_back(id);
            }
            before = page.next;
        } while (before);
        CHECK(pieces == whole);
    });
}

TEST_CASE("the audit's file can be opened in a spreadsheet without running anything, and taking it is in the audit", "[audit]") {
    Office office;
    office.note({.kind = identity::Actor::Kind::Session, .person = office.admin},
                {.action = "token.created", .object_kind = "token", .object_id = "=1+1", .details = {{"name", "+46"}}}, office.school.now());
    const auto file = office.browser.get("/admin/audit.csv?action=token");
    REQUIRE(file.status == 200);
    CHECK(has(file.header("content-disposition").value_or(""), "attachment"));
    CHECK(file.body.starts_with("\xEF\xBB\xBF"));
    CHECK(has(file.body, ";'=1+1;"));
    CHECK_FALSE(has(file.body, ";=1+1"));
    CHECK(has(file.body, "Skapade en API-nyckel"));
    const auto page = office.browser.get("/admin/audit?action=export");
    CHECK(has(page.body, "Hämtade granskningsloggen som fil"));
    CHECK(has(page.body, "Gun Granskare"));
}

TEST_CASE("codes, times and ids in the audit's details are shown in words, in both languages", "[audit]") {
    const TestPages pages;
    const identity::AuditNames names{{{"person", 17}, "Amir Wallin"}, {{"unit", 3}, "Björkens skola"}, {{"provider", 2}, "Kommunen"}};
    struct Shown {
        json details;
        std::string swedish, english;
    };
    const std::vector<Shown> table{
        {{{"method", "link"}}, "Sätt: Länk i ett brev", "Way: Link in a letter"},
        {{{"method", "provider"}, {"provider", 2}}, "Sätt: Skolans inloggning; Inloggningstjänst: Kommunen", "Way: The school’s sign-in; Identity provider: Kommunen"},
        {{{"second_factor", "none"}}, "Kod från appen: Behövdes inte", "Code from the app: Not needed"},
        {{{"second_factor", "recovery_code"}}, "Kod från appen: Reservkod i stället", "Code from the app: Recovery code instead"},
        {{{"expires_at", "2026-11-24T23:30:00Z"}}, "Gäller till: onsdag 25 november 2026 kl. 00:30", "Expires: Wednesday 25 November 2026 at 00:30"},
        {{{"until", "2026-06-24T08:00:00Z"}}, "Öppet till: onsdag 24 juni 2026 kl. 10:00", "Open until: Wednesday 24 June 2026 at 10:00"},
        {{{"expires_at", nullptr}}, "Gäller till: inget", "Expires: nothing"},
        {{{"first_day", "2026-11-24"}}, "Första dag: 2026-11-24", "First day: 2026-11-24"},
        {{{"person", 17}, {"unit", 3}}, "Person: Amir Wallin; Enhet: Björkens skola", "Person: Amir Wallin; Unit: Björkens skola"},
        {{{"before", {{"manager", 17}}}, {"after", {{"manager", 18}}}}, "Närmaste chef: Amir Wallin → Person 18", "Manager: Amir Wallin → Person 18"},
        {{{"before", {{"unit", nullptr}}}, {"after", {{"unit", 4}}}}, "Enhet: inget → Enhet 4", "Unit: nothing → Unit 4"},
        {{{"after", {{"rights", {"manager", "auditor"}}}}}, "Behörighet: inget → Chef, Granskare", "Rights: nothing → Manager, Auditor"},
        {{{"scopes", "tickets:read audit:read"}}, "Får göra: Läsa ärenden, läsa granskningsloggen", "May: Read tickets, read the audit"},
        {{{"fields", {"mail", "phone"}}}, "Fält: E-post, Telefon", "Fields: E-mail, Phone"},
        {{{"from", "queue"}, {"to", "named"}}, "Från: Konfidentiellt för kön; Till: Bara för namngivna", "From: Confidential for the queue; To: Only for those named"},
        {{{"count", 17}, {"given", {"ITS"}}, {"moon", "full"}}, "Antal: 17; Roller som gavs: ITS; moon: full", "Number: 17; Roles given: ITS; moon: full"},
    };
    for (const auto& [details, swedish, english] : table) {
        for (const auto language : {web::Language::Sv, web::Language::En}) {
            const identity::AuditWording wording{pages.texts(), language, SetClock{}.time, names};
            identity::AuditLine line;
            line.details = json::parse(details.dump());  // as it comes from the database
            std::vector<std::string> shown;
            for (const auto& each : wording.details(line)) {
                shown.push_back(each.at("label").get<std::string>() + ": " + each.at("text").get<std::string>());
            }
            CHECK(join(shown, "; ") == (language == web::Language::Sv ? swedish : english));
        }
    }
}

TEST_CASE("the audit's page names the people, units and providers of its details as they are called now", "[audit]") {
    Office office;
    const auto unit = office.school.db().in_transaction([](db::Transaction& tx) { return identity::add_unit(tx, "Björkens skola", {}); });
    identity::Provider provider;
    provider.slug = "kommun";
    provider.name = "Kommunens konto";
    provider.issuer = "https://issuer.example";
    provider.client_id = "ansvar";
    provider.id = office.school.db().in_transaction([&](db::Transaction& tx) { return identity::insert_provider(tx, provider, office.school.now()); });
    office.note(identity::Actor::command(),
                {.action = "person.changed",
                 .object_kind = "person",
                 .object_id = office.auditor.text(),
                 .details = {{"before", {{"manager", office.admin.value}, {"unit", 99}}}, {"after", {{"manager", office.amir.value}, {"unit", unit.value}}}}},
                office.school.now());
    office.note(identity::Actor::command(), {.action = "connection.added", .object_kind = "person", .details = {{"provider", provider.id.value}}}, office.school.now());
    const auto page = office.browser.get("/admin/audit");
    for (const auto* words : {"Ada Admin → Amir Wallin", "Enhet 99 → Björkens skola", "Kommunens konto"}) {
        INFO(words);
        CHECK(has(page.body, words));
    }
}

TEST_CASE("an action that nobody has words for is shown by its own name", "[audit]") {
    Office office;
    office.note("moon.landed", office.school.now());
    CHECK(has(office.browser.get("/admin/audit").body, "moon.landed"));
}

TEST_CASE("among many lines the audit is answered by an index that has them in order, whatever it is asked by", "[audit]") {
    Office office;
    auto& database = office.school.db();
    const auto run = [&](const std::string& sql) {
        const db::Query query{"test/fill", sql};
        db::Database patient{office.school.database.settings().patient()};
        patient.execute_once(query);
    };
    const auto* wanted = std::getenv("ANSVAR_AUDIT_LINES");  // 1000000 for the figure in src/decisions
    const auto lines = wanted != nullptr ? std::stoul(wanted) : 20'000UL;
    run("INSERT INTO audit_log (happened_at, actor_id, actor_kind, client_address, action, object_kind, object_id, details) "
        "SELECT '2020-01-01' + INTERVAL n HOUR, 1 + n % 40, 'session', '10.0.0.1', ELT(1 + n % 4, 'session.begun', 'session.ended', 'person.changed', 'token.created'), "
        "'person', 1 + n % 500, '{}' FROM (SELECT a.n + 10 * b.n + 100 * c.n AS n FROM "
        "(SELECT 0 n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) a, "
        "(SELECT 0 n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) b, "
        "(SELECT 0 n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) c) numbers");
    for (auto count = 1000UL; count < lines; count *= 2) {
        run("INSERT INTO audit_log (happened_at, actor_id, actor_kind, client_address, action, object_kind, object_id, details) "
            "SELECT happened_at + INTERVAL 1 MINUTE, actor_id, actor_kind, client_address, action, object_kind, object_id, details FROM audit_log");
    }
    const std::array<std::pair<const db::Query*, const char*>, 4> queries{{{&queries::identity::select_audit_page, "PRIMARY"},
                                                                           {&queries::identity::select_audit_of_actor, "audit_by_actor"},
                                                                           {&queries::identity::select_audit_of_action, "audit_by_action"},
                                                                           {&queries::identity::select_audit_of_object, "audit_by_object"}}};
    const std::map<std::string, std::string> values{{"before_id", "15000"}, {"from_id", "0"}, {"starts_at", "'2000-01-01'"}, {"ends_at", "'2100-01-01'"},
                                                    {"page_size", "51"}, {"actor_id", "17"}, {"action", "'session.begun'"}, {"object_kind", "'person'"},
                                                    {"object_id", "'17'"}, {"actions", "NULL"}};
    database.read([&](db::Session& session) {
        for (const auto& [query, index] : queries) {
            std::string text = "EXPLAIN ";
            auto place = query->places().begin();
            for (const char c : query->statement()) {
                c == '?' ? text += values.at(*place++) : text += c;
            }
            const db::Query explain{"test/explain", text};
            const auto steps = session.rows(explain);
            INFO(query->name);
            REQUIRE_FALSE(steps.empty());
            CHECK(steps.front().text("table") == "a");
            CHECK(steps.front().optional_text("key").value_or("none") == index);
            CHECK(steps.front().text("type") != "ALL");
            CHECK_FALSE(has(steps.front().optional_text("Extra").value_or(""), "filesort"));
            CHECK_FALSE(has(steps.front().optional_text("Extra").value_or(""), "temporary"));
        }
    });
    const std::array<identity::AuditFilter, 6> filters{{{},
                                                        {.person = PersonId{17}},
                                                        {.actions = {"session.begun", "session.ended", "token.created"}},
                                                        {.object_kind = "person", .object_id = "17"},
                                                        {.starts_at = *from_sql("2020-01-10 00:00:00"), .ends_at = *from_sql("2020-01-12 00:00:00")},
                                                        {.person = PersonId{3}, .actions = {"session.begun"}, .starts_at = *from_sql("2020-01-10 00:00:00")}}};
    for (const auto& filter : filters) {
        const auto began = std::chrono::steady_clock::now();
        const auto page = database.read([&](db::Session& session) { return identity::load_audit(session, filter, {}, 50); });
        const auto took = std::chrono::steady_clock::now() - began;
        const auto figure = fmt::format("{} ms for {} of {} lines", std::chrono::duration<double, std::milli>(took).count(),
                                        page.lines.size(), lines);
        INFO(figure);
        CHECK(took < 2s);
        if (wanted != nullptr) {
            WARN(figure);
        }
    }
}
