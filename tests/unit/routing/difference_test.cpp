#include "routing/difference.hpp"

#include "school.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <set>

using namespace ansvar::routing;

namespace {

const Matrix& blueprint() {
    return school::data().matrix;
}

Matrix with_areas(std::vector<Area> areas) {
    return Matrix("draft", blueprint().roles(), std::move(areas));
}

Matrix with_roles(std::vector<Role> roles) {
    return Matrix("draft", std::move(roles), blueprint().areas());
}

/// The Blueprint with one area changed.
Matrix with_area(std::size_t at, const std::function<void(Area&)>& change) {
    auto areas = blueprint().areas();
    change(areas.at(at));
    return with_areas(std::move(areas));
}

struct Mutation {
    std::string code;
    std::function<void(Area&)> change;
};

const std::vector<Mutation>& single_fields() {
    static const std::vector<Mutation> all{
        {"area-renamed", [](Area& area) { area.name += " två"; }},
        {"row-changed", [](Area& area) { area.row = "X" + area.row; }},
        {"level-changed", [](Area& area) { area.level = area.level == "ALLA" ? "HYGIEN" : "ALLA"; }},
        {"column-changed", [](Area& area) { area.column += " och mer"; }},
        {"lead-changed", [](Area& area) { area.responsible.front().role = area.lead().role == "REK" ? "HÄL" : "REK"; }},
        {"priority-changed", [](Area& area) { area.default_priority = Priority::Low; }},
        {"confidential-changed", [](Area& area) { area.confidential = !area.confidential; }},
        {"emergency-changed", [](Area& area) { area.emergency = !area.emergency; }},
        {"note-changed", [](Area& area) { area.note += "!"; }},
        {"source-changed", [](Area& area) { area.source_text += "!"; }},
        {"responsible-added",
         [](Area& area) {
             area.responsible.push_back({"NY", "", Relation::Approve});
         }},
    };
    return all;
}

std::vector<std::string> sentences_of(const std::vector<Change>& changes) {
    std::vector<std::string> sentences;
    for (const auto& change : changes) {
        sentences.push_back(explain(change));
    }
    return sentences;
}

}  // namespace

TEST_CASE("a matrix differs in nothing from itself, whatever the order of its rows", "[routing][difference]") {
    CHECK(compare(blueprint(), blueprint()).empty());
    CHECK(compare(Matrix{}, Matrix{}).empty());
    auto areas = blueprint().areas();
    std::reverse(areas.begin(), areas.end());
    CHECK(compare(blueprint(), with_areas(areas)).empty());
}

TEST_CASE("every change of one field of one row of the Blueprint is told exactly once", "[routing][difference]") {
    for (std::size_t at = 0; at < blueprint().areas().size(); ++at) {
        for (const auto& [code, change] : single_fields()) {
            const auto after = with_area(at, change);
            const auto changes = compare(blueprint(), after);
            CAPTURE(blueprint().areas()[at].row, code);
            REQUIRE(changes.size() == 1);
            CHECK(changes.front().code == code);
            CHECK(changes.front().subject == blueprint().areas()[at].key);
            CHECK(changes.front().name == after.areas()[at].name);
            const auto back = compare(after, blueprint());
            REQUIRE(back.size() == 1);
            CHECK(back.front().before == changes.front().after);
            CHECK(back.front().after == changes.front().before);
        }
    }
}

TEST_CASE("every change of one responsible of one row of the Blueprint is told exactly once", "[routing][difference]") {
    const std::vector<std::pair<std::string, std::function<void(Responsible&)>>> mutations{
        {"holder-changed", [](Responsible& one) { one.holder += "Z"; }},
        {"relation-changed",
         [](Responsible& one) { one.relation = one.relation == Relation::Approve ? Relation::Joint : Relation::Approve; }},
    };
    std::size_t told = 0;
    for (std::size_t at = 0; at < blueprint().areas().size(); ++at) {
        const auto& area = blueprint().areas()[at];
        for (std::size_t place = 0; place < area.responsible.size(); ++place) {
            for (const auto& [code, change] : mutations) {
                if (place == 0 && code == "relation-changed") {
                    continue;  // the first always leads
                }
                const auto changes = compare(blueprint(), with_area(at, [&](Area& each) { change(each.responsible[place]); }));
                CAPTURE(area.row, place, code);
                REQUIRE(changes.size() == 1);
                CHECK(changes.front().code == (area.responsible[place].role.empty() ? "lead-changed" : code));
                ++told;
            }
        }
    }
    CHECK(told > blueprint().areas().size());
}

TEST_CASE("every change of one field of one role is told exactly once", "[routing][difference]") {
    const std::vector<std::pair<std::string, std::function<void(Role&)>>> mutations{
        {"role-renamed-sv", [](Role& role) { role.name_sv += "!"; }},
        {"role-renamed-en", [](Role& role) { role.name_en += "!"; }},
        {"role-kind-changed", [](Role& role) { role.kind = role.kind == RoleKind::Queue ? RoleKind::Referral : RoleKind::Queue; }},
        {"role-mail-changed", [](Role& role) { role.mail += "ny@skola.example"; }},
        {"role-sharing-changed", [](Role& role) { role.shared_by.push_back("REK"); }},
    };
    for (std::size_t at = 0; at < blueprint().roles().size(); ++at) {
        for (const auto& [code, change] : mutations) {
            auto roles = blueprint().roles();
            change(roles[at]);
            const auto changes = compare(blueprint(), with_roles(roles));
            CAPTURE(roles[at].code, code);
            REQUIRE(changes.size() == 1);
            CHECK(changes.front().code == code);
            CHECK(changes.front().who == roles[at].code);
        }
    }
}

TEST_CASE("rows and roles that come and go are told, in the order of the new matrix", "[routing][difference]") {
    auto areas = blueprint().areas();
    const auto removed = areas[3];
    areas.erase(areas.begin() + 3);
    auto added = areas[0];
    added.key = "robotar";
    added.row = "B151";
    added.name = "Robotar";
    areas.insert(areas.begin() + 1, added);
    std::swap(areas[0], areas[100]);
    areas[0].note = "first now";
    areas[100].note = "last now";
    auto roles = blueprint().roles();
    roles.push_back({"ROB", "Robotskötare", "Robot keeper", RoleKind::Queue, "", {}});
    const auto changes = compare(blueprint(), Matrix("draft", roles, areas));
    REQUIRE(changes.size() == 5);
    CHECK(changes[0] == Change{"role-added", "ROB", "Robotskötare", "ROB", "", "ROB"});
    CHECK(changes[1].code == "note-changed");
    CHECK(changes[1].subject == areas[0].key);
    CHECK(changes[2] == Change{"area-added", "robotar", "Robotar", "", "", "ITS:A.W"});
    CHECK(changes[3].subject == areas[100].key);
    CHECK(changes[4] == Change{"area-removed", removed.key, removed.name, "", "ITS:A.W", ""});
    const auto back = compare(Matrix("draft", roles, areas), blueprint());
    CHECK(back.front() == Change{"role-removed", "ROB", "Robotskötare", "ROB", "ROB", ""});
}

TEST_CASE("a principal reads who answers now", "[routing][difference]") {
    const auto at = blueprint().index_of(*blueprint().find("skrivare"));
    const auto [responsible, told] = GENERATE(table<std::vector<Responsible>, std::vector<std::string>>({
        {{{"VAKT", "", Relation::Lead}}, {"Skrivare: ITS:A.W → VAKT"}},
        {{{"ITS", "B.C", Relation::Lead}}, {"Skrivare: the holder for ITS is \"B.C\", was \"A.W\""}},
        {{{"ITS", "A.W", Relation::Lead}, {"REK", "", Relation::Approve}}, {"Skrivare: REK answers too (approve)"}},
        {{{"REK", "", Relation::Lead}, {"ITS", "A.W", Relation::Consulted}},
         {"Skrivare: ITS:A.W → REK", "Skrivare: ITS:A.W answers too (consulted)"}},
    }));
    CHECK(sentences_of(compare(blueprint(), with_area(at, [&](Area& area) { area.responsible = responsible; }))) == told);
}

TEST_CASE("the others of a row are compared one by one, not by their places", "[routing][difference]") {
    const auto matrix_of = [](const std::string& responsible, const std::string& relation) {
        auto matrix = read_matrix(
            "row,level,column,area,responsible,note,source_text,relation\nB1,ALLA,K,Prov," + responsible + ",,," + relation + "\n",
            blueprint().roles(), "x");
        REQUIRE(matrix);
        return *matrix;
    };
    const auto before = matrix_of("ITS; ITP; SEK; VAKT:A.B", "lead; approve; consulted; any-of");
    CHECK(sentences_of(compare(before, matrix_of("ITS; SEK; VAKT:A.B; ITP", "lead; consulted; any-of; approve"))) ==
          std::vector<std::string>{"Prov: the others stand as SEK, VAKT:A.B, ITP, stood as ITP, SEK, VAKT:A.B"});
    CHECK(sentences_of(compare(before, matrix_of("ITS; SEK; VAKT", "lead; approve; any-of"))) ==
          std::vector<std::string>{"Prov: SEK is approve, was consulted", "Prov: the holder for VAKT is \"\", was \"A.B\"",
                                   "Prov: ITP answers no longer (was approve)"});
}

TEST_CASE("every kind of change has a sentence, and what it names is never taken for a place of its own", "[routing][difference]") {
    for (const auto& [code, change] : single_fields()) {
        const auto changes = compare(blueprint(), with_area(0, change));
        CHECK(explain(changes.front()) != code);
        CHECK(explain(changes.front()).find('{') == std::string::npos);
    }
    CHECK(explain({"lead-changed", "k", "{before}", "", "{after}", "{name}"}) == "{before}: {after} → {name}");
    CHECK(explain({"unheard-of", "", "", "", "", ""}) == "unheard-of");
}

TEST_CASE("the words of an area are compared as a set", "[routing][difference][lexicon]") {
    const auto& [matrix, words] = school::data();
    CHECK(compare(WordsOfMatrix{words, matrix}, WordsOfMatrix{words, matrix}).empty());
    const auto before = read_lexicon("row,terms,examples\nB017,fax;toner;toner,Skriv ut\nB001,konto,\nTRIAGE,kaka,\n", matrix);
    const auto after =
        read_lexicon("row,terms,examples\nTRIAGE,kaka;tårta,\nB017,toner;häftapparat;fax,Skriv ut nu\nB001,konto,\n", matrix);
    REQUIRE(before);
    REQUIRE(after);
    const auto changes = compare(WordsOfMatrix{*before, matrix}, WordsOfMatrix{*after, matrix});
    CHECK(changes == std::vector<WordsChange>{{"skrivare", {"häftapparat"}, {"toner"}, {"Skriv ut nu"}, {"Skriv ut"}},
                                              {"TRIAGE", {"tårta"}, {}, {}, {}}});
    CHECK(explain(changes.front()) == "skrivare: + häftapparat, - toner, + \"Skriv ut nu\", - \"Skriv ut\"");
}

TEST_CASE("an area that is gone loses all its words", "[routing][difference][lexicon]") {
    const auto& [matrix, words] = school::data();
    auto areas = matrix.areas();
    const auto gone = areas.back();
    areas.pop_back();
    const auto shorter = with_areas(areas);
    const auto changes = compare(WordsOfMatrix{words, matrix}, WordsOfMatrix{words, shorter});
    REQUIRE(changes.size() == 1);
    CHECK(changes.front().area == gone.key);
    CHECK(changes.front().removed_terms == words.of(gone).terms);
    CHECK(changes.front().removed_examples == words.of(gone).examples);
}

TEST_CASE("every word taken from the list is told exactly once", "[routing][difference][lexicon]") {
    const auto& [matrix, words] = school::data();
    for (const auto& area : matrix.areas()) {
        auto more = words;
        more.add_term(area, "ett ord som ingen har");
        more.add_example(area, "En mening som ingen har.");
        CAPTURE(area.row);
        CHECK(compare(WordsOfMatrix{more, matrix}, WordsOfMatrix{words, matrix}) ==
              std::vector<WordsChange>{{area.key, {}, {"ett ord som ingen har"}, {}, {"En mening som ingen har."}}});
    }
}
