#pragma once

#include <atomic>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::db {

/// One SQL statement with a name. The build makes one for each sql/queries/<slice>/<name>.sql, as
/// `ansvar::queries::<slice>::<name>` in "queries/<slice>.hpp"; nothing else in src/ writes SQL.
/// `:name` in the text is a parameter, as often as it is written; not so within quotes, comments or after another colon.
/// The text is read once, when the object is made: at start-up. Immutable afterwards, shared by all threads.
class Query {
public:
    /// Both texts must outlive the query; the build hands in literals. `name` is "tickets/select_queue_page".
    Query(std::string_view query_name, std::string_view text);
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    const std::string_view name;
    const std::string_view sql;

    /// What the server gets: without comments, each `:name` as `?`.
    const std::string& statement() const { return statement_; }
    /// The name behind each `?`, in order, repeated as often as it is used.
    const std::vector<std::string>& places() const { return places_; }

    /// Has this process run it? The coverage test asks.
    bool was_executed() const { return executed_.load(std::memory_order_relaxed); }
    void mark_executed() const { executed_.store(true, std::memory_order_relaxed); }

private:
    std::string statement_;
    std::vector<std::string> places_;
    mutable std::atomic<bool> executed_{false};
};

/// Every query that the build embedded, ordered by name.
const std::vector<const Query*>& all_queries();

/// The names of the embedded queries that this process has run so far, ordered.
std::vector<std::string> executed_queries();

}  // namespace ansvar::db
