#include "identity/throttle.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/secret.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

constexpr std::chrono::minutes window{15};

std::string subject_hash(const Settings& settings, std::string_view kind, std::string_view value) {
    return sha256(keyed_hash(settings.throttle_key, std::string{kind} + '\n' + std::string{value}));
}

/// A household or a school has a /64 of its own and can pick among its addresses.
std::string network_of(std::string_view client_address) {
    std::string text{client_address};
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) {
        return text;
    }
    return std::string{"six "} + std::string(bytes.begin(), bytes.begin() + 8);
}

Timestamp whole_minute(Timestamp now) {
    return std::chrono::floor<std::chrono::minutes>(now);
}

std::string as_list(const std::vector<TryLimit>& limits) {
    std::vector<std::string> hashes;
    for (const auto& limit : limits) {
        hashes.push_back(limit.subject_hash);
    }
    std::sort(hashes.begin(), hashes.end());  // rows are locked in one order everywhere
    return nlohmann::json(hashes).dump();
}

void count(db::Transaction& tx, const std::vector<TryLimit>& limits, Timestamp now) {
    tx.execute(sql::count_tries, {{"subjects", as_list(limits)}, {"minute", whole_minute(now)}});
}

}  // namespace

std::vector<TryLimit> limits_for(const Settings& settings, const std::optional<MailAddress>& email, std::string_view client_address) {
    const auto client = network_of(client_address);
    std::vector<TryLimit> limits{{subject_hash(settings, "client", client), settings.tries_per_client}};
    if (email) {
        limits.push_back({subject_hash(settings, "mailbox", email->text()), settings.tries_per_mailbox});
        limits.push_back({subject_hash(settings, "both", email->text() + '\n' + client), settings.tries_per_mailbox_and_client});
    }
    return limits;
}

std::optional<std::chrono::seconds> count_or_refuse(db::Transaction& tx, const std::vector<TryLimit>& limits, Timestamp now) {
    std::optional<std::chrono::seconds> wait;
    for (const auto& row : tx.rows(sql::select_tries, {{"subjects", as_list(limits)}, {"since", whole_minute(now) - window}})) {
        const auto limit =
            std::find_if(limits.begin(), limits.end(), [&](const TryLimit& l) { return l.subject_hash == row.text("subject_hash"); });
        if (limit != limits.end() && row.integer("tries") >= limit->tries) {
            const auto until = row.time("first_minute") + window;
            wait = std::max(wait.value_or(std::chrono::seconds{1}), std::chrono::ceil<std::chrono::seconds>(until - now));
        }
    }
    if (!wait) {
        count(tx, limits, now);
    }
    return wait;
}

void count_decoy(db::Transaction& tx, const Settings& settings, const MailAddress& email, Timestamp now) {
    count(tx, {{subject_hash(settings, "decoy", email.text()), 0}}, now);
}

}  // namespace ansvar::identity
