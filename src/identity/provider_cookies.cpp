#include "identity/provider_cookies.hpp"

#include <nlohmann/json.hpp>

#include "core/secret.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

constexpr std::string_view pending_purpose = "provider-pending";
constexpr std::string_view leave_purpose = "provider-leave";
constexpr std::string_view id_token_purpose = "id-token";  // as sessions.cpp seals it
constexpr std::size_t longest_id_token = 2500;             // a cookie holds 4 kB

/// What was sealed for that purpose and is not too old yet.
std::optional<json> open_note(std::string_view seal_key, std::string_view purpose, const std::optional<std::string>& sealed, Timestamp now) {
    const auto plain = sealed ? unseal(seal_key, purpose, *sealed) : std::nullopt;
    if (!plain) {
        return std::nullopt;
    }
    auto note = json::parse(*plain);  // sealed by us: as we wrote it
    const auto until = from_rfc3339(note.at("until").get<std::string>());
    return until && now < *until ? std::optional{std::move(note)} : std::nullopt;
}

}  // namespace

std::string PendingConnection::sealed(std::string_view seal_key) const {
    const json note{{"provider", provider.value}, {"issuer", who.issuer}, {"subject", who.subject}, {"person", person.value}, {"until", to_rfc3339(until)}};
    return seal(seal_key, pending_purpose, note.dump());
}

std::optional<PendingConnection> PendingConnection::open(std::string_view seal_key, const std::optional<std::string>& sealed, Timestamp now) {
    const auto note = open_note(seal_key, pending_purpose, sealed, now);
    if (!note) {
        return std::nullopt;
    }
    return PendingConnection{.provider = ProviderId{note->at("provider").get<std::uint64_t>()},
                             .who = {.issuer = note->at("issuer"), .subject = note->at("subject")},
                             .person = PersonId{note->at("person").get<std::uint64_t>()},
                             .until = now};
}

std::string Leave::sealed_for(db::Session& session, std::string_view seal_key, std::string_view session_token, Timestamp now) {
    const auto row = session.row(queries::identity::select_session_provider, {{"token_hash", sha256(session_token)}});
    if (!row) {
        return {};
    }
    const auto kept = row->optional_text("sealed_id_token");
    const auto id_token = kept ? unseal(seal_key, id_token_purpose, *kept).value_or("") : std::string{};
    const json note{{"slug", row->text("slug")},
                    {"id_token", id_token.size() <= longest_id_token ? id_token : std::string{}},
                    {"until", to_rfc3339(now + leave_life)}};
    return seal(seal_key, leave_purpose, note.dump());
}

std::optional<Leave> Leave::open(std::string_view seal_key, const std::optional<std::string>& sealed, Timestamp now) {
    const auto note = open_note(seal_key, leave_purpose, sealed, now);
    return note ? std::optional{Leave{.slug = note->at("slug"), .id_token = note->at("id_token")}} : std::nullopt;
}

}  // namespace ansvar::identity
