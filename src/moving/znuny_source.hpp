#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "db/database.hpp"
#include "moving/foreign.hpp"

namespace ansvar::moving {

/// Znuny 6 and later and OTRS 6, read from their MySQL database. `files`: the folder var/article, where articles' files are unless the
/// database keeps them; empty: only the database is looked in. `zone`: of the times in the database, UTC unless OTRSTimeZone says otherwise.
/// Only reads.
class ZnunySource final : public Source {
public:
    ZnunySource(db::Database& database, std::filesystem::path files, Zone zone) : database_(database), files_(std::move(files)), zone_(zone) {}
    void each(const std::function<void(const ForeignTicket&)>& take, const TellFault& fault) override;

private:
    ForeignTicket read(const db::Row& row, const TellFault& tell);
    void read_articles(db::Session& session, std::int64_t id, ForeignTicket& ticket, const TellFault& tell);
    void read_files(db::Session& session, std::int64_t id, ForeignTicket& ticket);
    void read_folder(const std::string& path, ForeignMessage& message) const;

    db::Database& database_;
    std::filesystem::path files_;
    Zone zone_;
    std::uint64_t files_seen_ = 0;
};

/// Who a From line names: the name before the address, without its quotes.
ForeignPerson person_of(const std::string& from);

}  // namespace ansvar::moving
