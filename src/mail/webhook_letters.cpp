#include "mail/webhook_letters.hpp"

#include "core/secret.hpp"
#include "identity/people_store.hpp"
#include "queries/mail.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace ansvar::mail::webhook_letters {

using nlohmann::json;

std::optional<Reader> reader_of(db::Session& session, PersonId owner, PersonId created_by, Timestamp now) {
    for (const auto id : {owner, created_by}) {
        if (const auto person = identity::find_person(session, id, now); person && person->email && !person->left_at) {
            return Reader{person->id, person->email->text(), person->language};
        }
    }
    return std::nullopt;
}

LetterId write(db::Transaction& tx, const Reader& reader, std::string_view domain, Timestamp now) {
    tx.execute(queries::mail::insert_letter_of_webhook, {{"recipient", reader.person},
                                                         {"email", reader.email},
                                                         {"language", web::to_string(reader.language)},
                                                         {"message_id", fmt::format("<h.{}@{}>", random_token(16), domain)},
                                                         {"now", now}});
    return LetterId{tx.last_insert_id()};
}

std::optional<json> content_of(db::Session& session, const Letter& letter) {
    const auto row = session.row(queries::mail::select_webhook_of_letter, {{"letter", letter.id}});
    if (!row) {
        return std::nullopt;
    }
    return json{{"id", row->unsigned_integer("id")}, {"name", row->text("name")}, {"url", row->text("url")}, {"why", row->text("why")}};
}

json view(const Letter& letter, const json& content, const Settings& settings, const web::Texts& texts) {
    const auto say = [&](const std::string& key) {
        return texts.format(letter.language, "mailed.webhook_paused." + key, {{"name", content.at("name").get<std::string>()}, {"school", settings.school}});
    };
    return {{"language", web::to_string(letter.language)},
            {"school", settings.school},
            {"number", ""},
            {"subject", say("subject")},
            {"url", settings.base_url + "/admin/webhooks/" + std::to_string(content.at("id").get<std::uint64_t>())},
            {"action", say("action")},
            {"heading", say("heading")},
            {"intro", say("why." + content.at("why").get<std::string>())}};
}

}  // namespace ansvar::mail::webhook_letters
