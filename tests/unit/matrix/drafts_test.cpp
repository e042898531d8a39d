#include "matrix/drafts.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "matrix/matrix_store.hpp"
#include "routing/difference.hpp"
#include "unit/matrix/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using matrix::Candidate;
using matrix::DraftId;

namespace {

/// A school with the Blueprint in force and a draft of it.
struct DraftSchool : TestDatabase {
    DraftSchool() {
        REQUIRE(matrix::seed(database(), routing_data(), tests::now));
        base = database().read([&](db::Session& session) { return matrix::store::find_current(session, tests::now)->id; });
        draft = database().in_transaction(
            [&](db::Transaction& tx) { return matrix::drafts::start(tx, "Inf\u00f6r v\u00e5ren", base, {}, tests::now); });
    }

    Candidate read() {
        return database().read([&](db::Session& session) { return matrix::drafts::read(session, draft).value(); });
    }

    bool add_word(std::string_view area, std::string_view word) {
        return database().in_transaction(
            [&](db::Transaction& tx) { return matrix::drafts::add_word(tx, draft, area, word, {}, tests::now); });
    }

    matrix::VersionId base;
    DraftId draft;
};

bool has(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

TEST_CASE("a new draft says what its version says", "[matrix][db]") {
    DraftSchool school;
    const auto draft = school.read();
    const auto current = school.database().read([&](db::Session& session) { return matrix::load_current(session, tests::now); });
    CHECK(draft.head.revision == 0);
    CHECK(draft.head.base_version == "1.4.0");
    CHECK(draft.matrix.areas() == current->matrix().areas());
    CHECK(draft.matrix.roles() == current->matrix().roles());
    CHECK(routing::compare({draft.lexicon, draft.matrix}, {current->router.lexicon(), current->matrix()}).empty());
}

TEST_CASE("a word is put into a draft once, and only where it can stand", "[matrix][db]") {
    DraftSchool school;
    CHECK(school.add_word("skrivare", " pappersslukaren "));
    CHECK_FALSE(school.add_word("B017", "pappersslukaren"));
    CHECK(school.add_word("TRIAGE", "lunchmeny"));
    CHECK_FALSE(school.add_word("ingenting", "ord"));
    CHECK_FALSE(school.add_word("skrivare", "ett;tv\u00e5"));
    CHECK_FALSE(school.add_word("skrivare", "  "));
    const auto draft = school.read();
    CHECK(draft.head.revision == 2);
    CHECK(has(draft.lexicon.of(*draft.matrix.find("skrivare")).terms, "pappersslukaren"));
    CHECK(has(draft.lexicon.of_nowhere().terms, "lunchmeny"));
    CHECK(draft.revision_of(draft.matrix.find("skrivare")->row) == 0);
}
