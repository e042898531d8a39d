#include "identity/token_pages.hpp"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "identity/principal.hpp"
#include "identity/service_accounts.hpp"
#include "identity/token_form.hpp"
#include "web/errors.hpp"
#include "web/moments.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

std::string scope_key(web::Scope scope) {
    auto key = "token.scope." + std::string{web::to_string(scope)};
    std::replace(key.begin(), key.end(), ':', '_');
    return key;
}

std::string_view name(ApiToken::State state) {
    switch (state) {
        case ApiToken::State::Live:
            return "live";
        case ApiToken::State::Revoked:
            return "revoked";
        case ApiToken::State::Expired:
            return "expired";
        case ApiToken::State::Left:
            break;
    }
    return "left";
}

class TokenPages {
public:
    explicit TokenPages(Services services) : services_{std::move(services)} {}

    web::Response list(const web::Request& request) const;
    web::Response show_new(const web::Request& request) const;
    web::Response create(const web::Request& request) const;
    web::Response ask_revocation(const web::Request& request) const;
    web::Response revoke(const web::Request& request) const;

private:
    web::Response page(const web::Request& request, int status, const FormCheck& check, const TokenForm& form) const;
    json line_view(const web::Request& request, const ApiToken& token, Timestamp now) const;
    /// A token that can be revoked; NotFound otherwise.
    ApiToken find(const web::Request& request) const;

    Services services_;
};

json TokenPages::line_view(const web::Request& request, const ApiToken& token, Timestamp now) const {
    const auto& texts = services_.pages.texts();
    const web::Moments moments{texts, request.language(), now};
    const auto state = token.state(now);
    const auto moment = [&](const std::optional<Timestamp>& time) { return time ? moments.view(*time) : json(false); };
    return {{"id", token.id.value},
            {"name", token.name},
            {"as", token.person_name},
            {"scopes", scope_words(texts, request.language(), token.scopes)},
            {"made_by", token.created_by ? token.creator_name : texts.text(request.language(), "token.by_command")},
            {"used", moment(token.last_used_at)},
            {"expires", token.expires_at ? json{{"date", moments.date(*token.expires_at)}} : json(false)},
            {"state", texts.text(request.language(), "token.state." + std::string{name(state)})},
            {"is_live", state == ApiToken::State::Live}};
}

web::Response TokenPages::list(const web::Request& request) const {
    const auto now = services_.clock.now();
    const auto tokens = services_.database.read([](db::Session& session) { return list_api_tokens(session); });
    const auto& texts = services_.pages.texts();
    auto lines = json::array();
    json view{{"title", texts.text(request.language(), "token.title")}, {"nav", "admin"}};
    for (const auto& token : tokens) {
        lines.push_back(line_view(request, token, now));
        if (request.query("revoked") == token.id.text()) {
            view["notices"] = json::array({json{{"text", texts.format(request.language(), "token.revoked", {{"name", token.name}})}}});
        }
    }
    view["has_tokens"] = !lines.empty();
    view["tokens"] = std::move(lines);
    return services_.pages.render(request, 200, "admin/tokens", view);
}

web::Response TokenPages::show_new(const web::Request& request) const {
    TokenForm form;
    form.as = request.query("as").value_or("");
    return page(request, 200, FormCheck{services_.pages.texts(), request.language()}, form);
}

web::Response TokenPages::page(const web::Request& request, int status, const FormCheck& check, const TokenForm& form) const {
    const auto& texts = services_.pages.texts();
    const auto language = request.language();
    const auto accounts = services_.database.read([&](db::Session& session) { return list_service_accounts(session, services_.clock.now()); });
    auto choices = json::array();
    for (const auto& account : accounts) {
        if (!account.is_disabled) {
            choices.push_back({{"value", account.id.text()}, {"label", account.name}, {"selected", account.id.text() == form.as}});
        }
    }
    choices.push_back({{"value", "me"}, {"label", texts.text(language, "token.as_me")}, {"selected", form.as == "me"}});
    auto scopes = json::array();
    for (const auto scope : TokenScopes::each()) {
        const bool is_chosen = std::find(form.scopes.begin(), form.scopes.end(), web::to_string(scope)) != form.scopes.end();
        scopes.push_back({{"value", web::to_string(scope)}, {"label", texts.text(language, scope_key(scope))}, {"selected", is_chosen}});
    }
    auto lives = json::array();
    for (const auto* days : {"30", "90", "365", "none"}) {
        lives.push_back({{"value", days}, {"label", texts.text(language, std::string{"token.expiry."} + days)}, {"selected", form.days == days}});
    }
    json view{{"title", check.title(texts.text(language, "token.new_title"))},
              {"nav", "admin"},
              {"form", {{"name", form.name}}},
              {"accounts", std::move(choices)},
              {"scopes", std::move(scopes)},
              {"lives", std::move(lives)}};
    check.put_into(view, {"name", "as", "scopes", "days"});
    return services_.pages.render(request, status, "admin/token_new", view);
}

web::Response TokenPages::create(const web::Request& request) const {
    const auto now = services_.clock.now();
    const auto& texts = services_.pages.texts();
    FormCheck check{texts, request.language()};
    const auto form = TokenForm::from(request.form(), check);
    auto draft = services_.database.read([&](db::Session& session) {
        FormCheck again = check;  // a read may run twice
        auto read = form.read(session, principal(request).person, now, again);
        return std::pair{std::move(read), std::move(again)};
    });
    if (!draft.second.is_fine()) {
        return page(request, 422, draft.second, form);
    }
    draft.first.created_by = principal(request).person.id;
    const auto token =
        services_.database.in_transaction([&](db::Transaction& tx) { return make_audited_token(tx, draft.first, Actor::of(request), now); });
    auto response = services_.pages.render(request, 200, "admin/token",
                                           {{"title", texts.text(request.language(), "token.made_title")},
                                            {"nav", "admin"},
                                            {"name", form.name},
                                            {"token", token}});
    response.set_header("Cache-Control", "no-store");
    return response;
}

ApiToken TokenPages::find(const web::Request& request) const {
    const TokenId id{request.path_number("id")};
    for (const auto& token : services_.database.read([](db::Session& session) { return list_api_tokens(session); })) {
        if (token.id == id && !token.revoked_at) {
            return token;
        }
    }
    throw web::NotFound{"no such token, or revoked"};
}

web::Response TokenPages::ask_revocation(const web::Request& request) const {
    const auto token = find(request);
    const auto heading = services_.pages.texts().format(request.language(), "token.revoke_title", {{"name", token.name}});
    return services_.pages.render(request, 200, "admin/token_revocation",
                                  {{"title", heading}, {"nav", "admin"}, {"heading", heading}, {"id", token.id.value}, {"as", token.person_name}});
}

web::Response TokenPages::revoke(const web::Request& request) const {
    const auto token = find(request);
    services_.database.in_transaction(
        [&](db::Transaction& tx) { revoke_audited_token(tx, token.id, Actor::of(request), services_.clock.now()); });
    return web::Response::see_other("/admin/tokens?revoked=" + token.id.text());
}

}  // namespace

std::string make_audited_token(db::Transaction& tx, const TokenDraft& draft, const Actor& by, Timestamp now) {
    auto token = create_api_token(tx, draft, now);
    const TokenId id{tx.last_insert_id()};
    record(tx, by,
           {.action = "token.created",
            .object_kind = "token",
            .object_id = id.text(),
            .details = {{"name", draft.name},
                        {"as", draft.person.value},
                        {"scopes", draft.scopes.text()},
                        {"rate", draft.rate ? json(*draft.rate) : json()},
                        {"expires_at", draft.expires_at ? json(to_rfc3339(*draft.expires_at)) : json()}}},
           now);
    return token;
}

bool revoke_audited_token(db::Transaction& tx, TokenId id, const Actor& by, Timestamp now) {
    if (!revoke_api_token(tx, id, now)) {
        return false;
    }
    record(tx, by, {.action = "token.revoked", .object_kind = "token", .object_id = id.text()}, now);
    return true;
}

std::string scope_words(const web::Texts& texts, web::Language language, const TokenScopes& scopes) {
    if (scopes == TokenScopes::all()) {
        return texts.text(language, "token.scope.all");
    }
    std::vector<std::string> words;
    for (const auto scope : TokenScopes::each()) {
        if (scopes.has(scope)) {
            const auto& word = texts.text(language, scope_key(scope));
            words.push_back(words.empty() ? word : lower(word));
        }
    }
    return join(words, ", ");
}

std::vector<web::Route> token_routes(const Services& services) {
    using enum web::Method;
    const web::HandlersOf to{std::make_shared<const TokenPages>(services)};
    constexpr web::Access administrators{web::Audience::Administrator, web::Via::Page};
    return {{Get, "/admin/tokens", administrators, to(&TokenPages::list)},
            {Post, "/admin/tokens", administrators, to(&TokenPages::create)},
            {Get, "/admin/tokens/new", administrators, to(&TokenPages::show_new)},
            {Get, "/admin/tokens/{id}/revocation", administrators, to(&TokenPages::ask_revocation)},
            {Post, "/admin/tokens/{id}/revocation", administrators, to(&TokenPages::revoke)}};
}

}  // namespace ansvar::identity
