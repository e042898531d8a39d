#pragma once

#include <vector>

#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// The forms beside a ticket's conversation: tags, snooze, checklist, time, links, watchers; and its history.
std::vector<web::Route> beside_routes(const PageServices& services);
/// Two tickets into one, and one into two.
std::vector<web::Route> merge_routes(const PageServices& services);
std::vector<web::Route> split_routes(const PageServices& services);
/// The same as JSON.
std::vector<web::Route> beside_api_routes(const PageServices& services);

/// Before a ticket with something left on its checklist is done with: the page that asks once, with everything that was sent. Empty when
/// there is nothing to ask: nothing is left, they said "ändå", or it is not theirs to end. `kept` are the files already stored.
std::optional<web::Response> ask_about_checklist(const PageServices& services, const web::Request& request, std::optional<State> then,
                                                 const std::vector<std::string>& kept = {});

}  // namespace ansvar::tickets
