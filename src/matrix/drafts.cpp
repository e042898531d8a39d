#include "matrix/drafts.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "core/number.hpp"
#include "core/text.hpp"
#include "matrix/draft_values.hpp"
#include "matrix/matrix_store.hpp"
#include "queries/matrix.hpp"

namespace ansvar::matrix {

namespace {

using Kind = DraftChange::Kind;
using nlohmann::json;

constexpr std::size_t longest_word = 200;

constexpr std::pair<Kind, std::string_view> kinds[]{{Kind::Row, "row"}, {Kind::Term, "term"}, {Kind::Example, "example"}, {Kind::Trained, "model"}};

std::string_view word_of(Kind kind) {
    return std::find_if(std::begin(kinds), std::end(kinds), [&](const auto& one) { return one.first == kind; })->second;
}

Kind kind_from(std::string_view word) {
    return std::find_if(std::begin(kinds), std::end(kinds), [&](const auto& one) { return one.second == word; })->first;
}

DraftHead::State state_from(std::string_view word) {
    return word == "open" ? DraftHead::State::Open : word == "published" ? DraftHead::State::Published : DraftHead::State::Discarded;
}

std::optional<unsigned> optional_number(const db::Row& row, std::string_view column) {
    const auto number = row.optional_integer(column);
    return number ? std::optional{static_cast<unsigned>(*number)} : std::nullopt;
}

DraftHead read_head(const db::Row& row) {
    return {.id = row.id<DraftId>("id"),
            .name = row.text("name"),
            .base = row.id<VersionId>("base_id"),
            .base_version = row.text("base_version"),
            .state = state_from(row.text("state")),
            .revision = static_cast<unsigned>(row.integer("revision")),
            .started_at = row.time("started_at"),
            .started_by = row.text("started_by"),
            .replayed_revision = optional_number(row, "replayed_revision"),
            .approved_revision = optional_number(row, "approved_revision"),
            .approved_by = row.optional_id<PersonId>("approved_by_id"),
            .approver = row.text("approver")};
}

/// A draft while its changes are gone through.
class Reading {
public:
    Reading(std::vector<routing::Area> areas, WordsByRow words, std::optional<ModelId> model)
        : areas_{std::move(areas)}, words_{std::move(words)}, model_{model} {}

    void take(const DraftChange& change) {
        if (change.kind == Kind::Row) {
            take_row(change);
            return;
        }
        if (change.kind == Kind::Trained) {
            model_ = change.after ? id_from<ModelId>(*change.after) : std::nullopt;
            return;
        }
        auto& words = words_[change.row];
        auto& list = change.kind == Kind::Term ? words.terms : words.examples;
        change.after ? put_in(list, *change.after) : take_out(list, *change.before);
    }

    Candidate finish(DraftHead head, std::vector<routing::Role> roles) && {
        auto name = head.name;
        routing::Matrix matrix{std::move(name), std::move(roles), std::move(areas_)};
        auto lexicon = lexicon_of(words_, matrix);
        return {.head = std::move(head),
                .matrix = std::move(matrix),
                .lexicon = std::move(lexicon),
                .row_revisions = std::move(revisions_),
                .split_from = std::move(split_from_),
                .retired = std::move(retired_),
                .model = model_};
    }

private:
    void take_row(const DraftChange& change) {
        revisions_[change.row] = change.number;
        const auto at = std::find_if(areas_.begin(), areas_.end(), [&](const auto& area) { return area.row == change.row; });
        if (!change.after) {
            if (at != areas_.end()) {
                retired_.insert_or_assign(change.row, std::move(*at));
                areas_.erase(at);
            }
            return;
        }
        retired_.erase(change.row);
        if (auto of = read_split_from(*change.after); !of.empty()) {
            split_from_.insert_or_assign(change.row, std::move(of));
        }
        if (at != areas_.end()) {
            *at = read_area(*change.after);
        } else {
            add(read_area(*change.after));
        }
    }

    /// A new area stands last in its column.
    void add(routing::Area area) {
        const auto last = std::find_if(areas_.rbegin(), areas_.rend(),
                                       [&](const auto& one) { return one.level == area.level && one.column == area.column; });
        areas_.insert(last == areas_.rend() ? areas_.end() : last.base(), std::move(area));
    }

    std::vector<routing::Area> areas_;
    WordsByRow words_;
    std::map<std::string, unsigned> revisions_;
    std::map<std::string, std::string> split_from_;
    std::map<std::string, routing::Area> retired_;
    std::optional<ModelId> model_;
};

}  // namespace

unsigned Candidate::revision_of(const std::string& row) const {
    const auto found = row_revisions.find(row);
    return found == row_revisions.end() ? 0 : found->second;
}

namespace drafts {

std::vector<DraftHead> list(db::Session& session) {
    std::vector<DraftHead> all;
    session.each(queries::matrix::select_drafts, {{"id", std::optional<DraftId>{}}},
                 [&](const db::Row& row) { all.push_back(read_head(row)); });
    return all;
}

std::optional<DraftHead> find(db::Session& session, DraftId id) {
    const auto row = session.row(queries::matrix::select_drafts, {{"id", std::optional{id}}});
    return row ? std::optional{read_head(*row)} : std::nullopt;
}

std::vector<DraftChange> changes(db::Session& session, DraftId id, unsigned up_to) {
    std::vector<DraftChange> all;
    session.each(queries::matrix::select_draft_changes, {{"draft_id", id}, {"up_to", up_to}}, [&](const db::Row& row) {
        all.push_back({.number = static_cast<unsigned>(row.integer("number")),
                       .kind = kind_from(row.text("kind")),
                       .row = row.text("row_ref"),
                       .before = row.optional_text("before_value"),
                       .after = row.optional_text("after_value"),
                       .at = row.time("changed_at"),
                       .by = row.text("changed_by")});
    });
    return all;
}

std::optional<Candidate> read(db::Session& session, DraftId id) {
    auto head = find(session, id);
    if (!head) {
        return std::nullopt;
    }
    const auto base = store::get_version(session, head->base);
    const auto matrix = store::load_matrix(session, base);
    const auto lexicon = store::load_lexicon(session, base.id, matrix);
    Reading reading{matrix.areas(), words_by_row(lexicon, matrix), base.model};
    for (const auto& change : changes(session, id, head->revision)) {
        reading.take(change);
    }
    return std::move(reading).finish(std::move(*head), matrix.roles());
}

DraftId start(db::Transaction& tx, std::string_view name, VersionId base, std::optional<PersonId> by, Timestamp now) {
    tx.execute(queries::matrix::insert_draft, {{"name", name}, {"base_id", base}, {"by", by}, {"now", now}});
    return DraftId{tx.last_insert_id()};
}

std::optional<DraftHead> lock(db::Transaction& tx, DraftId id) {
    return tx.row(queries::matrix::lock_draft, {{"id", id}}) ? find(tx, id) : std::nullopt;
}

unsigned append(db::Transaction& tx, const DraftHead& head, const std::vector<NewChange>& changes, std::optional<PersonId> by,
                Timestamp now) {
    auto rows = json::array();
    auto number = head.revision;
    for (const auto& change : changes) {
        rows.push_back({{"number", ++number}, {"kind", word_of(change.kind)}, {"row", change.row}});
        if (change.before) {
            rows.back()["before"] = *change.before;
        }
        if (change.after) {
            rows.back()["after"] = *change.after;
        }
    }
    if (!changes.empty()) {
        tx.execute(queries::matrix::insert_draft_changes, {{"draft_id", head.id}, {"rows", rows.dump()}, {"by", by}, {"now", now}});
        tx.execute(queries::matrix::update_draft_revision, {{"id", head.id}, {"revision", number}});
    }
    return number;
}

bool add_word(db::Transaction& tx, DraftId id, std::string_view area, std::string_view word, std::optional<PersonId> by, Timestamp now) {
    const auto head = lock(tx, id);
    word = trim(word);
    if (!head || head->state != DraftHead::State::Open || word.empty() || word.find(';') != std::string_view::npos ||
        check_line(word, longest_word) != TextFault::None) {
        return false;
    }
    const auto draft = read(tx, id).value();
    const auto* found = draft.matrix.find(area);
    if (found == nullptr && area != routing::triage_role) {
        return false;
    }
    const auto& terms = (found != nullptr ? draft.lexicon.of(*found) : draft.lexicon.of_nowhere()).terms;
    if (std::find(terms.begin(), terms.end(), word) != terms.end()) {
        return false;
    }
    append(tx, *head,
           {{.kind = Kind::Term,
             .row = found != nullptr ? found->row : std::string{area},
             .before = std::nullopt,
             .after = std::string{word}}},
           by, now);
    return true;
}

void mark_replay_seen(db::Transaction& tx, DraftId id, unsigned revision) {
    tx.execute(queries::matrix::update_draft_replayed, {{"id", id}, {"revision", revision}});
}

}  // namespace drafts

}  // namespace ansvar::matrix
