#include "support/line_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <utility>

namespace ansvar::tests {

namespace {

int listen_somewhere(std::uint16_t& port) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (listener < 0 || ::bind(listener, generic, size) != 0 || ::listen(listener, 64) != 0 ||
        ::getsockname(listener, generic, &size) != 0) {
        throw std::runtime_error("the test server cannot listen");
    }
    port = ntohs(address.sin_port);
    return listener;
}

}  // namespace

std::uint16_t free_port() {
    std::uint16_t port = 0;
    ::close(listen_somewhere(port));
    return port;
}

bool answers(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    const bool connected = ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(socket);
    return connected;
}

LineServer::LineServer(std::function<void(int, std::size_t)> converse) : converse_{std::move(converse)} {
    ::signal(SIGPIPE, SIG_IGN);  // a client that has gone away is an error of write()
    listener_ = listen_somewhere(port_);
    acceptor_ = std::thread{[this] { accept_all(); }};
}

LineServer::~LineServer() {
    stopping_ = true;
    acceptor_.join();
    {
        const std::lock_guard lock{mutex_};
        for (const int socket : open_) {
            ::shutdown(socket, SHUT_RDWR);
        }
    }
    for (auto& thread : threads_) {
        thread.join();
    }
    ::close(listener_);
}

void LineServer::accept_all() {
    while (!stopping_) {
        pollfd waiting{listener_, POLLIN, 0};
        if (::poll(&waiting, 1, 20) <= 0) {
            continue;
        }
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) {
            continue;
        }
        const std::lock_guard lock{mutex_};
        const auto number = ++connections_;
        open_.push_back(socket);
        threads_.emplace_back([this, socket, number] {
            most_at_once_ = std::max<std::size_t>(most_at_once_, ++at_once_);
            converse_(socket, number);
            --at_once_;
            const std::lock_guard closing{mutex_};
            open_.erase(std::find(open_.begin(), open_.end(), socket));
            ::close(socket);
        });
    }
}

}  // namespace ansvar::tests
