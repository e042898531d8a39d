#pragma once

#include <filesystem>

#include "db/database.hpp"
#include "moving/foreign.hpp"

namespace ansvar::moving {

/// FreeScout 1.8, read from its MySQL database. `files`: its folder storage/app/attachment; empty: files are left out and told of.
/// `zone`: of the times in the database, UTC unless APP_TIMEZONE says otherwise. Only reads.
class FreeScoutSource final : public Source {
public:
    FreeScoutSource(db::Database& database, std::filesystem::path files, Zone zone) : database_(database), files_(std::move(files)), zone_(zone) {}
    void each(const std::function<void(const ForeignTicket&)>& take, const TellFault& fault) override;

private:
    ForeignTicket read(const db::Row& row);

    db::Database& database_;
    std::filesystem::path files_;
    Zone zone_;
};

}  // namespace ansvar::moving
