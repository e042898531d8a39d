#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ansvar::web {

class EventHub;

/// What one client still has to hear: that topics of its own have changed, each once however often they did, so its size is bounded. Hears
/// from EventHub::open until it is destroyed. Any thread.
class EventStream {
public:
    EventStream(EventHub& hub, std::string owner, std::vector<std::string> topics);
    ~EventStream();
    EventStream(const EventStream&) = delete;
    EventStream& operator=(const EventStream&) = delete;

    /// The first lines of the stream: when to come back after it ends, and the number that is reached now.
    std::string opening();
    /// The events that wait, as text/event-stream; afterwards none waits.
    std::string take();
    bool has_events() const;
    /// `wake` is called by whoever publishes, without any lock, each time an event waits again.
    void wake_with(std::function<void()> wake);

private:
    friend class EventHub;
    struct Topic {
        std::string name;
        std::uint64_t waiting = 0;  ///< the number of its newest change; 0: nothing waits
    };

    void changed(const std::vector<std::string>& topics, std::uint64_t number);
    std::string take(const std::lock_guard<std::mutex>&);

    EventHub& hub_;
    const std::string owner_;
    std::uint64_t opened_at_ = 0;  ///< the hub's number then
    std::uint64_t place_ = 0;      ///< in the order of opening
    mutable std::mutex mutex_;     // guards what follows
    std::vector<Topic> topics_;
    std::function<void()> wake_;
};

struct EventLimits {
    std::size_t streams = 500;       ///< open at once; the next is told to come back (503)
    std::size_t of_one = 6;          ///< of the same owner
    std::size_t remembered = 10'000;  ///< topics whose newest change is kept, beside those somebody hears of
};

/// Tells open event streams that a topic ("queue:ITS", "ticket:1042") has changed; what has changed there is asked for by an ordinary
/// request, which checks again who asks. Of a name with a line break its client is told the first line: a topic may have a part that not all who
/// know its name hear of. Topics are neither known nor checked here. Any thread; must outlive its streams.
class EventHub {
public:
    explicit EventHub(EventLimits limits = {}) : limits_(limits) {}

    /// Changes up to `number` are known to everybody who comes from now on.
    void begin_at(std::uint64_t number);
    /// One change of all these topics. Numbers rise.
    void publish(const std::vector<std::string>& topics, std::uint64_t number);

    /// A stream for a person. What has changed after `since` waits in it already; without `since`, what changed within the last ten seconds,
    /// as the page that asks was drawn a moment ago. Throws Unavailable when there are too many.
    std::shared_ptr<EventStream> open(const std::string& owner, const std::vector<std::string>& topics, std::optional<std::uint64_t> since);

    /// The number of the newest change of any of these topics; of those that nothing is known about, what it may be at most.
    std::uint64_t newest(const std::vector<std::string>& topics) const;
    std::size_t streams() const;

private:
    friend class EventStream;
    using Instant = std::chrono::steady_clock::time_point;
    struct Topic {
        std::uint64_t number = 0;
        Instant at{};
        std::vector<std::weak_ptr<EventStream>> streams = {};
    };

    void left(const EventStream& stream);
    Topic& topic(const std::string& name);
    void forget_old();

    const EventLimits limits_;
    mutable std::mutex mutex_;      // guards what follows; no other lock is taken under it but a stream's own
    std::uint64_t newest_ = 0;      // of all
    std::uint64_t forgotten_ = 0;   // topics that are not remembered have changed no later
    std::uint64_t opened_ = 0;
    std::size_t forget_from_ = limits_.remembered;
    std::unordered_map<std::string, Topic> topics_;
    std::unordered_map<std::string, std::size_t> owners_;
    std::size_t streams_ = 0;
};

}  // namespace ansvar::web
