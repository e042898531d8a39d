#include "routing/csv.hpp"

#include "routing/unicode.hpp"

#include <algorithm>
#include <utility>

namespace ansvar::routing {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Walks through the bytes and knows the line and column of each.
class CsvReader {
public:
    explicit CsvReader(std::string_view text) : text_(text), separator_(separator_of(text)) {}

    CsvReading read() {
        std::vector<CsvRow> rows;
        while (!is_at_end()) {
            CsvRow row = read_row();
            const bool is_empty_line = row.size() == 1 && row.front().text.empty() && !was_quoted_;
            if (!is_empty_line && !is_unclosed_) {
                rows.push_back(std::move(row));
            }
        }
        return {std::move(rows), std::move(faults_)};
    }

private:
    static char separator_of(std::string_view text) {
        const auto first_line = text.substr(0, text.find_first_of("\r\n"));
        const bool has_semicolons_only = first_line.find(';') != std::string_view::npos && first_line.find(',') == std::string_view::npos;
        return has_semicolons_only ? ';' : ',';
    }

    bool is_at_end() const { return at_ >= text_.size(); }
    char here() const { return text_[at_]; }
    bool is_line_end() const { return is_at_end() || here() == '\n' || here() == '\r'; }
    bool is_field_end() const { return is_line_end() || here() == separator_; }

    void step() {
        const char byte = text_[at_++];
        const bool is_first_half = byte == '\r' && !is_at_end() && here() == '\n';
        if (byte == '\n' || (byte == '\r' && !is_first_half)) {
            ++line_;
            column_ = 1;
        } else if ((static_cast<unsigned char>(byte) & 0xC0) != 0x80) {
            ++column_;  // continuation bytes belong to the character before
        }
    }

    void take(std::string& into) {
        into.push_back(here());
        step();
    }

    void blame(std::string code) { faults_.push_back({line_, column_, std::move(code), {}}); }

    CsvRow read_row() {
        CsvRow row;
        was_quoted_ = false;
        for (;;) {
            row.push_back(read_field());
            if (is_line_end()) {
                break;
            }
            step();  // the separator
        }
        if (!is_at_end()) {
            const bool is_pair = here() == '\r';
            step();
            if (is_pair && !is_at_end() && here() == '\n') {
                step();
            }
        }
        return row;
    }

    CsvField read_field() {
        CsvField field{{}, line_, column_};
        if (!is_at_end() && here() == '"') {
            was_quoted_ = true;
            read_quoted(field);
            return field;
        }
        while (!is_field_end()) {
            if (here() == '"') {
                blame("bare-quote");
            }
            take(field.text);
        }
        return field;
    }

    void read_quoted(CsvField& field) {
        step();
        for (;;) {
            if (is_at_end()) {
                faults_.push_back({field.line, field.column, "unclosed-quote", {}});
                is_unclosed_ = true;
                return;
            }
            if (here() != '"') {
                take(field.text);
                continue;
            }
            step();
            if (is_at_end() || here() != '"') {
                break;
            }
            take(field.text);
        }
        if (!is_field_end()) {
            blame("text-after-quote");
        }
        while (!is_field_end()) {
            take(field.text);
        }
    }

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t column_ = 1;
    bool was_quoted_ = false;
    bool is_unclosed_ = false;
    Faults faults_;
};

/// Bytes that no reader could show, one fault for each line that has any.
Faults find_bad_bytes(std::string_view text) {
    Faults faults;
    std::size_t number = 1;
    for (std::size_t begin = 0; begin <= text.size(); ++number) {
        const auto end = std::min(text.find('\n', begin), text.size());
        const auto line = text.substr(begin, end - begin);
        if (const auto bad = find_ill_formed(line); bad != std::string_view::npos) {
            faults.push_back({number, count_characters(line.substr(0, bad)) + 1, "bad-utf8", {}});
        } else if (const auto nul = line.find('\0'); nul != std::string_view::npos) {
            faults.push_back({number, count_characters(line.substr(0, nul)) + 1, "nul-character", {}});
        }
        begin = end + 1;
    }
    return faults;
}

}  // namespace

CsvReading read_csv_on(std::string_view text) {
    if (text.starts_with(byte_order_mark)) {
        text.remove_prefix(byte_order_mark.size());
    }
    if (auto faults = find_bad_bytes(text); !faults.empty()) {
        return {{}, std::move(faults)};
    }
    return CsvReader(text).read();
}

Read<std::vector<CsvRow>> read_csv(std::string_view text) {
    auto reading = read_csv_on(text);
    if (!reading.faults.empty()) {
        return tl::unexpected(std::move(reading.faults));
    }
    return std::move(reading.rows);
}

std::string write_csv_row(const std::vector<std::string>& fields) {
    std::string row;
    if (fields.size() == 1 && fields.front().empty()) {
        row = "\"\"";  // else it would be an empty line, which is no record
    }
    for (const auto& field : fields) {
        if (&field != &fields.front()) {
            row += ',';
        }
        const bool is_plain = field.find_first_of(",\"\r\n") == std::string::npos && trim(field).size() == field.size();
        if (is_plain) {
            row += field;
            continue;
        }
        row += '"';
        for (const char byte : field) {
            row.append(byte == '"' ? 2 : 1, byte);
        }
        row += '"';
    }
    return row + '\n';
}

}  // namespace ansvar::routing
