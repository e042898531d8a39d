#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace ansvar::db {

/// The system user that the embedded server runs as.
struct ServerAccount {
    std::string name;  ///< its number where the system knows no name
    uid_t user;
    gid_t group;
    bool is_named;  ///< we are root and must say `--user=name`: mariadbd refuses to guess

    bool is_ours() const;
};

/// Makes a folder that only we can enter, unless it is there already. Throws ServerFault.
void make_private_folder(const std::filesystem::path& path);

/// Picks the account: our own, or as root `preferred` when that user exists and can write to `home`, a folder in `directory`. For that,
/// home is given to the user and `directory` becomes passable (0711). Throws ServerFault.
ServerAccount choose_account(const std::filesystem::path& directory, const std::filesystem::path& home, const std::string& preferred);

/// Gives everything under `path` to the account, if it is not already. Only root can; others own their files anyway.
void give_to(const ServerAccount& account, const std::filesystem::path& path);

}  // namespace ansvar::db
