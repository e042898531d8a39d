#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "routing/router.hpp"

namespace ansvar::matrix {

/// What the matrix page is narrowed to; an empty text narrows nothing.
struct Filter {
    std::string level;  ///< "HYGIEN"
    std::string role;   ///< code of any responsible, not only the lead
    std::string words;  ///< names, numbers (B017), or everyday words

    bool is_empty() const { return level.empty() && role.empty() && words.empty(); }
};

/// The areas that pass, in the document's order; pointers belong to the router's matrix.
/// Words are found in names, columns, B-numbers and responsible roles, whatever their ending or dots, and every one must be there; or they
/// are an expression of the word list. Areas that the router takes the words to mean are found too, surely meant ones always, likely ones when there is nothing else.
std::vector<const routing::Area*> search(const routing::Router& router, const Filter& filter);

}  // namespace ansvar::matrix
