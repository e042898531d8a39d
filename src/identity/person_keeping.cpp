#include "identity/person_keeping.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "identity/people_store.hpp"
#include "identity/principal.hpp"
#include "identity/units.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

/// Carries a refusal out of the transaction, so that nothing of it is stored.
struct Refused {
    ChangeRefusal why;
};

void explain(FormCheck& check, ChangeRefusal refusal) {
    switch (refusal) {
        case ChangeRefusal::UnknownPerson:
            throw web::NotFound{"no such person"};
        case ChangeRefusal::UnknownManager:
            return check.add("manager", "field.unknown_value");
        case ChangeRefusal::OwnManager:
            return check.add("manager", "field.own_manager");
        case ChangeRefusal::LastAdministrator:
            return check.add("is-administrator", "field.last_administrator");
    }
}

/// Finds which of the form's ids or codes nobody knows any more.
void explain_unknown(const Services& services, const PersonForm& form, FormCheck& check) {
    const auto units = services.database.read([](db::Session& session) { return list_units(session); });
    const auto is_unknown = [&](std::optional<UnitId> id) {
        return id && std::none_of(units.begin(), units.end(), [&](const Unit& unit) { return unit.id == *id; });
    };
    if (is_unknown(form.draft.unit)) {
        check.add("unit", "field.unknown_value");
    } else if (is_unknown(form.draft.manages_unit)) {
        check.add("manages_unit", "field.unknown_value");
    } else {
        check.add("roles", "field.unknown_role");
    }
}

}  // namespace

std::optional<PersonId> keep_person(const Services& services, const web::Request& request, std::optional<PersonId> who, const PersonForm& form,
                                    FormCheck& check, OwnSession& own, const PersonWish& wish) {
    const auto now = services.clock.now();
    const auto by = Actor::of(request);
    const PersonChange whole{.draft = form.draft, .roles = form.roles};
    const auto change = [&](db::Transaction& tx) {
        return !who ? add_person(tx, whole, now, by) : wish ? change_person_by_wish(tx, *who, wish, now, by) : change_person(tx, *who, whole, now, by);
    };
    try {
        const auto done = services.database.in_transaction([&](db::Transaction& tx) {
            const auto result = change(tx);
            if (!result) {
                throw Refused{result.error()};
            }
            if (result->ended_sessions > 0) {
                own.renew_if_of(tx, result->person, now);
            }
            return *result;
        });
        tell_changed(services);
        spdlog::info("person {} {} by {}, {} sessions ended", done.person.value, who ? "changed" : "added", principal(request).log_id(),
                     done.ended_sessions);
        return done.person;
    } catch (const Refused& refused) {
        explain(check, refused.why);
    } catch (const db::ForeignKey&) {
        explain_unknown(services, form, check);
    } catch (const db::Duplicate&) {
        const auto owner =
            services.database.read([&](db::Session& session) { return find_person_by_email(session, form.draft.email.value(), now); });
        check.add("mail", "field.address_taken", {{"name", owner ? owner->name : form.mail}});
    }
    return std::nullopt;
}

}  // namespace ansvar::identity
