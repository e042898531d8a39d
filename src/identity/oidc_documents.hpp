#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/time.hpp"
#include "identity/oidc_discovery.hpp"
#include "identity/oidc_fetch.hpp"

namespace ansvar::identity {

/// What providers publish about themselves, kept for an hour. Safe from any thread; nobody waits for another's fetch.
class ProviderDocuments {
public:
    ProviderDocuments(Fetch fetch, const Clock& clock) : fetch_(std::move(fetch)), clock_(clock) {}

    Result<Discovery, DiscoveryFault> discovery(const std::string& issuer, std::chrono::milliseconds limit);
    /// Asks the provider now, whatever is kept; for the administrator who tries it.
    Result<Discovery, DiscoveryFault> fresh_discovery(const std::string& issuer, std::chrono::milliseconds limit);

    /// The provider's keys, a JWKS document.
    Result<std::string, Refusal> keys(const Discovery& discovery, std::chrono::milliseconds limit);
    /// Its keys of this moment, for a token whose key is unknown: the provider has changed them. Nothing when that was asked less than a
    /// minute ago, so that bad tokens do not become a flood of calls.
    std::optional<std::string> changed_keys(const Discovery& discovery, std::chrono::milliseconds limit);

private:
    template <class Kept>
    struct Dated {
        Kept kept;
        Timestamp at;
    };

    Result<std::string, Refusal> fetch_keys(const std::string& address, std::chrono::milliseconds limit);

    Fetch fetch_;
    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Dated<Discovery>> discoveries_;   ///< by issuer
    std::map<std::string, Dated<std::string>> keys_;        ///< by address
    std::map<std::string, Timestamp> asked_for_changes_;    ///< by address
};

}  // namespace ansvar::identity
