#include "reports/row_use.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/figures.hpp"

namespace ansvar::reports {

namespace {

constexpr std::size_t most_unplaced = 500;

std::string month_of(std::uint32_t second) {
    const auto wall = to_stockholm(Timestamp{std::chrono::seconds{second}});
    return fmt::format("{:04}-{:02}", wall.year, wall.month);
}

/// What one walk over the facts adds up.
class Sums {
public:
    explicit Sums(const Table& table) : table_(table), rows_(table.areas.size()) {}

    void add(const Fact& fact) {
        ++rows_[fact.area].tickets;
        if (was_routed(table_, fact)) {
            auto& row = rows_[fact.first_area];
            ++row.routed;
            row.moved += fact.hops > 0 ? 1 : 0;
            auto& month = months_[month_of(fact.opened_at)];
            ++month.routed;
            month.kept += fact.hops > 0 ? 0 : 1;
        } else if (table_.reasons[fact.reason] == "triage") {
            unplaced_.push_back(fact.ticket);
        }
    }

    matrix::MatrixUse use() {
        matrix::MatrixUse use;
        for (std::size_t area = 1; area < rows_.size(); ++area) {  // 0: none
            rows_[area].area = table_.areas[area];
            use.rows.push_back(rows_[area]);
        }
        for (auto& [name, month] : months_) {
            month.month = name;
            use.months.push_back(month);
        }
        std::sort(unplaced_.rbegin(), unplaced_.rend());
        unplaced_.resize(std::min(unplaced_.size(), most_unplaced));
        use.unplaced = std::move(unplaced_);
        return use;
    }

private:
    const Table& table_;
    std::vector<matrix::MatrixUse::Row> rows_;
    std::map<std::string, matrix::MatrixUse::Month> months_;
    std::vector<std::uint64_t> unplaced_;
};

}  // namespace

matrix::MatrixUse CountedRowUse::since(Timestamp moment) {
    facts_.refresh(database_, clock_.now());
    return facts_.read([&](const Table& table) {
        Sums sums{table};
        for (const auto& fact : table.tickets()) {
            if (!fact.has(Fact::Gone) && fact.opened_at >= seconds(moment)) {
                sums.add(fact);
            }
        }
        return sums.use();
    });
}

}  // namespace ansvar::reports
