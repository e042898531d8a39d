#pragma once

#include "db/database.hpp"
#include "db/embedded_server.hpp"

#include <memory>
#include <string>

namespace ansvar::tests {

/// Starts what tests need of the core and keeps the log silent, unless ANSVAR_TEST_LOG is set. Done by everything here.
void prepare_tests();

/// The database server of this test process: started when first asked for, in a folder of its own, and gone with the process, however
/// that ends. With ANSVAR_TEST_DATABASE_DIR it uses the server in that folder instead, together with others.
/// Its settings name the schema "ansvar", which stays empty.
db::Settings test_server();

/// A schema that nobody else uses, at the newest migration with nothing but what the migrations put there, until the end of the scope.
/// A test case takes one; after the first it is one that another has given back (support/kept_schemas.hpp).
class TestDatabase {
public:
    /// `Empty`: without any table, for tests that bring their own.
    enum class Content { Migrated, Empty };

    explicit TestDatabase(Content content = Content::Migrated);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    const db::Settings& settings() const { return settings_; }
    /// One Database for the whole test case; more can be made from settings().
    db::Database& database() { return *database_; }

private:
    db::Settings settings_;
    bool is_migrated_;
    std::unique_ptr<db::Database> database_;
};

}  // namespace ansvar::tests
