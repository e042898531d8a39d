#pragma once

#include "routing/fault.hpp"

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ansvar::routing {

/// One field of a CSV file and where it begins.
struct CsvField {
    std::string text;
    std::size_t line = 1;    ///< from 1
    std::size_t column = 1;  ///< in characters, from 1
};

using CsvRow = std::vector<CsvField>;

/// RFC 4180, strictly: quotes around fields, doubled quotes and line breaks inside them; lines end in LF, CRLF or CR.
/// A byte order mark is skipped and so are wholly empty lines. When the first line holds ';' and no ',', as Swedish
/// spreadsheets save, ';' separates.
/// Fault codes: bad-utf8, nul-character, bare-quote, text-after-quote, unclosed-quote.
Read<std::vector<CsvRow>> read_csv(std::string_view text);

/// What could be read of a file that may have faults.
struct CsvReading {
    std::vector<CsvRow> rows;  ///< a line with a quote in the wrong place is there; none when bytes are at fault
    Faults faults;
};

/// As `read_csv`, and goes on after a fault, so that a caller can find those of its own in the same file.
CsvReading read_csv_on(std::string_view text);

/// One record: fields in quotes where they must be, "\n" last.
std::string write_csv_row(const std::vector<std::string>& fields);

/// A CSV file with a header line, whose fields are asked for by name.
class CsvTable {
public:
    using Names = std::initializer_list<std::string_view>;

    /// `required` columns must stand first and in this order; `optional` ones may follow in any order.
    /// Fault codes: those of read_csv, and no-header, missing-column, misplaced-column, unknown-column, repeated-column,
    /// field-count. Lines with the wrong number of fields are no records; when the header is at fault there are none at all.
    CsvTable(std::string_view text, Names required, Names optional);

    std::size_t size() const { return records_.size(); }
    bool has(std::string_view name) const { return places_.contains(std::string(name)); }
    /// The column must exist.
    const CsvField& at(std::size_t record, std::string_view name) const;

    /// What was wrong; callers add their own.
    Faults& faults() { return faults_; }

private:
    void read_header(const CsvRow& header, Names required, Names optional);
    void read_records(std::vector<CsvRow>& rows);

    std::unordered_map<std::string, std::size_t> places_;
    std::vector<CsvRow> records_;
    Faults faults_;
};

}  // namespace ansvar::routing
