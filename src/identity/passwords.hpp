#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/ids.hpp"
#include "core/mail_address.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/password_hasher.hpp"

namespace ansvar::identity {

/// A password as it is stored.
struct StoredPassword {
    std::string hash;
    Timestamp set_at;
};
std::optional<StoredPassword> find_password(db::Session& session, PersonId person);
void store_password(db::Transaction& tx, PersonId person, std::string_view hash, Timestamp now);
/// False when there was none.
bool remove_password(db::Transaction& tx, PersonId person);

/// Who has that address and that password (as normal_password gives it); takes as long when there is nobody, or nobody with a password.
/// `known` is set to whose address it is. A hash made with earlier parameters is made anew. Reads and hashes outside any transaction.
std::optional<PersonId> find_by_password(db::Database& database, const PasswordHasher& hasher, const MailAddress& email, std::string_view password,
                                         std::optional<PersonId>& known);
/// Is that this person's password? False when they have none.
bool is_password_of(db::Database& database, const PasswordHasher& hasher, PersonId person, std::string_view password);

}  // namespace ansvar::identity
