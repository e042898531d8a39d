#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "app/config.hpp"
#include "app/service.hpp"
#include "app/store.hpp"
#include "captured_log.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_database.hpp"
#include "web_client.hpp"

namespace ansvar::tests {

/// The whole service with the demo school, on a free port of the loopback, with letters in a folder of its own.
class ServedSchool {
public:
    /// On a schema of its own, or on the database that `server` leads to; migrated by a user of its own when `owner` names one.
    explicit ServedSchool(std::optional<db::Settings> server = {}, const std::optional<db::Settings>& owner = {});
    ~ServedSchool();

    /// One for all tests of this process that spoil nothing for others.
    static ServedSchool& shared();

    std::uint16_t port() const { return service->port(); }
    /// The service's own way to the database.
    db::Database& database() { return *database_; }

    WebClient anonymous() const { return WebClient{port()}; }
    /// A browser signed in by a link ("larare"), or a program with a token of that person.
    WebClient browser(const std::string& name);
    WebClient program(const std::string& name);
    /// A fresh sign-in link's path: "/sign-in/…".
    std::string link_path(const std::string& name);

    /// Files a ticket through the API and returns its number.
    std::uint64_t file(WebClient& client, const std::string& body, const std::string& area);

    /// Waits until a letter about that (part of the file's name: "confirm_ticket") has come whose text holds `mark`; its plain text and HTML,
    /// decoded. Fails the test after ten seconds.
    std::string letter(const std::string& kind, const std::string& mark) const;
    /// How many letters of that kind hold `mark`, right now.
    std::size_t count_letters(const std::string& kind, const std::string& mark) const;

    std::optional<TestDatabase> test_database;
    TemporaryFolder folder;
    app::Config config;
    std::unique_ptr<app::Store> store;
    std::unique_ptr<app::Service> service;

private:
    void begin_hour();

    std::unique_ptr<db::Database> database_;
};

}  // namespace ansvar::tests
