#pragma once

#include <string>
#include <string_view>

namespace ansvar::tests {

/// From now on all that is logged, from debug upwards, the access log included, is kept in memory. Safe to repeat.
void capture_log();

/// Something that no log line may ever hold: an address, a name, a text, a token. Every line of it counts; what is shorter than six bytes is
/// passed over. Safe from any thread.
void keep_out_of_log(const std::string& secret);

/// The first secret found in what was logged so far, with its line; empty when there is none. Looks at each line once for each secret, also
/// for what it becomes in a URL, a form or JSON.
std::string find_leak();
/// The same for lines that were not logged.
std::string find_leak_in(std::string_view lines);

/// The first message that was logged with a control character in it (CR, LF, ESC …): one that can forge lines or steer a terminal.
std::string find_control_character();

/// Everything logged so far.
std::string captured_log();

/// Fails the test case it stands in when the log holds a secret or a control character at its end.
struct WatchedLog {
    WatchedLog() { capture_log(); }
    ~WatchedLog();
    WatchedLog(const WatchedLog&) = delete;
    WatchedLog& operator=(const WatchedLog&) = delete;
};

}  // namespace ansvar::tests
