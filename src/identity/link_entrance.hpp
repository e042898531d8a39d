#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "identity/entrance.hpp"

namespace ansvar::identity {

/// What using a link gives.
struct UsedLink {
    Person person;
    FirstFactor first;
    EntranceKeys keys;
    Entered entered = Entered::Inside;
};

/// Uses a link: confirms its waiting ticket if it has one (and leads to it, now or after the second factor; otherwise to `next`), makes the
/// person known if they were not, and goes through the entrance. Nothing when the link is unknown, used or too old; of many callers with one
/// link, one gets in.
std::optional<UsedLink> enter_by_link(const Services& services, const Entrance& entrance, std::string_view link_token, const std::string& next,
                                      const Client& client, const std::optional<std::string>& old_session_token, Timestamp now);

}  // namespace ansvar::identity
