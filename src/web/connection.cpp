#include "web/connection.hpp"

#include <algorithm>
#include <utility>

#include "web/event_hub.hpp"
#include "web/response_head.hpp"

namespace ansvar::web {
namespace {

constexpr std::size_t slice_bytes = 64 * 1024;
constexpr std::size_t most_pipelined_bytes = 64 * 1024;         // requests sent ahead of an answer
constexpr std::size_t most_early_bytes = 16 * 1024 * 1024;      // of a request that comes before it is noted that an answer is written
constexpr std::size_t most_discarded_bytes = 64 * 1024 * 1024;  // of a body that was refused
constexpr std::size_t body_bytes_per_second = 64 * 1024;        // slower is too slow
constexpr std::size_t most_untaken_event_bytes = 4096;           // sent to an event stream's client and not acknowledged
constexpr std::string_view heartbeat_line = ":\n\n";
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

Instant now() {
    return std::chrono::steady_clock::now();
}

}  // namespace

Connection::Connection(std::unique_ptr<Wire> wire, Reception& reception, const HostLimits& limits, std::string peer_address)
    : wire_(std::move(wire)), reception_(reception), limits_(limits), peer_address_(std::move(peer_address)) {}

void Connection::receive(std::string_view bytes) {
    Lock lock{mutex_};
    if (gone_) {
        return;
    }
    if (is_too_much_ || state_ == State::Lingering || (state_ == State::Writing && !keeps_alive_)) {  // nothing is read after a last answer
        discarded_ += bytes.size();
        if (discarded_ > most_discarded_bytes) {
            wire_->close();
        }
        return;
    }
    in_.append(bytes);
    if (in_flight_) {
        wire_->nudge();
    }
    const auto expected = coming_ ? coming_->head.content_length : 0;
    // Told when what is being answered is written: whoever is cut off while still sending loses that answer too.
    is_too_much_ = in_.size() > expected + limits_.head_bytes + (is_answer_out() ? most_early_bytes : most_pipelined_bytes);
    read_on(lock);
}

/// The client has the answer and may rightly send the next request, but the thread that answered has not been let on to note it.
bool Connection::is_answer_out() const { return state_ == State::Writing && in_flight_ && !has_output() && wire_->unacknowledged() == 0; }

void Connection::leave() {
    const Lock lock{mutex_};
    gone_ = true;
    out_.clear();
    tail_.reset();
    stream_.reset();
    coming_.reset();
}

bool Connection::is_gone() const {
    const Lock lock{mutex_};
    return gone_;
}

/// Reads as far as what has arrived goes. At most one request is out at a time, so answers come in the order of the requests.
void Connection::read_on(Lock& lock) {
    if (gone_ || state_ == State::Busy || state_ == State::Writing || state_ == State::Streaming || state_ == State::Lingering) {
        return;
    }
    if (is_too_much_) {
        return refuse({431, "headers-too-large", "more came than may be sent ahead of an answer"}, lock);
    }
    if (state_ == State::Idle && !in_.empty()) {
        state_ = State::Head;
        since_ = now();
    }
    if (state_ == State::Head && !read_head(lock)) {
        return;
    }
    if (state_ == State::Body) {
        read_body(lock);
    }
}

/// True when the head is whole and its request accepted.
bool Connection::read_head(Lock& lock) {
    if (in_ == "\r") {
        return false;
    }
    for (int blank_lines = 0; scanned_ == 0 && blank_lines < 2 && in_.compare(0, 2, "\r\n") == 0; ++blank_lines) {
        in_.erase(0, 2);  // some clients send one after a form (RFC 9112 §2.2)
    }
    const framing::Limits limits{limits_.head_bytes, limits_.target_bytes};
    const auto end = framing::find_end(in_, scanned_, limits);
    if (const auto* refusal = std::get_if<framing::Refusal>(&end)) {
        refuse(*refusal, lock);
        return false;
    }
    if (!std::holds_alternative<std::size_t>(end)) {
        return false;
    }
    head_size_ = std::get<std::size_t>(end);
    auto head = framing::read_head(std::string_view{in_}.substr(0, head_size_), limits);
    if (const auto* refusal = std::get_if<framing::Refusal>(&head)) {
        refuse(*refusal, lock);
        return false;
    }
    return accept(lock, std::move(std::get<framing::Head>(head)));
}

bool Connection::accept(Lock& lock, framing::Head head) {
    keeps_alive_ = head.keeps_alive;
    wants_no_body_ = head.verb == framing::Verb::Head;
    auto verdict = reception_.consider(head);
    if (auto* refused = std::get_if<Response>(&verdict)) {
        keeps_alive_ = false;  // its body stays unread
        in_.clear();
        send(std::move(*refused), lock);
        return false;
    }
    in_.erase(0, head_size_);
    scanned_ = head_size_ = 0;
    const bool asks = head.expects_continue && in_.empty() && head.content_length > 0;
    coming_ = Received{std::move(head), {}, std::move(std::get<std::shared_ptr<Plan>>(verdict))};
    state_ = State::Body;
    since_ = now();
    if (asks) {
        out_ = continue_line;
        out_at_ = 0;
        progress_ = now();
        pump(lock);
    }
    return true;
}

void Connection::read_body(Lock& lock) {
    if (gone_ || !coming_ || in_.size() < coming_->head.content_length) {
        return;
    }
    const auto length = coming_->head.content_length;
    auto received = std::move(*coming_);
    coming_.reset();
    if (in_.size() == length) {
        received.body = std::exchange(in_, {});
    } else {
        received.body = in_.substr(0, length);
        in_.erase(0, length);
    }
    state_ = State::Busy;
    since_ = now();
    lock.unlock();
    reception_.serve(shared_from_this(), std::move(received));
    lock.lock();
}

void Connection::refuse(const framing::Refusal& refusal, Lock& lock) {
    keeps_alive_ = false;
    wants_no_body_ = coming_ && wants_no_body_;
    auto response = reception_.refuse(refusal, in_);
    in_ = {};
    coming_.reset();
    send(std::move(response), lock);
}

void Connection::answer(Response response) {
    Lock lock{mutex_};
    send(std::move(response), lock);
}

void Connection::send(Response response, Lock& lock) {
    if (gone_) {
        return;
    }
    keeps_alive_ = keeps_alive_ && !response.stream && !reception_.is_draining();
    out_.erase(0, out_at_);  // a "100 Continue" may still wait there
    out_at_ = 0;
    out_ += response_head(response, keeps_alive_);
    state_ = State::Writing;
    since_ = progress_ = now();
    if (response.stream && !wants_no_body_) {
        open_stream(std::move(response.stream));
    } else if (!wants_no_body_ && may_have_body(response.status)) {
        tail_ = response.shared_body ? response.shared_body : std::make_shared<const std::string>(std::move(response.body));
        tail_at_ = 0;
    }
    pump(lock);
}

void Connection::open_stream(std::shared_ptr<EventStream> stream) {
    stream_ = std::move(stream);
    state_ = State::Streaming;
    stream_->wake_with([weak = weak_from_this()] {
        if (const auto self = weak.lock()) {
            const Lock lock{self->mutex_};
            if (self->stream_) {
                self->push_later();
            }
        }
    });
    out_ += stream_->opening();
}

/// What has come to the stream goes out, once the client has taken what went before: what comes meanwhile waits there, each topic once.
void Connection::tell(Lock& lock) {
    if (!stream_ || in_flight_ || !stream_->has_events()) {
        return;
    }
    if (wire_->unacknowledged() > most_untaken_event_bytes) {
        return push_later();
    }
    out_ = stream_->take();
    progress_ = now();
    pump(lock);
}

/// A client that has not even taken the heartbeat before this one is not there any more.
void Connection::look_after_stream(Instant at, Lock& lock) {
    if (!stream_ || has_output() || in_flight_) {
        return;
    }
    if (at - since_ > limits_.stream) {
        end_stream();
    } else if (at - progress_ > limits_.heartbeat && wire_->unacknowledged() > 0) {
        wire_->close();
    } else if (at - progress_ > limits_.heartbeat) {
        out_ = heartbeat_line;
        progress_ = at;
        pump(lock);
    }
}

void Connection::end_stream() {
    stream_.reset();
    since_ = now();
    linger();
}

void Connection::linger() {
    state_ = State::Lingering;
    in_ = {};
    wire_->close_writing();
}

bool Connection::has_output() const {
    return out_at_ < out_.size() || (tail_ && tail_at_ < tail_->size());
}

std::string Connection::next_slice() {
    std::string slice = out_.substr(out_at_, slice_bytes);
    out_at_ += slice.size();
    if (tail_ && out_at_ == out_.size() && slice.size() < slice_bytes) {
        const auto rest = std::min(slice_bytes - slice.size(), tail_->size() - tail_at_);
        slice.append(*tail_, tail_at_, rest);
        tail_at_ += rest;
    }
    return slice;
}

/// Hands the next slice to the I/O thread unless one is there or the system has enough; then the timer comes back for the rest.
void Connection::pump(Lock& lock) {
    if (gone_ || in_flight_) {
        return;
    }
    if (!has_output()) {
        return finish_answer(lock);
    }
    if (wire_->unacknowledged() > slice_bytes) {
        return push_later();
    }
    in_flight_ = true;
    const auto start = wire_->send(next_slice(), [self = shared_from_this()](bool sent) {
        Lock own_lock{self->mutex_};
        self->in_flight_ = false;
        self->progress_ = now();
        if (sent) {
            self->pump(own_lock);
        } else if (!self->gone_) {
            self->wire_->close();
        }
    });
    lock.unlock();
    start();
    lock.lock();
}

void Connection::push_later() {
    if (!std::exchange(is_stalled_, true)) {
        wire_->push_later(weak_from_this());
    }
}

void Connection::finish_answer(Lock& lock) {
    out_ = {};
    out_at_ = 0;
    tail_.reset();
    if (stream_ && stream_->has_events()) {
        push_later();
    }
    if (state_ != State::Writing) {
        return;
    }
    since_ = now();
    if (!keeps_alive_) {
        return linger();
    }
    scanned_ = 0;
    state_ = State::Idle;
    read_on(lock);
}

std::chrono::milliseconds Connection::body_time() const {
    const auto length = coming_ ? coming_->head.content_length : 0;
    return limits_.body + std::chrono::seconds{length / body_bytes_per_second};
}

void Connection::check_time(Instant at) {
    Lock lock{mutex_};
    if (gone_) {
        return;
    }
    const auto age = at - since_;
    if ((has_output() || in_flight_) && at - progress_ > limits_.write_stall) {
        return wire_->close();
    }
    const framing::Refusal too_slow{408, "timeout", "the request did not arrive in time"};
    switch (state_) {
        case State::Head:
            if (age > limits_.head && in_.empty()) {
                wire_->close();
            } else if (age > limits_.head) {
                refuse(too_slow, lock);
            }
            return;
        case State::Body:
            if (age > body_time()) {
                refuse(too_slow, lock);
            }
            return;
        case State::Idle:
            if (age > limits_.idle) {
                wire_->close();
            }
            return;
        case State::Streaming:
            return look_after_stream(at, lock);
        case State::Lingering:
            if (age > limits_.linger) {
                wire_->close();
            }
            return;
        case State::Busy:
        case State::Writing:
            return;
    }
}

void Connection::push() {
    Lock lock{mutex_};
    is_stalled_ = false;
    if (has_output()) {
        pump(lock);
    } else {
        tell(lock);
    }
}

bool Connection::is_busy() const {
    const Lock lock{mutex_};
    const bool is_reading = state_ == State::Body || (state_ == State::Head && !in_.empty());
    return !gone_ && (is_reading || state_ == State::Busy || state_ == State::Writing);
}

void Connection::close_if_idle() {
    const Lock lock{mutex_};
    if (!gone_ && (state_ == State::Idle || state_ == State::Streaming || (state_ == State::Head && in_.empty()))) {
        wire_->close();
    }
}

}  // namespace ansvar::web
