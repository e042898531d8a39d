#pragma once

#include <string_view>

namespace ansvar::web {

/// Who may use a route at all. What one may see of a ticket is decided further in, by the domain.
enum class Audience { Anyone, SignedIn, Agent, Manager, Administrator };

/// How the asker is known and how errors look.
/// Page: session cookie, Sec-Fetch-Site/Origin check on unsafe methods, HTML errors. Api: bearer token, cookies ignored, problem+json.
enum class Via { Page, Api };

/// A route's access. There is no default: a route without access does not compile.
struct Access {
    constexpr Access(Audience who, Via how) : audience(who), via(how) {}

    Audience audience;
    Via via;
};

std::string_view to_string(Audience audience);
std::string_view to_string(Via via);

}  // namespace ansvar::web
