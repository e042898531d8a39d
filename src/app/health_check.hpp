#pragma once

#include <cstdint>
#include <string>

namespace ansvar::app {

/// Does the service that listens there answer 200 on /readyz within two seconds? A wildcard address is asked on loopback.
bool health_check(std::string address, std::uint16_t port);

}  // namespace ansvar::app
