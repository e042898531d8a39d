#include "mail/ledger.hpp"

#include "queries/mail.hpp"

#include <array>
#include <limits>
#include <string_view>

namespace ansvar::mail {

namespace {

tickets::LetterStatus read_status(const db::Row& row) {
    return {.id = row.id<LetterId>("id"),
            .kind = row.text("kind"),
            .recipient = row.text("recipient"),
            .email = row.text("recipient_email"),
            .state = row.text("state"),
            .attempts = row.integer("attempts"),
            .last_reply = row.text("last_reply"),
            .due_at = row.time("due_at"),
            .finished_at = row.optional_time("finished_at")};
}

std::array<std::string_view, 3> states_of(LetterTab tab) {
    switch (tab) {
        case LetterTab::Dead:
            return {"dead", "expired", "expired"};
        case LetterTab::Waiting:
            return {"waiting", "claimed", "digest"};
        case LetterTab::Sent:
            break;
    }
    return {"sent", "gathered", "dropped"};
}

constexpr auto all_ids = std::numeric_limits<std::int64_t>::max();

}  // namespace

std::vector<tickets::LetterStatus> Ledger::of_ticket(db::Session& session, TicketId ticket) const {
    std::vector<tickets::LetterStatus> letters;
    for (const auto& row : session.rows(queries::mail::select_letters_of_ticket, {{"ticket", ticket}})) {
        letters.push_back(read_status(row));
    }
    return letters;
}

std::vector<ListedLetter> list_letters(db::Session& session, LetterTab tab, std::optional<LetterId> before, std::int64_t limit) {
    std::vector<ListedLetter> letters;
    const auto [state, other_state, third_state] = states_of(tab);
    for (const auto& row : session.rows(queries::mail::select_letters, {{"state", state},
                                                                        {"other_state", other_state},
                                                                        {"third_state", third_state},
                                                                        {"before", before ? db::Value{*before} : db::Value{all_ids}},
                                                                        {"limit", limit}})) {
        letters.push_back({.status = read_status(row),
                           .ticket = row.optional_id<TicketId>("ticket_id"),
                           .created_at = row.time("created_at"),
                           .can_be_sent_again = row.text("state") == "dead" && row.is_null("expires_at")});
    }
    return letters;
}

std::vector<Attempt> list_attempts(db::Session& session, LetterId letter) {
    std::vector<Attempt> attempts;
    for (const auto& row : session.rows(queries::mail::select_attempts, {{"letter", letter}})) {
        attempts.push_back({row.integer("attempt"), row.time("at"), row.text("outcome"), row.text("reply")});
    }
    return attempts;
}

Figures count_letters(db::Session& session) {
    const auto row = session.row(queries::mail::count_letters);
    return {row->integer("waiting"), row->integer("dead"), row->optional_time("oldest_due")};
}

bool send_again(db::Transaction& tx, LetterId letter, Timestamp now) {
    return tx.execute(queries::mail::send_letter_again, {{"id", letter}, {"now", now}}) == 1;
}

}  // namespace ansvar::mail
