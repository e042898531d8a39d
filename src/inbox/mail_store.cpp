#include "inbox/mail_store.hpp"

#include <array>
#include <chrono>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "db/pieces.hpp"
#include "queries/inbox.hpp"

namespace ansvar::inbox::mail_store {

namespace {


StoredMail read_mail_row(const db::Row& row) {
    return {.id = row.id<MailId>("id"),
            .hash = row.text("hash"),
            .received_at = row.time("received_at"),
            .state = row.text("state"),
            .outcome = row.optional_text("outcome").value_or(""),
            .reason = row.optional_text("reason").value_or(""),
            .from_email = row.optional_text("from_email").value_or(""),
            .from_name = row.optional_text("from_name").value_or(""),
            .subject = row.optional_text("subject").value_or(""),
            .handled_by = row.optional_text("handled_by").value_or(""),
            .ticket = row.optional_id<TicketId>("ticket_id"),
            .is_confidential = row.flag("is_confidential"),
            .seq = row.optional_integer("seq").value_or(0),
            .bytes = row.integer("bytes"),
            .tries = row.integer("tries")};
}

bool counts_for_hash(std::string_view header) {
    constexpr std::array<std::string_view, 11> names{"message-id:", "from:", "to:", "cc:", "date:", "subject:", "in-reply-to:", "references:", "auto-submitted:",
                                                     "content-type:", "content-transfer-encoding:"};
    const auto start = lower(header.substr(0, 26));
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return start.starts_with(name); });
}

std::string_view state_of(Outcome outcome) {
    return outcome == Outcome::Held ? "held" : outcome == Outcome::Unreadable ? "failed" : "done";
}

db::Value text_or_null(std::string_view text) { return text.empty() ? db::Value{} : db::Value{text}; }

}  // namespace

std::string hash_of(std::string_view raw) {
    std::string counted;
    bool counts = false;
    while (!raw.empty()) {
        const auto end = raw.find('\n');
        auto line = raw.substr(0, end);
        raw.remove_prefix(end == std::string_view::npos ? raw.size() : end + 1);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (line.empty()) {
            break;
        }
        counts = line.front() == ' ' || line.front() == '\t' ? counts : counts_for_hash(line);
        if (counts) {
            counted.append(line).append("\n");
        }
    }
    return sha256(counted + '\n' + unix_line_ends(raw));
}

bool store(db::Database& database, std::string_view raw, std::string_view key, Timestamp now) {
    const auto hash = raw.empty() ? sha256(key) : hash_of(raw);
    return database.in_transaction([&](db::Transaction& tx) {
        if (tx.execute(queries::inbox::insert_mail, {{"hash", hash}, {"bytes", raw.size()}, {"is_too_large", raw.empty()}, {"now", now}}) == 0) {
            return false;
        }
        const auto id = tx.last_insert_id();
        db::in_pieces(raw, [&](std::size_t position, std::string_view piece) {
            tx.execute(queries::inbox::insert_mail_chunk, {{"mail_id", id}, {"position", position}, {"bytes", piece}});
        });
        return true;
    });
}

std::optional<StoredMail> claim(db::Database& database, Timestamp now, std::chrono::seconds lease) {
    return database.in_transaction([&](db::Transaction& tx) -> std::optional<StoredMail> {
        const auto row = tx.row(queries::inbox::lock_due_mail, {{"now", now}});
        if (!row) {
            return {};
        }
        StoredMail mail{.id = row->id<MailId>("id"), .hash = row->text("hash"), .received_at = row->time("received_at"), .tries = row->integer("tries") + 1};
        tx.execute(queries::inbox::claim_mail, {{"id", mail.id}, {"until", now + lease}});
        return mail;
    });
}

void put_off(db::Database& database, const StoredMail& mail, Timestamp at) {
    database.execute_once(queries::inbox::put_mail_off, {{"id", mail.id}, {"at", at}});
}

void note(db::Database& database, MailId id, const mail::IncomingMail& mail) {
    database.execute_once(queries::inbox::note_mail, {{"id", id},
                                                      {"message_id", mail.message_id},
                                                      {"from_email", mail.from ? db::Value{mail.from->text()} : db::Value{}},
                                                      {"from_name", shorten(mail.from_name, 200)},
                                                      {"subject", shorten(mail.subject, 200)}});
}

bool finish(db::Transaction& tx, MailId id, const Finding& finding, std::string_view from, std::optional<PersonId> by, Timestamp now) {
    const auto reason = finding.outcome == Outcome::Unreadable ? std::string_view{finding.reason} : name(finding.why);
    return tx.execute(queries::inbox::finish_mail, {{"id", id},
                                                    {"state", state_of(finding.outcome)},
                                                    {"outcome", name(finding.outcome)},
                                                    {"reason", text_or_null(reason)},
                                                    {"ticket_id", finding.ticket},
                                                    {"seq", finding.seq == 0 ? db::Value{} : db::Value{finding.seq}},
                                                    {"handled_by", by},
                                                    {"from", from},
                                                    {"now", now}}) == 1;
}

std::optional<StoredMail> find(db::Session& session, MailId id) {
    const auto row = session.row(queries::inbox::select_mail, {{"id", id}});
    return row ? std::optional{read_mail_row(*row)} : std::nullopt;
}

std::vector<StoredMail> list(db::Session& session, std::string_view state, std::optional<MailId> before, std::int64_t limit) {
    std::vector<StoredMail> mails;
    for (const auto& row : session.rows(queries::inbox::select_mails, {{"state", state}, {"before", before}, {"limit", limit}})) {
        mails.push_back(read_mail_row(row));
    }
    return mails;
}

std::string raw_of(db::Session& session, MailId id) {
    std::string raw;
    session.each(queries::inbox::select_mail_chunks, {{"mail_id", id}}, [&](const db::Row& chunk) { raw += chunk.text("bytes"); });
    return raw;
}

Counts count(db::Session& session) {
    const auto row = session.row(queries::inbox::count_mails, {});
    return {row->integer("held"), row->integer("failed"), row->integer("waiting")};
}

bool retry(db::Transaction& tx, MailId id, Timestamp now) { return tx.execute(queries::inbox::retry_mail, {{"id", id}, {"now", now}}) == 1; }

std::vector<BouncedAddress> list_bounced(db::Session& session) {
    std::vector<BouncedAddress> list;
    for (const auto& row : session.rows(queries::inbox::select_bounced_addresses, {})) {
        list.push_back({row.text("email"), row.optional_text("name").value_or(""), row.integer("times"), row.text("status"), row.time("bounced_at")});
    }
    return list;
}

void remove_old(db::Database& database, Timestamp now) {
    while (database.execute_once(queries::inbox::delete_old_mails, {{"before", now - std::chrono::hours{24 * 30}}}) == 20) {
    }
}

}  // namespace ansvar::inbox::mail_store
