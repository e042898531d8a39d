#pragma once

#include "mail/mailbox.hpp"

#include <filesystem>
#include <string_view>

namespace ansvar::mail {

/// A Maildir (new, cur, tmp) that a mail server of this machine, or `ansvar mail receive`, delivers into. What has been taken lies in its
/// folders .Handled and .Failed. Dotfiles, links and whatever is no ordinary file are left alone.
class Maildir final : public Mailbox {
public:
    /// Makes what is missing (0700). Throws std::filesystem::filesystem_error when it cannot. A mail of more than `most_bytes` is not read.
    explicit Maildir(std::filesystem::path folder, std::uint64_t most_bytes = 40ULL * 1024 * 1024);

    std::size_t fetch(std::size_t most, const std::function<bool(const Fetched&)>& take) override;
    std::string description() const override;

private:
    std::filesystem::path folder_;
    std::uint64_t most_bytes_;
};

/// Lays a mail into a Maildir, which is made when missing (0700): when this returns it is on the disk, whole; when it throws (a full disk,
/// no right to write: std::system_error) no half of it is in new.
void deliver(const std::filesystem::path& maildir, std::string_view raw);

}  // namespace ansvar::mail
