#include "core/csv.hpp"

namespace ansvar {

namespace {

std::string neutral(const std::string& cell) {
    const bool is_formula = !cell.empty() && std::string_view{"=+-@\t\r"}.find(cell.front()) != std::string_view::npos;
    return is_formula ? '\'' + cell : cell;
}

std::string quoted(const std::string& cell) {
    std::string text = "\"";
    for (const char letter : cell) {
        text += letter;
        if (letter == '"') {
            text += '"';
        }
    }
    return text + '"';
}

}  // namespace

std::string csv_line(const std::vector<std::string>& cells, char separator) {
    std::string line;
    for (const auto& cell : cells) {
        const auto text = neutral(cell);
        if (&cell != &cells.front()) {
            line += separator;
        }
        line += text.find_first_of(std::string{"\"\r\n,;"}) == std::string::npos ? text : quoted(text);
    }
    return line + "\r\n";
}

}  // namespace ansvar
