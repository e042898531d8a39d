// What `ansvar tickets import` does in a data folder that was never served, and what the overview says of it.
#include "app/ticket_import_command.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

#include "app/store.hpp"
#include "clock/followed.hpp"
#include "db/database.hpp"
#include "matrix/current_router.hpp"
#include "reports/figures.hpp"
#include "support/temporary_folder.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

/// Three tickets of May 2024: one done and answered, one solved without an answer, one left open.
void put_old_tickets(const std::filesystem::path& folder) {
    std::ofstream{folder / "tickets.csv"} << "id,subject,requester,state,opened,done\n"
                                             "1,Skrivaren tar inte papper,anna@skola.example,closed,2024-05-06 09:00,2024-05-07 09:00\n"
                                             "2,Projektorn,anna@skola.example,resolved,2024-05-08 09:00,2024-05-08 12:00\n"
                                             "3,Datorn startar inte,nils@skola.example,in_progress,2024-05-10 09:00,\n";
    std::ofstream{folder / "messages.csv"} << "id,ticket,at,kind,body\n1,1,2024-05-06 09:00,message,Skrivaren tar inte papper.\n"
                                              "2,1,2024-05-06 10:00,reply,Vi byter rullen.\n3,2,2024-05-08 09:00,message,Den flimrar.\n"
                                              "4,3,2024-05-10 09:00,message,Datorn startar inte.\n";
}

}  // namespace

TEST_CASE("tickets are brought into a data folder that was never served, by the matrix that ships, and are in the figures of their period", "[moving]") {
    const TemporaryFolder data, old;
    put_old_tickets(old.path());
    app::Config config;
    config.data = data.path();
    config.mail_sender = "ansvar@skola.example";
    app::TicketImport wanted;
    wanted.kind = "csv";
    wanted.where = old.path().string();
    std::ostringstream out, progress;
    REQUIRE(app::import_tickets(config, wanted, out, progress) == 0);
    CHECK(out.str().find("3 tickets read: 3 new") != std::string::npos);
    CHECK(progress.str().empty());

    app::Store store{config};
    db::Database database{store.settings().patient()};
    const auto now = SystemClock{}.now();
    matrix::CurrentRouter router;
    router.refresh_if_changed(database, now);
    reports::Facts facts;
    facts.refresh(database, now);
    const auto figures = [&](const char* first, const char* last, Timestamp at) {
        return facts.read([&](const reports::Table& table) {
            return reports::count_figures(table, {.period = reports::period_between(first, last).value()}, at, clock::plain_week()->hours, router.get()->matrix());
        });
    };
    const auto may = figures("2024-05-01", "2024-05-31", now);
    CHECK(may.together.opened == 3);
    CHECK(may.together.first_response.count == 2);  // the second was solved at once
    CHECK(may.together.first_response.median == 60);
    CHECK(may.together.resolution.count == 2);
    CHECK(figures("2024-06-01", "2024-06-30", now).together.opened == 0);
    for (const auto years : {0, 2}) {  // no clock of what is done runs, and nothing was promised for what is not
        CAPTURE(years);
        const auto later = figures("2024-05-01", "2024-05-31", now + std::chrono::hours{24 * 365 * years});
        CHECK(later.together.open == 1);
        CHECK(later.together.late == 0);
        CHECK(later.together.resolution == may.together.resolution);
    }
}
