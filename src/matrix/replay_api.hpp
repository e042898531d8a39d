#pragma once

#include <vector>

#include "matrix/replay_pages.hpp"
#include "matrix/replays.hpp"
#include "web/request.hpp"
#include "web/route.hpp"

namespace ansvar::matrix {

/// POST /api/v1/matrix/drafts/N/replays, GET …/replays and /api/v1/matrix/replays/N, POST /api/v1/matrix/replays/N/stop and …/removal.
std::vector<web::Route> replay_api_routes(const ReplayServices& services);

/// Asks for a replay of the request's draft, notes it in the audit and wakes whoever runs it. NotFound without such a draft.
ReplayId ask_for_replay(const ReplayServices& services, const web::Request& request, const PastQuestion& question);
void stop_replay(const ReplayServices& services, const web::Request& request, ReplayId id);
/// The draft remembers that somebody has looked at a finished replay of it: publishing asks.
void remember_seen(const ReplayServices& services, ReplayId id);

}  // namespace ansvar::matrix
