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

std::optional<Timestamp> Budget::take(const std::string& recipient, std::int64_t most) {
    auto& hour = hours_.try_emplace(recipient, Hour{0, now_}).first->second;
    if (hour.letters < most) {
        ++hour.letters;
        return std::nullopt;
    }
    return hour.first_at + window;
}

std::int64_t most_before(std::optional<LetterKind> kind, bool is_urgent) {
    if (kind && is_link_letter(*kind)) {
        return letters_an_hour_at_most;
    }
    return is_urgent || kind == LetterKind::Receipt || (kind && is_number_only(*kind)) ? pressing_letters_an_hour : letters_an_hour;
}

bool can_be_gathered(std::optional<LetterKind> kind) {
    return kind && !is_link_letter(*kind) && kind != LetterKind::Outside && kind != LetterKind::Digest && kind != LetterKind::Monday &&
           kind != LetterKind::WebhookPaused;
}

}  // namespace ansvar::mail
