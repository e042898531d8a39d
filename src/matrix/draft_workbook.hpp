#pragma once

#include "core/workbook.hpp"
#include "matrix/draft_edits.hpp"

/// A draft's two files as the sheets of one workbook: "matrix" and "words", with the same columns as the CSV files.
namespace ansvar::matrix {

std::string write_draft_workbook(const Candidate& draft);

/// The sheets as CSV, line for line. A workbook of one sheet only, whatever its name, holds the matrix; a sheet that is missing is an empty file.
tl::expected<DraftFiles, WorkbookFault> read_draft_workbook(std::string_view bytes);

}  // namespace ansvar::matrix
