#include "tickets/search_terms.hpp"

#include <algorithm>

#include "routing/text.hpp"
#include "routing/unicode.hpp"
#include "routing/word_roots.hpp"

namespace ansvar::tickets {

namespace {

constexpr std::size_t most_terms = 400;
constexpr std::size_t longest_term = 40;  // characters, as the column holds
constexpr std::size_t most_words = 8;
constexpr std::size_t shortest_beginning = 3;

std::string cut(const std::string& word) {
    std::size_t end = 0;
    for (std::size_t count = 0; end < word.size() && count < longest_term; ++count) {
        routing::next_character(word, end);
    }
    return word.substr(0, end);
}

/// Function words are never what somebody looks for, but "IT" is a subject and the A of "hus A" a place.
bool carries(const routing::Token& token) {
    const bool is_capitals = std::all_of(token.written.begin(), token.written.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    const bool is_mark_alone = token.folded.empty();
    return !is_mark_alone && (!token.is_common || token.folded == "it" || (is_capitals && token.written.size() <= 2));
}

/// What one word is found by: its root, then the roots it is made of.
std::vector<std::string> terms_of(const routing::Token& token) {
    if (token.has_digit) {
        return {cut(token.folded)};
    }
    std::vector<std::string> terms{cut(routing::root_of(token.folded))};
    for (const auto& part : routing::parts_of_compound(token.folded)) {
        terms.push_back(cut(part));
    }
    return terms;
}

bool is_found_by(const routing::Token& token, const SoughtWord& word) {
    const auto terms = terms_of(token);
    return std::any_of(terms.begin(), terms.end(), [&](const auto& term) {
        return term == word.term || (!word.beginning.empty() && term.starts_with(word.beginning));
    });
}

}  // namespace

std::set<std::string> terms_of(std::string_view text) {
    std::set<std::string> all;
    for (const auto& token : routing::tokens_of(text)) {
        if (!carries(token)) {
            continue;
        }
        for (auto& term : terms_of(token)) {
            if (all.size() == most_terms) {
                return all;
            }
            all.insert(std::move(term));
        }
    }
    return all;
}

std::vector<SoughtWord> sought_words(std::string_view question) {
    const auto tokens = routing::tokens_of(question);
    std::vector<SoughtWord> words;
    for (const auto& token : tokens) {
        if (!carries(token) || words.size() == most_words) {
            continue;
        }
        SoughtWord word{terms_of(token).front(), {}};
        if (&token == &tokens.back() && routing::count_characters(token.folded) >= shortest_beginning) {
            word.beginning = cut(token.folded);
        }
        if (std::find(words.begin(), words.end(), word) == words.end()) {
            words.push_back(std::move(word));
        }
    }
    return words;
}

std::vector<Piece> mark_sought(std::string_view text, const std::vector<SoughtWord>& words) {
    std::vector<Piece> pieces;
    const auto* from = text.data();
    for (const auto& token : routing::tokens_of(text)) {
        if (!carries(token) || std::none_of(words.begin(), words.end(), [&](const auto& word) { return is_found_by(token, word); })) {
            continue;
        }
        if (from < token.written.data()) {
            pieces.push_back({std::string{from, token.written.data()}, false});
        }
        pieces.push_back({std::string{token.written}, true});
        from = token.written.data() + token.written.size();
    }
    if (from < text.data() + text.size()) {
        pieces.push_back({std::string{from, text.data() + text.size()}, false});
    }
    return pieces;
}

}  // namespace ansvar::tickets
