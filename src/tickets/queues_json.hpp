#pragma once

#include <nlohmann/json.hpp>

#include <string>

#include "identity/person.hpp"

namespace ansvar::tickets {

/// The queues somebody works in as a JSON list: what the condition on who sees a ticket in a list wants.
inline std::string queues_json(const identity::Person& person) {
    auto codes = nlohmann::json::array();
    for (const auto& queue : person.queues) {
        codes.push_back(queue.value);
    }
    return codes.dump();
}

}  // namespace ansvar::tickets
