#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/response.hpp"

namespace ansvar::web {

/// Files for the browser, held in memory: /assets/css/base.1a2b3c4d.css for ever, /assets/css/base.css with an ETag.
/// Brotli 11 and gzip 9 copies are made by a thread of its own after start; until one is there the plain file is served.
class Assets {
public:
    /// Reads every file under the folders; a later folder's file replaces an earlier one's of the same name. Files beginning with "."
    /// are left out. Throws std::runtime_error for a folder or file that cannot be read.
    explicit Assets(const std::vector<std::filesystem::path>& folders);
    ~Assets();
    Assets(const Assets&) = delete;
    Assets& operator=(const Assets&) = delete;

    /// The address with the content's hash of "css/base.css". Throws std::out_of_range naming an asset that is not there.
    const std::string& url(std::string_view name) const;
    /// Names of everything, sorted.
    std::vector<std::string> names() const;

    /// The answer for a path below /assets/; nothing when there is no such file. Safe and quick on the I/O thread.
    /// `accept_encoding` and `if_none_match` are the request's headers, empty when absent.
    std::optional<Response> answer(std::string_view path, std::string_view accept_encoding, std::string_view if_none_match) const;

    /// Waits until all compressed copies are made (tests, measurements).
    void wait_until_compressed() const;

private:
    struct Store;
    std::unique_ptr<Store> store_;
};

}  // namespace ansvar::web
