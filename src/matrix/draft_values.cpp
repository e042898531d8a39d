#include "matrix/draft_values.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "routing/csv.hpp"
#include "routing/list_field.hpp"

namespace ansvar::matrix {

using nlohmann::json;

std::string write_area(const routing::Area& area, std::string_view split_from) {
    json responsible = json::array();
    for (const auto& one : area.responsible) {
        responsible.push_back({{"role", one.role}, {"holder", one.holder}, {"relation", routing::to_string(one.relation)}});
    }
    json written{{"key", area.key},
                {"row", area.row},
                {"level", area.level},
                {"column", area.column},
                {"name", area.name},
                {"responsible", std::move(responsible)},
                {"priority", routing::to_string(area.default_priority)},
                {"confidential", area.confidential},
                {"emergency", area.emergency},
                {"note", area.note},
                {"source_text", area.source_text}};
    if (!split_from.empty()) {
        written["split_from"] = split_from;
    }
    return written.dump();
}

std::string read_split_from(std::string_view text) { return json::parse(text).value("split_from", ""); }

routing::Area read_area(std::string_view text) {
    const auto from = json::parse(text);
    routing::Area area{.key = from.at("key"),
                       .row = from.at("row"),
                       .level = from.at("level"),
                       .column = from.at("column"),
                       .name = from.at("name"),
                       .responsible = {},
                       .default_priority = routing::priority_from(from.at("priority").get<std::string>()).value(),
                       .confidential = from.at("confidential"),
                       .emergency = from.at("emergency"),
                       .note = from.at("note"),
                       .source_text = from.at("source_text")};
    for (const auto& one : from.at("responsible")) {
        area.responsible.push_back({.role = one.at("role"),
                                    .holder = one.at("holder"),
                                    .relation = routing::relation_from(one.at("relation").get<std::string>()).value()});
    }
    return area;
}

WordsByRow words_by_row(const routing::Lexicon& lexicon, const routing::Matrix& matrix) {
    WordsByRow words;
    for (const auto& area : matrix.areas()) {
        words[area.row] = lexicon.of(area);
    }
    words[std::string{routing::triage_role}] = lexicon.of_nowhere();
    return words;
}

routing::Lexicon lexicon_of(const WordsByRow& words, const routing::Matrix& matrix) {
    auto csv = routing::write_csv_row({"row", "terms", "examples"});
    if (const auto nowhere = words.find(std::string{routing::triage_role}); nowhere != words.end()) {
        const auto& [row, of_row] = *nowhere;
        csv += routing::write_csv_row({row, routing::join_list(of_row.terms, ";"), routing::join_list(of_row.examples, "|")});
    }
    auto lexicon = routing::read_lexicon(csv, matrix).value();
    for (const auto& [row, of_row] : words) {
        if (const auto* area = matrix.find(row)) {
            std::for_each(of_row.terms.begin(), of_row.terms.end(), [&](const auto& term) { lexicon.add_term(*area, term); });
            std::for_each(of_row.examples.begin(), of_row.examples.end(), [&](const auto& one) { lexicon.add_example(*area, one); });
        }
    }
    return lexicon;
}

void take_out(std::vector<std::string>& words, std::string_view word) {
    words.erase(std::remove(words.begin(), words.end(), word), words.end());
}

void put_in(std::vector<std::string>& words, std::string_view word) {
    if (std::find(words.begin(), words.end(), word) == words.end()) {
        words.emplace_back(word);
    }
}

}  // namespace ansvar::matrix
