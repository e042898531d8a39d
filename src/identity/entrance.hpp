#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/secret.hpp"
#include "db/transaction.hpp"
#include "identity/client.hpp"
#include "identity/person.hpp"
#include "identity/routes.hpp"
#include "web/cookie.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace ansvar::identity {

/// What the first factor gave.
struct FirstFactor {
    Method method = Method::Link;
    std::optional<std::uint64_t> provider = std::nullopt;  ///< the identity provider
    std::string id_token = {};                             ///< of the provider; sealed before it is stored
    std::string next = "/";                                ///< a path of ours to go to afterwards
};

/// Tokens drawn before the transaction, so that what became of them can be looked up after an unknown commit.
struct EntranceKeys {
    std::string session = random_token();
};

/// The one door: whichever way somebody showed who they are, this is what lets them in.
class Entrance {
public:
    explicit Entrance(Services services);

    /// Begins a new session (never an old one's token: no fixation) and ends `old_session_token`'s.
    void let_in(db::Transaction& tx, const Person& person, const FirstFactor& first, const Client& client, const EntranceKeys& keys,
                const std::optional<std::string>& old_session_token, Timestamp now) const;
    /// Sets the cookie and leads on.
    web::Response answer(const Person& person, const FirstFactor& first, const EntranceKeys& keys) const;
    /// Both, in a transaction of its own: for a first factor that leaves nothing else to write.
    web::Response let_in(const web::Request& request, const Person& person, const FirstFactor& first) const;

private:
    Services services_;
    web::CookieRule cookies_;
};

}  // namespace ansvar::identity
