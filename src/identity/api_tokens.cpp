#include "identity/api_tokens.hpp"

#include <spdlog/spdlog.h>

#include "core/secret.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

constexpr std::chrono::minutes note_every{1};
/// Lets scanners for leaked secrets recognise one.
constexpr std::string_view prefix = "ansvar_";

ApiToken read_token(const db::Row& row) {
    return {.id = row.id<TokenId>("id"),
            .name = row.text("name"),
            .person = row.id<PersonId>("person_id"),
            .person_name = row.text("person_name"),
            .created_at = row.time("created_at"),
            .last_used_at = row.optional_time("last_used_at"),
            .revoked_at = row.optional_time("revoked_at")};
}

}  // namespace

std::string create_api_token(db::Transaction& tx, std::string_view name, PersonId person, Timestamp now) {
    auto token = std::string{prefix} + random_token();
    tx.execute(sql::insert_api_token, {{"token_hash", sha256(token)}, {"name", name}, {"person_id", person}, {"now", now}});
    return token;
}

bool revoke_api_token(db::Transaction& tx, TokenId id, Timestamp now) {
    return tx.execute(sql::revoke_api_token, {{"id", id}, {"now", now}}) == 1;
}

std::vector<ApiToken> list_api_tokens(db::Session& session) {
    std::vector<ApiToken> tokens;
    session.each(sql::select_api_tokens, {}, [&](const db::Row& row) { tokens.push_back(read_token(row)); });
    return tokens;
}

std::optional<LiveToken> find_api_token(db::Session& session, std::string_view token, Timestamp now) {
    if (!token.starts_with(prefix)) {
        return std::nullopt;
    }
    const auto row = session.row(sql::select_api_token, {{"token_hash", sha256(token)}, {"today", school_day(now)}});
    if (!row) {
        return std::nullopt;
    }
    return LiveToken{
        .id = row->id<TokenId>("token_id"), .person = read_person(*row), .last_used_at = row->optional_time("token_last_used_at")};
}

void note_token_use(db::Database& database, const LiveToken& token, Timestamp now) {
    if (token.last_used_at && now < *token.last_used_at + note_every) {
        return;
    }
    try {
        database.execute_once(sql::touch_api_token, {{"id", token.id}, {"now", now}, {"noted_before", now - note_every}});
    } catch (const db::Error& error) {
        // The next call notes it again; this one goes on.
        spdlog::warn("the use of token {} was not noted: {}", token.id.value, error.what());
    }
}

}  // namespace ansvar::identity
