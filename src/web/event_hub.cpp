#include "web/event_hub.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "web/errors.hpp"

namespace ansvar::web {
namespace {

constexpr auto recently = std::chrono::seconds{10};
constexpr std::chrono::seconds wait_when_full{30};
constexpr unsigned come_back_after = 2000;  // milliseconds, and up to as much again, so that not all come at once

}  // namespace

EventStream::EventStream(EventHub& hub, std::string owner, std::vector<std::string> topics) : hub_(hub), owner_(std::move(owner)) {
    for (auto& name : topics) {
        topics_.push_back({std::move(name)});
    }
}

EventStream::~EventStream() {
    hub_.left(*this);
}

std::string EventStream::opening() {
    const auto spread = static_cast<unsigned>(place_ * 617 % come_back_after);
    const std::lock_guard lock{mutex_};
    return fmt::format("retry: {}\n{}id: {}\nevent: opened\ndata: {}\n\n", come_back_after + spread, take(lock), opened_at_, opened_at_);
}

std::string EventStream::take() {
    const std::lock_guard lock{mutex_};
    return take(lock);
}

/// In the order of their numbers: who comes back names the last one and has heard of all before it.
std::string EventStream::take(const std::lock_guard<std::mutex>&) {
    std::vector<Topic*> due;
    for (auto& topic : topics_) {
        if (topic.waiting != 0) {
            due.push_back(&topic);
        }
    }
    std::sort(due.begin(), due.end(), [](const Topic* one, const Topic* other) { return one->waiting < other->waiting; });
    std::string events;
    for (auto* topic : due) {
        fmt::format_to(std::back_inserter(events), "id: {}\nevent: changed\ndata: {}\n\n", topic->waiting,
                       std::string_view{topic->name}.substr(0, topic->name.find('\n')));
        topic->waiting = 0;
    }
    return events;
}

bool EventStream::has_events() const {
    const std::lock_guard lock{mutex_};
    return std::any_of(topics_.begin(), topics_.end(), [](const Topic& topic) { return topic.waiting != 0; });
}

void EventStream::wake_with(std::function<void()> wake) {
    const std::lock_guard lock{mutex_};
    wake_ = std::move(wake);
}

void EventStream::changed(const std::vector<std::string>& topics, std::uint64_t number) {
    std::function<void()> wake;
    {
        const std::lock_guard lock{mutex_};
        for (auto& topic : topics_) {
            if (std::find(topics.begin(), topics.end(), topic.name) != topics.end()) {
                topic.waiting = number;
            }
        }
        wake = wake_;
    }
    if (wake) {
        wake();
    }
}

void EventHub::begin_at(std::uint64_t number) {
    const std::lock_guard lock{mutex_};
    newest_ = forgotten_ = number;
    for (auto& [name, topic] : topics_) {
        topic.number = std::max(topic.number, number);
    }
}

void EventHub::publish(const std::vector<std::string>& topics, std::uint64_t number) {
    std::vector<std::shared_ptr<EventStream>> hearing;  // destroyed, perhaps as the last owner, after the lock
    {
        const std::lock_guard lock{mutex_};
        newest_ = number;
        for (const auto& name : topics) {
            auto& changed = topic(name);
            changed.number = number;
            changed.at = std::chrono::steady_clock::now();
            for (const auto& stream : changed.streams) {
                hearing.push_back(stream.lock());
            }
        }
        forget_old();
    }
    std::sort(hearing.begin(), hearing.end());
    hearing.erase(std::unique(hearing.begin(), hearing.end()), hearing.end());
    for (const auto& stream : hearing) {
        if (stream) {
            stream->changed(topics, number);
        }
    }
}

std::shared_ptr<EventStream> EventHub::open(const std::string& owner, const std::vector<std::string>& topics, std::optional<std::uint64_t> since) {
    auto stream = std::make_shared<EventStream>(*this, owner, topics);
    const std::lock_guard lock{mutex_};
    auto& own = owners_[owner];
    if (streams_ >= limits_.streams || own >= limits_.of_one) {
        if (own == 0) {
            owners_.erase(owner);
        }
        throw Unavailable{wait_when_full, "too many event streams"};
    }
    ++own;
    ++streams_;
    stream->opened_at_ = newest_;
    stream->place_ = ++opened_;
    const auto now = std::chrono::steady_clock::now();
    for (auto& wanted : stream->topics_) {
        auto& known = topic(wanted.name);
        known.streams.push_back(stream);
        if (since ? known.number > *since : known.at != Instant{} && now - known.at < recently) {
            wanted.waiting = known.number;
        }
    }
    return stream;
}

void EventHub::left(const EventStream& stream) {
    if (stream.place_ == 0) {
        return;  // it never got one
    }
    const std::lock_guard lock{mutex_};
    for (const auto& heard : stream.topics_) {
        if (const auto found = topics_.find(heard.name); found != topics_.end()) {
            std::erase_if(found->second.streams, [](const auto& weak) { return weak.expired(); });
        }
    }
    --streams_;
    if (const auto own = owners_.find(stream.owner_); --own->second == 0) {
        owners_.erase(own);
    }
}

EventHub::Topic& EventHub::topic(const std::string& name) {
    return topics_.try_emplace(name, Topic{.number = forgotten_}).first->second;
}

/// Forgetting a topic costs whoever asks about it one request too many, never one too few.
void EventHub::forget_old() {
    if (topics_.size() <= forget_from_) {
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    std::erase_if(topics_, [&](const auto& entry) {
        const auto& topic = entry.second;
        const bool is_old = topic.streams.empty() && now - topic.at >= recently;
        if (is_old) {
            forgotten_ = std::max(forgotten_, topic.number);
        }
        return is_old;
    });
    forget_from_ = std::max(limits_.remembered, 2 * topics_.size());
}

std::uint64_t EventHub::newest(const std::vector<std::string>& topics) const {
    const std::lock_guard lock{mutex_};
    std::uint64_t number = 0;
    for (const auto& name : topics) {
        const auto found = topics_.find(name);
        number = std::max(number, found == topics_.end() ? forgotten_ : found->second.number);
    }
    return number;
}

std::size_t EventHub::streams() const {
    const std::lock_guard lock{mutex_};
    return streams_;
}

}  // namespace ansvar::web
