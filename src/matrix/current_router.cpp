#include "matrix/current_router.hpp"

#include <malloc.h>
#include <spdlog/spdlog.h>

#include <stdexcept>
#include <utility>

#include "matrix/matrix_store.hpp"
#include "matrix/unit_exceptions.hpp"
#include "routing/lexicon.hpp"

namespace ansvar::matrix {

namespace {

std::shared_ptr<const Edition> load(db::Session& session, const store::VersionHead& head, const Model& model, routing::Exceptions exceptions) {
    auto matrix = store::load_matrix(session, head);
    auto lexicon = store::load_lexicon(session, head.id, matrix);
    return std::make_shared<const Edition>(Edition{.id = head.id,
                                                   .checksum = head.checksum,
                                                   .dated = head.dated,
                                                   .valid_from = head.valid_from,
                                                   .router = routing::Router{std::move(matrix), std::move(lexicon), model}.with(std::move(exceptions))});
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

bool CurrentRouter::refresh_if_changed(db::Session& session, Timestamp now) {
    const auto head = store::find_current(session, now);
    const auto held = edition();
    if (!head) {
        return false;
    }
    auto exceptions = unit_exceptions::load(session, now);
    const bool is_same = held && held->id == head->id;
    if (is_same && held->router.exceptions() == exceptions) {
        return false;
    }
    std::shared_ptr<const Edition> fresh;
    if (is_same) {
        auto other = *held;
        other.router = held->router.with(std::move(exceptions));
        fresh = std::make_shared<const Edition>(std::move(other));
    } else {
        fresh = load(session, *head, model_, std::move(exceptions));
    }
    spdlog::info("matrix version {} ({}) takes effect with {} areas; {} units have exceptions", head->version, head->id.value,
                 fresh->matrix().areas().size(), fresh->router.exceptions().all().size());
    {
        const std::lock_guard lock{mutex_};
        edition_ = std::move(fresh);
    }
    ::malloc_trim(0);  // reading a word list leaves megabytes behind that nobody needs again
    return true;
}

}  // namespace ansvar::matrix
