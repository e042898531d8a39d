#pragma once

#include <string>
#include <string_view>

#include "routing/area.hpp"
#include "routing/lexicon.hpp"

namespace ansvar::matrix {

/// A row of the matrix as the changes of a draft keep it.
std::string write_area(const routing::Area& area);
routing::Area read_area(std::string_view json);

/// Takes the words out, or adds those that are not there; their order stays.
void take_out(std::vector<std::string>& words, std::string_view word);
void put_in(std::vector<std::string>& words, std::string_view word);

}  // namespace ansvar::matrix
