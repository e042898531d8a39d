#pragma once

#include "mail/composer.hpp"
#include "mail/letter_writer.hpp"
#include "mail/outbox.hpp"
#include "mail/sign_in_letters.hpp"
#include "support/test_database.hpp"
#include "support/test_pages.hpp"
#include "tickets/event.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace ansvar::mail::tests {

using namespace std::chrono_literals;

/// A clock that stands until it is moved.
class HandClock final : public Clock {
public:
    explicit HandClock(Timestamp now) : now_{now} {}
    Timestamp now() const override {
        const std::lock_guard lock{mutex_};
        return now_;
    }
    void advance(std::chrono::microseconds time) {
        const std::lock_guard lock{mutex_};
        now_ += time;
    }

private:
    mutable std::mutex mutex_;
    Timestamp now_;
};

/// A transport that answers as told and keeps what it was given.
class FakeTransport final : public Transport {
public:
    Delivery send(const Parcel& parcel) override;
    std::vector<Parcel> sent() const;

    /// Asked for each letter; nothing set: everything is sent.
    std::function<Delivery(const Parcel&)> answer;

private:
    mutable std::mutex mutex_;
    std::vector<Parcel> sent_;
};

/// People of the test school, by the ids they get.
struct People {
    PersonId asa{1};    ///< teacher, the requester
    PersonId erik{2};   ///< ITS
    PersonId maria{3};  ///< ITS, reads English
    PersonId sven{4};   ///< VAKT
    PersonId chef{5};   ///< Asa's manager
    PersonId kim{6};    ///< copied in
    PersonId lisa{7};   ///< held ITS and has left
    PersonId pelle{8};  ///< holds ITS from next year
    PersonId olle{9};   ///< held ITS until yesterday
    PersonId nils{10};  ///< holds ITS and has no address
};

/// One event to happen, with its text.
struct Happening {
    tickets::EventKind kind;
    nlohmann::json data = nlohmann::json::object();
    std::string body = {};
    bool is_note = false;
};

/// What a row of `letters` says.
struct Row {
    std::string kind;
    std::string email;
    std::string language;
    std::string message_id;
    std::string state;
    std::int64_t attempts = 0;
    std::string last_reply;
    Timestamp due_at;
    bool operator==(const Row&) const = default;
};

/// A database with the test school in it, and what writes and sends its letters.
class School {
public:
    /// Empties the database that all schools of this process share: a fresh one takes a second on a busy machine.
    School();

    /// Files a ticket and lets the change happen.
    tickets::Ticket open(const std::string& body = "Skrivaren på plan 2 skriver inte ut.\nDen blinkar rött.");
    /// Adds events to a ticket, and tells the writer.
    void change(tickets::Ticket& ticket, std::optional<PersonId> author, const std::vector<Happening>& happenings);
    /// All letters, in order.
    std::vector<Row> letters();
    /// The letters' "kind email", in alphabetical order; forgets them.
    std::vector<std::string> take_letters();
    /// Lets the writer know of holders, units and absences as they stand; before, nobody is away.
    void refresh_staff();
    /// Runs a statement of the test's own.
    void run(const std::string& statement);
    /// Puts `count` waiting receipts about ticket 1042 into the outbox, and nothing else, to p1@, p2@ ….
    void fill_outbox(int count);

    People people;
    HandClock clock{*from_rfc3339("2026-11-23T11:00:00Z")};
    ansvar::tests::TestDatabase& database;
    Settings settings{.sender = *MailAddress::parse("ansvar@skola.example"),
                      .school = "Lindängens skola",
                      .base_url = "https://ansvar.skola.example",
                      .reply_to = std::nullopt,
                      .takes_answers = false,
                      .has_plus_addresses = false,
                      .secret = "a key for tests"};
    int wakes = 0;
    tickets::StaffDirectory staff;
    schedule::Calendars calendars;
    LetterWriter writer{settings, staff, calendars, [this] { ++wakes; }};
    SignInLetters sign_in{settings, [this] { ++wakes; }};
    Outbox outbox{database.database(), std::chrono::seconds{300}, [] { return 0.5; }};

    /// What the next ticket will look like, and who is copied in on it.
    tickets::Ticket draft;
    std::vector<PersonId> copies;

private:
    void write_events(db::Transaction& tx, const tickets::Ticket& ticket, const std::vector<tickets::Event>& events,
                      const std::vector<Happening>& happenings);
};

/// The real templates and texts; made once.
const ansvar::tests::TestPages& pages();

}  // namespace ansvar::mail::tests
