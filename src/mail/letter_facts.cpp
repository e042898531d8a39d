#include "mail/letter_facts.hpp"

#include "mail/mime.hpp"

#include "queries/mail.hpp"

#include <algorithm>

namespace ansvar::mail {

namespace {

LetterFacts read_ticket_facts(const db::Row& row, const Letter& letter) {
    LetterFacts facts;
    facts.ticket = *letter.ticket;
    facts.confidential = row.flag("confidential") || (letter.kind && is_number_only(*letter.kind));
    if (facts.confidential) {
        return facts;
    }
    facts.subject = row.text("subject");
    facts.role = RoleCode{row.text("role_code")};
    facts.role_name = row.text(letter.language == web::Language::Sv ? "role_sv" : "role_en");
    facts.area = row.optional_text("area").value_or("");
    facts.room = row.text("room");
    facts.phone = row.text("phone");
    facts.priority = static_cast<tickets::Priority>(row.integer("priority"));
    facts.due_at = row.time("due_at");
    facts.requester_id = row.id<PersonId>("requester_id");
    facts.filed_by = row.id<PersonId>("filed_by_id");
    facts.requester = row.text("requester");
    facts.filer = row.text("filer");
    facts.assignee = row.optional_text("assignee").value_or("");
    facts.recipient = row.optional_text("recipient").value_or("");
    return facts;
}

std::vector<FactEvent> read_events(db::Session& session, const Letter& letter) {
    std::vector<FactEvent> events;
    for (const auto& row : session.rows(queries::mail::select_letter_events,
                                        {{"ticket", letter.ticket},
                                         {"first_seq", letter.first_seq},
                                         {"last_seq", letter.last_seq},
                                         {"letter", letter.id},
                                         {"to_outside", letter.kind == LetterKind::Outside}})) {
        events.push_back({.seq = row.integer("seq"),
                          .kind = tickets::event_kind_from(row.text("kind")),
                          .data = nlohmann::json::parse(row.text("data")),
                          .actor = row.optional_text("actor").value_or(""),
                          .body = row.optional_text("body")});
    }
    return events;
}

std::vector<std::string> read_earlier(db::Session& session, const Letter& letter) {
    std::vector<std::string> ids;
    for (const auto& row : session.rows(queries::mail::select_earlier_message_ids,
                                        {{"ticket", letter.ticket}, {"id", letter.id}, {"email", letter.recipient_email}})) {
        if (auto id = row.text("message_id"); is_message_id(id)) {  // others' programs write strange ones; no letter is lost for that
            ids.push_back(std::move(id));
        }
    }
    std::reverse(ids.begin(), ids.end());
    return ids;
}

}  // namespace

const FactEvent* LetterFacts::find(tickets::EventKind kind, std::int64_t first_seq) const {
    const auto found =
        std::find_if(events.rbegin(), events.rend(), [&](const FactEvent& event) { return event.kind == kind && event.seq >= first_seq; });
    return found == events.rend() ? nullptr : &*found;
}

std::optional<LetterFacts> read_facts(db::Session& session, const Letter& letter) {
    const auto row = session.row(queries::mail::select_letter_ticket, {{"ticket", letter.ticket}, {"recipient", letter.recipient}});
    if (!row) {
        return std::nullopt;
    }
    auto facts = read_ticket_facts(*row, letter);
    if (!facts.confidential) {
        facts.events = read_events(session, letter);
    }
    facts.earlier_message_ids = read_earlier(session, letter);
    return facts;
}

}  // namespace ansvar::mail
