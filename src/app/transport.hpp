#pragma once

#include <memory>

#include "app/config.hpp"
#include "mail/transport.hpp"

namespace ansvar::app {

/// How letters leave the house by the settings: to the mail servers, or into the folder. Throws what Config::smtp_settings throws.
std::unique_ptr<mail::Transport> make_transport(const Config& config);

}  // namespace ansvar::app
