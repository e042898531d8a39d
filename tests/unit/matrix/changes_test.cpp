#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

#include "routing/difference.hpp"
#include "web/texts.hpp"

using namespace ansvar;

namespace {

const web::Texts& texts() {
    static const web::Texts loaded{std::filesystem::path{ANSVAR_SOURCE_DIR} / "templates/text"};
    return loaded;
}

/// As pages say it: the relations' words are texts of their own.
std::string say(web::Language language, routing::Change change) {
    for (auto* word : {&change.before, &change.after}) {
        if (const auto key = "change.relation." + *word; routing::relation_from(*word)) {
            *word = texts().text(language, key);
        }
    }
    return texts().format(language, "change." + change.code,
                          {{"name", change.name}, {"who", change.who}, {"before", change.before}, {"after", change.after}});
}

}  // namespace

TEST_CASE("every kind of change of a matrix is said in both languages", "[matrix]") {
    for (const auto code : routing::change_codes()) {
        const routing::Change change{std::string{code}, "skrivare", "Skrivare", "ITS", "yes", "no"};
        CAPTURE(code);
        REQUIRE(texts().has("change." + change.code));
        CHECK((say(web::Language::Sv, change) == say(web::Language::En, change)) == (code == "lead-changed"));
    }
}

TEST_CASE("a principal reads what is different about the matrix", "[matrix]") {
    const auto [change, swedish] = GENERATE(table<routing::Change, std::string>({
        {{"lead-changed", "skrivare", "Skrivare", "", "ITS", "VAKT"}, "Skrivare: ITS → VAKT"},
        {{"area-renamed", "skrivare", "Kopiatorer", "", "Skrivare", "Kopiatorer"}, "Skrivare heter nu Kopiatorer"},
        {{"priority-changed", "skrivare", "Skrivare", "", "normal", "high"}, "Skrivare: prioritet normal → hög"},
        {{"responsible-added", "skrivare", "Skrivare", "REK", "", "approve"}, "Skrivare: REK svarar också (den som ska godkänna)"},
        {{"holder-changed", "skrivare", "Skrivare", "ITS", "A.W", "B.C"}, "Skrivare: innehavare för ITS är ”B.C”, var ”A.W”"},
    }));
    CHECK(say(web::Language::Sv, change) == swedish);
}
