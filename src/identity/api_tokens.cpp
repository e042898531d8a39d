#include "identity/api_tokens.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

constexpr std::chrono::minutes note_every{1};

std::optional<unsigned> rate_of(const db::Row& row, std::string_view column) {
    const auto rate = row.optional_integer(column);
    return rate ? std::optional{static_cast<unsigned>(*rate)} : std::nullopt;
}

/// Lets scanners for leaked secrets recognise one.
constexpr std::string_view prefix = "ansvar_";

ApiToken read_token(const db::Row& row) {
    return {.id = row.id<TokenId>("id"),
            .name = row.text("name"),
            .person = row.id<PersonId>("person_id"),
            .person_name = row.text("person_name"),
            .created_at = row.time("created_at"),
            .last_used_at = row.optional_time("last_used_at"),
            .revoked_at = row.optional_time("revoked_at"),
            .scopes = TokenScopes::parse(row.text("scopes")).value_or(TokenScopes{}),
            .expires_at = row.optional_time("expires_at"),
            .rate = rate_of(row, "rate"),
            .is_of_service_account = row.flag("is_service_account"),
            .has_left = row.optional_time("left_at").has_value(),
            .created_by = row.optional_id<PersonId>("created_by_id"),
            .creator_name = row.optional_text("maker_name").value_or("")};
}

using enum web::Scope;

}  // namespace

const std::vector<web::Scope>& TokenScopes::each() {
    static const std::vector every{TicketsRead, TicketsWrite, MatrixRead, MatrixWrite, PeopleRead, PeopleWrite, ReportsRead, ReportsWrite, AuditRead, WebhooksRead, WebhooksWrite};
    return every;
}

TokenScopes TokenScopes::all() {
    TokenScopes scopes;
    std::for_each(each().begin(), each().end(), [&](web::Scope scope) { scopes.add(scope); });
    return scopes;
}

ApiToken::State ApiToken::state(Timestamp now) const {
    return revoked_at                        ? State::Revoked
           : has_left                        ? State::Left
           : expires_at && *expires_at <= now ? State::Expired
                                              : State::Live;
}

std::optional<TokenScopes> TokenScopes::parse(std::string_view words) {
    if (words == "all") {
        return all();
    }
    TokenScopes scopes;
    for (const auto word : split(words, ' ')) {
        const auto found = std::find_if(each().begin(), each().end(), [&](web::Scope scope) { return to_string(scope) == word; });
        if (found == each().end()) {
            return std::nullopt;
        }
        scopes.add(*found);
    }
    return scopes;
}

std::string TokenScopes::all_words() {
    std::vector<std::string> words;
    for (const auto scope : each()) {
        words.emplace_back(to_string(scope));
    }
    return join(words, " ");
}

std::string TokenScopes::text() const {
    if (*this == all()) {
        return "all";
    }
    std::vector<std::string> words;
    for (const auto scope : each()) {
        if (has(scope)) {
            words.emplace_back(to_string(scope));
        }
    }
    return join(words, " ");
}

std::string create_api_token(db::Transaction& tx, const TokenDraft& draft, Timestamp now) {
    auto token = std::string{prefix} + random_token();
    tx.execute(sql::insert_api_token, {{"token_hash", sha256(token)},
                                       {"name", draft.name},
                                       {"person_id", draft.person},
                                       {"scopes", draft.scopes.text()},
                                       {"rate", draft.rate},
                                       {"expires_at", draft.expires_at},
                                       {"created_by_id", draft.created_by},
                                       {"now", now}});
    return token;
}

bool revoke_api_token(db::Transaction& tx, TokenId id, Timestamp now) {
    return tx.execute(sql::revoke_api_token, {{"id", id}, {"now", now}}) == 1;
}

std::vector<ApiToken> list_api_tokens(db::Session& session, std::optional<PersonId> of) {
    std::vector<ApiToken> tokens;
    session.each(sql::select_api_tokens, {{"person_id", of}}, [&](const db::Row& row) { tokens.push_back(read_token(row)); });
    return tokens;
}

std::optional<LiveToken> find_api_token(db::Session& session, std::string_view token, Timestamp now) {
    if (!token.starts_with(prefix)) {
        return std::nullopt;
    }
    const auto row = session.row(sql::select_api_token, {{"token_hash", sha256(token)}, {"today", school_day(now)}, {"now", now}});
    if (!row) {
        return std::nullopt;
    }
    return LiveToken{.id = row->id<TokenId>("token_id"),
                     .person = read_person(*row),
                     .scopes = TokenScopes::parse(row->text("token_scopes")).value_or(TokenScopes{}),
                     .last_used_at = row->optional_time("token_last_used_at"),
                     .rate = rate_of(*row, "token_rate")};
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
