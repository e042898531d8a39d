#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "routing/area.hpp"
#include "routing/lexicon.hpp"
#include "routing/matrix.hpp"

namespace ansvar::matrix {

/// A row of the matrix as the changes of a draft keep it.
std::string write_area(const routing::Area& area, std::string_view split_from = {});
routing::Area read_area(std::string_view json);
/// The number of the row that it was split from; "" for none.
std::string read_split_from(std::string_view json);

/// The words of a matrix' areas, by the number of the row; TRIAGE: those that no area answers for.
using WordsByRow = std::map<std::string, routing::AreaWords>;
WordsByRow words_by_row(const routing::Lexicon& lexicon, const routing::Matrix& matrix);
/// The other way; words of rows that the matrix lacks are left out. The words must have been checked: no ';' in terms, no '|' in examples.
routing::Lexicon lexicon_of(const WordsByRow& words, const routing::Matrix& matrix);

/// Takes the words out, or adds those that are not there; their order stays.
void take_out(std::vector<std::string>& words, std::string_view word);
void put_in(std::vector<std::string>& words, std::string_view word);

}  // namespace ansvar::matrix
