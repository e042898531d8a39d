#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "web/host.hpp"
#include "web/reception.hpp"

namespace ansvar::web {

/// The only place that knows Pistache: its listener and reactor bring bytes to our connections and take our slices away. Nothing of
/// its HTTP is used. Works around what 0.0.5 gets wrong; each place says what.
class PistacheFront {
public:
    /// Both must outlive it.
    PistacheFront(Reception& reception, const HostLimits& limits);
    ~PistacheFront();
    PistacheFront(const PistacheFront&) = delete;
    PistacheFront& operator=(const PistacheFront&) = delete;

    /// Throws std::runtime_error when it cannot listen.
    void start(const std::string& address, std::uint16_t port);
    std::uint16_t port() const;
    std::size_t connections() const;
    /// Connections with a request being served or an answer being written.
    std::size_t busy() const;
    void close_idle();
    /// Cuts everything. After it no thread of its own runs and no connection touches its socket.
    void stop();

private:
    class Running;
    Reception& reception_;
    const HostLimits& limits_;
    std::unique_ptr<Running> running_;
};

}  // namespace ansvar::web
