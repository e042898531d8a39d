#pragma once

#include "db/database.hpp"
#include "matrix/row_use.hpp"
#include "reports/facts.hpp"

namespace ansvar::reports {

/// How the rows of the matrix are used, from the facts in memory: one walk, brought up to the feed's end.
class CountedRowUse final : public matrix::RowUse {
public:
    /// Both must outlive it.
    CountedRowUse(db::Database& database, const Clock& clock, Facts& facts) : database_(database), clock_(clock), facts_(facts) {}

    matrix::MatrixUse since(Timestamp moment) override;

private:
    db::Database& database_;
    const Clock& clock_;
    Facts& facts_;
};

}  // namespace ansvar::reports
