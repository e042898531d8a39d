#include "identity/provider_claims.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

constexpr std::size_t longest_name = 200;
constexpr std::size_t most_groups = 1000;

std::string text_at(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// Some providers write their flags as texts or numbers.
bool flag_at(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && (*found == json(true) || *found == json("true") || *found == json(1) || *found == json("1"));
}

bool contains(const std::vector<std::string>& list, std::string_view value) { return std::find(list.begin(), list.end(), value) != list.end(); }

bool may_vouch_for(const Provider& provider, const MailAddress& email) {
    return provider.allowed_domains.empty() || contains(provider.allowed_domains, email.domain());
}

/// A tenant's administrators write mail addresses as they like: one counts when Entra or the school says that the domain is theirs.
/// The account name's domain is always one that Entra has verified.
std::optional<MailAddress> entra_address(const Provider& provider, const json& claims) {
    const auto email = MailAddress::parse(text_at(claims, "email"));
    if (email && (flag_at(claims, "xms_edov") || (!provider.allowed_domains.empty() && may_vouch_for(provider, *email)))) {
        return email;
    }
    return MailAddress::parse(text_at(claims, "preferred_username"));
}

std::optional<MailAddress> address_in(const Provider& provider, const json& claims) {
    if (provider.convention == Convention::Entra) {
        return entra_address(provider, claims);
    }
    auto email = MailAddress::parse(text_at(claims, "email"));
    const bool is_own = provider.convention == Convention::Google && email && email->domain() == lower(text_at(claims, "hd"));
    return flag_at(claims, "email_verified") || is_own ? email : std::nullopt;
}

std::string name_in(const json& claims) {
    auto full = text_at(claims, "name");
    if (trim(full).empty()) {
        full = text_at(claims, "given_name") + " " + text_at(claims, "family_name");
    }
    const auto line = std::string{trim(full)};
    return is_utf8(line) && check_line(line, longest_name) == TextFault::None ? nfc(line) : std::string{};
}

std::optional<web::Language> language_in(const json& claims) {
    const auto locale = lower(text_at(claims, "locale"));
    return web::language_from(locale.substr(0, locale.find_first_of("-_")));
}

}  // namespace

std::string tenant_of(std::string_view issuer) {
    constexpr std::string_view end = "/v2.0";
    constexpr std::size_t size = 36;
    if (!issuer.ends_with(end)) {
        return {};
    }
    const auto before = issuer.substr(0, issuer.size() - end.size());
    const auto tenant = before.substr(before.rfind('/') + 1);
    const auto is_of_number = [](char letter) { return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f') || letter == '-'; };
    return tenant.size() == size && std::all_of(tenant.begin(), tenant.end(), is_of_number) ? std::string{tenant} : std::string{};
}

Result<Newcomer, Refusal> read_newcomer(const Provider& provider, const json& claims) {
    Newcomer read{.who = {.issuer = provider.issuer, .subject = text_at(claims, "sub")}, .name = name_in(claims), .language = language_in(claims)};
    if (provider.convention == Convention::Entra) {
        const auto tenant = tenant_of(provider.issuer);
        const auto object = text_at(claims, "oid");
        if (tenant.empty() || text_at(claims, "tid") != tenant) {
            return refuse(Refusal::Tenant);
        }
        if (object.empty() || object.size() > 100) {
            return refuse(Refusal::Subject);
        }
        read.who.subject = tenant + "/" + object;
    }
    if (provider.convention == Convention::Google && !contains(provider.allowed_domains, lower(text_at(claims, "hd")))) {
        return refuse(Refusal::HostedDomain);
    }
    if (auto email = address_in(provider, claims)) {
        if (may_vouch_for(provider, *email)) {
            read.email = std::move(email);
        } else {
            read.has_foreign_email = true;
        }
    }
    return read;
}

std::optional<std::vector<std::string>> read_groups(const Provider& provider, const json& claims) {
    const auto found = claims.find(provider.roles_claim);
    if (found == claims.end()) {
        const auto elsewhere = claims.value("_claim_names", json());
        const bool is_elsewhere = (elsewhere.is_object() && elsewhere.contains(provider.roles_claim)) ||
                                  (provider.roles_claim == "groups" && flag_at(claims, "hasgroups"));
        return is_elsewhere ? std::nullopt : std::optional{std::vector<std::string>{}};
    }
    std::vector<std::string> groups;
    for (const auto& one : found->is_array() ? *found : json::array({*found})) {
        if (one.is_string() && groups.size() < most_groups) {
            groups.push_back(one.get<std::string>());
        }
    }
    return groups;
}

}  // namespace ansvar::identity
