#include "matrix/withdrawal.hpp"

#include "matrix/unit_exceptions.hpp"
#include "queries/matrix.hpp"

namespace ansvar::matrix {

std::optional<Withdrawal> withdrawal_of(db::Session& session, VersionId id, Timestamp now) {
    const auto version = find_version(session, id);
    if (!version || !version->is_planned(now)) {
        return {};
    }
    const auto goes_along = session.row(queries::matrix::count_withdrawal, {{"version_id", id}}).value();
    return Withdrawal{.version = version->version,
                      .draft = version->draft,
                      .moves = goes_along.integer("moves"),
                      .exceptions = goes_along.integer("exceptions")};
}

std::optional<Withdrawal> withdraw(db::Database& database, VersionId id, const identity::Actor& by, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) -> std::optional<Withdrawal> {
        const auto version = find_version(tx, id);
        const auto draft = version && version->draft ? drafts::lock(tx, *version->draft) : std::nullopt;
        tx.row(queries::matrix::lock_versions, {});  // as publishing does: what stands in force at a time is decided one after the other
        const auto undone = withdrawal_of(tx, id, now);
        if (!undone || tx.execute(queries::matrix::withdraw_version, {{"id", id}, {"now", now}, {"by", by.person}}) == 0) {
            return {};
        }
        tx.execute(queries::matrix::delete_planned_moves, {{"version_id", id}});
        unit_exceptions::give_back(tx, id, by, now);
        if (draft && draft->state == DraftHead::State::Published) {
            tx.execute(queries::matrix::update_draft_state, {{"id", draft->id}, {"state", "open"}});
        }
        identity::record(tx, by,
                         {.action = "matrix.withdrawn",
                          .object_kind = "matrix",
                          .object_id = undone->version,
                          .details = {{"version", id.value},
                                      {"draft", draft ? draft->id.value : 0},
                                      {"from", to_sql(version->valid_from)},
                                      {"moves", undone->moves},
                                      {"exceptions", undone->exceptions}}},
                         now);
        return undone;
    });
}

}  // namespace ansvar::matrix
