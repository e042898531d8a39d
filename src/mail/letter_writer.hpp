#pragma once

#include "db/database.hpp"
#include "mail/settings.hpp"
#include "schedule/calendars.hpp"
#include "tickets/event.hpp"
#include "tickets/staff_directory.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>

namespace ansvar::mail {

/// Writes the outbox rows of a change in the change's own transaction: one statement, whoever hears of it; none when nobody does. Who hears
/// what stands in hearers.cpp; substitutes hear in place of holders who are away, and a unit's own holders in place of others; what
/// each of them has chosen (choices.hpp) is applied by the same statement. Safe from any thread.
class LetterWriter final : public tickets::EventListener {
public:
    /// `staff` and the calendars, which say when letters go that wait for a working day, must outlive it. `wake` is called after each commit, usually Worker::wake.
    LetterWriter(const Settings& settings, const tickets::StaffDirectory& staff, const schedule::Calendars& calendars,
                 std::function<void()> wake);

    void happened(db::Transaction& tx, const tickets::Ticket& after, std::span<const tickets::Event> events, Timestamp tell_from) override;
    bool undone(db::Transaction& tx, TicketId ticket, std::int64_t first_seq, std::int64_t last_seq) override;
    void committed() override { db::when_stored(wake_); }

private:
    std::optional<PersonId> stand_in(const tickets::Ticket& ticket, const std::string& today) const;
    std::string places(db::Session& session, const tickets::Ticket& ticket, const std::string& today) const;

    std::string domain_;
    const tickets::StaffDirectory& staff_;
    const schedule::Calendars& calendars_;
    std::function<void()> wake_;
};

}  // namespace ansvar::mail
