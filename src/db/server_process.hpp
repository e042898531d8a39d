#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ansvar::db {

/// Full path of a program in PATH or the folders where Debian puts servers. Throws ServerFault that names the package to install.
std::string find_program(const std::string& name, const std::string& package);

/// Starts a program in its own session with `folder` as its current one, no input, output to `output` (0600), umask 077, few environment
/// variables and no open files of ours. It outlives us. Returns its process id; throws ServerFault.
/// `dies_with_us`: the kernel kills it when this thread ends.
pid_t start_program(const std::vector<std::string>& arguments, const std::filesystem::path& folder, const std::filesystem::path& output,
                    bool dies_with_us = false);

/// Waits for a program that we started; true when it ended with 0.
bool ended_well(pid_t process);

/// The mariadbd that was started with this configuration file: the process in the pid file if it is that, or else any.
/// A stale pid file may name somebody else's process; its arguments tell.
std::optional<pid_t> find_server(const std::filesystem::path& configuration, const std::filesystem::path& pid_file);

/// True while the process runs; a zombie does not.
bool is_alive(pid_t process);

/// Asks the process to end and waits until it is gone; false when it is still there after `patience`.
bool end_process(pid_t process, const std::filesystem::path& configuration, std::chrono::milliseconds patience);

}  // namespace ansvar::db
