#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/route.hpp"

namespace ansvar::web {

/// All routes, as data. Filled before the host starts, read-only afterwards.
class RouteTable {
public:
    /// Throws std::logic_error for a path that is not canonical, a double route, the same placeholder twice, or a route of the API for
    /// people who are known that names no scope.
    void add(Route route);

    struct Match {
        const Route* route;
        PathValues values;
    };
    /// The route for a path (percent-encoded, without query). At each segment a fixed one goes before a placeholder.
    /// Segments are decoded one by one; empty ones, "." and "..", bad escapes and bad UTF-8 match nothing.
    std::optional<Match> find(Method method, std::string_view path) const;
    /// The methods a path answers to, in the order of Method; empty when the path is unknown.
    std::vector<Method> methods_for(std::string_view path) const;

    const std::deque<Route>& routes() const { return routes_; }
    /// One line for each route, sorted: "/tickets/{number} GET signed-in page". For the snapshot of who may do what.
    std::string dump() const;

private:
    std::deque<Route> routes_;
    std::deque<std::vector<std::string>> patterns_;  ///< the segments of each route's path, in the same order
};

/// A path cut into decoded segments ("/" has none); nothing when it is not canonical.
std::optional<std::vector<std::string>> path_segments(std::string_view path);

}  // namespace ansvar::web
