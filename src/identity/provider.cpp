#include "identity/provider.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

constexpr std::string_view secret_purpose = "provider-secret";
constexpr std::array conventions{std::pair{Convention::Standard, std::string_view{"standard"}},
                                 std::pair{Convention::Entra, std::string_view{"entra"}},
                                 std::pair{Convention::Google, std::string_view{"google"}}};

std::vector<std::string> read_domains(const std::string& text) {
    std::vector<std::string> domains;
    for (const auto part : split(text, ',')) {
        if (!part.empty()) {
            domains.emplace_back(part);
        }
    }
    return domains;
}

Provider read_provider(const db::Row& row) {
    return {.id = row.id<ProviderId>("id"),
            .slug = row.text("slug"),
            .name = row.text("name"),
            .convention = convention_from(row.text("convention")).value_or(Convention::Standard),
            .issuer = row.text("issuer"),
            .client_id = row.text("client_id"),
            .sealed_client_secret = row.text("sealed_client_secret"),
            .allowed_domains = read_domains(row.text("allowed_domains")),
            .roles_claim = row.text("roles_claim"),
            .makes_people = row.flag("makes_people"),
            .is_enabled = row.flag("is_enabled")};
}

std::optional<Provider> find(db::Session& session, const db::Value& id, const db::Value& slug) {
    const auto row = session.row(sql::select_provider, {{"id", id}, {"slug", slug}});
    if (!row) {
        return std::nullopt;
    }
    auto provider = read_provider(*row);
    for (const auto& rule : session.rows(sql::select_provider_roles, {{"provider_id", provider.id}})) {
        provider.rules.push_back({rule.text("claim_value"), RoleCode{rule.text("role_code")}});
    }
    return provider;
}

void write_rules(db::Transaction& tx, ProviderId provider, const std::vector<RoleRule>& rules) {
    tx.execute(sql::delete_provider_roles, {{"provider_id", provider}});
    for (const auto& rule : rules) {
        tx.execute(sql::insert_provider_role, {{"provider_id", provider}, {"claim_value", rule.claim_value}, {"role_code", rule.role}});
    }
}

}  // namespace

std::string_view name(Convention convention) {
    return std::find_if(conventions.begin(), conventions.end(), [&](const auto& one) { return one.first == convention; })->second;
}

std::optional<Convention> convention_from(std::string_view name) {
    const auto* found = std::find_if(conventions.begin(), conventions.end(), [&](const auto& one) { return one.second == name; });
    return found == conventions.end() ? std::nullopt : std::optional{found->first};
}

std::string seal_secret(std::string_view seal_key, std::string_view secret) { return seal(seal_key, secret_purpose, secret); }

std::optional<std::string> open_secret(std::string_view seal_key, const Provider& provider) {
    return unseal(seal_key, secret_purpose, provider.sealed_client_secret);
}

std::vector<ProviderLine> list_providers(db::Session& session) {
    std::vector<ProviderLine> lines;
    session.each(sql::select_providers, {}, [&](const db::Row& row) { lines.push_back({read_provider(row), row.unsigned_integer("people")}); });
    return lines;
}

std::optional<Provider> find_provider(db::Session& session, ProviderId id) { return find(session, id, {}); }
std::optional<Provider> find_provider(db::Session& session, std::string_view slug) { return find(session, {}, slug); }

ProviderId insert_provider(db::Transaction& tx, const Provider& provider, Timestamp now) {
    tx.execute(sql::insert_provider, {{"slug", provider.slug},
                                      {"name", provider.name},
                                      {"convention", name(provider.convention)},
                                      {"issuer", provider.issuer},
                                      {"client_id", provider.client_id},
                                      {"sealed_client_secret", provider.sealed_client_secret},
                                      {"allowed_domains", join(provider.allowed_domains, ",")},
                                      {"roles_claim", provider.roles_claim},
                                      {"makes_people", provider.makes_people},
                                      {"is_enabled", provider.is_enabled},
                                      {"now", now}});
    const ProviderId id{tx.last_insert_id()};
    write_rules(tx, id, provider.rules);
    return id;
}

void update_provider(db::Transaction& tx, const Provider& provider) {
    tx.execute(sql::update_provider, {{"id", provider.id},
                                      {"name", provider.name},
                                      {"convention", name(provider.convention)},
                                      {"issuer", provider.issuer},
                                      {"client_id", provider.client_id},
                                      {"sealed_client_secret", provider.sealed_client_secret},
                                      {"allowed_domains", join(provider.allowed_domains, ",")},
                                      {"roles_claim", provider.roles_claim},
                                      {"makes_people", provider.makes_people},
                                      {"is_enabled", provider.is_enabled}});
    write_rules(tx, provider.id, provider.rules);
}

std::uint64_t end_sessions_from(db::Transaction& tx, ProviderId provider) {
    return tx.execute(sql::delete_provider_sessions, {{"provider_id", provider}});
}

std::optional<Connection> find_connection(db::Session& session, const ExternalIdentity& who) {
    const auto row = session.row(sql::select_external_identity, {{"issuer", who.issuer}, {"subject", who.subject}});
    return row ? std::optional{Connection{row->id<ConnectionId>("id"), row->id<ProviderId>("provider_id"), row->id<PersonId>("person_id")}}
               : std::nullopt;
}

void connect(db::Transaction& tx, ProviderId provider, const ExternalIdentity& who, PersonId person, Timestamp now) {
    tx.execute(sql::insert_external_identity, {{"provider_id", provider},
                                               {"issuer", who.issuer},
                                               {"subject", who.subject},
                                               {"person_id", person},
                                               {"now", now}});
}

void note_connection_use(db::Transaction& tx, ConnectionId connection, Timestamp now) {
    tx.execute(sql::touch_external_identity, {{"id", connection}, {"now", now}});
}

bool disconnect(db::Transaction& tx, ConnectionId connection, PersonId person) {
    return tx.execute(sql::delete_external_identity, {{"id", connection}, {"person_id", person}}) == 1;
}

std::vector<ConnectionLine> list_connections(db::Session& session, PersonId person) {
    std::vector<ConnectionLine> lines;
    session.each(sql::select_external_identities, {{"person_id", person}}, [&](const db::Row& row) {
        lines.push_back({.id = row.id<ConnectionId>("id"),
                         .provider = row.id<ProviderId>("provider_id"),
                         .provider_name = row.text("provider_name"),
                         .created_at = row.time("created_at"),
                         .last_used_at = row.optional_time("last_used_at")});
    });
    return lines;
}

}  // namespace ansvar::identity
