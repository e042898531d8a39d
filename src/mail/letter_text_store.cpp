#include "mail/letter_text_store.hpp"

#include "queries/mail.hpp"

namespace ansvar::mail::letter_text_store {

namespace {

std::optional<LetterWords> words_of(const db::Row& row) {
    const auto subject = row.optional_text("subject");
    return subject ? std::optional{LetterWords{*subject, row.text("heading"), row.text("body")}} : std::nullopt;
}

std::vector<Version> list(db::Session& session, const db::Value& letter, const db::Value& language) {
    std::vector<Version> versions;
    for (const auto& row : session.rows(queries::mail::select_letter_text_versions, {{"letter", letter}, {"language", language}})) {
        versions.push_back({.letter = row.text("letter"),
                            .language = web::language_from(row.text("language")).value_or(web::Language::Sv),
                            .version = row.integer("version"),
                            .words = words_of(row),
                            .changed_by = row.text("changed_by"),
                            .changed_at = row.time("changed_at")});
    }
    return versions;
}

}  // namespace

std::optional<Version> find(db::Session& session, const std::string& letter, web::Language language, std::int64_t version) {
    const auto row = session.row(queries::mail::select_letter_text, {{"letter", letter}, {"language", web::to_string(language)}, {"version", version}});
    return row ? std::optional{Version{.letter = letter, .language = language, .version = row->integer("version"), .words = words_of(*row)}} : std::nullopt;
}

Version current(db::Session& session, const std::string& letter, web::Language language) {
    const auto row = session.row(queries::mail::select_letter_text, {{"letter", letter}, {"language", web::to_string(language)}, {"version", db::Value{}}});
    return {.letter = letter, .language = language, .version = row ? row->integer("version") : 0, .words = row ? words_of(*row) : std::nullopt};
}

std::vector<Version> versions(db::Session& session, const std::string& letter, web::Language language) {
    return list(session, db::Value{letter}, db::Value{web::to_string(language)});
}

std::vector<Version> changed(db::Session& session) { return list(session, {}, {}); }

bool add(db::Transaction& tx, const Version& seen, const std::optional<LetterWords>& words, PersonId by, Timestamp now) {
    const auto text = [&](const std::string LetterWords::*part) { return words ? db::Value{(*words).*part} : db::Value{}; };
    return tx.execute(queries::mail::insert_letter_text, {{"letter", seen.letter},
                                                          {"language", web::to_string(seen.language)},
                                                          {"version", seen.version + 1},
                                                          {"subject", text(&LetterWords::subject)},
                                                          {"heading", text(&LetterWords::heading)},
                                                          {"body", text(&LetterWords::body)},
                                                          {"by", by},
                                                          {"now", now}}) == 1;
}

}  // namespace ansvar::mail::letter_text_store
