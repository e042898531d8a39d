#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>

namespace ansvar::web {

/// A number of something (upload places, bytes of bodies) that is lent out in shares. Any thread.
class Allowance {
public:
    explicit Allowance(std::size_t total) : state_(std::make_shared<State>(total)) {}

    /// A share that gives itself back when it is destroyed; may outlive the allowance.
    class Share {
    public:
        Share() = default;
        Share(Share&& other) noexcept : state_(std::move(other.state_)), amount_(other.amount_) {}
        Share& operator=(Share&& other) noexcept {
            give_back();
            state_ = std::move(other.state_);
            amount_ = other.amount_;
            return *this;
        }
        ~Share() { give_back(); }

    private:
        friend class Allowance;
        Share(std::shared_ptr<std::atomic<std::size_t>> used, std::size_t amount) : state_(std::move(used)), amount_(amount) {}
        void give_back() {
            if (state_) {
                *state_ -= amount_;
                state_.reset();
            }
        }

        std::shared_ptr<std::atomic<std::size_t>> state_;
        std::size_t amount_ = 0;
    };

    /// Nothing when less than `amount` is left.
    std::optional<Share> take(std::size_t amount = 1) {
        if (state_->used.fetch_add(amount) + amount > state_->total) {
            state_->used -= amount;
            return std::nullopt;
        }
        return Share{{state_, &state_->used}, amount};
    }
    std::size_t used() const { return state_->used; }

private:
    struct State {
        explicit State(std::size_t all) : total(all) {}
        const std::size_t total;
        std::atomic<std::size_t> used{0};
    };
    std::shared_ptr<State> state_;
};

}  // namespace ansvar::web
