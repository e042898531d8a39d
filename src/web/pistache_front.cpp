#include "web/pistache_front.hpp"

#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <pistache/endpoint.h>
#include <pistache/http.h>
#include <pistache/peer.h>
#include <spdlog/spdlog.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <thread>
#include <vector>

#include "web/connection_book.hpp"
#include "web/descriptors.hpp"

namespace ansvar::web {
namespace {

namespace Tcp = Pistache::Tcp;
namespace Http = Pistache::Http;

constexpr auto tick = std::chrono::milliseconds{25};
constexpr unsigned ticks_between_checks = 10;
constexpr std::size_t spare_descriptors = 256;
constexpr int backlog = 4096;
constexpr const char* connection_key = "ansvar";

/// What the handler's clones (one for each I/O thread), the timer and the front share.
struct Shared {
    Shared(Reception& reception_, const HostLimits& limits_) : reception(reception_), limits(limits_) {}

    Reception& reception;
    const HostLimits& limits;
    std::size_t most_connections = 0;
    ConnectionBook book;
    std::atomic<Tcp::Transport*> transport{nullptr};
    std::mutex halt_mutex;
    bool is_halted = false;  // no connection is added any more
    std::mutex stalled_mutex;
    std::vector<std::weak_ptr<Connection>> stalled;  // to be pushed at the next tick
};

/// A socket behind Pistache's transport.
class TransportWire final : public Wire {
public:
    TransportWire(std::shared_ptr<Shared> shared, Tcp::Transport& transport, int descriptor)
        : shared_(std::move(shared)), transport_(transport), descriptor_(descriptor) {}

    std::function<void()> send(std::string bytes, std::function<void(bool)> done) override {
        const auto size = bytes.size();
        auto promise = std::make_shared<Pistache::Async::Promise<ssize_t>>(
            transport_.asyncWrite(descriptor_, Pistache::RawBuffer{std::move(bytes), size}));
        return [promise, done = std::move(done)] {
            promise->then([done](ssize_t) { done(true); }, [done](std::exception_ptr) { done(false); });
        };
    }
    std::size_t unacknowledged() const override {
        int queued = 0;
        ::ioctl(descriptor_, SIOCOUTQ, &queued);
        return static_cast<std::size_t>(queued);
    }
    void nudge() override { transport_.asyncWrite(descriptor_, Pistache::RawBuffer{"", 0}); }
    void close_writing() override { ::shutdown(descriptor_, SHUT_WR); }
    void close() override { ::shutdown(descriptor_, SHUT_RDWR); }
    void release() override { ::close(descriptor_); }

    void push_later(std::weak_ptr<Connection> connection) override {
        const std::lock_guard lock{shared_->stalled_mutex};
        shared_->stalled.push_back(std::move(connection));
    }

private:
    const std::shared_ptr<Shared> shared_;
    Tcp::Transport& transport_;
    const int descriptor_;
};

bool is_internet_socket(int descriptor) {
    int domain = 0;
    socklen_t size = sizeof domain;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && (domain == AF_INET || domain == AF_INET6);
}

void set_socket_options(int descriptor) {
    const int on = 1;
    const int send_buffer = 256 * 1024;  // four slices: what we hand over always fits, so 0.0.5 never meets EAGAIN and spins
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof send_buffer);
    ::setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
}

/// Takes the place of Pistache's own HTTP handling.
class FrontHandler final : public Http::Handler {
public:
    HTTP_PROTOTYPE(FrontHandler)

    explicit FrontHandler(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

    void onRequest(const Http::Request&, Http::ResponseWriter) override {}  // never reached: onInput below goes before its parser

private:
    void onConnection(const std::shared_ptr<Tcp::Peer>& peer) override {
        peer->putData(ParserData, std::make_shared<Http::RequestParser>(1));  // its search for idle peers wants one to exist
        if (!is_internet_socket(peer->fd())) {
            return;  // the timer's own, see wake_accept_queue
        }
        set_socket_options(peer->fd());
        auto connection = std::make_shared<Connection>(std::make_unique<TransportWire>(shared_, *transport(), peer->fd()), shared_->reception,
                                                       shared_->limits, peer->address().host());
        peer->putData(connection_key, connection);
        const std::lock_guard lock{shared_->halt_mutex};
        if (shared_->is_halted) {
            connection->leave();
            return;
        }
        shared_->transport = transport();
        shared_->book.add(connection);
        if (shared_->book.size() > shared_->most_connections) {
            ::shutdown(peer->fd(), SHUT_RDWR);
        }
    }

    void onInput(const char* bytes, std::size_t size, const std::shared_ptr<Tcp::Peer>& peer) override {
        const auto connection = connection_of(peer);
        if (!connection) {
            return;
        }
        try {
            connection->receive({bytes, size});
        } catch (const std::exception& fault) {
            spdlog::error("a connection is cut: {}", fault.what());
            ::shutdown(peer->fd(), SHUT_RDWR);
        }
        transport()->flush();  // writes now what was answered at once
    }

    /// 0.0.5 queues writes by descriptor number and would send what is left to whoever gets the number next. So: first no new writes
    /// (leave), then the old ones fail at a socket that is shut (flush), and only then is the number free.
    void onDisconnection(const std::shared_ptr<Tcp::Peer>& peer) override {
        const auto connection = connection_of(peer);
        if (!connection) {
            return;
        }
        connection->leave();
        ::shutdown(peer->fd(), SHUT_RDWR);
        transport()->flush();
        shared_->book.remove(connection.get());
    }

    static std::shared_ptr<Connection> connection_of(const std::shared_ptr<Tcp::Peer>& peer) {
        return std::static_pointer_cast<Connection>(peer->tryGetData(connection_key));
    }

    std::shared_ptr<Shared> shared_;
};

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
        : shared_(std::make_shared<Shared>(reception, limits)), endpoint_(std::make_unique<Http::Endpoint>(address_of(address, port))) {
        std::signal(SIGPIPE, SIG_IGN);
        const auto descriptors = descriptors::raise_limit(limits.connections + spare_descriptors);
        shared_->most_connections = std::min(limits.connections, descriptors - std::min(descriptors / 2, spare_descriptors));
        endpoint_->init(endpoint_options());
        endpoint_->setHandler(std::make_shared<FrontHandler>(shared_));
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
            const std::lock_guard lock{shared_->halt_mutex};
            shared_->is_halted = true;
        }
        for (const auto& connection : shared_->book.all()) {
            connection->leave();  // from here on no worker touches the transport
        }
        endpoint_->shutdown();
        endpoint_.reset();
        for (const auto& connection : shared_->book.all()) {
            connection->release();  // 0.0.5 leaves them open
        }
        shared_->book.clear();  // their wires hold what holds the book
    }

    std::uint16_t port() const { return endpoint_->getPort(); }
    ConnectionBook& book() { return shared_->book; }

private:
    void run_timer() {
        std::unique_lock lock{timer_mutex_};
        for (unsigned count = 0; !timer_wakes_.wait_for(lock, tick, [this] { return is_stopping_; }); ++count) {
            lock.unlock();
            wake_write_queue();
            push_stalled();
            if (count % ticks_between_checks == 0) {
                wake_accept_queue();
                for (const auto& connection : shared_->book.all()) {
                    connection->check_time(std::chrono::steady_clock::now());
                }
            }
            lock.lock();
        }
    }

    void push_stalled() {
        std::vector<std::weak_ptr<Connection>> stalled;
        {
            const std::lock_guard lock{shared_->stalled_mutex};
            stalled.swap(shared_->stalled);
        }
        for (const auto& weak : stalled) {
            if (const auto connection = weak.lock()) {
                connection->push();
            }
        }
    }

    /// 0.0.5 can read away the wake-up of an entry that is pushed while its queue is found empty (upstream 2ff4d388, 2024-04).
    void wake_write_queue() {
        if (auto* transport = shared_->transport.load()) {
            transport->asyncWrite(-1, Pistache::RawBuffer{"", 0});
        }
    }

    /// The same for new connections: one that is closed already makes the I/O thread look at that queue.
    void wake_accept_queue() {
        auto* transport = shared_->transport.load();
        const int descriptor = transport ? descriptors::closed_socket() : -1;
        if (descriptor >= 0) {
            transport->handleNewPeer(Tcp::Peer::Create(descriptor, Pistache::Address{}));
        }
    }

    std::shared_ptr<Shared> shared_;
    std::unique_ptr<Http::Endpoint> endpoint_;
    std::mutex timer_mutex_;
    std::condition_variable timer_wakes_;
    bool is_stopping_ = false;
    std::thread timer_;
};

PistacheFront::PistacheFront(Reception& reception, const HostLimits& limits) : reception_(reception), limits_(limits) {}

PistacheFront::~PistacheFront() { stop(); }

void PistacheFront::start(const std::string& address, std::uint16_t port) {
    running_ = std::make_unique<Running>(reception_, limits_, address, port);
}

std::uint16_t PistacheFront::port() const { return running_ ? running_->port() : std::uint16_t{0}; }

std::size_t PistacheFront::connections() const { return running_ ? running_->book().size() : 0; }

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

void PistacheFront::stop() { running_.reset(); }

}  // namespace ansvar::web
