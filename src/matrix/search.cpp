#include "matrix/search.hpp"

#include <algorithm>
#include <set>

#include "routing/text.hpp"
#include "routing/unicode.hpp"

namespace ansvar::matrix {

namespace {

/// From this probability on an area belongs among those that name the words; when none does, a likely one is better than nothing.
constexpr double sure = 0.2;
constexpr double likely = 0.05;

/// A word to look for: as it stands within other words, or by its stem.
struct Sought {
    std::u32string part;
    std::string stem;
};

std::vector<Sought> sought_in(std::string_view words) {
    std::vector<Sought> sought;
    for (const auto& token : routing::tokens_of(words)) {
        if (!token.is_common) {
            sought.push_back({routing::fold(token.written), token.stem});
        }
    }
    return sought;
}

/// What the document itself says of an area.
std::string text_of(const routing::Router& router, const routing::Area& area) {
    std::string text = area.row + ' ' + area.name + ' ' + area.column;
    for (const auto& one : area.responsible) {
        text += ' ' + one.role;
        if (const auto* role = router.matrix().find_role(one.role)) {
            text += ' ' + role->name_sv + ' ' + role->name_en;
        }
    }
    return text;
}

/// Is this, in whatever form, one of the expressions people use for the area?
bool is_term(const routing::Router& router, const routing::Area& area, const std::vector<Sought>& sought) {
    std::set<std::string> wanted;
    for (const auto& one : sought) {
        wanted.insert(one.stem);
    }
    const auto& terms = router.lexicon().of(area).terms;
    return std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
        std::set<std::string> stems;
        for (const auto& one : sought_in(term)) {
            stems.insert(one.stem);
        }
        return stems == wanted;
    });
}

bool has_all(const std::string& text, const std::vector<Sought>& sought) {
    const auto folded = routing::fold(text);
    std::set<std::string> stems;
    for (const auto& token : routing::tokens_of(text)) {
        stems.insert(token.stem);
    }
    return std::all_of(sought.begin(), sought.end(),
                       [&](const Sought& one) { return folded.find(one.part) != std::u32string::npos || stems.contains(one.stem); });
}

/// Keys of the areas that the router takes the words to mean.
std::set<std::string> meant_by(const routing::Router& router, const std::string& words, double least) {
    std::set<std::string> keys;
    for (const auto& candidate : router.route({.subject = words, .body = {}, .area = {}}).candidates) {
        if (candidate.score >= least) {
            keys.insert(candidate.area);
        }
    }
    return keys;
}

bool answers(const routing::Area& area, const std::string& role) {
    return std::any_of(area.responsible.begin(), area.responsible.end(), [&](const auto& one) { return one.role == role; });
}

template <class Wanted>
std::vector<const routing::Area*> pick(const routing::Router& router, const Filter& filter, Wanted is_wanted) {
    std::vector<const routing::Area*> found;
    for (const auto& area : router.matrix().areas()) {
        if ((filter.level.empty() || area.level == filter.level) && (filter.role.empty() || answers(area, filter.role)) &&
            is_wanted(area)) {
            found.push_back(&area);
        }
    }
    return found;
}

}  // namespace

std::vector<const routing::Area*> search(const routing::Router& router, const Filter& filter) {
    if (filter.words.empty()) {
        return pick(router, filter, [](const routing::Area&) { return true; });
    }
    const auto sought = sought_in(filter.words);
    const auto meant = meant_by(router, filter.words, sure);
    auto found = pick(router, filter, [&](const routing::Area& area) {
        return meant.contains(area.key) || (!sought.empty() && (has_all(text_of(router, area), sought) || is_term(router, area, sought)));
    });
    if (found.empty()) {
        const auto guessed = meant_by(router, filter.words, likely);
        found = pick(router, filter, [&](const routing::Area& area) { return guessed.contains(area.key); });
    }
    return found;
}

}  // namespace ansvar::matrix
