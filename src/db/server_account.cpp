#include "db/server_account.hpp"

#include "db/embedded_server.hpp"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

namespace ansvar::db {

namespace fs = std::filesystem;

namespace {

ServerAccount own_account() {
    const auto* entry = getpwuid(geteuid());
    return {entry != nullptr ? entry->pw_name : std::to_string(geteuid()), geteuid(), getegid(), geteuid() == 0};
}

std::optional<ServerAccount> account_called(const std::string& name) {
    const auto* entry = getpwnam(name.c_str());
    return entry != nullptr ? std::optional{ServerAccount{name, entry->pw_uid, entry->pw_gid, true}} : std::nullopt;
}

/// Asked as that user, in a child process: every folder on the way counts.
bool can_write(const ServerAccount& account, const fs::path& folder) {
    const auto child = fork();
    if (child == 0) {
        const bool is_user = setgroups(1, &account.group) == 0 && setgid(account.group) == 0 && setuid(account.user) == 0;
        _exit(is_user && access(folder.c_str(), R_OK | W_OK | X_OK) == 0 ? 0 : 1);
    }
    int status = -1;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

void make_private_folder(const fs::path& path) {
    if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
        throw ServerFault(fmt::format("cannot make {}: {}", path.string(), std::strerror(errno)));
    }
}

bool ServerAccount::is_ours() const {
    return user == geteuid();
}

ServerAccount choose_account(const fs::path& directory, const fs::path& home, const std::string& preferred) {
    if (geteuid() != 0) {
        return own_account();
    }
    const auto account = account_called(preferred);
    if (!account || account->user == 0) {
        return own_account();
    }
    struct stat before {};
    if (stat(directory.c_str(), &before) != 0 || chmod(directory.c_str(), before.st_mode | S_IXGRP | S_IXOTH) != 0 ||
        chown(home.c_str(), account->user, account->group) != 0) {
        throw ServerFault(fmt::format("cannot open {} to the user {}: {}", home.string(), account->name, std::strerror(errno)));
    }
    if (can_write(*account, home)) {
        return *account;
    }
    if (chown(home.c_str(), geteuid(), getegid()) != 0 || chmod(directory.c_str(), before.st_mode) != 0) {
        throw ServerFault(fmt::format("cannot take {} back: {}", home.string(), std::strerror(errno)));
    }
    return own_account();
}

void give_to(const ServerAccount& account, const fs::path& path) {
    struct stat now {};
    if (geteuid() != 0 || lstat(path.c_str(), &now) != 0 || (now.st_uid == account.user && now.st_gid == account.group)) {
        return;
    }
    const auto give = [&](const fs::path& one) {
        if (lchown(one.c_str(), account.user, account.group) != 0) {
            throw ServerFault(fmt::format("cannot give {} to the user {}: {}", one.string(), account.name, std::strerror(errno)));
        }
    };
    if (fs::is_directory(fs::symlink_status(path))) {
        for (const auto& entry : fs::recursive_directory_iterator(path)) {
            give(entry.path());
        }
    }
    give(path);  // last: an interrupted walk begins again
}

}  // namespace ansvar::db
