#pragma once

#include <string>

#include "matrix/change_words.hpp"
#include "matrix/unit_exceptions.hpp"

namespace ansvar::matrix {

/// "Skola B: Skrivare: ITS → VAKT", with the row's number where the matrix has none such any more.
std::string say(const ExceptionRecord& one, const routing::Matrix& matrix, const ChangeWords& words);

/// What publishing a draft does to exceptions, a sentence each.
std::vector<std::string> say(const unit_exceptions::Effects& effects, const routing::Matrix& base, const ChangeWords& words);

}  // namespace ansvar::matrix
