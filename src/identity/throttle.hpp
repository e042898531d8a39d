#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/mail_address.hpp"
#include "core/time.hpp"
#include "db/transaction.hpp"
#include "identity/settings.hpp"

namespace ansvar::identity {

/// What tries are counted for, and how many are allowed in 15 minutes.
struct TryLimit {
    std::string subject_hash;  ///< 64 hexadecimal digits, keyed: the database does not tell whose it is
    unsigned tries = 0;
};

/// The limits that a try runs against: of the client, and when a mailbox is asked for, of the mailbox and of both together. So one client
/// cannot use up what a mailbox may be asked for by others. IPv6 clients are one by their first 64 bits.
std::vector<TryLimit> limits_for(const Settings& settings, const std::optional<MailAddress>& email, std::string_view client_address);

/// The limit of codes typed at the second factor, all of somebody's steps and pages together.
std::vector<TryLimit> limits_for_codes(const Settings& settings, PersonId person);

/// How long to wait when one of the limits is reached; otherwise the try is counted and nothing comes back. Refused tries do not count.
std::optional<std::chrono::seconds> count_or_refuse(db::Transaction& tx, const std::vector<TryLimit>& limits, Timestamp now);

/// Counts something that nobody looks at, at the cost of one write.
void count_decoy(db::Transaction& tx, const Settings& settings, const MailAddress& email, Timestamp now);

/// Counts a password's try, or says how long to wait. After a few tries of one client with one account each further one waits twice as long,
/// up to an hour; how many are few shrinks while others try the account a lot, but never to none. Other ways in are counted for themselves.
std::optional<std::chrono::seconds> count_password_try(db::Transaction& tx, const Settings& settings, const MailAddress& account,
                                                       std::string_view client_address, Timestamp now);
/// The password was right: the client's earlier tries with this account were its owner's.
void forget_password_tries(db::Transaction& tx, const Settings& settings, const MailAddress& account, std::string_view client_address);

}  // namespace ansvar::identity
