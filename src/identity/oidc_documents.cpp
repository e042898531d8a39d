#include "identity/oidc_documents.hpp"

#include <spdlog/spdlog.h>

namespace ansvar::identity {

namespace {

constexpr std::chrono::hours kept_for{1};
constexpr std::chrono::minutes changes_every{1};
constexpr int ok = 200;

}  // namespace

Result<Discovery, DiscoveryFault> ProviderDocuments::discovery(const std::string& issuer, std::chrono::milliseconds limit) {
    {
        const std::lock_guard lock{mutex_};
        const auto known = discoveries_.find(issuer);
        if (known != discoveries_.end() && clock_.now() < known->second.at + kept_for) {
            return known->second.kept;
        }
    }
    return fresh_discovery(issuer, limit);
}

Result<Discovery, DiscoveryFault> ProviderDocuments::fresh_discovery(const std::string& issuer, std::chrono::milliseconds limit) {
    const auto answer = fetch_({.url = discovery_address(issuer), .limit = limit});
    if (answer.status != ok) {
        spdlog::warn("a sign-in provider's description could not be read: status {} {}", answer.status, answer.failure);
        return refuse(DiscoveryFault{Refusal::Unreachable});
    }
    auto found = read_discovery(issuer, answer.body);
    if (found) {
        const std::lock_guard lock{mutex_};
        discoveries_.insert_or_assign(issuer, Dated<Discovery>{*found, clock_.now()});
    }
    return found;
}

Result<std::string, Refusal> ProviderDocuments::keys(const Discovery& discovery, std::chrono::milliseconds limit) {
    {
        const std::lock_guard lock{mutex_};
        const auto known = keys_.find(discovery.jwks_uri);
        if (known != keys_.end() && clock_.now() < known->second.at + kept_for) {
            return known->second.kept;
        }
    }
    return fetch_keys(discovery.jwks_uri, limit);
}

std::optional<std::string> ProviderDocuments::changed_keys(const Discovery& discovery, std::chrono::milliseconds limit) {
    {
        const std::lock_guard lock{mutex_};
        const auto now = clock_.now();
        const auto [asked, is_first] = asked_for_changes_.try_emplace(discovery.jwks_uri, now);
        if (!is_first && now < asked->second + changes_every) {
            return std::nullopt;
        }
        asked->second = now;
    }
    auto fresh = fetch_keys(discovery.jwks_uri, limit);
    return fresh ? std::optional{*std::move(fresh)} : std::nullopt;
}

Result<std::string, Refusal> ProviderDocuments::fetch_keys(const std::string& address, std::chrono::milliseconds limit) {
    auto answer = fetch_({.url = address, .limit = limit});
    if (answer.status != ok) {
        spdlog::warn("a sign-in provider's keys could not be read: status {} {}", answer.status, answer.failure);
        return refuse(Refusal::Unreachable);
    }
    const std::lock_guard lock{mutex_};
    keys_.insert_or_assign(address, Dated<std::string>{answer.body, clock_.now()});
    return std::move(answer.body);
}

}  // namespace ansvar::identity
