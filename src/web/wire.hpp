#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace ansvar::web {

class Connection;

/// The socket of one connection. Called only while the connection is not gone, under its lock, so that a descriptor that the system
/// has given to somebody else is never touched.
class Wire {
public:
    virtual ~Wire() = default;

    /// Queues bytes to be written by the I/O thread. `done` is called once they are with the system (true) or never will be (false).
    /// The returned function must be called once, without any lock: only then may `done` come, from the I/O thread or at once.
    [[nodiscard]] virtual std::function<void()> send(std::string bytes, std::function<void(bool)> done) = 0;
    /// Bytes the system has taken but the other side has not acknowledged.
    virtual std::size_t unacknowledged() const = 0;
    /// Has Connection::push called a moment later.
    virtual void push_later(std::weak_ptr<Connection> connection) = 0;
    /// Looks again whether queued bytes can be written.
    virtual void nudge() = 0;
    /// No more to say; the other side may still be reading.
    virtual void close_writing() = 0;
    /// The end, both ways; the I/O thread notices and reports the connection gone.
    virtual void close() = 0;
    /// Gives the descriptor back. Only when there is no I/O thread any more.
    virtual void release() = 0;
};

}  // namespace ansvar::web
