#include "identity/passwords.hpp"

#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

void make_anew_if_outdated(db::Database& database, const PasswordHasher& hasher, PersonId person, const std::string& hash, std::string_view password) {
    if (hasher.is_outdated(hash)) {
        database.execute_once(sql::update_password_hash, {{"person_id", person}, {"hash", hasher.hash(password)}, {"old_hash", hash}});
    }
}

}  // namespace

std::optional<StoredPassword> find_password(db::Session& session, PersonId person) {
    const auto row = session.row(sql::select_password, {{"person_id", person}});
    return row ? std::optional{StoredPassword{.hash = row->text("hash"), .set_at = row->time("set_at")}} : std::nullopt;
}

void store_password(db::Transaction& tx, PersonId person, std::string_view hash, Timestamp now) {
    tx.execute(sql::put_password, {{"person_id", person}, {"hash", hash}, {"now", now}});
}

bool remove_password(db::Transaction& tx, PersonId person) { return tx.execute(sql::delete_password, {{"person_id", person}}) > 0; }

std::optional<PersonId> find_by_password(db::Database& database, const PasswordHasher& hasher, const MailAddress& email, std::string_view password,
                                         std::optional<PersonId>& known) {
    const auto row = database.read([&](db::Session& session) { return session.row(sql::select_password_by_email, {{"email", email.text()}}); });
    known = row ? std::optional{row->id<PersonId>("id")} : std::nullopt;
    const auto hash = row ? row->optional_text("hash") : std::nullopt;
    if (!(hash ? hasher.verify(*hash, password) : hasher.verify_decoy(password))) {
        return std::nullopt;
    }
    make_anew_if_outdated(database, hasher, *known, *hash, password);
    return known;
}

bool is_password_of(db::Database& database, const PasswordHasher& hasher, PersonId person, std::string_view password) {
    const auto stored = database.read([&](db::Session& session) { return find_password(session, person); });
    return stored && hasher.verify(stored->hash, password);
}

}  // namespace ansvar::identity
