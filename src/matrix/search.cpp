#include "matrix/search.hpp"

#include <algorithm>
#include <set>

#include "routing/text.hpp"
#include "routing/unicode.hpp"

namespace ansvar::matrix {

namespace {

/// Below this the router is guessing.
constexpr double sure_enough = 0.2;

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

/// Everything that is written about an area.
std::string text_of(const routing::Router& router, const routing::Area& area) {
    std::string text = area.row + ' ' + area.name + ' ' + area.column;
    for (const auto& one : area.responsible) {
        text += ' ' + one.role;
        if (const auto* role = router.matrix().find_role(one.role)) {
            text += ' ' + role->name_sv + ' ' + role->name_en;
        }
    }
    for (const auto& term : router.lexicon().of(area).terms) {
        text += ' ' + term;
    }
    return text;
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

std::set<std::string> meant_by(const routing::Router& router, const std::string& words) {
    std::set<std::string> keys;
    for (const auto& candidate : router.route({.subject = words, .body = {}, .area = {}}).candidates) {
        if (candidate.score >= sure_enough) {
            keys.insert(candidate.area);
        }
    }
    return keys;
}

bool answers(const routing::Area& area, const std::string& role) {
    return std::any_of(area.responsible.begin(), area.responsible.end(), [&](const auto& one) { return one.role == role; });
}

}  // namespace

std::vector<const routing::Area*> search(const routing::Router& router, const Filter& filter) {
    const auto sought = sought_in(filter.words);
    const auto meant = filter.words.empty() ? std::set<std::string>{} : meant_by(router, filter.words);
    const auto is_found = [&](const routing::Area& area) {
        return filter.words.empty() || meant.contains(area.key) || (!sought.empty() && has_all(text_of(router, area), sought));
    };
    std::vector<const routing::Area*> found;
    for (const auto& area : router.matrix().areas()) {
        if ((filter.level.empty() || area.level == filter.level) && (filter.role.empty() || answers(area, filter.role)) && is_found(area)) {
            found.push_back(&area);
        }
    }
    return found;
}

}  // namespace ansvar::matrix
