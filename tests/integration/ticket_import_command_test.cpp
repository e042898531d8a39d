// What `ansvar tickets import` does in a data folder that was never served.
#include "app/ticket_import_command.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

#include "support/temporary_folder.hpp"

using namespace ansvar;
using namespace ansvar::tests;

TEST_CASE("tickets are brought into a data folder that was never served, by the matrix that ships", "[moving]") {
    const TemporaryFolder data, old;
    std::ofstream{old.path() / "tickets.csv"} << "id,subject,requester,opened\n1,Skrivaren tar inte papper,anna@skola.example,2024-05-06 09:00\n";
    std::ofstream{old.path() / "messages.csv"} << "id,ticket,at,kind,body\n1,1,2024-05-06 09:00,message,Skrivaren tar inte papper.\n";
    app::Config config;
    config.data = data.path();
    config.mail_sender = "ansvar@skola.example";
    std::ostringstream out, progress;
    app::TicketImport wanted;
    wanted.kind = "csv";
    wanted.where = old.path().string();
    CHECK(app::import_tickets(config, wanted, out, progress) == 0);
    CHECK(out.str().find("1 tickets read: 1 new") != std::string::npos);
    CHECK(progress.str().empty());
}
