#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tickets/change.hpp"
#include "tickets/page_services.hpp"

/// "@Sara Hult" in what those who work with a ticket write: Sara gets a letter, and follows it from then on unless it is confidential.
namespace ansvar::tickets::mentions {

/// Who can be mentioned: those who work in queues, managers and administrators.
std::vector<ticket_store::Named> list(db::Session& session, Timestamp now);

constexpr std::size_t most_mentions = 50;
constexpr std::size_t most_signs = 1000;  ///< @s that are looked at

/// Those of `people` whose names stand in the text after an @, the longest name that fits, each once. Two of the same name come both. Stops
/// after `most_mentions` or `most_signs`.
std::vector<ticket_store::Named> find(std::string_view text, const std::vector<ticket_store::Named>& people);

/// Makes those mentioned in `text` followers, and tells them. Of a confidential ticket they hear alone: a glass that is broken, or a queue one
/// stands in for today, would open it for ever. The event says who began to follow by it ("follows"). Refused when a name is several people's, and when somebody mentioned may not read what is
/// confidential: whoever writes decides first who reads it. The writer and the requester are not told: they know.
std::optional<Refusal> add(Change& change, std::string_view text);

/// GET /tickets/{number}/mentionable: names for the list in the composer.
std::vector<web::Route> routes(const PageServices& services);

}  // namespace ansvar::tickets::mentions
