#include "tickets/sentences.hpp"

#include <algorithm>
#include <array>

#include "routing/text.hpp"

namespace ansvar::tickets {

namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::array<std::string_view, 9> joints{"och", "samt", "dessutom", "sen", "sedan", "sa", "and", "also", "plus"};

bool is_blank(char c) { return blanks.find(c) != std::string_view::npos; }

/// Whether a sentence ends with the byte at `at`.
bool ends_at(std::string_view text, std::size_t at) {
    const bool mark = text[at] == '.' || text[at] == '!' || text[at] == '?';
    return text[at] == '\n' || (mark && at + 1 < text.size() && is_blank(text[at + 1]));
}

}  // namespace

std::vector<std::string_view> sentences_of(std::string_view text) {
    std::vector<std::string_view> sentences;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!ends_at(text, at)) {
            continue;
        }
        const auto end = std::min(text.find_first_not_of(blanks, at + 1), text.size());
        sentences.push_back(text.substr(begin, end - begin));
        begin = end;
        at = end - 1;
    }
    if (begin < text.size()) {
        sentences.push_back(text.substr(begin));
    }
    return sentences;
}

std::vector<std::string_view> clauses_of(std::string_view sentence) {
    std::vector<std::string_view> clauses;
    std::size_t begin = 0;
    for (const auto& token : routing::tokens_of(sentence)) {
        const auto at = static_cast<std::size_t>(token.written.data() - sentence.data());
        if (at > begin && std::find(joints.begin(), joints.end(), token.folded) != joints.end()) {
            clauses.push_back(sentence.substr(begin, at - begin));
            begin = at;
        }
    }
    if (begin < sentence.size()) {
        clauses.push_back(sentence.substr(begin));
    }
    return clauses;
}

}  // namespace ansvar::tickets
