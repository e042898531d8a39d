#include "mail/monday.hpp"

#include "core/secret.hpp"
#include "db/errors.hpp"
#include "identity/person.hpp"
#include "queries/mail.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace ansvar::mail::monday {

namespace {

using nlohmann::json;

constexpr int first_hour = 7;

std::optional<QuietHours> quiet_of(const db::Row& row) {
    const auto from = row.optional_integer("quiet_from"), to = row.optional_integer("quiet_to");
    return from && to ? std::optional{QuietHours{std::chrono::minutes{*from}, std::chrono::minutes{*to}}} : std::nullopt;
}

Timestamp after_quiet_hours(const Reader& reader, Timestamp now) {
    const auto wall = to_stockholm(now);
    if (!reader.quiet || !reader.quiet->holds(std::chrono::minutes{60 * wall.hour + wall.minute})) {
        return now;
    }
    const auto until = static_cast<int>(reader.quiet->to.count());
    const auto end = from_stockholm(wall.year, wall.month, wall.day, until / 60, until % 60);
    return end >= now ? end : end + std::chrono::hours{24};
}

}  // namespace

std::optional<Timestamp> due_at(Timestamp now) {
    const auto monday = to_stockholm(stockholm_midnight(now, 1 - to_stockholm(now).weekday));
    const auto due = from_stockholm(monday.year, monday.month, monday.day, first_hour, 0);
    return now < due ? std::nullopt : std::optional{due};
}

std::vector<Reader> readers(db::Session& session, Timestamp due_at, std::size_t limit) {
    std::vector<Reader> all;
    for (const auto& row : session.rows(queries::mail::select_monday_readers, {{"due_at", due_at}, {"monday", identity::school_day(due_at)}, {"limit", limit}})) {
        all.push_back({.person = row.id<PersonId>("person_id"),
                       .email = row.text("email"),
                       .language = web::language_from(row.text("language")).value_or(web::Language::Sv),
                       .quiet = quiet_of(row)});
    }
    return all;
}

bool write(db::Database& database, const Reader& reader, Timestamp due_at, const json& content, std::string_view domain, Timestamp now) {
    try {
        database.in_transaction([&](db::Transaction& tx) {
            tx.execute(queries::mail::insert_letter_of_monday, {{"recipient", reader.person},
                                                                {"email", reader.email},
                                                                {"language", web::to_string(reader.language)},
                                                                {"message_id", fmt::format("<w.{}@{}>", random_token(16), domain)},
                                                                {"due_at", after_quiet_hours(reader, now)},
                                                                {"now", now}});
            const auto letter = tx.last_insert_id();
            tx.execute(queries::mail::insert_monday,
                       {{"person", reader.person}, {"monday", identity::school_day(due_at)}, {"letter", letter}, {"content", content.dump()}});
        });
        return true;
    } catch (const db::Duplicate&) {
        return false;
    }
}

std::optional<json> content_of(db::Session& session, const Letter& letter) {
    const auto row = session.row(queries::mail::select_monday, {{"letter", letter.id}});
    return row ? std::optional{json::parse(row->text("content"))} : std::nullopt;
}

json view(const Letter& letter, const json& content, const Settings& settings, const web::Texts& texts) {
    const auto week = content.at("week").get<std::string>();
    const auto say = [&](std::string_view part) { return texts.format(letter.language, "mailed.monday." + std::string{part}, {{"week", week}}); };
    auto figures = content.at("parts");
    for (auto& part : figures) {
        for (auto& line : part["lines"]) {
            const auto path = line.at("path").get<std::string>();
            line["url"] = path.empty() ? path : settings.base_url + path;
        }
    }
    return {{"language", web::to_string(letter.language)},
            {"school", settings.school},
            {"number", ""},
            {"week", week},
            {"subject", say("subject")},
            {"url", settings.base_url + content.at("path").get<std::string>()},
            {"action", say("action")},
            {"heading", say("heading")},
            {"intro", say("intro")},
            {"figures", std::move(figures)},
            {"basis", content.at("basis")}};
}

}  // namespace ansvar::mail::monday
