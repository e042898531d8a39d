#pragma once

#include <string_view>

namespace ansvar::identity {

/// Why somebody did not get in by the school's own sign-in.
enum class Refusal {
    // what the browser brought back
    State,         ///< no cookie of ours, another one's, too old, used already, or another state
    ResponseIssuer,  ///< the answer names another provider (RFC 9207), or none although it should
    Denied,        ///< the person said no over there
    ProviderError, ///< the provider says that something is wrong
    NoCode,
    // what the provider says of itself
    Unreachable,
    Discovery,     ///< its description is not JSON, lacks something, or leads to addresses that are not safe
    OtherIssuer,   ///< it calls itself something else
    Unsupported,   ///< it knows no way that we know: code flow, S256, signatures
    // the exchange of the code
    Client,        ///< it does not know us: number or secret are wrong
    Code,          ///< it does not take the code
    NoToken,
    // the identity token
    Malformed,
    Algorithm,
    UnknownKey,
    Signature,
    Issuer,
    Audience,
    AuthorizedParty,
    Expired,
    NotYetValid,
    Nonce,
    AccessTokenHash,
    Subject,
    // who it is
    Tenant,        ///< Entra: of another organisation
    HostedDomain,  ///< Google: of another organisation
    MailDomain,
    NoMail,
    UnknownPerson,
    Left,
    Disabled
};

/// "other-issuer": the word in the audit and on the page.
std::string_view code(Refusal refusal);
/// The key's last part of what the page says: several reasons have the same words for people.
std::string_view text_of(Refusal refusal);
/// 400, 403, 502 or 503.
int status_of(Refusal refusal);

}  // namespace ansvar::identity
