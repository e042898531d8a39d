#pragma once

#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "web/connection.hpp"

namespace ansvar::web {

/// All open connections. Any thread.
class ConnectionBook {
public:
    void add(const std::shared_ptr<Connection>& connection) {
        const std::lock_guard lock{mutex_};
        connections_.emplace(connection.get(), connection);
    }
    void remove(const Connection* connection) {
        const std::lock_guard lock{mutex_};
        connections_.erase(connection);
    }
    void clear() {
        const std::lock_guard lock{mutex_};
        connections_.clear();
    }
    std::size_t size() const {
        const std::lock_guard lock{mutex_};
        return connections_.size();
    }
    /// A copy, so that nothing is done to a connection under the book's lock.
    std::vector<std::shared_ptr<Connection>> all() const {
        const std::lock_guard lock{mutex_};
        std::vector<std::shared_ptr<Connection>> list;
        list.reserve(connections_.size());
        for (const auto& [key, connection] : connections_) {
            list.push_back(connection);
        }
        return list;
    }

private:
    mutable std::mutex mutex_;
    std::unordered_map<const Connection*, std::shared_ptr<Connection>> connections_;
};

}  // namespace ansvar::web
