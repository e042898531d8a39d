#include "matrix/matrix_store.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <stdexcept>
#include <utility>

#include "matrix/import.hpp"
#include "queries/matrix.hpp"

namespace ansvar::matrix::store {

namespace {

using nlohmann::json;
using Shares = std::map<std::string, std::vector<std::string>>;

VersionHead read_head(const db::Row& row) {
    return {.id = row.id<VersionId>("id"),
            .version = row.text("version"),
            .checksum = row.text("checksum"),
            .dated = row.optional_text("dated").value_or(""),
            .valid_from = row.time("valid_from"),
            .model = row.optional_id<ModelId>("model_id")};
}

routing::RoleKind kind_from(std::string_view word) {
    for (const auto kind : {routing::RoleKind::Queue, routing::RoleKind::Referral, routing::RoleKind::Relative}) {
        if (routing::to_string(kind) == word) {
            return kind;
        }
    }
    throw std::logic_error("a role of an unknown kind");
}

routing::Area read_area(const db::Row& row) {
    return {.key = row.text("area_key"),
            .row = row.text("row_ref"),
            .level = row.text("level"),
            .column = row.text("column_name"),
            .name = row.text("area"),
            .responsible = {},
            .default_priority = static_cast<routing::Priority>(row.integer("default_priority")),
            .confidential = row.flag("confidential"),
            .emergency = row.flag("emergency"),
            .note = row.text("note"),
            .source_text = row.text("source_text")};
}

using ResponsibleByRow = std::map<std::string, std::vector<routing::Responsible>>;

ResponsibleByRow load_responsibles(db::Session& session, VersionId id) {
    ResponsibleByRow by_row;
    session.each(queries::matrix::select_responsibles, {{"version_id", id}}, [&](const db::Row& row) {
        by_row[row.text("row_ref")].push_back({.role = row.text("role_code"),
                                               .holder = row.text("holder"),
                                               .relation = routing::relation_from(row.text("relation")).value()});
    });
    return by_row;
}

json as_json(const routing::Area& area) {
    return {{"row", area.row},
            {"key", area.key},
            {"level", area.level},
            {"column", area.column},
            {"name", area.name},
            {"priority", static_cast<int>(area.default_priority)},
            {"confidential", area.confidential ? 1 : 0},
            {"emergency", area.emergency ? 1 : 0},
            {"note", area.note},
            {"source_text", area.source_text}};
}

void append_responsibles(json& rows, const routing::Area& area) {
    int position = 0;
    for (const auto& one : area.responsible) {
        rows.push_back({{"row", area.row},
                        {"position", position++},
                        {"role", one.role},
                        {"holder", one.holder},
                        {"relation", routing::to_string(one.relation)}});
    }
}

}  // namespace

std::optional<VersionHead> find_current(db::Session& session, Timestamp now) {
    const auto row = session.row(queries::matrix::select_current_version, {{"now", now}});
    return row ? std::optional{read_head(*row)} : std::nullopt;
}

std::optional<VersionHead> find_version(db::Session& session, std::string_view version) {
    if (!is_version_name(version)) {
        return std::nullopt;  // the column knows no other letters and would not even compare them
    }
    const auto row = session.row(queries::matrix::select_version_by_name, {{"version", version}});
    return row ? std::optional{read_head(*row)} : std::nullopt;
}

std::optional<VersionHead> find_version(db::Session& session, VersionId id) {
    const auto row = session.row(queries::matrix::select_version, {{"id", id}});
    return row ? std::optional{read_head(*row)} : std::nullopt;
}

VersionHead get_version(db::Session& session, VersionId id) { return find_version(session, id).value(); }

std::string words_of(db::Session& session, VersionId id) {
    return session.row(queries::matrix::select_words, {{"id", id}}).value().text("words");
}

routing::Lexicon load_lexicon(db::Session& session, VersionId id, const routing::Matrix& matrix) {
    const auto words = words_of(session, id);
    return words.empty() ? routing::Lexicon{} : routing::read_lexicon(words, matrix).value();  // checked when it was imported
}

std::vector<routing::Role> list_roles(db::Session& session) {
    Shares shares;
    session.each(queries::matrix::select_role_shares, {},
                 [&](const db::Row& row) { shares[row.text("queue_code")].push_back(row.text("role_code")); });
    std::vector<routing::Role> roles;
    session.each(queries::matrix::select_roles, {}, [&](const db::Row& row) {
        roles.push_back({.code = row.text("code"),
                         .name_sv = row.text("name_sv"),
                         .name_en = row.text("name_en"),
                         .kind = kind_from(row.text("kind")),
                         .mail = row.text("email"),
                         .shared_by = shares[row.text("code")]});
    });
    return roles;
}

void upsert_roles(db::Transaction& tx, const std::vector<routing::Role>& roles) {
    json rows = json::array(), codes = json::array(), shares = json::array();
    for (const auto& role : roles) {
        rows.push_back({{"code", role.code},
                        {"name_sv", role.name_sv},
                        {"name_en", role.name_en},
                        {"kind", routing::to_string(role.kind)},
                        {"email", role.mail}});
        codes.push_back(role.code);
        for (const auto& sharer : role.shared_by) {
            shares.push_back({{"queue", role.code}, {"role", sharer}});
        }
    }
    tx.execute(queries::matrix::upsert_roles, {{"roles", rows.dump()}});
    tx.execute(queries::matrix::delete_role_shares, {{"queue_codes", codes.dump()}});
    tx.execute(queries::matrix::insert_role_shares, {{"shares", shares.dump()}});
}

routing::Matrix load_matrix(db::Session& session, const VersionHead& head) {
    auto responsible = load_responsibles(session, head.id);
    std::vector<routing::Area> areas;
    session.each(queries::matrix::select_rows, {{"version_id", head.id}}, [&](const db::Row& row) {
        areas.push_back(read_area(row));
        areas.back().responsible = std::move(responsible.at(areas.back().row));
    });
    return {head.version, list_roles(session), std::move(areas)};
}

VersionId insert_version(db::Transaction& tx, const routing::Matrix& matrix, const NewVersion& about) {
    tx.execute(queries::matrix::insert_version, {{"version", matrix.version()},
                                                 {"checksum", about.checksum},
                                                 {"dated", about.dated},
                                                 {"valid_from", about.valid_from},
                                                 {"imported_at", about.imported_at},
                                                 {"imported_by", about.imported_by},
                                                 {"words", about.words},
                                                 {"note", about.note},
                                                 {"draft_id", about.draft},
                                                 {"restores_id", about.restores},
                                                 {"model_id", about.model}});
    const VersionId id{tx.last_insert_id()};
    json rows = json::array(), responsibles = json::array();
    for (const auto& area : matrix.areas()) {
        rows.push_back(as_json(area));
        append_responsibles(responsibles, area);
    }
    tx.execute(queries::matrix::insert_rows, {{"version_id", id}, {"rows", rows.dump()}});
    tx.execute(queries::matrix::insert_responsibles, {{"version_id", id}, {"rows", responsibles.dump()}});
    return id;
}

}  // namespace ansvar::matrix::store
