#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/form_check.hpp"
#include "schedule/routes.hpp"
#include "schedule/target_changes.hpp"
#include "schedule/words.hpp"

namespace ansvar::schedule {

/// Working time as people type it: "30 min", "2 h", "1,5 h", "2 h 30 min". Empty when it cannot be read, is nothing, or more than a year.
std::optional<std::int64_t> typed_minutes(std::string_view typed);

/// The table of targets; one is added, changed or retired; and a trial of which target a ticket would get, and why.
class TargetPages {
public:
    explicit TargetPages(const Services& services) : services_{services} {}

    web::Response list(const web::Request& request) const;
    web::Response save(const web::Request& request) const;
    web::Response retire(const web::Request& request) const;

private:
    /// As typed; `id` of the one that is changed, or "".
    struct Typed {
        std::string id, area, unit, role, level, priority, first, next, resolution;
    };
    static Typed typed(const web::Request& request);
    static Typed typed(const TargetRule& rule, const Words& words);
    TargetRule read(const Typed& typed, const TargetChoices& choices, identity::FormCheck& check) const;
    nlohmann::json rule_view(const Words& words, const TargetChoices& choices, const TargetRule& rule) const;
    nlohmann::json trial_view(const web::Request& request, const Words& words, const TargetChoices& choices) const;
    void put_options(nlohmann::json& view, const Words& words, const TargetChoices& choices, const Typed& typed) const;
    Hand hand(const web::Request& request) const;
    web::Response page(const web::Request& request, int status, const Typed& typed, const identity::FormCheck& check) const;

    Services services_;
};

}  // namespace ansvar::schedule
