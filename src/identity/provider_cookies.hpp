#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "db/session.hpp"
#include "identity/provider.hpp"

namespace ansvar::identity {

/// What waits in a browser, sealed, while somebody is on their way: cookies' names and contents. The errand is in oidc_client.hpp.
inline constexpr std::string_view errand_cookie = "ansvar-errand";
inline constexpr std::string_view pending_cookie = "ansvar-connect";
inline constexpr std::string_view leave_cookie = "ansvar-leave";
inline constexpr std::chrono::minutes pending_life{30};  ///< a letter with a link may take its time
inline constexpr std::chrono::minutes leave_life{10};

/// An external identity that this browser has shown, and the person who must show who they are before it becomes theirs.
struct PendingConnection {
    ProviderId provider;
    ExternalIdentity who;
    PersonId person;
    Timestamp until;

    std::string sealed(std::string_view seal_key) const;
    static std::optional<PendingConnection> open(std::string_view seal_key, const std::optional<std::string>& sealed, Timestamp now);
};

/// Somebody has signed out here and may want to at their provider too.
struct Leave {
    std::string slug;
    std::string id_token;  ///< empty when it is too long for a cookie

    /// As text for the cookie, of the session with that token; empty when it did not come from a provider.
    static std::string sealed_for(db::Session& session, std::string_view seal_key, std::string_view session_token, Timestamp now);
    static std::optional<Leave> open(std::string_view seal_key, const std::optional<std::string>& sealed, Timestamp now);
};

}  // namespace ansvar::identity
