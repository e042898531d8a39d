#include "routing/matrix.hpp"

#include <algorithm>
#include <utility>

namespace ansvar::routing {
namespace {

/// Rows are found in any case ("b017"); keys are lower case already.
std::string lookup_name(std::string_view name) {
    std::string lowered(name);
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), [](char byte) {
        const bool is_capital = byte >= 'A' && byte <= 'Z';
        return is_capital ? static_cast<char>(byte - 'A' + 'a') : byte;
    });
    return lowered;
}

}  // namespace

Matrix::Matrix(std::string version, std::vector<Role> roles, std::vector<Area> areas)
    : version_(std::move(version)), roles_(std::move(roles)), areas_(std::move(areas)) {
    by_name_.reserve(areas_.size() * 2);
    for (std::size_t index = 0; index < areas_.size(); ++index) {
        by_name_.emplace(areas_[index].key, index);
        by_name_.emplace(lookup_name(areas_[index].row), index);
    }
}

const Area* Matrix::find(std::string_view key_or_row) const {
    const auto found = by_name_.find(lookup_name(key_or_row));
    return found == by_name_.end() ? nullptr : &areas_[found->second];
}

const Role* Matrix::find_role(std::string_view code) const {
    const auto found = std::find_if(roles_.begin(), roles_.end(), [&](const Role& role) { return role.code == code; });
    return found == roles_.end() ? nullptr : &*found;
}

std::size_t Matrix::index_of(const Area& area) const {
    return by_name_.at(area.key);
}

}  // namespace ansvar::routing
