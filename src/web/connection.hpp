#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "web/host.hpp"
#include "web/reception.hpp"
#include "web/request.hpp"
#include "web/wire.hpp"

namespace ansvar::web {

/// One client's connection: frames its requests one at a time, hands each to the reception, and writes the answer in slices that the
/// system can take at once. Pistache 0.0.5 spins when the system cannot, and writes by descriptor number even when that number has
/// passed to another client; hence the slices, and `gone_` under the lock that also covers every use of the wire.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    /// `reception` and `limits` must outlive it.
    Connection(std::unique_ptr<Wire> wire, Reception& reception, const HostLimits& limits, std::string peer_address);

    /// Bytes have come. On the I/O thread.
    void receive(std::string_view bytes);
    /// The other side is gone, or the server stops: the wire is not touched again.
    void leave();
    /// Gives the descriptor back; only when there is no I/O thread any more.
    void release() { wire_->release(); }

    /// Sends the answer to the request that was handed out. From any thread; does nothing when the client has left.
    void answer(Response response);
    bool is_gone() const;

    /// Enforces the time limits. From the timer's thread, a few times a second.
    void check_time(Instant now);
    /// Goes on writing where the system was full, and tells what has come to its event stream. From the timer's thread.
    void push();
    /// True while a request is being read or served or its answer written; not for an event stream.
    bool is_busy() const;
    /// Closes it when nothing is going on, or nothing but an event stream.
    void close_if_idle();

    const std::string& peer_address() const { return peer_address_; }

private:
    enum class State { Idle, Head, Body, Busy, Writing, Streaming, Lingering };
    using Lock = std::unique_lock<std::mutex>;

    void read_on(Lock& lock);
    bool read_head(Lock& lock);
    bool accept(Lock& lock, framing::Head head);
    void read_body(Lock& lock);
    void refuse(const framing::Refusal& refusal, Lock& lock);
    void send(Response response, Lock& lock);
    void pump(Lock& lock);
    void push_later();
    void open_stream(std::shared_ptr<EventStream> stream);
    void tell(Lock& lock);
    void look_after_stream(Instant at, Lock& lock);
    void end_stream();
    void linger();
    bool is_answer_out() const;
    void finish_answer(Lock& lock);
    bool has_output() const;
    std::string next_slice();
    std::chrono::milliseconds body_time() const;

    const std::unique_ptr<Wire> wire_;
    Reception& reception_;
    const HostLimits& limits_;
    const std::string peer_address_;

    mutable std::mutex mutex_;  // guards everything below and the use of wire_
    bool gone_ = false;
    State state_ = State::Head;
    Instant since_ = std::chrono::steady_clock::now();  // when the state began
    Instant progress_ = since_;                         // when bytes last went out

    std::string in_;
    std::size_t scanned_ = 0;
    std::size_t head_size_ = 0;
    bool is_too_much_ = false;  ///< more has come than is kept: the rest is thrown away, and refused
    std::size_t discarded_ = 0;
    std::optional<Received> coming_;  // head read, body not yet whole
    bool keeps_alive_ = true;
    bool wants_no_body_ = false;  // HEAD

    std::string out_;
    std::size_t out_at_ = 0;
    std::shared_ptr<const std::string> tail_;  // sent after out_
    std::size_t tail_at_ = 0;
    std::shared_ptr<EventStream> stream_;  // while Streaming

    bool in_flight_ = false;   // a slice is with the I/O thread
    bool is_stalled_ = false;  // push() will come
};

}  // namespace ansvar::web
