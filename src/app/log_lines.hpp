#pragma once

#include <memory>

#include <spdlog/formatter.h>

namespace ansvar::app {

/// Makes each message one line that is one JSON object (RFC 8259) of ASCII alone: {"time", "level", "message"}. Whatever a message carries –
/// quotation marks, line breaks, escape sequences, bytes that are no UTF-8 – it can neither break the line nor forge another.
std::unique_ptr<spdlog::formatter> log_lines();

}  // namespace ansvar::app
