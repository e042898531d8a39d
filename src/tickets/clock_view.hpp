#pragma once

#include <nlohmann/json.hpp>

#include "clock/ledger.hpp"
#include "identity/role_directory.hpp"
#include "tickets/ticket.hpp"
#include "tickets/wording.hpp"

namespace ansvar::tickets {

/// What a ticket's ledger looks like to those who work with it.
struct ClockView {
    const Wording& wording;
    const identity::RoleTable& roles;

    /// What templates/parts/clock.html gets: what falls due when, every stretch with its cause and calendar, and what they add up to.
    nlohmann::json parts(const Ticket& ticket, const clock::Ledger& ledger) const;

private:
    nlohmann::json target(const clock::Ledger& ledger, clock::Measure measure, const std::optional<Timestamp>& due) const;
    nlohmann::json row(const clock::Stretch& stretch, bool goes_on) const;
    nlohmann::json sum(const char* what, const clock::Length& length) const;
    std::string shown(std::int64_t minutes) const;
    std::string why(const clock::Stretch& stretch) const;
};

/// What the API tells of it: times in RFC 3339, lengths in minutes.
nlohmann::json clock_json(const Ticket& ticket, const clock::Ledger& ledger);

}  // namespace ansvar::tickets
