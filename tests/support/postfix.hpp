#pragma once

#include "support/temporary_folder.hpp"

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace ansvar::tests {

/// A Postfix of this test's own (Debian's package), with a configuration, a queue and a log in a folder of its own: the machine's Postfix, if
/// there is one, is not touched. It takes mail from this machine without TLS and delivers it into Maildirs. It must be started by root.
class Postfix {
public:
    /// `mailboxes`: whose mail goes where ("anna@skola.example"; addresses with plus too). Everything else is refused.
    /// The Maildirs belong to `owner`.
    Postfix(const std::map<std::string, std::filesystem::path>& mailboxes, uid_t owner, gid_t group);
    ~Postfix();
    Postfix(const Postfix&) = delete;
    Postfix& operator=(const Postfix&) = delete;

    static bool may_run();

    std::uint16_t port() const { return port_; }
    std::string log() const;

private:
    void write_configuration(const std::map<std::string, std::filesystem::path>& mailboxes, uid_t owner, gid_t group) const;
    void start();

    TemporaryFolder home_;
    std::uint16_t port_;
    pid_t process_ = -1;
};

}  // namespace ansvar::tests
