#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "db/database.hpp"
#include "reports/facts.hpp"

/// Facts as the database has them.
namespace ansvar::reports::fact_rows {

/// A ticket's fact without the numbers of what has a name.
struct FactRow {
    Fact fact;
    std::string role, first_role, area, first_area, unit, version, reason;
    std::vector<Later> answers;
};

/// Those tickets that are in figures at all.
std::vector<FactRow> read(db::Session& session, const std::vector<std::uint64_t>& tickets);
void put(Table& table, const FactRow& row);

/// All tickets from one to another, in their order, some thousands at a time.
void each_piece(db::Database& database, std::uint64_t first, std::uint64_t last, const std::function<void(const std::vector<FactRow>&)>& use);

}  // namespace ansvar::reports::fact_rows
