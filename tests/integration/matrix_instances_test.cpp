// Two services on one database: a published matrix reaches both while tickets are filed, and no ticket is decided by half of a version.
#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <map>
#include <thread>

#include "matrix/draft_edits.hpp"
#include "matrix/matrix_store.hpp"
#include "matrix/publication.hpp"
#include "served_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using namespace std::chrono_literals;

namespace {

constexpr auto word = "kvaddmoj\u00e4ng";
const db::Query select_decided{"test/select_decided",
                               "SELECT matrix_version, role_code, COUNT(*) AS tickets FROM tickets WHERE subject LIKE 'Prov%' GROUP BY 1, 2"};

/// Files tickets through one service until told to stop; how many it filed, and what was refused.
class Filing {
public:
    explicit Filing(ServedSchool& school) : client_{school.program("larare")}, thread_{[this] { run(); }} {}
    ~Filing() { stop(); }

    void stop() {
        is_over_ = true;
        if (thread_.joinable()) {
            thread_.join();
        }
    }
    int count() const { return filed_; }
    int refused() const { return refused_; }

private:
    void run() {
        while (!is_over_) {
            const auto answer = client_.post_json("/api/v1/tickets", {{"body", std::string{"Prov "} + std::to_string(filed_) + "\n\nSkrivaren st\u00e5r still."}, {"area", "skrivare"}});
            ++(answer.status == 201 ? filed_ : refused_);
        }
    }

    std::atomic<bool> is_over_ = false;
    std::atomic<int> filed_ = 0, refused_ = 0;
    WebClient client_;
    std::thread thread_;
};

/// The version that a service routes with.
std::string version_of(WebClient& client) { return client.get("/api/v1/areas").json()["version"]; }

/// Waits until both route with it; how long that took.
std::chrono::milliseconds until_both(const std::string& version, WebClient& first, WebClient& second) {
    const auto begin = std::chrono::steady_clock::now();
    while (version_of(first) != version || version_of(second) != version) {
        std::this_thread::sleep_for(50ms);
        REQUIRE(std::chrono::steady_clock::now() - begin < 30s);
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
}

}  // namespace

TEST_CASE("a published matrix reaches every instance under load, and no ticket is decided by half of a version") {
    ServedSchool first;
    ServedSchool second{first.test_database->settings()};
    auto& database = first.database();
    const auto now = [] { return SystemClock{}.now(); };
    const auto base = database.read([&](db::Session& session) { return matrix::store::find_current(session, now()).value(); });
    const auto draft = database.in_transaction([&](db::Transaction& tx) { return matrix::drafts::start(tx, "Skrivare", base.id, {}, now()); });
    auto printers = *database.read([&](db::Session& session) { return matrix::drafts::read(session, draft).value(); }).matrix.find("skrivare");
    printers.responsible = {{"VAKT", "", routing::Relation::Lead}};
    REQUIRE(matrix::edit_row(database, draft, {.row = printers.row, .area = printers, .words = {.added_terms = {word}}}, {}, now()));

    auto reader = first.program("larare"), other_reader = second.program("larare");
    Filing here{first}, there{second};
    REQUIRE(matrix::publish(database, draft, {.version = "9.0", .from = {}, .note = "", .without_replay = true}, identity::Actor::command(), now()));
    const auto forward = until_both("9.0", reader, other_reader);
    const auto middle = here.count() + there.count();
    while (here.count() + there.count() < middle + 4) {
        std::this_thread::sleep_for(20ms);
    }
    REQUIRE(matrix::go_back(database, base.id, "", identity::Actor::command(), now()));
    const auto back = until_both(base.version, reader, other_reader);
    WARN("published in " << forward.count() << " ms, gone back in " << back.count() << " ms, " << here.count() << " + " << there.count() << " tickets meanwhile");
    here.stop();
    there.stop();
    CHECK(here.refused() + there.refused() == 0);

    std::map<std::string, std::string> roles;
    std::int64_t tickets = 0;
    database.read([&](db::Session& session) {
        for (const auto& row : session.rows(select_decided)) {
            CHECK(roles.emplace(row.text("matrix_version"), row.text("role_code")).second);  // one role a version
            tickets += row.integer("tickets");
        }
        return 0;
    });
    CHECK(roles == std::map<std::string, std::string>{{base.version, "ITS"}, {"9.0", "VAKT"}});
    CHECK(tickets == here.count() + there.count());
}
