#include "web/pistache_front.hpp"

#include <pistache/endpoint.h>

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <thread>
#include <vector>

#include "web/descriptors.hpp"
#include "web/front_handler.hpp"

namespace ansvar::web {
namespace {

namespace Tcp = Pistache::Tcp;
namespace Http = Pistache::Http;

constexpr auto tick = std::chrono::milliseconds{25};
constexpr unsigned ticks_between_checks = 10;
constexpr std::size_t spare_descriptors = 256;
constexpr int backlog = 4096;

Pistache::Address address_of(const std::string& host, std::uint16_t port) {
    const bool is_bare_v6 = host.find(':') != std::string::npos && host[0] != '[';
    return {is_bare_v6 ? "[" + host + "]" : host, Pistache::Port{port}};
}

Http::Endpoint::Options endpoint_options() {
    const auto for_ever = std::chrono::hours{24 * 20};  // 0.0.5's time limits hit slow handlers; ours are in Connection
    return Http::Endpoint::options()
        .threads(1)
        .threadsName("http-io")
        .flags(Pistache::Flags<Tcp::Options>(Tcp::Options::ReuseAddr) | Tcp::Options::CloseOnExec)
        .maxRequestSize(1024)
        .headerTimeout(for_ever)
        .bodyTimeout(for_ever)
        .keepaliveTimeout(for_ever);
}

}  // namespace

/// A started endpoint with its timer.
class PistacheFront::Running {
public:
    Running(Reception& reception, const HostLimits& limits, const std::string& address, std::uint16_t port)
        : state_(std::make_shared<FrontState>(reception, limits)), endpoint_(std::make_unique<Http::Endpoint>(address_of(address, port))) {
        std::signal(SIGPIPE, SIG_IGN);
        const auto descriptors = descriptors::raise_limit(limits.connections + spare_descriptors);
        state_->most_connections = std::min(limits.connections, descriptors - std::min(descriptors / 2, spare_descriptors));
        endpoint_->init(endpoint_options());
        endpoint_->setHandler(std::make_shared<FrontHandler>(state_));
        endpoint_->serveThreaded();
        descriptors::lengthen_backlog(this->port(), backlog);
        timer_ = std::thread{[this] { run_timer(); }};
    }

    ~Running() {
        {
            const std::lock_guard lock{timer_mutex_};
            is_stopping_ = true;
        }
        timer_wakes_.notify_all();
        timer_.join();
        {
            const std::lock_guard lock{state_->halt_mutex};
            state_->is_halted = true;
        }
        for (const auto& connection : state_->book.all()) {
            connection->leave();  // from here on no worker touches the transport
        }
        endpoint_->shutdown();
        endpoint_.reset();
        for (const auto& connection : state_->book.all()) {
            connection->release();  // 0.0.5 leaves them open
        }
        state_->book.clear();  // their wires hold what holds the book
    }

    std::uint16_t port() const { return endpoint_->getPort(); }
    ConnectionBook& book() { return state_->book; }

private:
    void run_timer() {
        std::unique_lock lock{timer_mutex_};
        for (unsigned count = 0; !timer_wakes_.wait_for(lock, tick, [this] { return is_stopping_; }); ++count) {
            lock.unlock();
            wake_write_queue();
            push_stalled();
            if (count % ticks_between_checks == 0) {
                wake_accept_queue();
                for (const auto& connection : state_->book.all()) {
                    connection->check_time(std::chrono::steady_clock::now());
                }
            }
            lock.lock();
        }
    }

    void push_stalled() {
        std::vector<std::weak_ptr<Connection>> stalled;
        {
            const std::lock_guard lock{state_->stalled_mutex};
            stalled.swap(state_->stalled);
        }
        for (const auto& weak : stalled) {
            if (const auto connection = weak.lock()) {
                connection->push();
            }
        }
    }

    /// 0.0.5 can read away the wake-up of an entry that is pushed while its queue is found empty (upstream 2ff4d388, 2024-04).
    void wake_write_queue() {
        if (auto* transport = state_->transport.load()) {
            transport->asyncWrite(-1, Pistache::RawBuffer{"", 0});
        }
    }

    /// The same for new connections: one that is closed already makes the I/O thread look at that queue.
    void wake_accept_queue() {
        auto* transport = state_->transport.load();
        const int descriptor = transport ? descriptors::closed_socket() : -1;
        if (descriptor >= 0) {
            transport->handleNewPeer(Tcp::Peer::Create(descriptor, Pistache::Address{}));
        }
    }

    std::shared_ptr<FrontState> state_;
    std::unique_ptr<Http::Endpoint> endpoint_;
    std::mutex timer_mutex_;
    std::condition_variable timer_wakes_;
    bool is_stopping_ = false;
    std::thread timer_;
};

PistacheFront::PistacheFront(Reception& reception, const HostLimits& limits) : reception_(reception), limits_(limits) {}

PistacheFront::~PistacheFront() {
    stop();
}

void PistacheFront::start(const std::string& address, std::uint16_t port) {
    running_ = std::make_unique<Running>(reception_, limits_, address, port);
}

std::uint16_t PistacheFront::port() const {
    return running_ ? running_->port() : std::uint16_t{0};
}

std::size_t PistacheFront::connections() const {
    return running_ ? running_->book().size() : 0;
}

std::size_t PistacheFront::busy() const {
    std::size_t count = 0;
    if (running_) {
        for (const auto& connection : running_->book().all()) {
            count += connection->is_busy() ? 1U : 0U;
        }
    }
    return count;
}

void PistacheFront::close_idle() {
    if (running_) {
        for (const auto& connection : running_->book().all()) {
            connection->close_if_idle();
        }
    }
}

void PistacheFront::stop() {
    running_.reset();
}

}  // namespace ansvar::web
