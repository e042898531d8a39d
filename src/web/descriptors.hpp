#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

/// What the system says about this process's file descriptors.
namespace ansvar::web::descriptors {

/// Raises the soft limit towards `wanted` as far as the hard one allows; the limit in force afterwards.
std::size_t raise_limit(std::size_t wanted);

/// Calls listen() again with a longer backlog on every listening socket of this process with that port.
/// Pistache 0.0.5 ignores its own backlog option and always has 128.
void lengthen_backlog(std::uint16_t port, int backlog);

/// A connected pair's end whose other end is closed already. -1 when there are no descriptors left.
int closed_socket();

}  // namespace ansvar::web::descriptors
