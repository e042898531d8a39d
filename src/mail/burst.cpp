#include "mail/burst.hpp"

#include "queries/mail.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <tuple>

namespace ansvar::mail {

namespace {

bool can_begin_burst(const Letter& letter) {
    return letter.attempts == 0 && letter.kind && can_be_told_in(*letter.kind, *letter.kind);
}

struct Waiting {
    std::uint64_t id = 0;
    std::optional<LetterKind> kind;
};

/// By ticket, reader and order of what they tell.
using Order = std::tuple<std::uint64_t, std::string, std::int64_t, std::uint64_t>;

std::map<Order, Waiting> lock_waiting(db::Transaction& tx, const nlohmann::json& ids, Timestamp now) {
    std::map<Order, Waiting> waiting;
    for (const auto& row : tx.rows(queries::mail::lock_burst, {{"ids", ids.dump()}, {"now", now}})) {
        const auto id = row.unsigned_integer("id");
        const Order place{row.unsigned_integer("ticket_id"), row.text("recipient_email"), row.integer("first_seq"), id};
        waiting[place] = {id, letter_kind_from(row.text("kind"))};
    }
    return waiting;
}

}  // namespace

bool can_be_told_in(LetterKind first, LetterKind next) {
    if (first == LetterKind::Reply) {
        return next == LetterKind::Reply || next == LetterKind::Closed || next == LetterKind::Question;
    }
    return first == LetterKind::RequesterWrote && next == LetterKind::RequesterWrote;
}

Bursts find_bursts(db::Transaction& tx, std::vector<Letter>& letters, Timestamp now) {
    auto ids = nlohmann::json::array();
    std::set<std::uint64_t> can_begin;
    for (const auto& letter : letters) {
        if (can_begin_burst(letter)) {
            ids.push_back(letter.id.value);
            can_begin.insert(letter.id.value);
        }
    }
    Bursts bursts;
    if (ids.empty()) {
        return bursts;
    }
    std::set<std::uint64_t> told;
    const Order* first_place = nullptr;
    Waiting first;
    const auto waiting = lock_waiting(tx, ids, now);
    for (const auto& [place, letter] : waiting) {
        const bool is_same = first_place && std::get<0>(*first_place) == std::get<0>(place) && std::get<1>(*first_place) == std::get<1>(place);
        if (is_same && letter.kind && can_be_told_in(*first.kind, *letter.kind)) {
            bursts[first.id].push_back(letter.id);
            told.insert(letter.id);
        } else {
            first_place = can_begin.contains(letter.id) ? &place : nullptr;
            first = letter;
        }
    }
    std::erase_if(letters, [&](const Letter& letter) { return told.contains(letter.id.value); });
    return bursts;
}

}  // namespace ansvar::mail
