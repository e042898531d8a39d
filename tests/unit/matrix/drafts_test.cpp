#include "unit/matrix/draft_school.hpp"

using namespace ansvar;
using namespace ansvar::tests;
using Kind = matrix::EditRefusal::Kind;

namespace {

std::vector<std::string> codes(const routing::Faults& faults) {
    std::vector<std::string> all;
    for (const auto& fault : faults) {
        all.push_back(fault.code);
    }
    std::sort(all.begin(), all.end());
    return all;
}

bool add_word(DraftSchool& school, std::string_view area, std::string_view word) {
    return school.database().in_transaction(
        [&](db::Transaction& tx) { return matrix::drafts::add_word(tx, school.draft, area, word, {}, tests::now); });
}

}  // namespace

TEST_CASE("a new draft says what its version says", "[matrix][db]") {
    DraftSchool school;
    const auto draft = school.read();
    const auto current = school.current();
    CHECK(draft.head.revision == 0);
    CHECK(draft.head.base_version == "1.4.0");
    CHECK(draft.head.started_by == "Anders Lund");
    CHECK(draft.matrix.areas() == current->matrix().areas());
    CHECK(draft.matrix.roles() == current->matrix().roles());
    CHECK(routing::compare({draft.lexicon, draft.matrix}, {current->router.lexicon(), current->matrix()}).empty());
    CHECK(matrix::draft_faults(draft).empty());
}

TEST_CASE("a word is put into a draft once, and only where it can stand", "[matrix][db]") {
    DraftSchool school;
    CHECK(add_word(school, "skrivare", " pappersslukaren "));
    CHECK_FALSE(add_word(school, "B017", "pappersslukaren"));
    CHECK(add_word(school, "TRIAGE", "lunchmeny"));
    CHECK_FALSE(add_word(school, "ingenting", "ord"));
    CHECK_FALSE(add_word(school, "skrivare", "ett;tv\u00e5"));
    CHECK_FALSE(add_word(school, "skrivare", "  "));
    const auto draft = school.read();
    CHECK(draft.head.revision == 2);
    CHECK(has(draft.lexicon.of(*draft.matrix.find("skrivare")).terms, "pappersslukaren"));
    CHECK(has(draft.lexicon.of_nowhere().terms, "lunchmeny"));
    CHECK(draft.revision_of("B017") == 0);
}

TEST_CASE("an area keeps its number and key whatever it is called, and each change is remembered", "[matrix][db]") {
    DraftSchool school;
    auto printers = school.area("skrivare");
    printers.name = "Kopiatorer och skrivare";
    printers.key = "something-else";
    printers.confidential = true;
    REQUIRE(school.edit(printers, 0));
    const auto renamed = school.area("B017");
    CHECK(renamed.key == "skrivare");
    CHECK(renamed.name == "Kopiatorer och skrivare");
    CHECK(renamed.confidential);
    const auto changes = school.database().read([&](db::Session& session) { return matrix::drafts::changes(session, school.draft, 100); });
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].by == "Anders Lund");
    CHECK(changes[0].row == "B017");
    CHECK(changes[0].before->find("\"name\":\"Skrivare\"") != std::string::npos);
    CHECK(changes[0].after->find("Kopiatorer") != std::string::npos);
    CHECK(school.version().find("B017")->name == "Skrivare");
}

TEST_CASE("two people edit a draft at once: different rows go side by side, the same row is refused and nothing is lost", "[matrix][db]") {
    DraftSchool school;
    auto printers = school.area("skrivare"), projectors = school.area("B018");
    printers.note = "Anders";
    projectors.note = "Sara";
    REQUIRE(school.edit(printers, 0, school.anders));
    REQUIRE(school.edit(projectors, 0, school.sara));
    auto of_sara = printers;
    of_sara.note = "Sara";
    const auto refused = school.edit(of_sara, 0, school.sara);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == Kind::Changed);
    CHECK(school.area("skrivare").note == "Anders");
    CHECK(school.area("B018").note == "Sara");
    const auto now = school.read().revision_of("B017");
    CHECK(school.edit(of_sara, now, school.sara));
    CHECK(school.area("skrivare").note == "Sara");

    // Words of the same row go side by side as long as the row itself is left as it is.
    CHECK(school.edit(of_sara, 0, school.anders, {.added_terms = {"papperskvadd"}}));
    CHECK(school.edit(of_sara, 0, school.sara, {.added_terms = {"tonerfl\u00e4ck"}, .removed_terms = {"papperskvadd"}}));
    const auto draft = school.read();
    CHECK(has(draft.lexicon.of(*draft.matrix.find("B017")).terms, "tonerfl\u00e4ck"));
    CHECK_FALSE(has(draft.lexicon.of(*draft.matrix.find("B017")).terms, "papperskvadd"));
}

TEST_CASE("what is wrong with a row is told at once, and nothing of it is taken", "[matrix][db]") {
    DraftSchool school;
    auto printers = school.area("skrivare");
    printers.level = "HYGIENE";
    printers.name = "";
    printers.responsible = {{"VAKTT", "", routing::Relation::Lead}};
    const auto refused = school.edit(printers, 0, school.anders, {.added_terms = {"ett;tv\u00e5"}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == Kind::Faulty);
    CHECK(codes(refused.error().faults) == std::vector<std::string>{"bad-level", "bad-word", "empty-area", "unknown-role"});
    CHECK(school.read().head.revision == 0);
}

TEST_CASE("areas are added, split, retired and taken back", "[matrix][db]") {
    DraftSchool school;
    auto robots = school.area("skrivare");
    robots.name = "Robotdammsugare";
    const auto added = matrix::edit_row(school.database(), school.draft, {.row = "", .area = robots}, school.anders, tests::now);
    REQUIRE(added);
    CHECK(*added == "B151");
    CHECK(school.area("B151").key == "robotdammsugare");
    const auto words = school.read().lexicon.of(school.area("skrivare")).terms;
    REQUIRE(words.size() > 2);
    const auto split = matrix::split_row(school.database(), school.draft,
                                         {.row = "B017", .expected = 0, .name = "Skrivare", .terms = {words[0], words[1]}}, school.anders, tests::now);
    REQUIRE_FALSE(split);  // the name stands there already
    CHECK(codes(split.error().faults) == std::vector<std::string>{"duplicate-area"});
    const auto part = matrix::split_row(school.database(), school.draft,
                                        {.row = "B017", .expected = 0, .name = "3D-skrivare", .terms = {words[0], words[1]}}, school.anders, tests::now);
    REQUIRE(part);
    CHECK(*part == "B152");
    auto draft = school.read();
    CHECK(draft.matrix.find("B152")->lead() == draft.matrix.find("B017")->lead());
    CHECK(draft.lexicon.of(*draft.matrix.find("B152")).terms == std::vector<std::string>{words[0], words[1]});
    CHECK_FALSE(has(draft.lexicon.of(*draft.matrix.find("B017")).terms, words[0]));

    REQUIRE(matrix::edit_row(school.database(), school.draft, {.row = "B018", .expected = 0}, school.anders, tests::now));
    draft = school.read();
    CHECK(draft.matrix.find("B018") == nullptr);
    CHECK(draft.matrix.areas().size() == 151);
    CHECK(matrix::draft_faults(draft).empty());
    const auto retired = *school.version().find("B018");
    REQUIRE(matrix::edit_row(school.database(), school.draft, {.row = "B018", .expected = draft.revision_of("B018"), .area = retired}, school.anders, tests::now));
    CHECK(school.area("B018") == retired);
}

TEST_CASE("a spreadsheet is taken in as so many changes, and a row is known by its number", "[matrix][db]") {
    DraftSchool school;
    auto draft = school.read();
    auto csv = routing::write_matrix(draft.matrix);
    const std::string before = ",Skrivare,ITS:A.W,", after = ",Kopiatorer,VAKT,";
    csv.replace(csv.find(before), before.size(), after);
    csv.replace(csv.find("skrivare,"), 9, ",");
    auto words = routing::write_lexicon(draft.lexicon, draft.matrix);
    const auto line = words.find("\nskrivare,") + 1;
    words.replace(line, words.find('\n', line) - line, "B017,kladdpapper,");
    const auto wanted = matrix::read_files(draft, {.matrix = csv, .words = words});
    REQUIRE(wanted);
    REQUIRE(matrix::take_files(school.database(), school.draft, 0, *wanted, school.anders, tests::now));
    draft = school.read();
    const auto* printers = draft.matrix.find("skrivare");
    REQUIRE(printers != nullptr);
    CHECK(printers->name == "Kopiatorer");
    CHECK(printers->lead().role == "VAKT");
    CHECK(draft.lexicon.of(*printers).terms == std::vector<std::string>{"kladdpapper"});
    CHECK(draft.revision_of("B018") == 0);
    const auto late = matrix::take_files(school.database(), school.draft, 0, *wanted, school.anders, tests::now);
    REQUIRE_FALSE(late);
    CHECK(late.error().kind == Kind::Changed);

    const auto faulty = matrix::read_files(draft, {.matrix = "row,level,column,area,responsible,note,source_text\nB1,X,,Y,ITSS,,\n", .words = ""});
    REQUIRE_FALSE(faulty);
    CHECK(codes(faulty.error().matrix) == std::vector<std::string>{"bad-level", "empty-column", "unknown-role"});
}
