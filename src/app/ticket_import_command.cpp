#include "app/ticket_import_command.hpp"

#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <ostream>

#include "app/command_line.hpp"
#include "app/command_work.hpp"
#include "app/files.hpp"
#include "app/store.hpp"
#include "core/mail_address.hpp"
#include "matrix/import.hpp"
#include "moving/csv_source.hpp"
#include "moving/freescout_source.hpp"
#include "moving/osticket_source.hpp"
#include "moving/writer.hpp"
#include "moving/zammad_source.hpp"
#include "moving/znuny_source.hpp"
#include "web/files.hpp"

namespace ansvar::app {

namespace {

/// A source, and the database it is read from when it is one.
struct Opened {
    std::unique_ptr<db::Database> database;
    std::unique_ptr<moving::Source> source;
};

Opened open_source(const TicketImport& wanted) {
    const auto zone = wanted.zone == "utc" || (wanted.zone.empty() && (wanted.kind == "freescout" || wanted.kind == "znuny")) ? moving::Zone::Utc : moving::Zone::Stockholm;
    if (wanted.kind == "csv") {
        return {nullptr, std::make_unique<moving::CsvSource>(wanted.where, zone)};
    }
    if (wanted.kind == "zammad") {
        return {nullptr, std::make_unique<moving::ZammadSource>(wanted.where)};
    }
    auto database = std::make_unique<db::Database>(db::settings_from_url(wanted.where).patient());
    std::unique_ptr<moving::Source> source;
    if (wanted.kind == "osticket") {
        source = std::make_unique<moving::OsTicketSource>(*database, wanted.files, zone);
    } else if (wanted.kind == "znuny") {
        source = std::make_unique<moving::ZnunySource>(*database, wanted.files, zone);
    } else {
        source = std::make_unique<moving::FreeScoutSource>(*database, wanted.files, zone);
    }
    return {std::move(database), std::move(source)};
}

/// Every option that is wrong, a line each.
std::vector<std::string> faults_of(const TicketImport& wanted, const moving::Wishes& wishes, const routing::Router& router) {
    std::vector<std::string> faults;
    if (wishes.fallback && !router.correct({}, *wishes.fallback)) {
        faults.push_back("--fallback: " + *wishes.fallback + " is no area and no role");
    }
    if (!wanted.for_whom.empty() && !MailAddress::parse(wanted.for_whom)) {
        faults.push_back("--for: " + wanted.for_whom + " is no mail address");
    }
    if (wishes.name.size() > 60) {
        faults.emplace_back("--name: at most 60 characters");
    }
    return faults;
}

}  // namespace

int import_tickets(const Config& config, const TicketImport& wanted, std::ostream& out, std::ostream& progress) {
    Store store{config};
    db::Database database{store.settings().patient()};
    matrix::seed(database, share_folder() / "routing", SystemClock{}.now());  // a data folder that was never served has no matrix yet
    CommandWork work{config, database};
    const auto router = work.desk().services().router();
    moving::Wishes wishes{.name = wanted.name.empty() ? wanted.kind : wanted.name, .is_rehearsal = wanted.dry_run};
    wishes.for_whom = wanted.for_whom;
    if (!wanted.fallback.empty()) {
        wishes.fallback = wanted.fallback;
    }
    auto faults = faults_of(wanted, wishes, *router);
    if (!wanted.areas.empty()) {
        auto areas = moving::read_areas(web::read_file(wanted.areas), *router);
        if (areas) {
            wishes.areas = std::move(*areas);
        } else {
            for (const auto& fault : areas.error()) {
                faults.push_back("--areas: " + fault);
            }
        }
    }
    for (const auto& fault : faults) {
        progress << fault << "\n";
    }
    if (!faults.empty()) {
        return 1;
    }
    wishes.progress = [&](const moving::Report& report) {
        if (report.tickets % 100 == 0) {
            progress << fmt::format("{} tickets read, {} new\n", report.tickets, report.opened) << std::flush;
        }
    };
    const auto opened = open_source(wanted);
    out << moving::bring(*opened.source, work.desk().services(), std::move(wishes)).text(wanted.dry_run);
    return 0;
}

void add_ticket_commands(CommandLine& line) {
    const auto given = std::make_shared<TicketImport>();
    auto& tickets = line.group("tickets", "Tickets of other helpdesks");
    auto* bring = line.add(tickets, "import", "Bring tickets with their times, beside the running service or without it; again: what is new",
                           [&config = line.config(), given] { return import_tickets(config, *given, std::cout, std::cerr); });
    bring->add_option("KIND", given->kind)->required()->check(CLI::IsMember({"csv", "osticket", "freescout", "zammad", "znuny"}));
    bring->add_option("WHERE", given->where, "A folder (csv, zammad), or mysql://user:password@host/schema")
        ->envname("ANSVAR_IMPORT_FROM")
        ->required();
    bring->add_option("--areas", given->areas, "CSV queue,to: the area or role for each queue there")->check(CLI::ExistingFile);
    bring->add_option("--fallback", given->fallback, "The area or role for other queues; without it the words decide");
    bring->add_option("--for", given->for_whom, "Who gets tickets whose requester has no mail address; without it they are left out");
    bring->add_option("--files", given->files, "Where osTicket, FreeScout or Znuny keeps attachments")->check(CLI::ExistingDirectory);
    bring->add_option("--zone", given->zone, "Of times without one: stockholm, or utc (FreeScout's)")->check(CLI::IsMember({"utc", "stockholm"}));
    bring->add_option("--name", given->name, "Tells this helpdesk from others of its kind; the same each time");
    bring->add_flag("--dry-run", given->dry_run, "Read everything, say what would be brought, change nothing");
}

}  // namespace ansvar::app
