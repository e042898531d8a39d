#include "matrix/exception_view.hpp"

namespace ansvar::matrix {

std::string say(const ExceptionRecord& one, const routing::Matrix& matrix, const ChangeWords& words) {
    const auto* area = matrix.find(one.area_key);
    const auto* lead = area == nullptr ? nullptr : &area->lead();
    return words.format("exception.difference", {{"unit", one.unit_name},
                                                 {"area", area == nullptr ? one.area_key : area->name},
                                                 {"before", lead == nullptr ? "" : lead->role.empty() ? lead->holder : lead->role},
                                                 {"after", one.role.value}});
}

std::vector<std::string> say(const unit_exceptions::Effects& effects, const routing::Matrix& base, const ChangeWords& words) {
    std::vector<std::string> all;
    for (const auto& one : effects.retired) {
        all.push_back(words.format("exception.effect.retired", {{"exception", say(one, base, words)}}));
    }
    for (const auto& one : effects.changed) {
        all.push_back(words.format("exception.effect.changed", {{"exception", say(one, base, words)}}));
    }
    for (const auto& one : effects.split) {
        all.push_back(words.format("exception.effect.split", {{"exception", say(one.exception, base, words)}, {"area", one.new_name}}));
    }
    return all;
}

}  // namespace ansvar::matrix
