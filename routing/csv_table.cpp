#include "routing/csv.hpp"

#include <algorithm>
#include <utility>

namespace ansvar::routing {

CsvTable::CsvTable(std::string_view text, Names required, Names optional) {
    auto reading = read_csv_on(text);
    faults_ = std::move(reading.faults);
    if (reading.rows.empty()) {
        if (faults_.empty()) {
            faults_.push_back({1, 1, "no-header", {}});
        }
        return;
    }
    const auto faults_of_lines = faults_.size();
    read_header(reading.rows.front(), required, optional);
    const bool is_header_bad = faults_.size() > faults_of_lines;
    read_records(reading.rows);
    if (is_header_bad) {
        records_.clear();
    }
}

void CsvTable::read_header(const CsvRow& header, Names required, Names optional) {
    for (std::size_t place = 0; place < header.size(); ++place) {
        const auto& field = header[place];
        const auto is_this = [&](std::string_view name) { return name == field.text; };
        const auto needed = std::find_if(required.begin(), required.end(), is_this);
        const bool is_needed = needed != required.end();
        if (!is_needed && std::none_of(optional.begin(), optional.end(), is_this)) {
            faults_.push_back({field.line, field.column, "unknown-column", {field.text}});
        } else if (!places_.emplace(field.text, place).second) {
            faults_.push_back({field.line, field.column, "repeated-column", {field.text}});
        } else if (is_needed && static_cast<std::size_t>(needed - required.begin()) != place) {
            faults_.push_back({field.line, field.column, "misplaced-column", {field.text}});
        }
    }
    for (const auto name : required) {
        if (!has(name)) {
            faults_.push_back({header.front().line, 1, "missing-column", {std::string(name)}});
        }
    }
}

void CsvTable::read_records(std::vector<CsvRow>& rows) {
    const std::size_t width = rows.front().size();
    records_.reserve(rows.size() - 1);
    for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
        if (row->size() == width) {
            records_.push_back(std::move(*row));
            continue;
        }
        const auto& blamed = row->size() > width ? (*row)[width] : row->back();
        faults_.push_back({blamed.line, blamed.column, "field-count", {std::to_string(row->size()), std::to_string(width)}});
    }
}

const CsvField& CsvTable::at(std::size_t record, std::string_view name) const {
    return records_.at(record).at(places_.at(std::string(name)));
}

}  // namespace ansvar::routing
