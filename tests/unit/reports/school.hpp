#pragma once

#include "reports/figures.hpp"
#include "support/test_database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ansvar::tests {

/// A Thursday morning in November.
inline const Timestamp now = from_stockholm(2026, 11, 12, 10, 0);

/// A ticket as reports see it.
struct Filed {
    std::string role = "ITS";
    std::string state = "in_progress";
    Timestamp opened_at = tests::now - std::chrono::hours{24};
    Timestamp due_at = tests::now + std::chrono::hours{24};
    std::optional<Timestamp> answered_at = {};
    std::optional<std::int64_t> answer_minutes = {};
    std::optional<Timestamp> solved_at = {};
    std::optional<std::int64_t> solution_minutes = {};
    std::string area = "skrivare";
    bool confidential = false;
    bool is_taken = true;
    int unit = 0;  ///< 0: of people without one
};

/// A school with four queues, one person, and the tickets that a test files.
class ReportSchool {
public:
    ReportSchool();

    void file(const std::vector<Filed>& tickets);
    db::Database& database() { return database_.database(); }

    /// Queues first, then a referral role that stands in the table only when it has something.
    static const std::vector<RoleCode>& roles();
    static const std::vector<RoleCode>& queues();

    reports::Figures figures(const reports::Period& period, const reports::Scope& scope = {});

private:
    TestDatabase database_;
};

}  // namespace ansvar::tests
