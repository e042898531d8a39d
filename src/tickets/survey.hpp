#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

constexpr std::size_t max_survey_words = 1000;  ///< characters

/// What a requester answered to "Blev du hjälpt?".
struct Survey {
    bool helped = false;
    std::string words;
    Timestamp answered_at;

    /// An answer from before the ticket was done the last time is about another outcome.
    bool is_about(const Ticket& ticket) const { return ticket.resolved_at && answered_at >= *ticket.resolved_at; }
};

std::optional<Survey> find_survey(db::Session& session, TicketId ticket);

/// Asked of tickets that are resolved or closed, not of those turned down.
bool asks_survey(const Ticket& ticket);

/// The requester alone answers, and may answer again. `words` empty: those of before stay. What is written is read by those who work with
/// the ticket and stands in no timeline.
Result<Ticket, Refusal> answer_survey(Desk& desk, TicketId id, bool helped, const std::optional<std::string>& words, const identity::Person& by);

/// What parts/survey_answer.html shows those who work with the ticket, or false.
nlohmann::json survey_view(const std::optional<Survey>& survey, const Wording& wording);

std::vector<web::Route> survey_routes(const PageServices& services);

}  // namespace ansvar::tickets
