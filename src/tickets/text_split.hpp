#pragma once

#include <optional>
#include <string>
#include <utility>

#include "routing/router.hpp"

namespace ansvar::tickets {

/// Two areas (keys) of different roles that one text is about.
struct TwoMatters {
    std::string first;
    std::string second;
};

/// The decision's own second area; else two sentences that the router, reading them alone, gives to different roles, the second of which
/// turns to another matter ("Dessutom", "Sedan", "2)"); in a single sentence two such clauses. `whole`: the decision about the text. Empty for most texts, and always when the person picked an area.
std::optional<TwoMatters> find_two_matters(const std::string& text, const routing::Decision& whole, const routing::Router& router);

/// What somebody wrote, in two parts.
struct TwoTexts {
    std::string first;
    std::string second;
};

/// Parts a text between two areas (keys): each sentence goes where the router finds it fits best, a sentence that says nothing (a
/// greeting, a thank you) with the one before it. A single sentence about both is parted at "och". Nothing is lost: every word stands in
/// one of the parts, and where nothing parts them, the whole text stands in both.
TwoTexts split_between(const std::string& text, const std::string& first_area, const std::string& second_area, const routing::Router& router);

}  // namespace ansvar::tickets
