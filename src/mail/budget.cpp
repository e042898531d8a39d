#include "mail/budget.hpp"

#include "queries/mail.hpp"

#include <nlohmann/json.hpp>

namespace ansvar::mail {

namespace {

constexpr std::chrono::hours window{1};

}  // namespace

Budget::Budget(db::Transaction& tx, const std::set<std::string>& recipients, Timestamp now) : now_{now} {
    const auto emails = nlohmann::json(recipients).dump();
    tx.execute(queries::mail::hold_recipients, {{"emails", emails}});
    for (const auto& row : tx.rows(queries::mail::count_recent_letters, {{"emails", emails}, {"since", now - window}})) {
        hours_[row.text("email")] = {row.integer("letters"), row.time("first_at")};
    }
}

std::optional<Timestamp> Budget::take(const std::string& recipient, bool is_pressing) {
    auto& hour = hours_.try_emplace(recipient, Hour{0, now_}).first->second;
    if (hour.letters < (is_pressing ? letters_an_hour_at_most : letters_an_hour)) {
        ++hour.letters;
        return std::nullopt;
    }
    return hour.first_at + window;
}

bool is_pressing(LetterKind kind) {
    return kind == LetterKind::SignIn || kind == LetterKind::ConfirmTicket || kind == LetterKind::Receipt || is_number_only(kind);
}

bool can_be_gathered(LetterKind kind) {
    return kind != LetterKind::SignIn && kind != LetterKind::ConfirmTicket && kind != LetterKind::Outside && kind != LetterKind::Digest;
}

}  // namespace ansvar::mail
