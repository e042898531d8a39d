#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ansvar::tests {

/// A port of 127.0.0.1 that nobody listens on just now.
std::uint16_t free_port();
/// Does somebody listen there?
bool answers(std::uint16_t port);

/// Listens on a random port of 127.0.0.1, with a thread for each client.
class LineServer {
public:
    /// `converse` gets the socket and the connection's number (1, 2, 3 …), and is done when it returns; the socket is closed then.
    explicit LineServer(std::function<void(int socket, std::size_t number)> converse);
    /// Hangs up on everybody and waits for the threads.
    ~LineServer();
    LineServer(const LineServer&) = delete;
    LineServer& operator=(const LineServer&) = delete;

    std::uint16_t port() const { return port_; }
    std::size_t connections() const { return connections_; }
    /// The most conversations there were at one time.
    std::size_t most_at_once() const { return most_at_once_; }

private:
    void accept_all();

    std::function<void(int, std::size_t)> converse_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_{false};
    std::atomic<std::size_t> connections_{0};
    std::atomic<std::size_t> at_once_{0};
    std::atomic<std::size_t> most_at_once_{0};
    std::mutex mutex_;
    std::vector<int> open_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

}  // namespace ansvar::tests
