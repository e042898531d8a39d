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
constexpr std::chrono::hours back_off_window{24};
constexpr std::chrono::minutes longest_back_off{60};

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

struct Tries {
    unsigned count = 0;
    Timestamp first_minute = {};
    Timestamp last_minute = {};
};

Tries tries_of(const std::vector<db::Row>& rows, const TryLimit& limit) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const db::Row& r) { return r.text("subject_hash") == limit.subject_hash; });
    return row == rows.end() ? Tries{}
                             : Tries{.count = static_cast<unsigned>(row->unsigned_integer("tries")),
                                     .first_minute = row->time("first_minute"),
                                     .last_minute = row->time("last_minute")};
}

/// When the next try may be, after so many.
Timestamp end_of_back_off(const Tries& tries, unsigned free) {
    if (tries.count < free) {
        return {};
    }
    const auto doublings = std::min(tries.count - free, 10U);
    return tries.last_minute + std::chrono::minutes{1} + std::min(std::chrono::minutes{1U << doublings}, longest_back_off);
}

/// What a password's tries are counted for, apart from those of letters.
struct PasswordSubjects {
    PasswordSubjects(const Settings& settings, const MailAddress& email, std::string_view client_address)
        : client{subject_hash(settings, "password-client", network_of(client_address)), settings.passwords_per_client},
          account{subject_hash(settings, "password-account", email.text()), settings.passwords_per_account},
          both{subject_hash(settings, "password-both", email.text() + '\n' + network_of(client_address)),
               settings.passwords_per_account_and_client} {}
    TryLimit client, account, both;
};

}  // namespace

std::vector<TryLimit> limits_for_codes(const Settings& settings, PersonId person) {
    return {{subject_hash(settings, "second-factor", person.text()), settings.codes_per_person}};
}

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

std::optional<std::chrono::seconds> count_password_try(db::Transaction& tx, const Settings& settings, const MailAddress& account,
                                                       std::string_view client_address, Timestamp now) {
    const PasswordSubjects subjects{settings, account, client_address};
    const auto recent = tx.rows(sql::select_tries, {{"subjects", as_list({subjects.client, subjects.account})}, {"since", whole_minute(now) - window}});
    const auto of_both = tx.rows(sql::select_tries, {{"subjects", as_list({subjects.both})}, {"since", whole_minute(now) - back_off_window}});
    const bool is_under_attack = tries_of(recent, subjects.account).count >= subjects.account.tries;
    const auto free = is_under_attack ? settings.passwords_under_attack : subjects.both.tries;
    auto until = end_of_back_off(tries_of(of_both, subjects.both), free);
    if (const auto by_client = tries_of(recent, subjects.client); by_client.count >= subjects.client.tries) {
        until = std::max(until, by_client.first_minute + window);
    }
    if (now < until) {
        return std::chrono::ceil<std::chrono::seconds>(until - now);
    }
    count(tx, {subjects.client, subjects.account, subjects.both}, now);
    return std::nullopt;
}

void forget_password_tries(db::Transaction& tx, const Settings& settings, const MailAddress& account, std::string_view client_address) {
    tx.execute(sql::forget_tries, {{"subject_hash", PasswordSubjects{settings, account, client_address}.both.subject_hash}});
}

}  // namespace ansvar::identity
