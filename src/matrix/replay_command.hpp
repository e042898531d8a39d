#pragma once

#include <functional>
#include <string>

#include "core/result.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "matrix/current_router.hpp"
#include "matrix/replay_question.hpp"
#include "matrix/replays.hpp"

namespace ansvar::matrix {

/// `ansvar matrix replay DRAFT [--from DAY] [--to DAY] [--role CODE] [--unit NUMBER]`: runs it here, or waits for the service that was faster;
/// what to print. `progress` after each piece. Refused: no such draft, or a question that is none.
Result<std::string, std::string> replay_command(db::Database& database, const Clock& clock, const Model& model, DraftId draft,
                                                const TypedQuestion& typed, const std::function<void(const ReplayHead&)>& progress);

}  // namespace ansvar::matrix
