#pragma once

#include <memory>

#include "support/test_database.hpp"
#include "tickets/desk.hpp"

namespace ansvar::tests {

/// A clock that stands where it is put.
class SetClock final : public Clock {
public:
    explicit SetClock(Timestamp time) : time_(time) {}
    Timestamp now() const override { return time_; }
    void set(Timestamp time) { time_ = time; }
    void pass(std::chrono::minutes minutes) { time_ += minutes; }

private:
    Timestamp time_;
};

/// Remembers what it was told, in place of the mail module.
class Listener final : public tickets::EventListener {
public:
    void happened(db::Transaction&, const tickets::Ticket&, std::span<const tickets::Event> events, Timestamp tell_from) override {
        told_from = tell_from;
        for (const auto& event : events) {
            kinds.emplace_back(name(event.kind));
        }
    }
    bool undone(db::Transaction&, TicketId, std::int64_t, std::int64_t) override {
        ++asked_back;
        return !is_told;
    }
    void committed() override { ++commits; }

    std::vector<std::string> kinds;
    Timestamp told_from{};
    bool is_told = false;  ///< somebody has read what should be undone
    int commits = 0;
    int asked_back = 0;    ///< how often letters were to be taken back
};

/// A small school with the real Blueprint: Amir and Sara in IT support, Rebecka in ITP, Erik in VAKT, Anna a teacher whose manager is Karin,
/// Jonas a teacher without one, Anders who holds row B118 by his initials, Vera who administers.
struct School {
    School();

    identity::Person person(PersonId id) { return database.read([&](db::Session& session) { return identity_of(session, id); }); }
    tickets::Ticket file(const std::string& body, const std::string& area = "", PersonId by = {});
    tickets::Ticket ticket(TicketId id);
    std::vector<std::string> timeline(TicketId id);

    TestDatabase test;
    db::Database& database = test.database();
    SetClock clock{from_stockholm(2026, 11, 12, 10, 0)};  // a Thursday
    std::shared_ptr<const routing::Router> router;
    identity::RoleDirectory roles;
    tickets::StaffDirectory staff;
    schedule::Schedule schedule;
    Listener listener;
    std::unique_ptr<tickets::Desk> desk;
    PersonId amir, sara, rebecka, erik, anna, karin, jonas, anders, vera;

private:
    identity::Person identity_of(db::Session& session, PersonId id);
};

}  // namespace ansvar::tests
