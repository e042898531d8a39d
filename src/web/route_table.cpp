#include "web/route_table.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/text.hpp"

namespace ansvar::web {
namespace {

constexpr std::array all_methods{Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete};

bool is_placeholder(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::vector<std::string_view> pattern_segments(std::string_view path) {
    return path == "/" ? std::vector<std::string_view>{} : split(path.substr(1), '/');
}

/// Fixed segments written out, placeholders as "{}": equal for two routes that match the same paths.
std::string shape(std::string_view path) {
    std::string text;
    for (const auto segment : pattern_segments(path)) {
        text += is_placeholder(segment) ? "/{}" : "/" + std::string{segment};
    }
    return text;
}

void check_path(std::string_view path) {
    const auto complain = [&](const char* what) { throw std::logic_error("route " + std::string{path} + ": " + what); };
    if (path.empty() || path[0] != '/') {
        complain("does not begin with /");
    }
    std::vector<std::string_view> names;
    for (const auto segment : pattern_segments(path)) {
        if (segment.empty() || segment == "." || segment == "..") {
            complain("has an empty or relative segment");
        }
        if (is_placeholder(segment)) {
            if (std::find(names.begin(), names.end(), segment) != names.end()) {
                complain("has the same placeholder twice");
            }
            names.push_back(segment);
        } else if (segment.find_first_of("{}?#%*: ") != std::string_view::npos) {
            complain("has a character that paths of ours do not have");
        }
    }
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
    return std::equal(pattern.begin(), pattern.end(), segments.begin(), segments.end(),
                      [](const auto& wanted, const auto& segment) { return is_placeholder(wanted) || wanted == segment; });
}

PathValues values_of(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
    PathValues values;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (is_placeholder(pattern[i])) {
            values.emplace_back(pattern[i].substr(1, pattern[i].size() - 2), segments[i]);
        }
    }
    return values;
}

/// Of two patterns that fit the same path: fixed before placeholder at the first segment where they differ.
bool goes_before(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    const auto [left, right] =
        std::mismatch(a.begin(), a.end(), b.begin(), [](const auto& x, const auto& y) { return is_placeholder(x) == is_placeholder(y); });
    return left != a.end() && is_placeholder(*right);
}

}  // namespace

void RouteTable::add(Route route) {
    check_path(route.path);
    if (!route.handler) {
        throw std::logic_error("route " + route.path + " has no handler");
    }
    if (route.access.via == Via::Api && route.access.audience != Audience::Anyone && !route.access.scope) {
        throw std::logic_error("route " + route.path + " of the API wants no scope of a token");
    }
    if (route.limits.pool == Pool::Health && route.access.audience != Audience::Anyone) {
        throw std::logic_error("route " + route.path + " tells of the service's health, and is not for anyone");
    }
    for (const auto& other : routes_) {
        if (other.method == route.method && shape(other.path) == shape(route.path)) {
            throw std::logic_error("route " + std::string{to_string(route.method)} + " " + route.path + " is there already");
        }
    }
    const auto pattern = pattern_segments(route.path);
    patterns_.emplace_back(pattern.begin(), pattern.end());
    routes_.push_back(std::move(route));
}

std::optional<RouteTable::Match> RouteTable::find(Method method, std::string_view path) const {
    const auto segments = path_segments(path);
    if (!segments) {
        return std::nullopt;
    }
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        if (routes_[i].method == method && fits(patterns_[i], *segments) && (!best || goes_before(patterns_[i], patterns_[*best]))) {
            best = i;
        }
    }
    return best ? std::optional{Match{&routes_[*best], values_of(patterns_[*best], *segments)}} : std::nullopt;
}

std::vector<Method> RouteTable::methods_for(std::string_view path) const {
    std::vector<Method> methods;
    std::copy_if(all_methods.begin(), all_methods.end(), std::back_inserter(methods),
                 [&](Method method) { return find(method, path).has_value(); });
    return methods;
}

std::string RouteTable::dump() const {
    std::vector<std::string> lines;
    for (const auto& route : routes_) {
        lines.push_back(route.path + " " + std::string{to_string(route.method)} + " " + std::string{to_string(route.access.audience)} +
                        " " + std::string{to_string(route.access.via)} +
                        (route.access.scope ? " " + std::string{to_string(*route.access.scope)} : ""));
    }
    std::sort(lines.begin(), lines.end());
    return join(lines, "\n") + "\n";
}

std::optional<std::vector<std::string>> path_segments(std::string_view path) {
    if (path.empty() || path[0] != '/') {
        return std::nullopt;
    }
    std::vector<std::string> segments;
    for (const auto segment : pattern_segments(path)) {
        auto decoded = percent_decode(segment, false);
        if (!decoded || decoded->empty() || *decoded == "." || *decoded == "..") {
            return std::nullopt;
        }
        segments.push_back(std::move(*decoded));
    }
    return segments;
}

}  // namespace ansvar::web
