#include "identity/oidc_refusal.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace ansvar::identity {

namespace {

struct Line {
    Refusal refusal;
    std::string_view code;
    std::string_view text;
    int status;
};

constexpr std::array table{
    Line{Refusal::State, "state", "state", 400},
    Line{Refusal::ResponseIssuer, "response-issuer", "token", 400},
    Line{Refusal::Denied, "denied", "denied", 403},
    Line{Refusal::ProviderError, "provider-error", "provider_error", 502},
    Line{Refusal::NoCode, "no-code", "provider_error", 400},
    Line{Refusal::Unreachable, "unreachable", "unreachable", 503},
    Line{Refusal::Discovery, "discovery", "setup", 502},
    Line{Refusal::OtherIssuer, "other-issuer", "setup", 502},
    Line{Refusal::Unsupported, "unsupported", "setup", 502},
    Line{Refusal::Client, "client", "setup", 502},
    Line{Refusal::Code, "code", "state", 400},
    Line{Refusal::NoToken, "no-token", "provider_error", 502},
    Line{Refusal::Malformed, "malformed", "token", 403},
    Line{Refusal::Algorithm, "algorithm", "token", 403},
    Line{Refusal::UnknownKey, "unknown-key", "token", 403},
    Line{Refusal::Signature, "signature", "token", 403},
    Line{Refusal::Issuer, "issuer", "token", 403},
    Line{Refusal::Audience, "audience", "token", 403},
    Line{Refusal::AuthorizedParty, "authorized-party", "token", 403},
    Line{Refusal::Expired, "expired", "token", 403},
    Line{Refusal::NotYetValid, "not-yet-valid", "token", 403},
    Line{Refusal::Nonce, "nonce", "token", 403},
    Line{Refusal::AccessTokenHash, "access-token-hash", "token", 403},
    Line{Refusal::Subject, "subject", "token", 403},
    Line{Refusal::Tenant, "tenant", "organisation", 403},
    Line{Refusal::HostedDomain, "hosted-domain", "organisation", 403},
    Line{Refusal::MailDomain, "mail-domain", "organisation", 403},
    Line{Refusal::NoMail, "no-mail", "no_mail", 403},
    Line{Refusal::UnknownPerson, "unknown-person", "unknown_person", 403},
    Line{Refusal::Left, "left", "left", 403},
    Line{Refusal::Disabled, "disabled", "disabled", 403},
};

const Line& line_of(Refusal refusal) {
    const auto* found = std::find_if(table.begin(), table.end(), [&](const Line& line) { return line.refusal == refusal; });
    if (found == table.end()) {
        throw std::logic_error("a refusal without a line in its table");
    }
    return *found;
}

}  // namespace

std::string_view code(Refusal refusal) { return line_of(refusal).code; }
std::string_view text_of(Refusal refusal) { return line_of(refusal).text; }
int status_of(Refusal refusal) { return line_of(refusal).status; }

}  // namespace ansvar::identity
