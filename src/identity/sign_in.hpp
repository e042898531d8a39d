#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "db/database.hpp"
#include "identity/letters.hpp"
#include "identity/links.hpp"
#include "identity/person.hpp"
#include "identity/settings.hpp"

namespace ansvar::identity {

/// Somebody asks for a sign-in letter.
struct LinkRequest {
    MailAddress email;
    std::string client_address;
    web::Language language = web::Language::Sv;
};

/// Too often; nothing was mailed.
struct Throttled {
    std::chrono::seconds retry_after;
};

/// Counts the try and queues a letter when the address is known or at an allowed domain. What comes back, and how long it takes, does not
/// tell which it was.
Result<std::monostate, Throttled> ask_for_link(db::Database& database, Letters& letters, const Settings& settings,
                                               const LinkRequest& request, Timestamp now);

/// Counts a try of one client, and of one mailbox when given; for other doors that make letters (a ticket filed without sign-in).
Result<std::monostate, Throttled> count_try(db::Database& database, const Settings& settings, const std::optional<MailAddress>& email,
                                            std::string_view client_address, Timestamp now);

/// May this address sign in by asking for a letter? Known (and not left), or at an allowed domain.
bool may_sign_in(db::Session& session, const Settings& settings, const MailAddress& email, Timestamp now);

/// Makes a waiting ticket a ticket and returns the path that shows it. Called before the link is used up, with a link that is good:
/// must give the same ticket when called again. Implemented above (tickets), wired by app.
using ConfirmPending = std::function<std::string(std::uint64_t pending, const Person& requester, Timestamp now)>;

/// `path` when it is a path of our own, otherwise "/": never another host, whatever a browser makes of it.
std::string own_path(std::string_view path);
/// As own_path, for where sign-in leads: not back to sign-in or sign-out.
std::string own_path_after_sign_in(std::string_view next);

}  // namespace ansvar::identity
