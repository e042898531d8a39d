#pragma once

#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace ansvar::tests {

/// Do all threads of the process stand still (state T in /proc/PID/task/TID/stat)?
inline bool is_frozen(int process) {
    for (const auto& task : std::filesystem::directory_iterator{"/proc/" + std::to_string(process) + "/task"}) {
        std::ifstream file{task.path() / "stat"};
        const std::string stat{std::istreambuf_iterator<char>{file}, {}};
        const auto name_end = stat.rfind(") ");
        if (name_end != std::string::npos && stat[name_end + 2] != 'T') {
            return false;
        }
    }
    return true;
}

/// Sends a signal. SIGSTOP is waited for: kill() comes back before the last thread has stopped, and a statement sent meanwhile is
/// still answered.
inline void send_signal(int process, int signal) {
    kill(process, signal);
    while (signal == SIGSTOP && !is_frozen(process)) {
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
}

}  // namespace ansvar::tests
