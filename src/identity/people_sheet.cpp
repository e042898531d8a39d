#include "identity/people_sheet.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace ansvar::identity {

namespace {

/// Windows-1252 from 0x80 to 0x9F; 0 where nothing stands.
constexpr std::array<char32_t, 32> upper_controls{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                                  0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                                  0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append_utf8(std::string& text, char32_t letter) {
    const auto add = [&](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (letter < 0x80) {
        add(letter);
    } else if (letter < 0x800) {
        add(0xC0 | (letter >> 6));
        add(0x80 | (letter & 0x3F));
    } else {
        add(0xE0 | (letter >> 12));
        add(0x80 | ((letter >> 6) & 0x3F));
        add(0x80 | (letter & 0x3F));
    }
}

std::string from_windows_1252(std::string_view bytes) {
    std::string text;
    for (const char each : bytes) {
        const auto byte = static_cast<unsigned char>(each);
        const char32_t letter = byte >= 0x80 && byte < 0xA0 ? upper_controls[byte - 0x80U] : byte;
        append_utf8(text, letter == 0 ? U'\uFFFD' : letter);
    }
    return text;
}

char separator_of(std::string_view text) {
    const auto first_line = text.substr(0, text.find_first_of("\r\n"));
    const auto count = [&](char sign) { return std::count(first_line.begin(), first_line.end(), sign); };
    const std::array candidates{';', ',', '\t'};
    return *std::max_element(candidates.begin(), candidates.end(), [&](char one, char other) { return count(one) < count(other); });
}

std::string tidied(const std::string& cell) {
    auto text = trim(cell);
    if (text.size() > 1 && text[0] == '\'' && std::string_view{"=+-@"}.find(text[1]) != std::string_view::npos) {
        text.remove_prefix(1);
    }
    return std::string{text};
}

/// Reads letter by letter.
class Reader {
public:
    explicit Reader(std::string_view text) : text_{text}, separator_{separator_of(text)} {}

    Sheet read() {
        for (at_ = 0; at_ < text_.size(); ++at_) {
            const char letter = text_[at_];
            if (quote_line_ != 0) {
                quoted(letter);
            } else if (letter == '"' && trim(cell_).empty()) {
                cell_.clear();
                quote_line_ = line_;
            } else if (letter == separator_) {
                end_cell();
            } else if (letter == '\n') {
                end_row();
            } else {
                cell_ += letter;
            }
        }
        if (quote_line_ != 0) {
            sheet_.unclosed_quote = quote_line_;
        }
        end_row();
        return std::move(sheet_);
    }

private:
    void quoted(char letter) {
        if (letter == '"' && at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
            cell_ += letter;
            ++at_;
        } else if (letter == '"') {
            quote_line_ = 0;
        } else {
            line_ += letter == '\n' ? 1 : 0;
            cell_ += letter;
        }
    }
    void end_cell() {
        row_.push_back(tidied(cell_));
        cell_.clear();
    }
    void end_row() {
        end_cell();
        if (std::any_of(row_.begin(), row_.end(), [](const std::string& cell) { return !cell.empty(); })) {
            sheet_.rows.push_back({row_line_, std::move(row_)});
        }
        row_.clear();
        row_line_ = ++line_;
    }

    std::string_view text_;
    char separator_;
    Sheet sheet_;
    std::vector<std::string> row_;
    std::string cell_;
    std::size_t at_ = 0, line_ = 1, row_line_ = 1, quote_line_ = 0;
};

}  // namespace

std::optional<std::string> decode_sheet(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        bytes.remove_prefix(3);
    }
    if (bytes.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    return nfc(unix_line_ends(is_utf8(bytes) ? std::string{bytes} : from_windows_1252(bytes)));
}

Sheet Sheet::read(std::string_view text) { return Reader{text}.read(); }

}  // namespace ansvar::identity
