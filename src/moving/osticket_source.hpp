#pragma once

#include <filesystem>

#include "db/database.hpp"
#include "moving/foreign.hpp"

namespace ansvar::moving {

/// osTicket 1.10 and later, read from its MySQL database with the table prefix ost_. `files`: where its plugin "Attachments on the
/// filesystem" keeps them; empty: files kept there are left out and told of. `zone`: of the times in the database. Only reads.
class OsTicketSource final : public Source {
public:
    OsTicketSource(db::Database& database, std::filesystem::path files, Zone zone) : database_(database), files_(std::move(files)), zone_(zone) {}
    void each(const std::function<void(const ForeignTicket&)>& take, const TellFault& fault) override;

private:
    ForeignTicket read(const db::Row& row);
    ForeignFile read_file(db::Session& session, const db::Row& row) const;

    db::Database& database_;
    std::filesystem::path files_;
    Zone zone_;
};

}  // namespace ansvar::moving
