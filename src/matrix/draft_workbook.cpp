#include "matrix/draft_workbook.hpp"

#include <algorithm>

#include "routing/csv.hpp"

namespace ansvar::matrix {

namespace {

constexpr std::string_view matrix_sheet = "matrix", words_sheet = "words";

void add_sheet(Workbook& book, std::string_view name, std::string_view csv) {
    auto* sheet = book.add(std::string{name});
    const auto rows = routing::read_csv(csv).value();  // our own
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t column = 0; column < rows[row].size(); ++column) {
            const auto& text = rows[row][column].text;
            row == 0 ? book.write_head(sheet, row, column, text) : book.write(sheet, row, column, text);
        }
    }
}

/// Every row as long as the first: spreadsheets leave out the empty cells at the end of one.
std::string csv_of(const SheetTexts& sheet) {
    const auto columns = sheet.rows.empty() ? 0 : sheet.rows.front().size();
    std::string csv;
    for (auto row : sheet.rows) {
        if (row.empty()) {
            csv += '\n';  // so that faults name the sheet's own row
            continue;
        }
        row.resize(std::max(row.size(), columns));
        csv += routing::write_csv_row(row);
    }
    return csv;
}

}  // namespace

std::string write_draft_workbook(const Candidate& draft) {
    Workbook book;
    add_sheet(book, matrix_sheet, routing::write_matrix(draft.matrix));
    add_sheet(book, words_sheet, routing::write_lexicon(draft.lexicon, draft.matrix));
    return book.finish();
}

tl::expected<DraftFiles, WorkbookFault> read_draft_workbook(std::string_view bytes) {
    const auto sheets = read_workbook(bytes);
    if (!sheets) {
        return tl::unexpected{sheets.error()};
    }
    const auto named = [&](std::string_view name) {
        const auto sheet = std::find_if(sheets->begin(), sheets->end(), [&](const auto& one) { return one.name == name; });
        return sheet == sheets->end() ? std::string{} : csv_of(*sheet);
    };
    return sheets->size() == 1 ? DraftFiles{.matrix = csv_of(sheets->front()), .words = {}} : DraftFiles{.matrix = named(matrix_sheet), .words = named(words_sheet)};
}

}  // namespace ansvar::matrix
