#include "web/front_handler.hpp"

#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <spdlog/spdlog.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ansvar::web {
namespace {

namespace Tcp = Pistache::Tcp;

constexpr const char* connection_key = "ansvar";

/// A socket behind Pistache's transport.
class TransportWire final : public Wire {
public:
    TransportWire(std::shared_ptr<FrontState> state, Tcp::Transport& transport, int descriptor)
        : state_(std::move(state)), transport_(transport), descriptor_(descriptor) {}

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
        const std::lock_guard lock{state_->stalled_mutex};
        state_->stalled.push_back(std::move(connection));
    }

private:
    const std::shared_ptr<FrontState> state_;
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

std::shared_ptr<Connection> connection_of(const std::shared_ptr<Tcp::Peer>& peer) {
    return std::static_pointer_cast<Connection>(peer->tryGetData(connection_key));
}

}  // namespace

void FrontHandler::onConnection(const std::shared_ptr<Tcp::Peer>& peer) {
    peer->putData(ParserData, std::make_shared<Pistache::Http::RequestParser>(1));  // its search for idle peers wants one to exist
    if (!is_internet_socket(peer->fd())) {
        return;  // the timer's own, see wake_accept_queue
    }
    set_socket_options(peer->fd());
    auto connection = std::make_shared<Connection>(std::make_unique<TransportWire>(state_, *transport(), peer->fd()), state_->reception,
                                                   state_->limits, peer->address().host());
    peer->putData(connection_key, connection);
    const std::lock_guard lock{state_->halt_mutex};
    if (state_->is_halted) {
        connection->leave();
        return;
    }
    state_->transport = transport();
    state_->book.add(connection);
    if (state_->book.size() > state_->most_connections) {
        ::shutdown(peer->fd(), SHUT_RDWR);
    }
}

void FrontHandler::onInput(const char* bytes, std::size_t size, const std::shared_ptr<Tcp::Peer>& peer) {
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
void FrontHandler::onDisconnection(const std::shared_ptr<Tcp::Peer>& peer) {
    const auto connection = connection_of(peer);
    if (!connection) {
        return;
    }
    connection->leave();
    ::shutdown(peer->fd(), SHUT_RDWR);
    transport()->flush();
    state_->book.remove(connection.get());
}

}  // namespace ansvar::web
