#pragma once

#include <functional>
#include <string_view>

#include "tickets/change.hpp"

/// "Problemet är kvar", said by a requester of a ticket that is done: for some time it opens the ticket again, later it makes a new one
/// beside it. Desk asks here, so that pages, API and mail do the same.
namespace ansvar::tickets {

inline constexpr std::string_view reopening_days_setting = "reopening_days";
inline constexpr int usual_reopening_days = 14;
inline constexpr int most_reopening_days = 365;

/// For how many days after a ticket was done its requester may open it again; the administrators choose.
int reopening_days(db::Session& session);

/// Is it too late to open it again? Those who work with a ticket may always. One for named readers alone is always opened again: a new one
/// would be read by its whole queue.
bool is_too_late_to_reopen(const Ticket& ticket, bool for_agent, int days, Timestamp now);
bool is_too_late_to_reopen(Change& change);

/// The ticket that what remains is written in: about the same thing, for the same door, as confidential as the old one.
Draft draft_beside(const Ticket& old, const routing::Router& router, const Message& message);
/// Opens it by `open`, in the transaction of `old`, and links the two.
Result<Written, Refusal> open_beside(Change& old, const DeskServices& services, const Message& message,
                                     const std::function<Result<Written, Refusal>(const Draft&)>& open);

}  // namespace ansvar::tickets
