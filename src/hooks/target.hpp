#pragma once

#include <netinet/in.h>

#include <optional>
#include <string>
#include <string_view>

#include "core/networks.hpp"

struct sockaddr;

/// Where a webhook may lead.
namespace ansvar::hooks {

/// May a connection be made to this very address? To what the world can see; to others, of the school's own, only when they are allowed. Without TLS only to
/// allowed ones.
bool may_connect(const sockaddr& address, bool is_encrypted, const Networks& allowed);

/// Why an address is no webhook's: a field's code: "malformed", "needs-https", "too-long".
std::optional<std::string_view> url_fault(std::string_view url, const Networks& allowed);
/// "hook.example": what may be shown where the whole address says too much.
std::string host_of(std::string_view url);

inline constexpr std::size_t longest_url = 500;

}  // namespace ansvar::hooks
