#include "identity/provider_form.hpp"

#include <algorithm>

#include "core/mail_address.hpp"
#include "core/text.hpp"
#include "identity/oidc_fetch.hpp"
#include "identity/provider_claims.hpp"

namespace ansvar::identity {

namespace {

constexpr std::size_t slug_limit = 32;
constexpr std::size_t name_limit = 100;
constexpr std::size_t issuer_limit = 300;
constexpr std::size_t client_limit = 200;
constexpr std::size_t secret_limit = 500;
constexpr std::size_t domains_limit = 1000;
constexpr std::size_t claim_limit = 60;
constexpr std::size_t value_limit = 200;
constexpr std::size_t most_rows = 200;
constexpr std::size_t spare_rows = 3;

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char letter) { return letter > ' ' && letter < '\x7f'; });
}

bool is_slug(std::string_view text) {
    const auto fits = [](char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-'; };
    return !text.empty() && text.size() <= slug_limit && text.front() != '-' && std::all_of(text.begin(), text.end(), fits);
}

/// A required line; ASCII where programs read it.
std::string read_needed(FormCheck& check, const web::Form& form, std::string_view field, std::string_view label, std::size_t limit, bool plain) {
    auto line = check.read_line(form, field, label, limit);
    if (line.empty()) {
        check.add(field, "provider.error.needed." + std::string{field});
    } else if (plain && !is_ascii(line)) {
        check.add_general(field, label, "field.bad_characters");
    }
    return line;
}

void read_issuer(ProviderForm& typed, const web::Form& form, FormCheck& check) {
    auto& provider = typed.provider;
    provider.issuer = read_needed(check, form, "issuer", "provider.issuer", issuer_limit, true);
    if (provider.issuer.empty()) {
        return;
    }
    if (!is_safe_address(provider.issuer) || provider.issuer.find_first_of("?#") != std::string::npos) {
        check.add("issuer", "provider.error.issuer");
    } else if (provider.convention == Convention::Entra && tenant_of(provider.issuer).empty()) {
        check.add("issuer", "provider.error.tenant");
    }
}

void read_domains(ProviderForm& typed, const web::Form& form, FormCheck& check) {
    typed.domains = check.read_line(form, "domains", "provider.domains", domains_limit);
    auto text = typed.domains;
    std::replace_if(text.begin(), text.end(), [](char letter) { return letter == ',' || letter == ';'; }, ' ');
    for (const auto part : split(text, ' ')) {
        if (trim(part).empty()) {
            continue;
        }
        const auto address = MailAddress::parse("x@" + std::string{part});
        if (!address) {
            check.add("domains", "provider.error.domain", {{"domain", part}});
            return;
        }
        typed.provider.allowed_domains.emplace_back(address->domain());
    }
    if (typed.provider.convention == Convention::Google && typed.provider.allowed_domains.empty()) {
        check.add("domains", "provider.error.google_domain");
    }
}

void read_rules(ProviderForm& typed, const web::Form& form, const RoleTable& roles, FormCheck& check) {
    const auto values = form.values("claim_value");
    const auto codes = form.values("claim_role");
    for (std::size_t i = 0; i < std::min({values.size(), codes.size(), most_rows}); ++i) {
        const auto value = std::string{trim(values[i])};
        if (value.empty() && codes[i].empty()) {
            continue;
        }
        typed.rows.emplace_back(value, codes[i]);
        const auto* role = roles.find(RoleCode{codes[i]});
        if (value.empty() || role == nullptr || role->kind == RoleKind::Relative || check_line(value, value_limit) != TextFault::None) {
            check.add("rules", "provider.error.rule", {{"number", typed.rows.size()}});
        } else {
            typed.provider.rules.push_back({value, role->code});
        }
    }
    typed.provider.roles_claim = check.read_line(form, "roles_claim", "provider.roles_claim", claim_limit);
    if (!is_ascii(typed.provider.roles_claim)) {
        check.add_general("roles_claim", "provider.roles_claim", "field.bad_characters");
    } else if (typed.provider.roles_claim.empty() && !typed.rows.empty()) {
        check.add("roles_claim", "provider.error.claim_needed");
    }
    std::sort(typed.provider.rules.begin(), typed.provider.rules.end());
    typed.provider.rules.erase(std::unique(typed.provider.rules.begin(), typed.provider.rules.end()), typed.provider.rules.end());
}

nlohmann::json row_view(std::size_t number, const std::string& value, const std::string& chosen, const RoleTable& roles, web::Language language) {
    auto options = nlohmann::json::array();
    for (const auto& role : roles.roles()) {
        if (role.kind != RoleKind::Relative) {  // nobody holds "my manager"
            options.push_back({{"code", role.code.value}, {"name", roles.name(role.code, language)}, {"selected", role.code.value == chosen}});
        }
    }
    return {{"number", number}, {"value", value}, {"roles", std::move(options)}};
}

}  // namespace

ProviderForm ProviderForm::from(const web::Form& form, const Provider* before, const RoleTable& roles, FormCheck& check) {
    ProviderForm typed;
    auto& provider = typed.provider;
    provider.name = read_needed(check, form, "name", "provider.name", name_limit, false);
    provider.slug = before != nullptr ? before->slug : std::string{trim(form.value("slug"))};
    if (!is_slug(provider.slug)) {
        check.add("slug", "provider.error.slug");
    }
    provider.convention = convention_from(form.value("convention")).value_or(Convention::Standard);
    read_issuer(typed, form, check);
    provider.client_id = read_needed(check, form, "client_id", "provider.client_id", client_limit, true);
    typed.secret = std::string{trim(form.value("client_secret"))};
    const bool is_elsewhere = before == nullptr || typed.provider.issuer != before->issuer;  // the secret of one is not shown to another
    const bool is_needed = is_elsewhere && typed.secret.empty();
    if (is_needed || typed.secret.size() > secret_limit || !is_ascii(typed.secret)) {
        check.add("client_secret", is_needed ? "provider.error.secret_needed" : "provider.error.secret");
    }
    read_domains(typed, form, check);
    read_rules(typed, form, roles, check);
    provider.makes_people = form.has("makes_people");
    provider.is_enabled = form.has("is_enabled");
    return typed;
}

ProviderForm ProviderForm::of(const Provider& provider) {
    ProviderForm typed{.provider = provider, .domains = join(provider.allowed_domains, ", ")};
    for (const auto& rule : provider.rules) {
        typed.rows.emplace_back(rule.claim_value, rule.role.value);
    }
    return typed;
}

nlohmann::json ProviderForm::view(const web::Texts& texts, web::Language language, const RoleTable& roles) const {
    auto conventions = nlohmann::json::array();
    for (const auto one : {Convention::Standard, Convention::Entra, Convention::Google}) {
        conventions.push_back({{"value", name(one)},
                               {"label", texts.text(language, "provider.convention." + std::string{name(one)})},
                               {"selected", one == provider.convention}});
    }
    auto rules = nlohmann::json::array();
    for (const auto& [value, role] : rows) {
        rules.push_back(row_view(rules.size() + 1, value, role, roles, language));
    }
    for (std::size_t i = 0; i < spare_rows; ++i) {
        rules.push_back(row_view(rules.size() + 1, "", "", roles, language));
    }
    return {{"form",
             {{"name", provider.name},
              {"slug", provider.slug},
              {"issuer", provider.issuer},
              {"client_id", provider.client_id},
              {"domains", domains},
              {"roles_claim", provider.roles_claim},
              {"makes_people", provider.makes_people},
              {"is_enabled", provider.is_enabled}}},
            {"conventions", std::move(conventions)},
            {"rules", std::move(rules)}};
}

}  // namespace ansvar::identity
