#pragma once

#include "routing/csv.hpp"
#include "routing/fault.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ansvar::routing {

/// Adds a fault that stands where the field begins.
void blame(Faults& faults, const CsvField& field, std::string code, std::vector<std::string> arguments = {});

/// Blames control characters (too-long, control-character) in what people read as one line.
void check_line(Faults& faults, const CsvField& field, std::size_t limit);

/// Blames what is longer than `limit` characters (too-long).
void check_length(Faults& faults, const CsvField& field, std::size_t limit);

/// "yes", "no" or "" (no); bad-flag otherwise.
bool read_flag(Faults& faults, const CsvField& field);

/// Faults are found column by column; people read them line by line.
Faults in_order(Faults faults);

/// Remembers names and the lines they stood on, to blame the second of two.
class SeenNames {
public:
    /// The line of the name's first appearance when it was seen before.
    std::optional<std::size_t> seen_on(const std::string& name, std::size_t line);
    /// The line of the name's first appearance, if any.
    std::optional<std::size_t> line_of(const std::string& name) const;

private:
    std::unordered_map<std::string, std::size_t> lines_;
};

}  // namespace ansvar::routing
