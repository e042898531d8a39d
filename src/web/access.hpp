#pragma once

#include <optional>
#include <string_view>

namespace ansvar::web {

/// Who may use a route at all. What one may see of a ticket is decided further in, by the domain.
enum class Audience { Anyone, SignedIn, Agent, Manager, MatrixOwner, Auditor, Administrator };

/// How the asker is known and how errors look.
/// Page: session cookie, Sec-Fetch-Site/Origin check on unsafe methods, HTML errors. Api: bearer token, cookies ignored, problem+json.
enum class Via { Page, Api };

/// What an API token may be used for; each signed-in route of the API names the one it wants.
enum class Scope { TicketsRead, TicketsWrite, MatrixRead, MatrixWrite, PeopleRead, PeopleWrite, ReportsRead, ReportsWrite, AuditRead, WebhooksRead, WebhooksWrite };

/// A route's access. There is no default: a route without access does not compile.
struct Access {
    constexpr Access(Audience who, Via how) : audience(who), via(how) {}
    /// A route of the API for tokens that have that scope.
    constexpr Access(Audience who, Scope what) : audience(who), via(Via::Api), scope(what) {}

    Audience audience;
    Via via;
    std::optional<Scope> scope = std::nullopt;
};

std::string_view to_string(Audience audience);
std::string_view to_string(Via via);
/// "tickets:read": the word in the database, in the API and on the pages.
std::string_view to_string(Scope scope);

}  // namespace ansvar::web
