#include "routing/lexicon.hpp"

#include "routing/csv.hpp"
#include "routing/field_check.hpp"
#include "routing/list_field.hpp"
#include "routing/unicode.hpp"

#include <utility>

namespace ansvar::routing {

const AreaWords& Lexicon::of(const Area& area) const {
    static const AreaWords none;
    const auto found = by_key_.find(area.key);
    return found == by_key_.end() ? none : found->second;
}

void Lexicon::add_term(const Area& area, std::string term) {
    by_key_[area.key].terms.push_back(std::move(term));
}

void Lexicon::add_example(const Area& area, std::string sentence) {
    by_key_[area.key].examples.push_back(std::move(sentence));
}

Read<Lexicon> read_lexicon(std::string_view csv, const Matrix& matrix) {
    CsvTable table(csv, {"row"}, {"terms", "examples"});
    Lexicon lexicon;
    const auto read_list = [&](std::size_t record, std::string_view column, char separator, std::vector<std::string>& into) {
        if (table.has(column)) {
            for (auto& part : split_list(table.at(record, column).text, separator)) {
                if (!part.empty()) {
                    into.push_back(std::move(part));
                }
            }
        }
    };
    for (std::size_t record = 0; record < table.size(); ++record) {
        const auto& row = table.at(record, "row");
        const auto* area = matrix.find(trim(row.text));
        if (!area && trim(row.text) != triage_role) {
            blame(table.faults(), row, "unknown-area", {row.text});
            continue;
        }
        auto& words = area ? lexicon.by_key_[area->key] : lexicon.nowhere_;
        read_list(record, "terms", ';', words.terms);
        read_list(record, "examples", '|', words.examples);
    }
    if (!table.faults().empty()) {
        return tl::unexpected(in_order(table.faults()));
    }
    return lexicon;
}

std::string write_lexicon(const Lexicon& lexicon, const Matrix& matrix) {
    std::string csv = write_csv_row({"row", "terms", "examples"});
    const auto write = [&](std::string_view row, const AreaWords& words) {
        if (!words.terms.empty() || !words.examples.empty()) {
            csv += write_csv_row({std::string(row), join_list(words.terms, ";"), join_list(words.examples, "|")});
        }
    };
    for (const auto& area : matrix.areas()) {
        write(area.key, lexicon.of(area));
    }
    write(triage_role, lexicon.of_nowhere());
    return csv;
}

}  // namespace ansvar::routing
