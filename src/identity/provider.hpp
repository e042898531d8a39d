#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "db/transaction.hpp"

namespace ansvar::identity {

using ProviderId = Id<struct ProviderTag>;
using ConnectionId = Id<struct ConnectionTag>;

/// What a provider calls people and organisations.
enum class Convention { Standard, Entra, Google };
/// "standard", "entra", "google": the word in the database and in forms.
std::string_view name(Convention convention);
std::optional<Convention> convention_from(std::string_view name);

/// A value of the roles claim, and a role that whoever has it holds.
struct RoleRule {
    std::string claim_value;
    RoleCode role;

    auto operator<=>(const RoleRule&) const = default;
};

/// A way of signing in that the school has set up itself (OpenID Connect).
struct Provider {
    ProviderId id;
    std::string slug;  ///< in our paths: /sign-in/with/SLUG
    std::string name;  ///< on the button
    Convention convention = Convention::Standard;
    std::string issuer;
    std::string client_id;
    std::string sealed_client_secret;
    std::vector<std::string> allowed_domains;  ///< lower case; empty: it may vouch for any
    std::string roles_claim;                   ///< empty: none is read
    bool makes_people = true;                  ///< whoever is new is made known
    bool is_enabled = true;
    std::vector<RoleRule> rules = {};
};

/// The client's secret as it is stored, and back. Nothing when it was sealed under another key.
std::string seal_secret(std::string_view seal_key, std::string_view secret);
std::optional<std::string> open_secret(std::string_view seal_key, const Provider& provider);

struct ProviderLine {
    Provider provider;         ///< without its rules
    std::uint64_t people = 0;  ///< whom it has shown us
};
/// By name.
std::vector<ProviderLine> list_providers(db::Session& session);
std::optional<Provider> find_provider(db::Session& session, ProviderId id);
std::optional<Provider> find_provider(db::Session& session, std::string_view slug);

/// Throws db::Duplicate when the slug is taken and db::ForeignKey for an unknown role, as does the next.
ProviderId insert_provider(db::Transaction& tx, const Provider& provider, Timestamp now);
/// Writes everything but the slug.
void update_provider(db::Transaction& tx, const Provider& provider);
/// Ends the sessions that began there.
std::uint64_t end_sessions_from(db::Transaction& tx, ProviderId provider);

/// Somebody as a provider knows them.
struct ExternalIdentity {
    std::string issuer;
    std::string subject;  ///< sub; for Entra tenant/object
};
/// An external identity that belongs to a person.
struct Connection {
    ConnectionId id;
    ProviderId provider;
    PersonId person;
};
std::optional<Connection> find_connection(db::Session& session, const ExternalIdentity& who);
/// Throws db::Duplicate (external_identities_once) when it belongs to somebody.
void connect(db::Transaction& tx, ProviderId provider, const ExternalIdentity& who, PersonId person, Timestamp now);
void note_connection_use(db::Transaction& tx, ConnectionId connection, Timestamp now);
/// False when it was not that person's.
bool disconnect(db::Transaction& tx, ConnectionId connection, PersonId person);

struct ConnectionLine {
    ConnectionId id;
    ProviderId provider;
    std::string provider_name;
    Timestamp created_at;
    std::optional<Timestamp> last_used_at;
};
std::vector<ConnectionLine> list_connections(db::Session& session, PersonId person);

}  // namespace ansvar::identity
