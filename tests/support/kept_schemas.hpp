#pragma once

#include "db/settings.hpp"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace ansvar::tests {

/// Migrated schemas that one test case gives back and the next one takes, as if it were new: to run all migrations costs a hundred times as
/// much as to empty what a test has filled. Thread-safe.
class KeptSchemas {
public:
    explicit KeptSchemas(db::Settings server) : server_(std::move(server)) {}

    /// The name of a schema at the newest migration, with nothing but what the migrations put there.
    std::string take();
    /// Empties it for the next one. What is no longer as the migrations made it, or holds very much, is dropped. Nobody may be connected to it.
    void give_back(const std::string& schema);

private:
    struct Table {
        std::string columns;                ///< those that can be written, with commas between
        bool has_rows = false;              ///< from the migrations
        std::string next_number;            ///< AUTO_INCREMENT, or ""
    };
    struct Standing {
        std::string next_number;
        std::int64_t rows = 0;  ///< about
    };

    std::string make();
    void learn();
    std::string shape_of(const std::string& schema) const;
    std::map<std::string, Standing> standing_of(const std::string& schema) const;
    bool is_worth_keeping(const std::string& schema) const;
    void empty(const std::string& schema) const;

    db::Settings server_;
    std::mutex mutex_;
    std::string model_;  ///< a schema that no test gets, to copy from
    std::string shape_;
    std::map<std::string, Table> tables_;
    std::vector<std::string> free_;
};

}  // namespace ansvar::tests
