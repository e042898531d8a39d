#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace ansvar::identity {

/// How people get in. Plain data, from the configuration.
struct Settings {
    std::string public_url = "http://127.0.0.1:8080";  ///< without a slash at the end; https makes cookies Secure and `__Host-`
    std::vector<std::string> allowed_domains = {};     ///< lower case; whoever reads mail there may sign in and is made known
    std::string throttle_key = {};                     ///< a secret: addresses are counted under a hash that it keys
    std::string school = {};                           ///< its name, beside the codes in people's apps; no part of a password
    std::string seal_key = {};                         ///< a secret: what is stored sealed (second factors, providers' secrets) opens with it

    std::chrono::minutes link_life{15};
    std::chrono::minutes staff_idle{60};   ///< for agents, managers and administrators
    std::chrono::hours staff_session{12};  ///< in all
    std::chrono::hours requester_session{30 * 24};

    /// Tries of the last 15 minutes. A whole school may come from one client address, so that limit is wide; one client asking for one
    /// mailbox is held short; one mailbox asked for by everybody together is held where it would drown in letters.
    unsigned tries_per_mailbox_and_client = 5;
    unsigned tries_per_mailbox = 7;
    unsigned tries_per_client = 100;

    std::chrono::minutes step_life{10};  ///< from the first factor to the second
    unsigned codes_per_step = 5;         ///< wrong ones; then the first factor is shown anew
    unsigned codes_per_person = 30;      ///< tries in 15 minutes, at all steps together
    std::chrono::minutes fresh{15};      ///< so young a session needs no further proof for changing how one signs in

    /// Argon2id as OWASP's cheat sheet on password storage has it: 19 MiB, two passes. Two at once, others wait a little.
    std::size_t password_memory = 19 * 1024 * 1024;
    unsigned password_passes = 2;
    unsigned passwords_at_once = 2;
    unsigned passwords_waiting = 2;
    std::chrono::milliseconds password_patience{1000};

    /// Tries with one account from one client before each next one waits twice as long; fewer while others try the same account a lot, but
    /// always some: nobody locks the owner out from elsewhere.
    unsigned passwords_per_account_and_client = 5;
    unsigned passwords_under_attack = 2;
    unsigned passwords_per_account = 50;  ///< in 15 minutes: an account that is tried so often is under attack
    unsigned passwords_per_client = 200;  ///< in 15 minutes
};

}  // namespace ansvar::identity
