#include "tickets/text_split.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "core/text.hpp"
#include "routing/text.hpp"
#include "tickets/sentences.hpp"

namespace ansvar::tickets {

namespace {

constexpr std::size_t most_routed = 200;      // sentences; what comes after them follows the last
constexpr double kinship = 0.5;               // what another area of the same role counts
constexpr std::size_t most_matters = 20;      // sentences looked at for a second matter
constexpr std::size_t fewest_words = 3;       // a shorter piece is no matter of its own
constexpr double sure_of_matter = 0.7;        // how sure the router is of the role of a piece alone
// Words by which people turn to another matter. Without one a second role is mostly the same matter told from another side.
constexpr std::array<std::string_view, 8> turns{"dessutom", "ocksa", "forresten", "samt", "also", "another", "additionally", "besides"};
constexpr std::array<std::string_view, 6> turns_at_the_beginning{"sedan", "sen", "ps", "aven", "then", "sa"};
constexpr double clear_lead = 0.05;           // less than this between the two says nothing

class Splitter {
public:
    Splitter(const std::string& first, const std::string& second, const routing::Router& router)
        : router_(router), areas_{router.matrix().find(first), router.matrix().find(second)} {}

    /// The pieces' texts put together by where they belong; empty when all belong to one.
    std::optional<TwoTexts> among(const std::vector<std::string_view>& pieces) const {
        const auto sides = sides_of(pieces);
        TwoTexts two;
        for (std::size_t at = 0; at < pieces.size(); ++at) {
            auto& text = sides[at] == 0 ? two.first : two.second;
            text += pieces[at];
        }
        two.first = std::string{trim(two.first)};
        two.second = std::string{trim(two.second)};
        return two.first.empty() || two.second.empty() ? std::nullopt : std::optional{two};
    }

private:
    /// 0 or 1 for each piece. What says nothing goes with what stands before it, at the beginning with what comes next.
    std::vector<int> sides_of(const std::vector<std::string_view>& pieces) const {
        std::vector<std::optional<int>> found;
        for (std::size_t at = 0; at < pieces.size(); ++at) {
            found.push_back(at < most_routed ? side_of(pieces[at]) : std::nullopt);
        }
        int side = 0;
        for (const auto& each : found) {
            if (each) {
                side = *each;
                break;
            }
        }
        std::vector<int> sides;
        for (const auto& each : found) {
            side = each.value_or(side);
            sides.push_back(side);
        }
        return sides;
    }

    std::optional<int> side_of(std::string_view piece) const {
        const auto decision = router_.route({.subject = {}, .body = std::string{piece}, .area = {}});
        const double first = score(decision, areas_[0]), second = score(decision, areas_[1]);
        if (std::abs(first - second) < clear_lead) {
            return {};
        }
        return first > second ? 0 : 1;
    }

    static double score(const routing::Decision& decision, const routing::Area* area) {
        double sum = 0;
        for (const auto& candidate : decision.candidates) {
            sum += area && candidate.area == area->key ? candidate.score : area && candidate.role == area->lead().role ? kinship * candidate.score : 0;
        }
        return sum;
    }

    const routing::Router& router_;
    const routing::Area* areas_[2];
};

std::vector<std::string_view> clauses_of_all(const std::vector<std::string_view>& sentences) {
    std::vector<std::string_view> clauses;
    for (const auto sentence : sentences) {
        for (const auto clause : clauses_of(sentence)) {
            clauses.push_back(clause);
        }
    }
    return clauses;
}

bool is_number_of_list(const std::vector<routing::Token>& tokens, std::string_view piece) {
    return !tokens.empty() && tokens.front().has_digit && tokens.front().written.size() <= 2 &&
           piece.substr(tokens.front().written.size() + static_cast<std::size_t>(tokens.front().written.data() - piece.data())).find_first_of(").:") == 0;
}

/// Does a piece turn to another matter: by a word for it, as a further line of a list?
bool turns_away(const std::vector<routing::Token>& tokens, std::string_view piece) {
    const std::size_t head = !tokens.empty() && (tokens[0].folded == "och" || tokens[0].folded == "and") ? 1 : 0;
    const bool begins = head < tokens.size() && std::find(turns_at_the_beginning.begin(), turns_at_the_beginning.end(), tokens[head].folded) != turns_at_the_beginning.end();
    return begins || is_number_of_list(tokens, piece) || piece.starts_with("- ") || piece.starts_with("* ") || piece.starts_with("• ") ||
           std::any_of(tokens.begin(), tokens.end(), [](const routing::Token& token) { return std::find(turns.begin(), turns.end(), token.folded) != turns.end(); });
}

/// The first piece that is surely some role's, and the first that turns from it to what is surely another's.
std::optional<TwoMatters> matters_among(const std::vector<std::string_view>& pieces, const routing::Router& router, bool turned_by_parting) {
    std::optional<routing::Decision> first;
    bool turned = false;
    for (std::size_t at = 0; at < std::min(pieces.size(), most_matters); ++at) {
        const auto tokens = routing::tokens_of(pieces[at]);
        turned = turned || turned_by_parting || turns_away(tokens, pieces[at]);
        if (tokens.size() < fewest_words) {
            continue;
        }
        auto decision = router.route({.subject = {}, .body = std::string{pieces[at]}, .area = {}});
        if (decision.reason != routing::Reason::Classified || !decision.area || decision.confidence < sure_of_matter) {
            continue;
        }
        if (first && turned && decision.role != first->role) {
            return TwoMatters{*first->area, *decision.area};
        }
        if (!first) {
            first = std::move(decision);
            turned = false;
        }
    }
    return {};
}

/// The text in two, when its sentences or clauses divide.
std::optional<TwoTexts> divided(const std::string& text, const std::string& first_area, const std::string& second_area, const routing::Router& router) {
    const Splitter splitter{first_area, second_area, router};
    const auto sentences = sentences_of(text);
    auto two = splitter.among(sentences);
    return two ? two : splitter.among(clauses_of_all(sentences));
}

}  // namespace

std::optional<TwoMatters> find_two_matters(const std::string& text, const routing::Decision& whole, const routing::Router& router) {
    if (whole.reason != routing::Reason::Classified && whole.reason != routing::Reason::Triage) {
        return {};
    }
    if (whole.area && whole.second && divided(text, *whole.area, *whole.second, router)) {
        return TwoMatters{*whole.area, *whole.second};
    }
    const auto sentences = sentences_of(text);
    auto two = matters_among(sentences, router, false);
    return two ? two : sentences.size() == 1 ? matters_among(clauses_of_all(sentences), router, true) : std::nullopt;
}

TwoTexts split_between(const std::string& text, const std::string& first_area, const std::string& second_area, const routing::Router& router) {
    return divided(text, first_area, second_area, router).value_or(TwoTexts{std::string{trim(text)}, std::string{trim(text)}});
}

}  // namespace ansvar::tickets
