#pragma once

#include "support/certificates.hpp"
#include "support/temporary_folder.hpp"

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ansvar::tests {

/// A Dovecot of this test's own (Debian's package dovecot-imapd), with the user "ansvar", whose password is "hemligt". Runs as whoever
/// runs the test; as root, the mails belong to nobody.
class Dovecot {
public:
    /// Without a certificate it knows no TLS.
    explicit Dovecot(const std::optional<Certificate>& certificate = std::nullopt);
    ~Dovecot();
    Dovecot(const Dovecot&) = delete;
    Dovecot& operator=(const Dovecot&) = delete;

    std::uint16_t port() const { return port_; }
    std::uint16_t tls_port() const { return tls_port_; }
    /// Where its INBOX lies, and whose it is: a mail server delivers there.
    const std::filesystem::path& maildir() const { return maildir_; }
    uid_t owner() const { return owner_; }
    gid_t group() const { return group_; }

    /// Into INBOX, or into another folder as its name stands on the disk (".Old").
    void deliver(const std::string& mail, const std::string& folder = "") const;
    void make_folder(const std::string& folder) const;
    /// The mails of a folder, as they stand on the disk, by age. Those marked as deleted are not among them.
    std::vector<std::string> mails_in(const std::string& folder = "") const;
    /// The folders' names on the disk.
    std::vector<std::string> folders() const;

private:
    void write_configuration(bool with_tls) const;
    void start();
    void give_to_owner(const std::filesystem::path& path) const;

    TemporaryFolder home_;
    std::filesystem::path maildir_;
    uid_t owner_;
    gid_t group_;
    std::uint16_t port_;
    std::uint16_t tls_port_;
    pid_t process_ = -1;
};

}  // namespace ansvar::tests
