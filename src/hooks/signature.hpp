#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

/// Signatures as Standard Webhooks has them (standardwebhooks.com), version v1.
namespace ansvar::hooks {

/// "whsec_…": 32 random bytes.
std::string draw_secret();

/// As a database keeps it, and back. Nothing when it was not sealed with that key.
std::string seal_secret(std::string_view seal_key, std::string_view secret);
std::optional<std::string> open_secret(std::string_view seal_key, std::string_view sealed);

/// "v1,… v1,…": one for each secret, over the id, the time in whole seconds and the payload.
std::string signature(const std::vector<std::string>& secrets, std::string_view message_id, Timestamp at, std::string_view payload);

/// The time as the header webhook-timestamp has it.
std::string unix_seconds(Timestamp at);

}  // namespace ansvar::hooks
