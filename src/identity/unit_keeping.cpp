#include "identity/unit_keeping.hpp"

#include <nlohmann/json.hpp>

#include "identity/audit.hpp"
#include "identity/own_session.hpp"
#include "identity/people_store.hpp"
#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

constexpr std::size_t name_limit = 100;

template <class UnitOrDraft>
json audit_view(const UnitOrDraft& unit) {
    return {{"name", unit.name}, {"parent", unit.parent ? json(unit.parent->value) : json()}, {"head", unit.head ? json(unit.head->value) : json()}};
}

/// Carries a refusal out of the transaction, so that nothing of it is stored.
struct Refused {
    UnitRefusal why;
};

void explain(FormCheck& check, UnitRefusal why) {
    switch (why) {
        case UnitRefusal::NotThere:
            throw web::NotFound{"no such unit"};
        case UnitRefusal::UnknownParent:
            return check.add("parent", "field.unknown_value");
        case UnitRefusal::BelowItself:
            return check.add("parent", "units.below_itself");
    }
}

}  // namespace

std::string read_unit_name(const web::Form& form, FormCheck& check) {
    auto name = check.read_line(form, "name", "units.name", name_limit);
    if (name.empty()) {
        check.add("name", "units.name_needed");
    }
    return name;
}

std::optional<UnitId> keep_unit(const Services& services, const web::Request& request, std::optional<UnitId> id, const UnitWish& wish, FormCheck& check) {
    const auto now = services.clock.now();
    try {
        const auto kept = services.database.in_transaction([&](db::Transaction& tx) {
            lock_units(tx);
            const auto before = id ? find_unit(tx, *id) : std::nullopt;
            const auto draft = wish(before.value_or(Unit{}));
            const auto unit = id ? *id : add_unit(tx, draft.name, draft.parent);
            if (const auto why = change_unit(tx, unit, draft)) {
                throw Refused{*why};
            }
            record(tx, Actor::of(request),
                   {.action = id ? "unit.changed" : "unit.added",
                    .object_kind = "unit",
                    .object_id = unit.text(),
                    .details = {{"before", before ? audit_view(*before) : json()},
                                {"after", audit_view(draft)}}},
                   now);
            return unit;
        });
        tell_changed(services);
        return kept;
    } catch (const Refused& refused) {
        explain(check, refused.why);
    } catch (const db::Duplicate&) {
        check.add("name", "units.name_taken");
    } catch (const db::ForeignKey&) {  // the unit above went away meanwhile: people never do
        check.add("parent", "field.unknown_value");
    }
    return std::nullopt;
}

bool remove_unit(const Services& services, const web::Request& request, const Unit& unit) {
    const auto now = services.clock.now();
    try {
        services.database.in_transaction([&](db::Transaction& tx) {
            if (delete_unit(tx, unit.id)) {
                record(tx, Actor::of(request),
                       {.action = "unit.deleted", .object_kind = "unit", .object_id = unit.id.text(), .details = {{"before", audit_view(unit)}}}, now);
            }
        });
    } catch (const db::ForeignKey&) {
        return false;
    }
    tell_changed(services);
    return true;
}

}  // namespace ansvar::identity
