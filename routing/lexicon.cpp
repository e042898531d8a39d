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
    CsvTable table(csv, {"row", "terms"}, {"examples"});
    Lexicon lexicon;
    for (std::size_t record = 0; record < table.size(); ++record) {
        const auto& row = table.at(record, "row");
        const auto* area = matrix.find(trim(row.text));
        if (!area) {
            blame(table.faults(), row, "unknown-area", {row.text});
            continue;
        }
        for (auto& term : split_list(table.at(record, "terms").text, ';')) {
            if (!term.empty()) {
                lexicon.add_term(*area, std::move(term));
            }
        }
        if (table.has("examples")) {
            for (auto& sentence : split_list(table.at(record, "examples").text, '|')) {
                if (!sentence.empty()) {
                    lexicon.add_example(*area, std::move(sentence));
                }
            }
        }
    }
    if (!table.faults().empty()) {
        return tl::unexpected(table.faults());
    }
    return lexicon;
}

std::string write_lexicon(const Lexicon& lexicon, const Matrix& matrix) {
    std::string csv = write_csv_row({"row", "terms", "examples"});
    for (const auto& area : matrix.areas()) {
        const auto& words = lexicon.of(area);
        if (!words.terms.empty() || !words.examples.empty()) {
            csv += write_csv_row({area.key, join_list(words.terms, ";"), join_list(words.examples, "|")});
        }
    }
    return csv;
}

}  // namespace ansvar::routing
