#pragma once

#include <pistache/http.h>
#include <pistache/peer.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "web/connection_book.hpp"

namespace ansvar::web {

/// What the handler's clones (one for each I/O thread), the timer and the front share.
struct FrontState {
    FrontState(Reception& reception_, const HostLimits& limits_) : reception(reception_), limits(limits_) {}

    Reception& reception;
    const HostLimits& limits;
    std::size_t most_connections = 0;
    ConnectionBook book;
    std::atomic<Pistache::Tcp::Transport*> transport{nullptr};
    std::mutex halt_mutex;
    bool is_halted = false;  // no connection is added any more
    std::mutex stalled_mutex;
    std::vector<std::weak_ptr<Connection>> stalled;  // to be pushed at the next tick
};

/// Takes the place of Pistache's own HTTP handling: connections come and go, bytes arrive. On the I/O thread.
class FrontHandler final : public Pistache::Http::Handler {
public:
    HTTP_PROTOTYPE(FrontHandler)

    explicit FrontHandler(std::shared_ptr<FrontState> state) : state_(std::move(state)) {}

    void onRequest(const Pistache::Http::Request&, Pistache::Http::ResponseWriter) override {}  // never: onInput goes before its parser

private:
    void onConnection(const std::shared_ptr<Pistache::Tcp::Peer>& peer) override;
    void onInput(const char* bytes, std::size_t size, const std::shared_ptr<Pistache::Tcp::Peer>& peer) override;
    void onDisconnection(const std::shared_ptr<Pistache::Tcp::Peer>& peer) override;

    std::shared_ptr<FrontState> state_;
};

}  // namespace ansvar::web
