#pragma once

#include "routing/lexicon.hpp"
#include "routing/matrix.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ansvar::routing {

/// One thing that is different between two versions of a matrix. Pages say it by `code` in their own words; the other members are
/// what the sentence names, and "" where the code does not need them. Flags are "yes" and "no", the other words those of the files.
struct Change {
    std::string code;     ///< stable; the list stands in routing/difference_text.cpp
    std::string subject;  ///< the area's key or the role's code
    std::string name;     ///< what the area (or the role, in Swedish) is called now; before, for what was removed
    std::string who;      ///< the responsible it is about: "ITS", "ITS:A.W", ":A.L"
    std::string before;
    std::string after;

    bool operator==(const Change&) const = default;
};

/// What `after` says otherwise than `before`. Areas are the same when they have the same key, roles when they have the same code.
/// First the roles and then the areas, in the order of `after`; what was removed comes last, in the order of `before`.
/// Empty exactly when both hold the same roles and areas, whatever their order and the matrices' version names.
std::vector<Change> compare(const Matrix& before, const Matrix& after);

/// Every code that `compare` gives. Pages have a text for each: change.<code>.
std::vector<std::string_view> change_codes();

/// "Skrivare: ITS → VAKT": English, for the command line. Pages have their own catalogue.
std::string explain(const Change& change);

/// What was added to and taken from one area's words.
struct WordsChange {
    std::string area;  ///< key, or TRIAGE for what no area answers for
    std::vector<std::string> added_terms;
    std::vector<std::string> removed_terms;
    std::vector<std::string> added_examples;
    std::vector<std::string> removed_examples;

    bool operator==(const WordsChange&) const = default;
};

/// A word list and the matrix whose areas it speaks of; both are the caller's.
struct WordsOfMatrix {
    const Lexicon& lexicon;
    const Matrix& matrix;
};

/// Only the areas whose words differ, in the order of `after`, then those that `after` lacks, then TRIAGE. The order of the words in a
/// list is no difference; a word that stands twice instead of once is one that was added.
std::vector<WordsChange> compare(const WordsOfMatrix& before, const WordsOfMatrix& after);

/// "skrivare: + häftapparat, - fax". One line; sentences in quotation marks.
std::string explain(const WordsChange& change);

}  // namespace ansvar::routing
