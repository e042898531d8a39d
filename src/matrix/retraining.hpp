#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string_view>

#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/audit.hpp"
#include "matrix/drafts.hpp"

namespace ansvar::matrix {

/// A draft's router is trained anew on the requests that ship and the school's own corrections, but those of confidential tickets: a change of
/// the draft like any other, with the model in the database (decision 0087). Nothing routes with it before the draft is published.
namespace retraining {

enum class State { Waiting, Running, Failed };
std::string_view to_string(State state);  ///< "waiting", "running", "failed"

/// False when there is no such draft, or it is not open. One that waits already is not asked for twice.
bool ask(db::Database& database, DraftId draft, const identity::Actor& by, Timestamp now);
/// What has been asked for and is not done.
std::optional<State> find(db::Session& session, DraftId draft);
/// The draft reads texts as its base does again. False when it does, or is not open.
bool drop(db::Database& database, DraftId draft, const identity::Actor& by, Timestamp now);

/// Takes the oldest that waits (or that of `only`), trains for some seconds and puts the model into the draft; `data`: the folder with what
/// ships. The same draft, requests and corrections give the same model. When `stop` is asked it goes back to wait. Returns whether there
/// was one.
bool run_next(db::Database& database, const Clock& clock, const std::filesystem::path& data, const std::stop_token& stop = {},
              std::optional<DraftId> only = {});

}  // namespace retraining

}  // namespace ansvar::matrix
