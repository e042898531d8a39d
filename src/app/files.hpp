#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "routing/linear_model.hpp"

namespace ansvar::app {

/// Where the binary finds its templates, assets, demo data and routing data: share/ansvar beside itself (a build folder) or
/// ../share/ansvar (installed). Throws std::runtime_error when neither is there.
std::filesystem::path share_folder();

/// The router's trained model, made by the build. Throws std::runtime_error when it is not there.
std::shared_ptr<const routing::LinearModel> shipped_model();

/// In the data folder: what `ansvar migrate` kept before it began.
constexpr auto backups_folder = "backups";
/// Stands in a data folder as long as a restored backup is not whole there.
constexpr auto being_filled = "being-restored";

/// Writes a file of our own (0600) so that it is there whole or not at all. Throws std::runtime_error.
void write_private(const std::filesystem::path& file, const std::string& text);

/// Makes the data folder (0700) and what stands in it.
void make_data_folder(const std::filesystem::path& data);

/// The installation's own secret, drawn at the first call and kept in DIR/secret (0600).
std::string installation_secret(const std::filesystem::path& data);

/// Where the service can be reached, left by the running one for commands that print links. Empty when it never ran.
std::string last_public_url(const std::filesystem::path& data);
void remember_public_url(const std::filesystem::path& data, const std::string& url);

}  // namespace ansvar::app
