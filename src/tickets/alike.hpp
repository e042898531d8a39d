#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tickets/page_services.hpp"

/// "Flera har samma": open tickets from different people, within hours, about the same thing. Only tickets of the reader's own queues are
/// counted and listed, never a confidential one.
namespace ansvar::tickets::alike {

inline constexpr std::chrono::hours within{4};
inline constexpr std::size_t fewest = 3;  ///< tickets, and people who ask

struct OneOfMany {
    TicketId id;
    std::string subject;
    PersonId requester;
    std::string requester_name;
    std::optional<std::string> area_key;
    std::optional<std::string> area;
    std::string house;            ///< of its room; "": not known
    Timestamp opened_at;
    std::set<std::string> terms;  ///< roots of the words that placed it; of its subject when none did. Not read of one that shares its area
                                  ///< and house with no other: that is like none
    bool is_parent = false;       ///< others have been gathered under it already
};

/// "B214", "Hus B", "b-214" → "B"; "" when a room names no house.
std::string house_of(std::string_view room);
/// The same area or house, a word in common, and no more than the hours between them. The area alone says too little.
bool are_alike(const OneOfMany& one, const OneOfMany& other);

/// The ticket and those like it, oldest first; empty when they are too few, or the ticket is part of another already.
std::vector<OneOfMany> of_ticket(db::Session& session, const Ticket& ticket, const identity::Person& reader);
/// The largest such group of the last hours in one queue.
std::vector<OneOfMany> in_queue(db::Session& session, const RoleCode& role, const identity::Person& reader, Timestamp now);

/// The suggestion of parts/alike: {"text", "href"}, or false when there is none.
nlohmann::json suggestion(const std::vector<OneOfMany>& group, const Wording& wording);

std::vector<web::Route> routes(const PageServices& services);

}  // namespace ansvar::tickets::alike
