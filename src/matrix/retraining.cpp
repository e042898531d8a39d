#include "matrix/retraining.hpp"

#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "core/secret.hpp"
#include "matrix/matrix_store.hpp"
#include "matrix/models.hpp"
#include "matrix/proposals.hpp"
#include "queries/matrix.hpp"
#include "routing/router.hpp"
#include "routing/school_data.hpp"
#include "routing/training.hpp"
#include "routing/words_of.hpp"

namespace ansvar::matrix::retraining {

namespace {

constexpr std::chrono::minutes lease{10};
constexpr routing::WordsOf<State, 3> state_words{{{State::Waiting, "waiting"}, {State::Running, "running"}, {State::Failed, "failed"}}};

struct Claim {
    DraftId draft;
    std::optional<PersonId> asked_by;
    std::string word;
};

struct Trained {
    routing::LinearModel model;
    std::size_t corrections = 0, requests = 0;
};

std::optional<std::string> text_of(const std::optional<ModelId>& model) { return model ? std::optional{model->text()} : std::nullopt; }

identity::AuditEntry entry(const char* action, DraftId draft, nlohmann::json details = nlohmann::json::object()) {
    return {.action = action, .object_kind = "matrix", .object_id = "draft/" + draft.text(), .details = std::move(details)};
}

std::optional<Claim> claim(db::Database& database, Timestamp now, std::optional<DraftId> only) {
    return database.in_transaction([&](db::Transaction& tx) -> std::optional<Claim> {
        const auto row = tx.row(queries::matrix::lock_due_training, {{"now", now}, {"only", only}});
        if (!row) {
            return {};
        }
        Claim mine{row->id<DraftId>("draft_id"), row->optional_id<PersonId>("asked_by_id"), random_token(16)};
        tx.execute(queries::matrix::claim_training, {{"draft_id", mine.draft}, {"claim", mine.word}, {"lease_until", now + lease}});
        return mine;
    });
}

void give_back(db::Database& database, const Claim& mine, const char* state) {
    database.execute_once(queries::matrix::give_back_training, {{"draft_id", mine.draft}, {"claim", mine.word}, {"state", state}});
}

/// Labels are looked up in the matrix that ships; what the draft does not have any more teaches nothing.
Trained train(db::Database& database, const Claim& mine, const std::filesystem::path& data, Timestamp now, const std::stop_token& stop) {
    const auto draft = database.read([&](db::Session& session) { return drafts::read(session, mine.draft).value(); });
    const routing::Router router{draft.matrix, draft.lexicon};
    const auto corrections = database.read([&](db::Session& session) { return load_corrections(session, router, now); });
    const auto shipped = routing::load_school_data(data);
    auto cases = routing::load_labelled_requests(data, shipped.matrix);
    const auto requests = cases.size();
    for (const auto& one : corrections) {
        cases.push_back({.id = std::to_string(one.ticket), .request = one.request, .areas = {one.area_key}, .role = "", .kind = "plain"});
    }
    return {routing::train_model(draft.matrix, draft.lexicon, cases, {}, stop), corrections.size(), requests};
}

void put_into_draft(db::Database& database, const Claim& mine, const Trained& trained, Timestamp now) {
    database.in_transaction([&](db::Transaction& tx) {
        const auto head = drafts::lock(tx, mine.draft);
        if (tx.execute(queries::matrix::delete_training, {{"draft_id", mine.draft}, {"claim", mine.word}}) == 0) {
            spdlog::warn("the training of draft {} was taken over by somebody else", mine.draft.value);
            return;
        }
        if (head->state != DraftHead::State::Open) {
            return;
        }
        const auto before = drafts::read(tx, mine.draft).value().model;
        const auto id = models::keep(tx, trained.model, trained.corrections, trained.requests, now);
        drafts::append(tx, *head, {{.kind = DraftChange::Kind::Trained, .row = "", .before = text_of(before), .after = id.text()}}, mine.asked_by, now);
        identity::record(tx, identity::Actor::system(),
                         entry("matrix.retrained", mine.draft, {{"model", trained.model.fingerprint()}, {"corrections", trained.corrections}}), now);
    });
}

}  // namespace

std::string_view to_string(State state) { return state_words.word(state); }

bool ask(db::Database& database, DraftId draft, const identity::Actor& by, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) {
        const auto head = drafts::lock(tx, draft);
        if (!head || head->state != DraftHead::State::Open) {
            return false;
        }
        tx.execute(queries::matrix::ask_training, {{"draft_id", draft}, {"now", now}, {"by", by.person}});
        identity::record(tx, by, entry("matrix.retrain_asked", draft), now);
        return true;
    });
}

std::optional<State> find(db::Session& session, DraftId draft) {
    const auto row = session.row(queries::matrix::select_training, {{"draft_id", draft}});
    if (!row) {
        return {};
    }
    return state_words.value(row->text("state"));
}

bool drop(db::Database& database, DraftId draft, const identity::Actor& by, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) {
        const auto head = drafts::lock(tx, draft);
        if (!head || head->state != DraftHead::State::Open) {
            return false;
        }
        const auto now_model = drafts::read(tx, draft).value().model;
        const auto of_base = store::get_version(tx, head->base).model;
        if (now_model == of_base) {
            return false;
        }
        drafts::append(tx, *head, {{.kind = DraftChange::Kind::Trained, .row = "", .before = text_of(now_model), .after = text_of(of_base)}}, by.person, now);
        identity::record(tx, by, entry("matrix.retraining_dropped", draft), now);
        return true;
    });
}

bool run_next(db::Database& database, const Clock& clock, const std::filesystem::path& data, const std::stop_token& stop, std::optional<DraftId> only) {
    const auto mine = claim(database, clock.now(), only);
    if (!mine) {
        return false;
    }
    try {
        const auto trained = train(database, *mine, data, clock.now(), stop);
        if (stop.stop_requested()) {
            give_back(database, *mine, "waiting");
        } else {
            put_into_draft(database, *mine, trained, clock.now());
        }
    } catch (const db::Error&) {
        throw;  // the lease runs out, and somebody begins anew
    } catch (const std::exception& fault) {
        spdlog::error("the router of draft {} could not be trained: {}", mine->draft.value, fault.what());
        give_back(database, *mine, "failed");
    }
    return true;
}

}  // namespace ansvar::matrix::retraining
