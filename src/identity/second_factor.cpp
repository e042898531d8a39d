#include "identity/second_factor.hpp"

#include <stdexcept>

#include "core/secret.hpp"
#include "identity/recovery_codes.hpp"
#include "identity/totp.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

constexpr std::string_view purpose = "second-factor";

}  // namespace

std::optional<SecondFactor> find_second_factor(db::Session& session, PersonId person) {
    const auto row = session.row(sql::select_second_factor, {{"person_id", person}});
    return row ? std::optional{SecondFactor{.since = row->time("confirmed_at"), .recovery_codes = row->unsigned_integer("recovery_codes")}}
               : std::nullopt;
}

std::vector<PersonId> list_second_factor_owners(db::Session& session) {
    std::vector<PersonId> owners;
    session.each(sql::select_second_factor_owners, {}, [&](const db::Row& row) { owners.push_back(row.id<PersonId>("person_id")); });
    return owners;
}

bool take_code(db::Transaction& tx, const Settings& settings, PersonId person, std::string_view typed, Timestamp now) {
    const auto row = tx.row(sql::lock_second_factor, {{"person_id", person}});
    if (!row) {
        return false;
    }
    const auto secret = unseal(settings.seal_key, purpose, row->text("sealed_secret"));
    if (!secret) {
        throw std::runtime_error("a second factor was sealed with another key: the installation's secret has changed");
    }
    const auto step = matching_step(*secret, typed, row->unsigned_integer("last_step"), now);
    if (step) {
        tx.execute(sql::update_second_factor_step, {{"person_id", person}, {"last_step", *step}});
    }
    return step.has_value();
}

bool set_up_second_factor(db::Transaction& tx, const Settings& settings, PersonId person, std::string_view secret, std::string_view typed,
                          const std::vector<std::string>& recovery_codes, Timestamp now) {
    const auto step = matching_step(secret, typed, 0, now);
    if (!step) {
        return false;
    }
    tx.execute(sql::put_second_factor, {{"person_id", person},
                                        {"sealed_secret", seal(settings.seal_key, purpose, secret)},
                                        {"last_step", *step},
                                        {"now", now}});
    store_recovery_codes(tx, settings, person, recovery_codes);
    return true;
}

bool remove_second_factor(db::Transaction& tx, PersonId person) {
    tx.execute(sql::delete_recovery_codes, {{"person_id", person}});
    return tx.execute(sql::delete_second_factor, {{"person_id", person}}) > 0;
}

}  // namespace ansvar::identity
