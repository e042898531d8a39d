#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>

#include "app/config.hpp"

namespace ansvar::app {

/// What `ansvar tickets import` was called with.
struct TicketImport {
    std::string kind;   ///< "csv", "osticket", "freescout", "zammad" or "znuny"
    std::string where;  ///< a folder (csv, zammad) or the URL of a MySQL database
    std::string name;   ///< tells this source from others; empty: its kind
    std::string zone;   ///< "utc" or "stockholm"; empty: as that kind has it
    std::string fallback, for_whom;
    std::filesystem::path files, areas;
    bool dry_run = false;
};

/// Brings the tickets of another helpdesk, beside the running service or without it; what it did, or would do, goes to `out`, how far it is
/// to `progress`. 1 when the table of areas or an option is wrong (the reasons are in `progress`) and nothing was brought.
int import_tickets(const Config& config, const TicketImport& wanted, std::ostream& out, std::ostream& progress);

}  // namespace ansvar::app
