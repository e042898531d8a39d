#pragma once

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "matrix/draft_edits.hpp"
#include "matrix/drafts.hpp"
#include "matrix/matrix_store.hpp"
#include "matrix/publication.hpp"
#include "routing/difference.hpp"
#include "unit/matrix/school.hpp"

namespace ansvar::tests {

inline const db::Query insert_owners{"test/insert_owners",
                                     "INSERT INTO people (id, name, is_matrix_owner, created_at) VALUES "
                                     "(1, 'Anders Lund', 1, UTC_TIMESTAMP(6)), (2, 'Sara Berg', 1, UTC_TIMESTAMP(6))"};

/// A school with the Blueprint in force, two who look after it, and a draft of it.
struct DraftSchool : TestDatabase {
    DraftSchool() {
        REQUIRE(matrix::seed(database(), routing_data(), tests::now));
        database().execute_once(insert_owners);
        base = in_force(tests::now);
        draft = start("V\u00e5ren");
    }

    /// Waits longer than a request may: these tests also pass on a machine that is busy with others.
    db::Database& database() { return patient_; }

    matrix::DraftId start(std::string_view name, Timestamp at = tests::now) {
        const auto of = in_force(at);
        return database().in_transaction([&](db::Transaction& tx) { return matrix::drafts::start(tx, name, of, anders, at); });
    }

    matrix::VersionId in_force(Timestamp at) {
        return database().read([&](db::Session& session) { return matrix::store::find_current(session, at)->id; });
    }

    std::shared_ptr<const matrix::Edition> current(Timestamp at = tests::now) {
        return database().read([&](db::Session& session) { return matrix::load_current(session, at); });
    }

    /// The version the draft is based on.
    routing::Matrix version() {
        return database().read([&](db::Session& session) { return matrix::store::load_matrix(session, matrix::store::get_version(session, base)); });
    }

    matrix::Candidate read() { return read(draft); }
    matrix::Candidate read(matrix::DraftId id) {
        return database().read([&](db::Session& session) { return matrix::drafts::read(session, id).value(); });
    }
    routing::Area area(std::string_view key) { return *read().matrix.find(key); }

    Result<std::string, matrix::EditRefusal> edit(const routing::Area& area, unsigned expected, PersonId by = anders,
                                                  matrix::WordsEdit words = {}) {
        return matrix::edit_row(database(), draft, {.row = area.row, .expected = expected, .area = area, .words = std::move(words)}, by, tests::now);
    }
    /// Printers go to the caretaker.
    void move_printers() {
        auto printers = area("skrivare");
        printers.responsible = {{"VAKT", "", routing::Relation::Lead}};
        REQUIRE(edit(printers, read().revision_of(printers.row)));
    }

    matrix::Publishing publish(const std::string& version, std::optional<Timestamp> from = {}, Timestamp at = tests::now) {
        return matrix::publish(database(), draft, {.version = version, .from = from, .note = "", .without_replay = true}, actor(anders), at);
    }

    static identity::Actor actor(PersonId person) { return {.kind = identity::Actor::Kind::Session, .person = person}; }

    static constexpr PersonId anders{1};
    static constexpr PersonId sara{2};
    matrix::VersionId base;
    matrix::DraftId draft;

private:
    db::Database patient_{settings().patient()};
};

inline bool has(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace ansvar::tests
