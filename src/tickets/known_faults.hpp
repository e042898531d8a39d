#pragma once

#include <nlohmann/json.hpp>

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "tickets/page_services.hpp"
#include "tickets/ticket_page.hpp"

/// Faults that are known: a banner on the form for new tickets and on "Mina ärenden", so that not everybody reports the same. Whoever
/// works with an open ticket that is not confidential sets it, in words for everybody, and it ends by itself.
namespace ansvar::tickets {

constexpr std::size_t max_fault_text = 200;  ///< characters
/// For how long one may be shown, in hours; at most two weeks.
inline constexpr std::array fault_hours{1, 4, 8, 24, 72, 168, 336};
inline constexpr int usual_fault_hours = 4;

struct KnownFault {
    TicketId ticket;
    std::string text;
    std::optional<std::string> area_key;
    Timestamp made_at;
    Timestamp ends_at;
};

/// The one that a ticket stands for, while it lasts.
std::optional<KnownFault> find_known_fault(db::Session& session, TicketId ticket, Timestamp now);

/// Those that last, newest first, at most five. One whose ticket is done or has become confidential is not among them.
std::vector<KnownFault> list_known_faults(db::Session& session, Timestamp now);

/// Sets it, or says it anew. Faults of "/text" and "/hours". Noted in the audit.
Result<Ticket, Refusal> set_known_fault(Desk& desk, TicketId id, const std::string& text, int hours, const identity::Person& by, const identity::Actor& actor);
Result<Ticket, Refusal> end_known_fault(Desk& desk, TicketId id, const identity::Person& by, const identity::Actor& actor);

/// What parts/known_faults shows: {"has_known_faults", "known_faults"}. None while the database is away: the form does without.
nlohmann::json known_faults_view(const PageServices& services, const Wording& wording);

/// What parts/known_fault shows whoever `handles` the ticket, or false. `current`: the fault it stands for.
nlohmann::json known_fault_view(const std::optional<KnownFault>& current, const Ticket& ticket, bool handles, const TicketFeedback& feedback, const Wording& wording);

std::vector<web::Route> known_fault_routes(const PageServices& services);

}  // namespace ansvar::tickets
