#include "mail/letter_samples.hpp"

#include "mail/digest_view.hpp"
#include "mail/letter_facts.hpp"
#include "mail/letter_view.hpp"
#include "mail/monday.hpp"
#include "mail/webhook_letters.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <utility>

namespace ansvar::mail {

namespace {

using nlohmann::json;
using tickets::EventKind;

constexpr TicketId number{1042};
constexpr TicketId other_number{1038};
constexpr PersonId requester{1};

class Sample {
public:
    Sample(LetterKind kind, web::Language language, const web::Texts& texts, Timestamp now) : kind_{kind}, language_{language}, texts_{texts}, now_{now} {}

    Letter letter() const {
        Letter letter;
        letter.kind = kind_;
        letter.ticket = number;
        letter.first_seq = event_of(kind_) ? 2 : 1;
        letter.last_seq = 9;
        letter.recipient = requester;
        letter.language = language_;
        letter.created_at = now_;
        return letter;
    }

    LetterFacts facts(bool confidential) const {
        LetterFacts facts;
        facts.ticket = number;
        facts.confidential = confidential;
        if (confidential) {
            return facts;
        }
        facts.subject = said("subject");
        facts.role = RoleCode{"ITS"};
        facts.role_name = said("role");
        facts.area = said("area");
        facts.room = said("room");
        facts.due_at = now_ + std::chrono::hours{48};
        facts.requester_id = facts.filed_by = requester;
        facts.requester = facts.filer = said("requester");
        facts.events.push_back({.seq = 1, .kind = EventKind::Opened, .data = opening(), .actor = facts.requester, .body = said("body")});
        if (const auto kind = event_of(kind_)) {
            facts.events.push_back({.seq = 2, .kind = *kind, .data = data(), .actor = by(), .body = body()});
        }
        return facts;
    }

    std::vector<ToldTicket> told() const {
        return {{.number = number, .subject = said("subject"), .role_name = said("role"), .happenings = {{"new_ticket", said("requester")}}},
                {.number = other_number, .confidential = true, .subject = {}, .role_name = {}, .happenings = {}}};
    }

    json week() const {
        const auto line = [&](const char* what, const char* figure) { return json{{"label", said(what)}, {"figure", figure}, {"note", said("before")}, {"path", "/overview"}}; };
        return {{"week", "46"},
                {"path", "/overview"},
                {"basis", said("basis")},
                {"parts", json::array({json{{"title", said("last_week")}, {"lines", json::array({line("new", "34"), line("out", "31")})}}})}};
    }

private:
    std::string said(std::string_view what) const { return texts_.text(language_, "letter_texts.sample." + std::string{what}); }

    bool is_by_requester() const { return kind_ == LetterKind::RequesterWrote || kind_ == LetterKind::Reopened; }
    std::string by() const { return said(is_by_requester() ? "requester" : "author"); }

    json opening() const { return kind_ == LetterKind::Split ? json{{"split_from", other_number.value}} : json::object(); }

    json data() const {
        switch (kind_) {
            case LetterKind::Closed: return {{"from", "in_progress"}, {"to", "resolved"}};
            case LetterKind::Question: return {{"from", "in_progress"}, {"to", "waiting_requester"}};
            case LetterKind::Reminder: return {{"closes", to_rfc3339(now_ + std::chrono::hours{24 * 7})}};
            case LetterKind::HandedOver: return {{"to", "VAKT"}, {"why", said("why")}};
            case LetterKind::Merged: return {{"into", other_number.value}};
            case LetterKind::DueSoon: return {{"clock", "first_response"}, {"percent", 75}};
            case LetterKind::Overdue: return {{"clock", "resolution"}, {"percent", 150}};
            case LetterKind::Outside: return {{"to", "support@example.org"}, {"reference", "F-123"}};
            default: return json::object();
        }
    }

    std::optional<std::string> body() const {
        const bool is_answer = kind_ == LetterKind::Reply || kind_ == LetterKind::Outside;
        return is_answer ? std::optional{said("reply")} : is_by_requester() ? std::optional{said("body")} : std::nullopt;
    }

    LetterKind kind_;
    web::Language language_;
    const web::Texts& texts_;
    Timestamp now_;
};

}  // namespace

std::optional<EventKind> event_of(LetterKind kind) {
    switch (kind) {
        case LetterKind::Reply:
        case LetterKind::RequesterWrote: return EventKind::Replied;
        case LetterKind::Reopened: return EventKind::Reopened;
        case LetterKind::HandedOver: return EventKind::Rerouted;
        case LetterKind::Closed:
        case LetterKind::Question: return EventKind::StateChanged;
        case LetterKind::Assigned: return EventKind::Assigned;
        case LetterKind::Merged: return EventKind::Merged;
        case LetterKind::Mention: return EventKind::WatchersChanged;
        case LetterKind::Outside: return EventKind::WroteOutside;
        case LetterKind::Reminder: return EventKind::Reminded;
        case LetterKind::DueSoon:
        case LetterKind::Overdue: return EventKind::Escalated;
        default: return std::nullopt;
    }
}

json sample_view(const std::string& folder, web::Language language, const Settings& settings, const web::Texts& texts, Timestamp now) {
    const auto kind = letter_kind_from(folder).value_or(LetterKind::Reply);
    const Sample sample{kind, language, texts, now};
    const auto letter = sample.letter();
    if (is_link_letter(kind)) {
        return view_of_link_letter(letter, settings.base_url + "/sign-in/\u2026", settings, texts);
    }
    if (kind == LetterKind::Digest) {
        return view_of_digest(letter, sample.told(), settings, texts);
    }
    if (kind == LetterKind::Monday) {
        return monday::view(letter, sample.week(), settings, texts);
    }
    if (kind == LetterKind::WebhookPaused) {
        return webhook_letters::view(letter, {{"id", 1}, {"name", texts.text(language, "letter_texts.sample.webhook")}, {"why", "failing"}}, settings, texts);
    }
    return view_of_ticket_letter(letter, sample.facts(folder == "confidential" || is_number_only(kind)), settings, texts);
}

}  // namespace ansvar::mail
