#include "matrix/current_router.hpp"

#include <malloc.h>
#include <spdlog/spdlog.h>

#include <stdexcept>
#include <utility>

#include "matrix/matrix_store.hpp"
#include "matrix/models.hpp"
#include "matrix/unit_exceptions.hpp"
#include "queries/matrix.hpp"
#include "routing/lexicon.hpp"

namespace ansvar::matrix {

namespace {

std::shared_ptr<const Edition> load(db::Session& session, const store::VersionHead& head, const Model& model, routing::Exceptions exceptions) {
    auto matrix = store::load_matrix(session, head);
    auto lexicon = store::load_lexicon(session, head.id, matrix);
    auto own = models::load_or(session, head.model, model);
    routing::Router router{std::move(matrix), std::move(lexicon), own};
    return std::make_shared<const Edition>(Edition{.id = head.id,
                                                   .checksum = head.checksum,
                                                   .dated = head.dated,
                                                   .valid_from = head.valid_from,
                                                   .model = std::move(own),
                                                   .router = router.with(std::move(exceptions))});
}

/// What takes the place of the edition that is held: the same one when nothing has changed.
std::shared_ptr<const Edition> edition_after(db::Session& session, const std::shared_ptr<const Edition>& held, const store::VersionHead& head,
                                             const Model& model, Timestamp now) {
    auto exceptions = unit_exceptions::load(session, now);
    if (!held || held->id != head.id) {
        return load(session, head, model, std::move(exceptions));
    }
    if (held->router.exceptions() == exceptions) {
        return held;
    }
    auto other = *held;
    other.router = held->router.with(std::move(exceptions));
    return std::make_shared<const Edition>(std::move(other));
}

/// The version to route with, which nobody can take back any more.
std::optional<store::VersionHead> take_effect(db::Database& database, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) {
        auto head = store::find_current(tx, now);
        while (head && tx.execute(queries::matrix::mark_in_force, {{"id", head->id}, {"now", now}}) == 0) {
            head = store::find_current(tx, now);  // taken back this moment: the one before it goes on
        }
        return head;
    });
}

}  // namespace

std::shared_ptr<const Edition> load_current(db::Session& session, Timestamp now, const Model& model) {
    const auto head = store::find_current(session, now);
    return head ? load(session, *head, model, unit_exceptions::load(session, now)) : nullptr;
}

std::shared_ptr<const Edition> load_version(db::Session& session, VersionId id) {
    const auto head = store::find_version(session, id);
    return head ? load(session, *head, nullptr, {}) : nullptr;
}

std::shared_ptr<const Edition> CurrentRouter::edition() const {
    const std::lock_guard lock{mutex_};
    return edition_;
}

std::shared_ptr<const routing::Router> CurrentRouter::get() const {
    const auto held = edition();
    if (!held) {
        throw std::logic_error("no version of the matrix has been loaded");
    }
    return {held, &held->router};
}

bool CurrentRouter::refresh_if_changed(db::Database& database, Timestamp now) {
    const auto held = edition();
    auto head = database.read([&](db::Session& session) { return store::find_current(session, now); });
    if (head && (!held || held->id != head->id)) {
        head = take_effect(database, now);
    }
    if (!head) {
        return false;
    }
    const auto fresh = database.read([&](db::Session& session) { return edition_after(session, held, *head, model_, now); });
    if (fresh == held) {
        return false;
    }
    spdlog::info("matrix version {} ({}) takes effect with {} areas; {} units have exceptions", head->version, head->id.value,
                 fresh->matrix().areas().size(), fresh->router.exceptions().all().size());
    {
        const std::lock_guard lock{mutex_};
        edition_ = fresh;
    }
    ::malloc_trim(0);  // reading a word list leaves megabytes behind that nobody needs again
    return true;
}

}  // namespace ansvar::matrix
