// A copy of an installation that is being used, and what is made of it: equal, whole or refused.
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

#include "app/backup_archive.hpp"
#include "app/backup_commands.hpp"
#include "app/copy_folder.hpp"
#include "app/demo_school.hpp"
#include "app/whole_copy.hpp"
#include "core/secret.hpp"
#include "db/connection.hpp"
#include "db/errors.hpp"
#include "db/migrations.hpp"
#include "db/schema_copy.hpp"
#include "served_school.hpp"
#include "web/files.hpp"

using namespace ansvar;
using namespace ansvar::tests;
namespace fs = std::filesystem;

namespace {

const app::Tell quietly = [](const std::string&) {};

std::string url_of(const db::Settings& settings) {
    return fmt::format("mysql://{}:{}@localhost/{}?socket={}", settings.user, settings.password, settings.schema, settings.socket);
}

/// An installation to be: an empty schema and a data folder that is not there.
struct Target {
    TestDatabase schema{TestDatabase::Content::Empty};
    TemporaryFolder above;
    app::Config config;

    Target() {
        config.data = above.path() / "data";
        config.database_url = url_of(schema.settings());
    }
};

/// The demo school without a service.
struct School : Target {
    School() {
        db::migrate(schema.settings());
        app::make_demo_school(schema.settings());
        fs::create_directory(config.data);
        std::ofstream{config.data / "secret"} << "a secret of twenty-four and more letters\n";
        fs::create_directory(config.data / "mail");
        std::ofstream{config.data / "mail" / "å letter.eml"} << "Subject: x\r\n\r\ny";
    }
};

/// Runs a select of ours and gives its rows as text.
std::vector<db::CopiedRow> rows_of(const db::Settings& settings, const std::string& select) {
    std::atomic<std::uint64_t> round_trips{0};
    db::Connection connection{settings, round_trips};
    std::vector<db::CopiedRow> rows;
    connection.stream("test", select, [&](const db::CopiedRow& row) { rows.push_back(row); });
    return rows;
}

std::string one(const db::Settings& settings, const std::string& select) { return rows_of(settings, select).at(0).at(0).value_or("NULL"); }

void run(const db::Settings& settings, const std::string& statement) {
    std::atomic<std::uint64_t> round_trips{0};
    db::Connection{settings, round_trips}.run("test", statement);
}

/// Each table's number of rows and the checksum of all it holds. (The server's CHECKSUM TABLE also depends on how a table came to be.)
std::map<std::string, std::string> sums_of(const db::Settings& settings) {
    std::map<std::string, std::string> sums;
    for (const auto& named : rows_of(settings, "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()")) {
        auto rows = rows_of(settings, "SELECT * FROM `" + named.at(0).value() + "`");
        std::sort(rows.begin(), rows.end());
        std::string all;
        for (const auto& row : rows) {
            for (const auto& cell : row) {
                all += cell ? fmt::format("{} {},", cell->size(), *cell) : "NULL,";
            }
        }
        sums[named.at(0).value()] = fmt::format("{} {}", rows.size(), sha256(all));
    }
    return sums;
}

/// Rows that point at rows which are not there, in the whole schema.
std::vector<std::string> orphans_in(const db::Settings& settings) {
    std::vector<std::string> found;
    for (const auto& row : rows_of(settings, "SELECT TABLE_NAME, COLUMN_NAME, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME FROM "
                                             "information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL")) {
        const auto select = fmt::format("SELECT COUNT(*) FROM `{0}` c LEFT JOIN `{2}` p ON p.`{3}` = c.`{1}` WHERE c.`{1}` IS NOT NULL AND p.`{3}` IS NULL",
                                        *row[0], *row[1], *row[2], *row[3]);
        if (one(settings, select) != "0") {
            found.push_back(*row[0] + "." + *row[1]);
        }
    }
    return found;
}

/// Hands everything on, and first does something.
struct HookedSink : app::CopySink {
    HookedSink(app::CopySink& sink, std::function<void(const std::string&)> hook) : next{sink}, before{std::move(hook)} {}
    void put(const std::string& name, std::string_view content) override {
        before(name);
        next.put(name, content);
    }
    void finish() override { next.finish(); }

    app::CopySink& next;
    std::function<void(const std::string&)> before;
};

std::string first(const std::string& text, const std::string& pattern) {
    std::smatch match;
    return std::regex_search(text, match, std::regex{pattern}) ? match[1].str() : "";
}

std::map<std::string, std::string> files_in(const fs::path& folder) {
    std::map<std::string, std::string> files;
    app::FolderSource{folder}.each([&](const std::string& name, const std::string& content) { files[name] = content; });
    return files;
}

std::uint64_t back_up(const app::Config& config, const fs::path& file) {
    std::ostringstream told;
    app::backup_command(config, file.string(), told);
    return fs::file_size(file);
}

}  // namespace

TEST_CASE("a backup beside a service under load is of one moment, and what is made of it can be signed in to and read", "[backup]") {
    ServedSchool school;
    auto teacher = school.browser("larare");
    const std::string large(700'000, 'x'), picture{"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0", 29};
    const auto sent = teacher.post_files("/tickets", {{"body", "Skärmen är sprucken 🪟 \\ ' \""}, {"area", "B004"}}, "files", {{"skärm.png", picture}, {"mer.txt", large}});
    REQUIRE(sent.status == 303);
    const auto number = first(sent.header("location"), "([0-9]+)");
    std::atomic<bool> is_over = false;
    std::atomic<int> filed = 0;
    auto program = school.program("larare"), other = school.program("its");
    std::thread load{[&] {
        while (!is_over) {
            filed += program.post_json("/api/v1/tickets", {{"body", "Datorn startar inte"}, {"area", "B004"}}).status == 201 ? 1 : 0;
        }
    }};
    while (filed < 5) {
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    const auto file = school.folder.path() / "backups" / "copy.tar.zst";
    fs::create_directory(file.parent_path());
    {
        app::ArchiveSink archive{file};
        HookedSink sink{archive, [&](const std::string& name) {
                            if (name.starts_with("tables/ticket")) {  // between any two tables that belong together
                                school.file(other, "Under säkerhetskopian", "B004");
                            }
                        }};
        app::write_copy(school.config, sink, quietly);
        is_over = true;
        load.join();
        archive.finish();
    }
    struct stat found {};
    REQUIRE(stat(file.c_str(), &found) == 0);
    CHECK((found.st_mode & 07777) == 0600);

    Target target;
    app::fill_from_copy(target.config, app::ArchiveSource{file}, quietly);
    const auto& settings = target.schema.settings();
    CHECK(orphans_in(settings) == std::vector<std::string>{});
    CHECK(std::stoi(one(settings, "SELECT COUNT(*) FROM tickets")) > 5);
    CHECK(one(settings, "SELECT COUNT(*) FROM tickets t WHERE NOT EXISTS (SELECT 1 FROM ticket_events e WHERE e.ticket_id = t.id)") == "0");
    CHECK(one(settings, "SELECT COUNT(*) FROM attachments a WHERE a.bytes <> (SELECT SUM(LENGTH(c.bytes)) FROM attachment_chunks c WHERE c.attachment_id = a.id)") == "0");

    ServedSchool again{settings};
    auto reader = again.browser("larare");
    const auto page = reader.get("/tickets/" + number);
    CHECK(page.says("sprucken 🪟"));
    const auto link = first(page.body, "(/tickets/" + number + "/files/[A-Za-z0-9_-]+)");
    CHECK(reader.get(link).body == picture);
    again.file(program = again.program("larare"), "Efter återställningen", "B004");
}

TEST_CASE("what is restored or imported equals what was copied, table by table and file by file", "[backup]") {
    School school;
    const auto& settings = school.schema.settings();
    run(settings, "INSERT INTO attachments (token, name, media_type, bytes, checksum, created_at) VALUES (REPEAT('t', 32), 'a', 'text/plain', 5, '', NOW(6))");
    run(settings, "INSERT INTO attachment_chunks SELECT MAX(id), 0, x'00ff27' FROM attachments UNION SELECT MAX(id), 1, x'5c0a' FROM attachments");
    run(settings, "UPDATE people SET name = CONCAT('å\\\\\\'\"', CHAR(10), CHAR(1), '🪟') LIMIT 1");
    run(settings, "ALTER TABLE tickets AUTO_INCREMENT = 70000");
    const auto before = sums_of(settings);
    REQUIRE(before.size() > 60);
    Target target;
    std::ostringstream told;

    SECTION("a backup") {
        const auto file = school.above.path() / "b.tar.zst";
        back_up(school.config, file);
        app::restore_command(target.config, file.string(), told);
    }
    SECTION("an export") {
        const auto folder = school.above.path() / "out";
        app::export_command(school.config, folder.string(), told);
        app::import_command(target.config, folder.string(), told);
        const auto second = school.above.path() / "again";
        app::export_command(target.config, second.string(), told);
        const auto exported = files_in(folder);
        CHECK(exported.size() > 20);
        CHECK(exported.at("files/attachment_chunks/" + one(settings, "SELECT MAX(id) FROM attachments")) == std::string{"\0\xff'\\\n", 5});
        CHECK(files_in(second) == exported);
        CHECK_THROWS_WITH(app::export_command(target.config, second.string(), told), Catch::Contains("not empty"));
    }
    const auto after = sums_of(target.schema.settings());
    CHECK(after.size() == before.size());
    for (const auto& [table, sum] : before) {
        INFO(table);
        CHECK(after.at(table) == sum);
    }
    CHECK(web::read_file(target.config.data / "secret") == web::read_file(school.config.data / "secret"));
    CHECK(web::read_file(target.config.data / "mail" / "å letter.eml") == "Subject: x\r\n\r\ny");
    CHECK_FALSE(fs::exists(target.config.data / "being-restored"));
    CHECK(one(target.schema.settings(), "SELECT AUTO_INCREMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'tickets'") == "70000");
}

TEST_CASE("a backup of one database is restored into the embedded one, and that one backed up is the same", "[backup]") {
    School school;
    const auto file = school.above.path() / "b.tar.zst";
    back_up(school.config, file);
    app::Config embedded;
    embedded.data = school.above.path() / "embedded";
    std::ostringstream told;
    app::restore_command(embedded, file.string(), told);
    {
        const app::Store store{embedded, app::SchemaCare::LeaveAlone};
        CHECK(sums_of(store.settings()) == sums_of(school.schema.settings()));
    }
    const auto second = school.above.path() / "c.tar.zst";
    back_up(embedded, second);
    CHECK(app::to_json(app::verified_manifest(app::ArchiveSource{second})) == app::to_json(app::verified_manifest(app::ArchiveSource{file})));
}

TEST_CASE("a backup that is cut off, killed or finds no room leaves nothing that could be taken for one", "[backup]") {
    School school;
    const auto file = school.above.path() / "b.tar.zst", half = fs::path{file.string() + ".half"};

    SECTION("killed") {
        const auto child = fork();
        if (child == 0) {
            app::ArchiveSink archive{file};
            HookedSink sink{archive, [](const std::string& name) {
                                if (name.starts_with("tables/people")) {
                                    kill(getpid(), SIGKILL);
                                }
                            }};
            app::write_copy(school.config, sink, quietly);
            _exit(0);
        }
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        REQUIRE((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
        CHECK_FALSE(fs::exists(file));
        REQUIRE(fs::exists(half));
        CHECK_THROWS_AS(app::verified_manifest(app::ArchiveSource{half}), std::runtime_error);
        CHECK(back_up(school.config, file) > 1000);  // over what was left
        CHECK_FALSE(fs::exists(half));
    }
    SECTION("no room") {
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const auto old = signal(SIGXFSZ, SIG_IGN);
        const rlimit small{.rlim_cur = 20'000, .rlim_max = before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        std::string why;
        try {
            back_up(school.config, file);
        } catch (const std::runtime_error& fault) {
            why = fault.what();
        }
        setrlimit(RLIMIT_FSIZE, &before);
        signal(SIGXFSZ, old);
        CHECK(why == "cannot write " + file.string() + ": File too large");
        CHECK_FALSE(fs::exists(file));
        CHECK_FALSE(fs::exists(half));
    }
    SECTION("a file is there, or somebody else is writing") {
        std::ofstream{file} << "mine";
        CHECK_THROWS_WITH(back_up(school.config, file), Catch::Contains("exists already"));
        CHECK(web::read_file(file) == "mine");
        fs::remove(file);
        CHECK_THROWS_WITH(back_up(school.config, school.config.data / "b.tar.zst"), Catch::Contains("lies in the data folder"));
        const app::ArchiveSink first{file};
        CHECK_THROWS_WITH(back_up(school.config, file), Catch::Contains("another backup"));
    }
}

TEST_CASE("a restore refuses what is damaged, newer or would overwrite something, before anything is changed", "[backup]") {
    School school;
    const auto file = school.above.path() / "b.tar.zst";
    const auto size = back_up(school.config, file);
    Target target;
    const auto refused = [&](const std::string& why) {
        std::ostringstream told;
        CHECK_THROWS_WITH(app::restore_command(target.config, file.string(), told), Catch::Contains(why));
    };
    SECTION("cut off") {
        fs::resize_file(file, size / 2);
        refused("damaged, cut off, or no backup");
        CHECK_FALSE(fs::exists(target.config.data));
    }
    SECTION("another file") {
        std::ofstream{file} << "hello";
        refused("damaged, cut off, or no backup");
    }
    SECTION("one letter, a file too much, one missing, or no manifest") {
        std::ostringstream told;
        const auto folder = school.above.path() / "out";
        app::export_command(school.config, folder.string(), told);
        const auto verify = [&] { app::verified_manifest(app::FolderSource{folder}); };
        verify();
        std::ofstream{folder / "data" / "stranger"} << "x";
        CHECK_THROWS_WITH(verify(), Catch::Contains("does not know"));
        fs::remove(folder / "data" / "stranger");
        auto text = web::read_file(folder / "tables" / "people.0001.jsonl");
        text[20] = text[20] == 'a' ? 'b' : 'a';
        std::ofstream{folder / "tables" / "people.0001.jsonl"} << text;
        CHECK_THROWS_WITH(verify(), Catch::Contains("people.0001.jsonl is damaged"));
        fs::remove(folder / "tables" / "people.0001.jsonl");
        CHECK_THROWS_WITH(verify(), Catch::Contains("people.0001.jsonl is missing"));
        fs::remove(folder / "manifest.json");
        CHECK_THROWS_WITH(verify(), Catch::Contains("no manifest"));
    }
    SECTION("newer") {
        fs::remove(file);
        run(school.schema.settings(), "INSERT INTO schema_migrations (version, name, checksum, state, started_at) VALUES (9999, 'x', 'x', 'done', NOW(6))");
        back_up(school.config, file);
        refused("newer version");
        CHECK_FALSE(fs::exists(target.config.data));
    }
    SECTION("a folder or database with something in it") {
        fs::create_directory(target.config.data);
        std::ofstream{target.config.data / "mine"} << "x";
        refused("is not empty");
        fs::remove(target.config.data / "mine");
        run(target.schema.settings(), "CREATE TABLE mine (id INT)");
        refused("has tables already");
    }
    SECTION("a restore that was cut off is opened by nothing") {
        db::migrate(target.schema.settings());
        db::SchemaFilling{target.schema.settings()}.empty();
        CHECK_THROWS(app::Store{target.config});
        fs::create_directories(target.config.data);
        std::ofstream{target.config.data / "being-restored"} << "\n";
        CHECK_THROWS_WITH(app::Store{target.config}, Catch::Contains("was cut off"));
    }
}

TEST_CASE("an older schema is backed up before it is migrated, three times at most, and an older backup is migrated", "[backup]") {
    Target old;
    auto migrations = db::embedded_migrations();
    migrations.pop_back();
    db::migrate(old.schema.settings(), migrations);
    std::ostringstream told;
    const auto folder = old.config.data / "backups";
    fs::create_directories(folder);
    std::ofstream{folder / "before-0001.tar.zst.half"} << "what a killed one left";
    for (int time = 0; time < 5; ++time) {
        app::back_up_before_migrating(old.config, told);
        for (const auto& entry : fs::directory_iterator{folder}) {
            if (entry.path().filename().string().starts_with("before-0")) {  // another second's, for the next to be taken in the same
                fs::rename(entry.path(), folder / fmt::format("before-{}.tar.zst", time + 1));
            }
        }
    }
    std::set<std::string> kept;
    for (const auto& entry : fs::directory_iterator{folder}) {
        kept.insert(entry.path().filename().string());
    }
    CHECK(kept == std::set<std::string>{"before-3.tar.zst", "before-4.tar.zst", "before-5.tar.zst"});
    const auto backup = fs::directory_iterator{folder}->path();
    Target restored;
    app::restore_command(restored.config, backup.string(), told);
    CHECK(db::schema_version(restored.schema.settings()) == db::embedded_migrations().back().version);

    const app::Store migrated{old.config};
    fs::remove_all(folder);
    app::back_up_before_migrating(old.config, told);
    CHECK_FALSE(fs::exists(folder));
}
