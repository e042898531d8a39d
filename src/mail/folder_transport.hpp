#pragma once

#include "mail/transport.hpp"

#include <filesystem>

namespace ansvar::mail {

/// Lays each letter into a folder as a file of its own, "20261121T101500Z-000042-receipt.eml" (when it was written, letter id, kind),
/// readable for its owner alone and complete as soon as it has that name. The same letter sent again replaces its file.
class FolderTransport final : public Transport {
public:
    /// Makes the folder (0700) when it is missing; throws std::filesystem::filesystem_error when it cannot.
    explicit FolderTransport(std::filesystem::path folder);

    Delivery send(const Parcel& parcel) override;

private:
    std::filesystem::path folder_;
};

}  // namespace ansvar::mail
