#include "inbox/stored_mail.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ansvar::inbox {

namespace {

constexpr std::array<std::pair<Outcome, std::string_view>, 11> outcomes{{{Outcome::Opened, "opened"},
                                                                        {Outcome::Replied, "replied"},
                                                                        {Outcome::Noted, "noted"},
                                                                        {Outcome::Answered, "answered"},
                                                                        {Outcome::Bounce, "bounce"},
                                                                        {Outcome::Automatic, "automatic"},
                                                                        {Outcome::Loop, "loop"},
                                                                        {Outcome::Refused, "refused"},
                                                                        {Outcome::Discarded, "discarded"},
                                                                        {Outcome::Held, "held"},
                                                                        {Outcome::Unreadable, "unreadable"}}};

}  // namespace

std::string_view name(Outcome outcome) {
    return std::find_if(outcomes.begin(), outcomes.end(), [&](const auto& each) { return each.first == outcome; })->second;
}

std::optional<Outcome> outcome_from(std::string_view name) {
    const auto found = std::find_if(outcomes.begin(), outcomes.end(), [&](const auto& each) { return each.second == name; });
    return found == outcomes.end() ? std::nullopt : std::optional{found->first};
}

std::string_view name(Why why) {
    switch (why) {
        case Why::None: return "";
        case Why::NoSender: return "no-sender";
        case Why::UnknownSender: return "unknown-sender";
        case Why::NotAParty: return "not-a-party";
        case Why::NotProved: return "not-proved";
        case Why::Spoofed: return "spoofed";
        case Why::Automatic: return "automatic";
        case Why::TooMany: return "too-many";
        case Why::NotAllowed: return "not-allowed";
        case Why::Empty: return "empty";
    }
    return "";
}

}  // namespace ansvar::inbox
