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
#include "identity/sign_in_steps.hpp"
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
    bool wants_second = false;                             ///< too weak to stand alone, whoever it is: a short password
};

/// Tokens drawn before the transaction, so that what became of them can be looked up after an unknown commit.
struct EntranceKeys {
    std::string session = random_token();
    std::string step = random_token();
};

/// Where the first factor leads: into a session, or to the step where the second is shown.
enum class Entered { Inside, AtStep };

/// The one door: whichever way somebody showed who they are, this is what lets them in. Whoever must have a second factor, or has one,
/// gets no session before it is shown (GET /sign-in/second-factor).
class Entrance {
public:
    static constexpr std::string_view step_cookie = "ansvar-step";
    static constexpr std::string_view step_path = "/sign-in/second-factor";

    explicit Entrance(Services services);

    /// Begins a new session (never an old one's token: no fixation) or a step to it, and ends `old_session_token`'s.
    Entered let_in(db::Transaction& tx, const Person& person, const FirstFactor& first, const Client& client, const EntranceKeys& keys,
                   const std::optional<std::string>& old_session_token, Timestamp now) const;
    /// Sets the cookie and leads on.
    web::Response answer(const Person& person, const FirstFactor& first, const EntranceKeys& keys, Entered entered) const;
    /// Both, in a transaction of its own: for a first factor that leaves nothing else to write.
    web::Response let_in(const web::Request& request, const Person& person, const FirstFactor& first) const;

    /// After an unknown commit: where these keys lead, if anywhere.
    std::optional<Entered> find(db::Session& session, const EntranceKeys& keys, Timestamp now) const;

    /// The second factor was shown as `how` says ("code", "recovery_code", "set_up"): ends the step and begins the session.
    void let_in(db::Transaction& tx, const SignInStep& step, const Person& person, std::string_view how, const Client& client,
                std::string_view session_token, const std::optional<std::string>& old_session_token, Timestamp now) const;
    /// Sets the session's cookie and takes the step's away.
    void set_cookies(web::Response& response, const Person& person, const std::string& session_token) const;

private:
    Services services_;
    web::CookieRule cookies_;
};

}  // namespace ansvar::identity
