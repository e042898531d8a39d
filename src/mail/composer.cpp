#include "mail/composer.hpp"

#include "mail/digest_view.hpp"
#include "mail/letter_facts.hpp"
#include "mail/letter_text_store.hpp"
#include "mail/letter_view.hpp"
#include "mail/mime.hpp"
#include "mail/monday.hpp"
#include "mail/webhook_letters.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include <utility>

namespace ansvar::mail {

namespace {

/// To somebody who gets it because they follow the ticket, and may stop that.
bool is_to_watcher(const Letter& letter, const LetterFacts& facts) {
    return letter.recipient && letter.recipient != facts.requester_id && (letter.kind == LetterKind::Reply || letter.kind == LetterKind::Copied);
}

std::string domain_of(const Letter& letter) {
    const auto at = letter.message_id.rfind('@');
    return at == std::string::npos ? "" : letter.message_id.substr(at + 1, letter.message_id.size() - at - 2);
}

/// What every letter of a ticket refers to, so that each reader's mail program shows them as one conversation.
std::string thread_root(const Letter& letter, TicketId ticket) { return "<t" + ticket.text() + "@" + domain_of(letter) + ">"; }

/// A role's code as a host name's label: "L&R" is "l-26r", nothing but what List-Id may hold, and no two alike.
std::string label_of(const RoleCode& role) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const char c : role.value) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out += c;
        } else if (c >= 'A' && c <= 'Z') {
            out += static_cast<char>(c - 'A' + 'a');
        } else {
            out += std::string{"-"} + digits[byte >> 4U] + digits[byte & 0x0FU];
        }
    }
    return out;
}

}  // namespace

Composer::Composer(const Settings& settings, const web::Templates& templates, const web::Texts& texts, LinkSource links)
    : settings_{settings}, addresses_{settings}, texts_{texts}, letter_texts_{templates, texts}, links_{std::move(links)} {}

Parcel Composer::compose(db::Database& database, const Letter& letter) const {
    if (!letter.kind) {
        throw std::runtime_error("a kind of letter that this version does not know");
    }
    const auto recipient = MailAddress::parse(letter.recipient_email);
    if (!recipient || recipient->text() != letter.recipient_email) {
        throw Unsendable("the recipient's address is none");
    }
    MimeLetter mime{.sender_name = settings_.school,
                    .sender = settings_.sender,
                    .recipient_name = "",
                    .recipient = *recipient,
                    .reply_to = letter.ticket ? addresses_.for_answers(*letter.ticket, *recipient) : settings_.reply_to.value_or(settings_.sender),
                    .subject = "",
                    .message_id = letter.message_id,
                    .references = {},
                    .date = letter.created_at,
                    .auto_submitted = *letter.kind == LetterKind::Receipt ? "auto-replied" : "auto-generated",
                    .list_id = "",
                    .stop_url = "",
                    .text = "",
                    .html = ""};
    if (is_link_letter(*letter.kind)) {
        fill(mime, database, letter.language, std::string{name(*letter.kind)}, view_of_link_letter(letter, links_(letter), settings_, texts_));
    } else if (*letter.kind == LetterKind::Digest) {
        fill_digest(mime, database, letter);
    } else if (*letter.kind == LetterKind::Monday) {
        fill_monday(mime, database, letter);
    } else if (*letter.kind == LetterKind::WebhookPaused) {
        fill_webhook(mime, database, letter);
    } else {
        fill_about_ticket(mime, database, letter);
    }
    return {letter.id, *letter.kind, letter.created_at, settings_.sender, *recipient, to_mime(mime), addresses_.for_bounces(letter.id)};
}

void Composer::fill_about_ticket(MimeLetter& mime, db::Database& database, const Letter& letter) const {
    const auto facts = letter.ticket ? database.read([&](db::Session& session) { return read_facts(session, letter); }) : std::nullopt;
    if (!facts) {
        throw Unsendable("its ticket is not there");
    }
    if (*letter.kind == LetterKind::Outside && facts->confidential) {
        throw Unsendable("its ticket has become confidential");
    }
    mime.recipient_name = facts->recipient;
    mime.references = {thread_root(letter, facts->ticket)};
    mime.references.insert(mime.references.end(), facts->earlier_message_ids.begin(), facts->earlier_message_ids.end());
    if (!facts->confidential) {  // not even the role is told otherwise
        mime.sender_name = texts_.format(letter.language, "mailed.sender", {{"role", facts->role_name}, {"school", settings_.school}});
        mime.list_id = label_of(facts->role) + ".roles." + std::string{settings_.sender.domain()};
        if (is_to_watcher(letter, *facts)) {
            mime.stop_url = stop_url(letter, Stop::Following);
        }
    }
    auto view = view_of_ticket_letter(letter, *facts, settings_, texts_);
    if (settings_.takes_answers) {
        view["foot"] = texts_.text(letter.language, facts->confidential ? "mailed.foot.confidential" : "mailed.foot.answer");
    }
    fill(mime, database, letter.language, folder_of(letter, *facts), std::move(view));
}

void Composer::fill_digest(MimeLetter& mime, db::Database& database, const Letter& letter) const {
    const auto [tickets, may_stop] = database.read([&](db::Session& session) {
        return std::pair{read_told(session, letter), letter.recipient && choices_of(session, *letter.recipient).wants_digest()};
    });
    if (tickets.empty()) {
        throw Unsendable("there is nothing it could tell");
    }
    if (may_stop) {
        mime.stop_url = stop_url(letter, Stop::Digest);
    }
    fill(mime, database, letter.language, "digest", view_of_digest(letter, tickets, settings_, texts_));
}

void Composer::fill_monday(MimeLetter& mime, db::Database& database, const Letter& letter) const {
    const auto content = database.read([&](db::Session& session) { return monday::content_of(session, letter); });
    if (!content || !letter.recipient) {
        throw Unsendable("its reader does not answer for anything any more");
    }
    mime.stop_url = stop_url(letter, Stop::Monday);
    fill(mime, database, letter.language, "monday", monday::view(letter, *content, settings_, texts_));
}

void Composer::fill_webhook(MimeLetter& mime, db::Database& database, const Letter& letter) const {
    const auto content = database.read([&](db::Session& session) { return webhook_letters::content_of(session, letter); });
    if (!content) {
        throw Unsendable("its webhook is gone or goes on");
    }
    fill(mime, database, letter.language, "webhook_paused", webhook_letters::view(letter, *content, settings_, texts_));
}

std::string Composer::stop_url(const Letter& letter, Stop stop) const {
    return settings_.base_url + "/letters/stop/" + stop_token(settings_.secret, *letter.recipient, stop);
}

void Composer::fill(MimeLetter& mime, db::Database& database, web::Language language, const std::string& folder, nlohmann::json view) const {
    view["stop_url"] = mime.stop_url;
    if (!view.contains("foot")) {
        view["foot"] = texts_.text(language, "mailed.foot.page");
    }
    auto words = database.read([&](db::Session& session) { return letter_text_store::current(session, folder, language).words; });
    if (words && !letter_texts_.check(folder, *words).empty()) {  // written for another version of this program
        spdlog::warn("the changed words of the letter {} do not fit any more; the shipped ones are sent", folder);
        words.reset();
    }
    auto rendered = letter_texts_.render(language, folder, words ? *words : letter_texts_.shipped(language, folder), std::move(view));
    mime.subject = std::move(rendered.subject);
    mime.text = std::move(rendered.text);
    mime.html = std::move(rendered.html);
}

}  // namespace ansvar::mail
