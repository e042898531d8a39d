#include "tickets/glass.hpp"

#include "core/text.hpp"
#include "tickets/draft.hpp"

namespace ansvar::tickets::glass {

namespace {

constexpr std::size_t shortest_reason = 10;
constexpr std::size_t longest_reason = 1000;

}  // namespace

std::optional<web::FieldError> reason_fault(const std::string& why) {
    if (auto fault = block_fault("/reason", why, longest_reason)) {
        return fault;
    }
    return count_characters(why) < shortest_reason ? std::optional{field_fault("/reason", "too-short")} : std::nullopt;
}

}  // namespace ansvar::tickets::glass
