#include "db/server_process.hpp"

#include "core/text.hpp"
#include "db/embedded_server.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

namespace ansvar::db {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view server_folders = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
constexpr std::chrono::milliseconds pause{5};

std::string search_path() {
    const auto* path = std::getenv("PATH");
    return path != nullptr ? fmt::format("{}:{}", path, server_folders) : std::string{server_folders};
}

std::vector<std::string> small_environment() {
    std::vector<std::string> environment{"PATH=" + search_path(), "LC_ALL=C", "UMASK=0600", "UMASK_DIR=0700"};
    if (const auto* folder = std::getenv("TMPDIR")) {
        environment.push_back(std::string{"TMPDIR="} + folder);
    }
    return environment;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (auto& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

/// In the child, between fork and exec: nothing here may allocate or lock.
[[noreturn]] void become(char* const* arguments, char* const* environment, const char* folder, int output, bool dies_with_us) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    std::signal(SIGPIPE, SIG_DFL);
    umask(077);
    setsid();
    if (dies_with_us) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    }
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing < 0 || chdir(folder) != 0 || dup2(nothing, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) {
        _exit(126);
    }
    close_range(3, ~0U, 0);
    execve(arguments[0], arguments, environment);
    _exit(127);
}

/// True when the process runs mariadbd with this configuration. A process that has ended but is not reaped has no arguments.
bool is_server(pid_t process, const fs::path& configuration) {
    std::ifstream file{fmt::format("/proc/{}/cmdline", process), std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    const auto all = text.str();
    const auto arguments = split(all, '\0');
    const auto wanted = "--defaults-file=" + configuration.string();
    return arguments.front().ends_with("mariadbd") && std::find(arguments.begin(), arguments.end(), wanted) != arguments.end();
}

std::optional<pid_t> as_process(std::string_view text) {
    pid_t process = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), process);
    return error == std::errc{} && end != text.data() && process > 0 ? std::optional{process} : std::nullopt;
}

}  // namespace

std::string find_program(const std::string& name, const std::string& package) {
    const auto path = search_path();
    for (const auto folder : split(path, ':')) {
        const auto program = fmt::format("{}/{}", folder, name);
        if (!folder.empty() && access(program.c_str(), X_OK) == 0) {
            return program;
        }
    }
    throw ServerFault(fmt::format("{} is not installed; install the package {}", name, package));
}

pid_t start_program(const std::vector<std::string>& arguments, const fs::path& folder, const fs::path& output, bool dies_with_us) {
    auto texts = arguments;
    auto environment = small_environment();
    const auto argument_pointers = pointers_to(texts);
    const auto environment_pointers = pointers_to(environment);
    const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        throw ServerFault(fmt::format("cannot write {}: {}", output.string(), std::strerror(errno)));
    }
    const auto child = fork();
    if (child == 0) {
        become(argument_pointers.data(), environment_pointers.data(), folder.c_str(), file, dies_with_us);
    }
    close(file);
    if (child < 0) {
        throw ServerFault(fmt::format("cannot start {}: {}", arguments.front(), std::strerror(errno)));
    }
    return child;
}

bool ended_well(pid_t process) {
    int status = -1;
    while (waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) {
            return false;
        }
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::optional<pid_t> find_server(const fs::path& configuration, const fs::path& pid_file) {
    std::string text;
    std::ifstream{pid_file} >> text;
    if (const auto process = as_process(text); process && is_server(*process, configuration)) {
        return process;
    }
    std::error_code ignored;  // processes come and go while we look
    for (const auto& entry : fs::directory_iterator("/proc", ignored)) {
        if (const auto process = as_process(entry.path().filename().string()); process && is_server(*process, configuration)) {
            return process;
        }
    }
    return {};
}

bool is_alive(pid_t process) {
    std::ifstream file{fmt::format("/proc/{}/stat", process)};
    std::string line;
    std::getline(file, line);
    const auto name_end = line.rfind(')');  // "17 (mariadbd) S 1 …"
    return name_end != std::string::npos && name_end + 2 < line.size() && line[name_end + 2] != 'Z' && line[name_end + 2] != 'X';
}

bool end_process(pid_t process, const fs::path& configuration, std::chrono::milliseconds patience) {
    kill(process, SIGTERM);
    kill(process, SIGCONT);  // a frozen one would never hear it
    const auto until = std::chrono::steady_clock::now() + patience;
    while (is_server(process, configuration)) {
        if (std::chrono::steady_clock::now() >= until) {
            return false;
        }
        std::this_thread::sleep_for(pause);
    }
    waitpid(process, nullptr, WNOHANG);  // reaps it if it was our child
    return true;
}

}  // namespace ansvar::db
