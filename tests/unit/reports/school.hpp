#pragma once

#include "reports/facts.hpp"
#include "reports/figures.hpp"
#include "reports/ticket_list.hpp"
#include "routing/router.hpp"
#include "support/test_database.hpp"

#include <cstdint>
#include <memory>
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
    int requester = 1;  ///< 1 to 4
    int priority = 1;
    std::string channel = "web";
    std::string reason = "classified";
    std::string version = "1.4.0";
    std::string first_role = {};  ///< where it was put when it was opened, when it has been handed over
    std::int64_t hops = 0;
    std::int64_t reopens = 0;
    std::optional<std::int64_t> right_role_minutes = {};
    std::optional<std::int64_t> first_target = {};
    std::optional<std::int64_t> resolution_target = {};
    std::optional<bool> helped = {};
    std::vector<std::int64_t> later_minutes = {};  ///< of answers after the first, each given when the first one was
};

/// A school with four queues, some people, the shipped matrix, and the tickets that a test files as a batch.
class ReportSchool {
public:
    ReportSchool();

    void file(const std::vector<Filed>& tickets);
    db::Database& database() { return database_.database(); }
    const db::Settings& settings() const { return database_.settings(); }

    reports::Facts& facts() { return facts_; }
    /// Of which nobody answers for the last one in some tests.
    static const std::vector<RoleCode>& queues();

    /// With facts that are fresh.
    reports::Figures figures(const reports::Question& question);
    reports::Figures figures(const reports::Period& period, const reports::Scope& scope = {}) { return figures({.period = period, .filter = {}, .scope = scope}); }
    reports::TicketPage page(const reports::Selection& selection, const std::optional<reports::Cursor>& after, std::size_t page_size,
                             const reports::Scope& scope = {});
    std::shared_ptr<const routing::Router> router() const { return router_; }

private:
    static void after_filing(db::Transaction& tx, const std::vector<Filed>& tickets, std::uint64_t first);

    TestDatabase database_;
    reports::Facts facts_;
    std::shared_ptr<const routing::Router> router_;
};

}  // namespace ansvar::tests
