#include "routing/field_check.hpp"

#include "routing/unicode.hpp"

#include <algorithm>
#include <utility>

namespace ansvar::routing {

void blame(Faults& faults, const CsvField& field, std::string code, std::vector<std::string> arguments) {
    faults.push_back({field.line, field.column, std::move(code), std::move(arguments)});
}

void check_line(Faults& faults, const CsvField& field, std::size_t limit) {
    const bool has_control = std::any_of(field.text.begin(), field.text.end(), [](char byte) {
        constexpr unsigned char first_printable = 0x20;
        constexpr unsigned char delete_character = 0x7F;
        return static_cast<unsigned char>(byte) < first_printable || static_cast<unsigned char>(byte) == delete_character;
    });
    if (has_control) {
        blame(faults, field, "control-character");
    }
    check_length(faults, field, limit);
}

void check_length(Faults& faults, const CsvField& field, std::size_t limit) {
    if (count_characters(field.text) > limit) {
        blame(faults, field, "too-long", {std::to_string(limit)});
    }
}

bool read_flag(Faults& faults, const CsvField& field) {
    const auto word = trim(field.text);
    if (word != "yes" && word != "no" && !word.empty()) {
        blame(faults, field, "bad-flag", {field.text});
    }
    return word == "yes";
}

Faults in_order(Faults faults) {
    std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
        return std::pair{a.line, a.column} < std::pair{b.line, b.column};
    });
    return faults;
}

std::optional<std::size_t> SeenNames::seen_on(const std::string& name, std::size_t line) {
    const auto [place, is_new] = lines_.emplace(name, line);
    return is_new ? std::nullopt : std::optional{place->second};
}

std::optional<std::size_t> SeenNames::line_of(const std::string& name) const {
    const auto found = lines_.find(name);
    return found == lines_.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace ansvar::routing
