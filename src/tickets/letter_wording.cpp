#include "tickets/letter_wording.hpp"

namespace ansvar::tickets {

std::string letter_kind(const LetterStatus& letter, const Wording& wording) {
    const auto key = "letter." + letter.kind;
    return wording.has(key) ? wording.text(key) : letter.kind;
}

std::string letter_standing(const LetterStatus& letter, const Wording& wording) {
    if (letter.state == "sent") {
        return wording.format("letter.delivered", {{"when", wording.when(letter.finished_at.value_or(letter.due_at))}});
    }
    if (letter.state == "dead") {
        return wording.format("letter.dead", {{"answer", letter.last_reply}});
    }
    if (letter.state == "expired") {
        return wording.text("letter.expired");
    }
    if (const auto key = "letter.state." + letter.state; wording.has(key)) {
        return wording.format(key, {{"when", wording.when(letter.due_at)}});
    }
    if (letter.attempts == 0) {
        return wording.text("letter.waiting");
    }
    return wording.format("letter.tried", {{"attempts", letter.attempts}, {"answer", letter.last_reply}, {"when", wording.when(letter.due_at)}});
}

}  // namespace ansvar::tickets
