#pragma once

#include "core/time.hpp"
#include "mail/letter.hpp"
#include "mail/outcome.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace ansvar::mail {

/// Where a letter stands after an attempt: the words of letters.state.
enum class LetterState { Waiting, Sent, Dead, Expired };
std::string_view name(LetterState state);

struct Verdict {
    LetterState state = LetterState::Waiting;
    Timestamp due_at;  ///< the next attempt while it waits, otherwise now
};

/// How long after its first attempt a letter is given up.
constexpr std::chrono::hours patience{5 * 24};

/// The wait after the n-th failed attempt, n from 1: 1, 5, 15 and 30 minutes, then 22 times an hour, then 4 hours.
std::chrono::minutes wait_after(std::int64_t failures);

/// What follows from an attempt that ended `now`. A refusal is final; everything else that is not success is tried again until
/// `patience` runs out, or the letter would come too late to be of use. `spread` (0–1, drawn at random) moves the wait by up to a fifth
/// either way, so that letters that failed together do not come back together.
Verdict verdict(const Letter& letter, Outcome outcome, Timestamp now, double spread);

}  // namespace ansvar::mail
