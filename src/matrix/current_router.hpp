#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "core/time.hpp"
#include "db/database.hpp"
#include "db/session.hpp"
#include "matrix/edition.hpp"

namespace ansvar::matrix {

/// The edition that is valid at `now`, with the version's own model, or `model`, the one that ships. Takes some tens of milliseconds: the router learns its words. nullptr when nothing has been
/// imported yet.
std::shared_ptr<const Edition> load_current(db::Session& session, Timestamp now, const Model& model = nullptr);

/// Any version, to be read; its router knows words alone. nullptr when there is no such version.
std::shared_ptr<const Edition> load_version(db::Session& session, VersionId id);

/// The edition this process routes with. Safe from any thread; whoever got one may keep it while a newer one takes its place.
class CurrentRouter {
public:
    explicit CurrentRouter(Model model = nullptr) : model_(std::move(model)) {}

    /// nullptr before the first refresh that found one.
    std::shared_ptr<const Edition> edition() const;
    /// The edition's router; throws std::logic_error before the first refresh that found one.
    std::shared_ptr<const routing::Router> get() const;

    /// Loads the valid edition when it is another than the one held: after an import beside this process, when its day has come, or when
    /// a unit has other exceptions. Version and exceptions are swapped as one. Before a planned version is taken in, it is written down that it
    /// is in force: from then on nobody takes it back (decision 0083). Two small queries when nothing has changed. Returns whether something did. Called by one thread at a time (start, then a timer).
    bool refresh_if_changed(db::Database& database, Timestamp now);

private:
    Model model_;
    mutable std::mutex mutex_;
    std::shared_ptr<const Edition> edition_;
};

}  // namespace ansvar::matrix
