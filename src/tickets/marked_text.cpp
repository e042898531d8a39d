#include "tickets/marked_text.hpp"

#include <algorithm>

#include "routing/text.hpp"
#include "tickets/sentences.hpp"

namespace ansvar::tickets {

namespace {

constexpr std::size_t most_sentences = 3;
constexpr std::size_t most_bytes = 20'000;   // what the router reads
constexpr std::size_t widest = 160;          // bytes of a sentence that is shown whole
constexpr std::size_t lead_in = 60;          // bytes shown before the first word of a longer one

using Folded = std::vector<std::string>;

std::vector<Folded> fold_all(const std::vector<std::string>& words) {
    std::vector<Folded> folded;
    for (const auto& word : words) {
        Folded run;
        for (auto& token : routing::tokens_of(word)) {
            run.push_back(std::move(token.folded));
        }
        if (!run.empty()) {
            folded.push_back(std::move(run));
        }
    }
    return folded;
}

/// How many words of the text, from `at` on, are one of the runs; the longest counts.
std::size_t matched(const std::vector<routing::Token>& tokens, std::size_t at, const std::vector<Folded>& runs) {
    std::size_t longest = 0;
    for (const auto& run : runs) {
        const bool fits = run.size() <= tokens.size() - at &&
                          std::equal(run.begin(), run.end(), tokens.begin() + static_cast<std::ptrdiff_t>(at),
                                     [](const std::string& word, const routing::Token& token) { return word == token.folded; });
        longest = fits ? std::max(longest, run.size()) : longest;
    }
    return longest;
}

std::size_t count_marked(const std::vector<Piece>& pieces) {
    return static_cast<std::size_t>(std::count_if(pieces.begin(), pieces.end(), [](const Piece& piece) { return piece.is_marked; }));
}

/// Keeps about `limit` bytes of a text's beginning or end, cut between words; "…" stands for the rest.
std::string head_of(const std::string& text, std::size_t limit) {
    const auto space = text.size() > limit ? text.rfind(' ', limit) : std::string::npos;
    return space == std::string::npos || space == 0 ? (text.size() > limit ? "…" : text) : text.substr(0, space) + " …";
}
std::string tail_of(const std::string& text, std::size_t limit) {
    const auto space = text.size() > limit ? text.find(' ', text.size() - limit) : std::string::npos;
    return space == std::string::npos ? (text.size() > limit ? "… " : text) : "…" + text.substr(space);
}

/// A long sentence cut around its first marked word.
std::vector<Piece> shortened(std::vector<Piece> pieces) {
    std::size_t room = widest;
    std::vector<Piece> kept;
    for (auto& piece : pieces) {
        if (!piece.is_marked && kept.empty()) {
            piece.text = tail_of(piece.text, lead_in);
        } else if (!piece.is_marked && piece.text.size() > room) {
            piece.text = head_of(piece.text, room);
            room = 0;
        }
        room -= std::min(room, piece.text.size());
        kept.push_back(std::move(piece));
        if (room == 0 && count_marked(kept) > 0) {
            break;
        }
    }
    return kept;
}

/// The text's length, or where a character ends at most `limit` bytes from its beginning.
std::size_t end_within(std::string_view text, std::size_t limit) {
    auto end = std::min(text.size(), limit);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return end;
}

nlohmann::json view_of(const std::vector<Piece>& pieces) {
    auto view = nlohmann::json::array();
    for (const auto& piece : pieces) {
        view.push_back({{"text", piece.text}, {"marked", piece.is_marked}});
    }
    return {{"pieces", std::move(view)}};
}

}  // namespace

std::vector<Piece> mark_words(std::string_view text, const std::vector<std::string>& words) {
    std::vector<Piece> pieces;
    const auto runs = fold_all(words);
    const auto tokens = routing::tokens_of(text);
    std::size_t begin = 0;
    const auto add = [&](std::size_t end, bool is_marked) {
        if (end > begin) {
            pieces.push_back({std::string{text.substr(begin, end - begin)}, is_marked});
            begin = end;
        }
    };
    for (std::size_t at = 0; at < tokens.size();) {
        const auto length = matched(tokens, at, runs);
        if (length > 0) {
            const auto& last = tokens[at + length - 1].written;
            add(static_cast<std::size_t>(tokens[at].written.data() - text.data()), false);
            add(static_cast<std::size_t>(last.data() - text.data()) + last.size(), true);
        }
        at += std::max<std::size_t>(length, 1);
    }
    add(text.size(), false);
    return pieces;
}

nlohmann::json marked_sentences(std::string_view text, const std::vector<std::string>& words) {
    struct Told {
        std::vector<Piece> pieces;
        std::size_t place = 0;
    };
    std::vector<Told> told;
    std::size_t place = 0;
    for (auto sentence : sentences_of(text.substr(0, end_within(text, most_bytes)))) {
        sentence = sentence.substr(0, sentence.find_last_not_of(" \t\r\n") + 1);
        if (auto pieces = mark_words(sentence, words); count_marked(pieces) > 0) {
            told.push_back({sentence.size() > widest ? shortened(std::move(pieces)) : std::move(pieces), place});
        }
        ++place;
    }
    std::stable_sort(told.begin(), told.end(), [](const Told& a, const Told& b) { return count_marked(a.pieces) > count_marked(b.pieces); });
    told.erase(told.begin() + static_cast<std::ptrdiff_t>(std::min(told.size(), most_sentences)), told.end());
    std::sort(told.begin(), told.end(), [](const Told& a, const Told& b) { return a.place < b.place; });
    auto view = nlohmann::json::array();
    for (const auto& each : told) {
        view.push_back(view_of(each.pieces));
    }
    return view;
}

}  // namespace ansvar::tickets
