#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace ansvar::identity {

/// How people get in. Plain data, from the configuration.
struct Settings {
    std::string public_url = "http://127.0.0.1:8080";  ///< without a slash at the end; https makes cookies Secure and `__Host-`
    std::vector<std::string> allowed_domains = {};     ///< lower case; whoever reads mail there may sign in and is made known
    std::string throttle_key = {};                     ///< a secret: addresses are counted under a hash that it keys
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
};

}  // namespace ansvar::identity
