#include "app/copy_rows.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace ansvar::app {

namespace {

using Kind = db::ColumnShape::Kind;
constexpr std::string_view digits = "0123456789abcdef";

void add_quoted(std::string& text, std::string_view value) {
    text += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            text += '\\';
            text += c;
        } else if (c == '\n') {
            text += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20) {
            text += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            text += c;
        }
    }
    text += '"';
}

void add_hexadecimal(std::string& text, std::string_view bytes) {
    for (const char c : bytes) {
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 15];
    }
}

std::string bytes_of(std::string_view hexadecimal) {
    if (hexadecimal.size() % 2 != 0 || hexadecimal.find_first_not_of(digits) != std::string_view::npos) {
        throw std::runtime_error("a binary column holds something else than hexadecimal digits");
    }
    std::string bytes;
    for (std::size_t at = 0; at < hexadecimal.size(); at += 2) {
        bytes += static_cast<char>(digits.find(hexadecimal[at]) * 16 + digits.find(hexadecimal[at + 1]));
    }
    return bytes;
}

std::optional<std::string> text_of(const nlohmann::ordered_json& value, Kind kind) {
    if (value.is_null()) {
        return {};
    }
    if (value.is_number_unsigned()) {
        return std::to_string(value.get<std::uint64_t>());
    }
    if (value.is_number_integer()) {
        return std::to_string(value.get<std::int64_t>());
    }
    if (value.is_number_float()) {
        return fmt::format("{}", value.get<double>());
    }
    const auto& text = value.get_ref<const std::string&>();
    return kind == Kind::Binary ? bytes_of(text) : text;
}

}  // namespace

void add_line(std::string& text, const db::TableShape& table, const db::CopiedRow& row, bool are_sizes) {
    for (std::size_t place = 0; place < row.size(); ++place) {
        const auto& column = table.columns[place];
        text += place == 0 ? '{' : ',';
        add_quoted(text, column.name);
        text += ':';
        const bool is_number = column.kind == Kind::Whole || column.kind == Kind::Real || (are_sizes && column.kind == Kind::Binary);
        if (!row[place]) {
            text += "null";
        } else if (is_number) {
            text += *row[place];
        } else if (column.kind == Kind::Binary) {
            text += '"';
            add_hexadecimal(text, *row[place]);
            text += '"';
        } else {
            add_quoted(text, *row[place]);
        }
    }
    text += "}\n";
}

NamedRow read_line(const db::TableShape& table, std::string_view line) {
    NamedRow row;
    try {
        const auto object = nlohmann::ordered_json::parse(line);
        for (const auto& [name, value] : object.get_ref<const nlohmann::ordered_json::object_t&>()) {
            const auto column = std::find_if(table.columns.begin(), table.columns.end(), [&](const auto& one) { return one.name == name; });
            if (column == table.columns.end()) {
                throw std::runtime_error("this version has no column " + name);
            }
            row.columns.push_back(name);
            row.values.push_back(text_of(value, column->kind));
        }
    } catch (const std::exception& fault) {
        throw std::runtime_error(fmt::format("a row of {} cannot be read: {}", table.name, fault.what()));
    }
    return row;
}

}  // namespace ansvar::app
