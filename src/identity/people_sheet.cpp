#include "identity/people_sheet.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "core/windows_1252.hpp"

namespace ansvar::identity {

namespace {

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
