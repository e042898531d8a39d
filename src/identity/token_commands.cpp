#include "identity/token_commands.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/api_tokens.hpp"
#include "identity/school_day.hpp"
#include "identity/service_accounts.hpp"
#include "identity/token_form.hpp"
#include "identity/token_pages.hpp"

namespace ansvar::identity {

namespace {

constexpr std::string_view service_prefix = "service:";
constexpr unsigned longest_days = 3660;
constexpr unsigned most_rate = 1'000'000;

/// The end of "90d" or "2027-08-31"; nothing when it is neither, or past.
std::optional<Timestamp> end_of(std::string_view text, Timestamp now) {
    if (text.ends_with('d')) {
        const auto days = whole_number<unsigned>(text.substr(0, text.size() - 1));
        return days && *days > 0 && *days <= longest_days ? std::optional{now + std::chrono::hours{24 * *days}} : std::nullopt;
    }
    const auto end = midnight_of(text, 1);
    return end && *end > now ? end : std::nullopt;
}

Result<PersonId, NobodyThere> owner_of(db::Transaction& tx, std::string_view as, Timestamp now, std::string_view first_administrator) {
    if (!as.starts_with(service_prefix)) {
        const auto person = find_who(tx, as, first_administrator, now);
        return person ? Result<PersonId, NobodyThere>{person->id} : refuse(person.error());
    }
    const auto name = trim(as.substr(service_prefix.size()));
    if (name.empty() || check_line(name, 200) != TextFault::None) {
        return refuse(NobodyThere{"a service account's name is one line of 1 to 200 characters"});
    }
    return get_or_make_service_account(tx, name, Actor::command(), now);
}

}  // namespace

Result<std::string, NobodyThere> make_token(db::Database& database, const TokenWish& wish, Timestamp now, std::string_view first_administrator) {
    const auto name = trim(wish.name);
    if (name.empty() || check_line(name, token_name_limit) != TextFault::None) {
        return refuse(NobodyThere{fmt::format("a token's name is one line of 1 to {} characters", token_name_limit)});
    }
    std::string words{wish.scopes};
    std::replace(words.begin(), words.end(), ',', ' ');
    const auto scopes = TokenScopes::parse(words);
    if (!scopes) {
        return refuse(NobodyThere{"--scopes takes all, or some of: " + TokenScopes::all_words()});
    }
    const auto expires_at = wish.expires.empty() ? std::nullopt : end_of(wish.expires, now);
    if (!wish.expires.empty() && !expires_at) {
        return refuse(NobodyThere{"--expires takes a number of days (90d) or a day to come (2027-08-31)"});
    }
    if (wish.rate && (*wish.rate < 1 || *wish.rate > most_rate)) {
        return refuse(NobodyThere{fmt::format("--rate takes 1 to {} requests a minute", most_rate)});
    }
    return database.in_transaction([&](db::Transaction& tx) -> Result<std::string, NobodyThere> {
        const auto owner = owner_of(tx, wish.as, now, first_administrator);
        if (!owner) {
            return refuse(owner.error());
        }
        return make_audited_token(tx, {.name = std::string{name}, .person = *owner, .scopes = *scopes, .expires_at = expires_at, .rate = wish.rate}, Actor::command(), now);
    });
}

std::string list_tokens_as_text(db::Database& database, Timestamp now) {
    constexpr std::string_view states[]{"good", "revoked", "expired", "account ended"};
    std::string text;
    for (const auto& token : database.read([](db::Session& session) { return list_api_tokens(session); })) {
        const auto moment = [](const std::optional<Timestamp>& time, const char* otherwise) { return time ? to_rfc3339(*time) : std::string{otherwise}; };
        text += fmt::format("{}  {}  as: {}  scopes: {}  used: {}  expires: {}  rate: {}  {}\n", token.id.value, token.name, token.person_name, token.scopes.text(),
                            moment(token.last_used_at, "never"), moment(token.expires_at, "never"), token.rate ? std::to_string(*token.rate) : "any", states[static_cast<std::size_t>(token.state(now))]);
    }
    return text;
}

Result<std::string, NobodyThere> revoke_token_named(db::Database& database, std::string_view id, Timestamp now) {
    const auto token = id_from<TokenId>(id);
    const bool done = token && database.in_transaction([&](db::Transaction& tx) { return revoke_audited_token(tx, *token, Actor::command(), now); });
    if (!done) {
        return refuse(NobodyThere{"there is no such token, or it was revoked before"});
    }
    return "revoked " + std::string{id};
}

}  // namespace ansvar::identity
