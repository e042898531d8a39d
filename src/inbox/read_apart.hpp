#pragma once

#include <chrono>
#include <filesystem>
#include <string_view>

#include "core/result.hpp"
#include "mail/incoming_mail.hpp"

/// Mails are written by anybody, and taking one apart is where a fault in a library would hurt: it is done by a process of its own, which has
/// little memory, little time and nothing of ours.
namespace ansvar::inbox {

/// Reads a mail by starting `program mail read`, which gets the mail and nothing else. Unreadable::TooDear when that process has not answered
/// within `patience`, or has fallen over. Throws std::runtime_error when no process can be started. Safe from any thread.
Result<mail::IncomingMail, mail::Unreadable> read_apart(const std::filesystem::path& program, std::string_view raw,
                                                        std::chrono::milliseconds patience = std::chrono::seconds{30});

/// What that process does: reads a mail from `input` and writes to `output` what it found, in CBOR. Before it looks at a byte it gives up all
/// but the memory and processor time that a mail may cost. Returns the exit code.
int read_for_another(int input, int output);

}  // namespace ansvar::inbox
