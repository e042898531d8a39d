#include "mail/retry.hpp"

#include <array>
#include <stdexcept>

namespace ansvar::mail {

std::string_view name(LetterState state) {
    switch (state) {
        case LetterState::Waiting:
            return "waiting";
        case LetterState::Sent:
            return "sent";
        case LetterState::Dead:
            return "dead";
        case LetterState::Expired:
            return "expired";
    }
    throw std::logic_error("a value outside its enumeration");
}

std::chrono::minutes wait_after(std::int64_t failures) {
    constexpr std::array<std::chrono::minutes, 4> first_waits{std::chrono::minutes{1}, std::chrono::minutes{5}, std::chrono::minutes{15},
                                                              std::chrono::minutes{30}};
    constexpr std::int64_t hourly = 22;
    const auto index = static_cast<std::size_t>(failures - 1);
    if (failures >= 1 && index < first_waits.size()) {
        return first_waits[index];
    }
    const auto steps = static_cast<std::int64_t>(first_waits.size());
    return failures <= steps + hourly ? std::chrono::hours{1} : std::chrono::hours{4};
}

Verdict verdict(const Letter& letter, Outcome outcome, Timestamp now, double spread) {
    if (outcome == Outcome::Sent) {
        return {LetterState::Sent, now};
    }
    if (outcome == Outcome::Refused) {
        return {LetterState::Dead, now};
    }
    const auto failures = letter.attempts - letter.attempts_before + 1;
    const std::chrono::duration<double, std::micro> wait = wait_after(failures) * (0.8 + 0.4 * spread);
    const auto due_at = now + std::chrono::duration_cast<std::chrono::microseconds>(wait);
    if (letter.expires_at && due_at >= *letter.expires_at) {
        return {LetterState::Expired, now};
    }
    if (due_at > letter.round_at + patience) {
        return {LetterState::Dead, now};
    }
    return {LetterState::Waiting, due_at};
}

}  // namespace ansvar::mail
