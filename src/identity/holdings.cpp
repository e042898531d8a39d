#include "identity/holdings.hpp"

#include <algorithm>

#include "identity/administration.hpp"
#include "identity/people_store.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;
using nlohmann::json;

Holding read_holding(const db::Row& row, const RoleCode& role) {
    return {.role = role,
            .person = row.id<PersonId>("person_id"),
            .position = static_cast<unsigned>(row.unsigned_integer("position")),
            .valid_from = row.optional_text("valid_from"),
            .valid_to = row.optional_text("valid_to"),
            .unit = row.optional_id<UnitId>("unit_id")};
}

HoldingLine::When when(const Holding& holding, const std::string& today) {
    if (holding.valid_to && *holding.valid_to < today) {
        return HoldingLine::When::Past;
    }
    return holding.valid_from && *holding.valid_from > today ? HoldingLine::When::Coming : HoldingLine::When::Now;
}

json text_or_null(const std::optional<std::string>& text) { return text ? json(*text) : json(); }

}  // namespace

std::string day_before(Timestamp now) { return school_day(stockholm_midnight(now, -1)); }

std::vector<HoldingLine> list_holding_lines(db::Session& session, const HoldingFilter& filter, Timestamp now) {
    const auto today = school_day(now);
    std::vector<HoldingLine> lines;
    session.each(sql::select_role_holdings, {{"role_code", filter.role}, {"unit_id", filter.unit}}, [&](const db::Row& row) {
        auto holding = read_holding(row, RoleCode{row.text("role_code")});
        const auto time = row.flag("has_left") ? HoldingLine::When::Past : when(holding, today);
        lines.push_back({.id = row.id<HoldingId>("id"),
                         .holding = std::move(holding),
                         .name = row.text("name"),
                         .unit_name = row.optional_text("unit_name").value_or(""),
                         .has_left = row.flag("has_left"),
                         .when = time});
    });
    return lines;
}

std::vector<HoldingChange::Stored> HoldingChange::lock(const RoleCode& role) {
    std::vector<Stored> all;
    for (const auto& row : tx_.rows(sql::lock_role_holdings, {{"role_code", role}})) {
        all.push_back({row.id<HoldingId>("id"), read_holding(row, role)});
    }
    return all;
}

void HoldingChange::store(const Stored& stored) {
    tx_.execute(sql::update_holding, {{"id", stored.id},
                                      {"position", stored.holding.position},
                                      {"valid_from", stored.holding.valid_from},
                                      {"valid_to", stored.holding.valid_to}});
}

void HoldingChange::note(const std::string& action, const Holding& holding) {
    record(tx_, by_,
           {.action = action,
            .object_kind = "role",
            .object_id = holding.role.value,
            .details = {{"person", holding.person.value},
                        {"unit", holding.unit ? json(holding.unit->value) : json()},
                        {"from", text_or_null(holding.valid_from)},
                        {"to", text_or_null(holding.valid_to)}}},
           now_);
}

template <class Work>
void HoldingChange::with_sessions_of(PersonId person, const Work& work) {
    const auto before = find_person(tx_, person, now_);
    work();
    if (before && end_sessions_if_changed(tx_, *before, now_) > 0) {
        signed_out_.push_back(person);
    }
}

std::optional<HoldingRefusal> HoldingChange::add(const Holding& wanted) {
    if (wanted.valid_from && wanted.valid_to && *wanted.valid_to < *wanted.valid_from) {
        return HoldingRefusal::EndsBeforeItBegins;
    }
    lock_person(tx_, wanted.person);
    auto holding = wanted;
    for (const auto& [id, other] : lock(wanted.role)) {
        const bool is_same = other.person == wanted.person && other.unit == wanted.unit;
        if (is_same && when(other, school_day(now_)) != HoldingLine::When::Past) {
            return HoldingRefusal::HeldAlready;
        }
        holding.position = std::max(holding.position, other.position + 1);
    }
    with_sessions_of(wanted.person, [&] { set_holder(tx_, holding); });
    note("role.holder_added", holding);
    return std::nullopt;
}

std::optional<HoldingRefusal> HoldingChange::end(const RoleCode& role, HoldingId id, const std::string& last_day) {
    const auto all = lock(role);
    const auto found = std::find_if(all.begin(), all.end(), [&](const Stored& one) { return one.id == id; });
    if (found == all.end()) {
        return HoldingRefusal::NotThere;
    }
    auto ended = *found;
    const bool never_begins = ended.holding.valid_from && *ended.holding.valid_from > last_day;
    ended.holding.valid_to = last_day;
    with_sessions_of(ended.holding.person, [&] {
        if (never_begins) {
            tx_.execute(sql::delete_holding, {{"id", id}});
        } else {
            store(ended);
        }
    });
    note(never_begins ? "role.holder_removed" : "role.holder_ended", ended.holding);
    return std::nullopt;
}

std::optional<HoldingRefusal> HoldingChange::move(const RoleCode& role, HoldingId id, bool up) {
    auto all = lock(role);
    const auto is_past = [&](const Stored& one) { return when(one.holding, school_day(now_)) == HoldingLine::When::Past; };
    std::stable_partition(all.begin(), all.end(), [&](const Stored& one) { return !is_past(one); });
    const auto found = std::find_if(all.begin(), all.end(), [&](const Stored& one) { return one.id == id; });
    if (found == all.end()) {
        return HoldingRefusal::NotThere;
    }
    const auto moved = found->holding;
    if (up && found != all.begin()) {
        std::iter_swap(found, found - 1);
    } else if (!up && found + 1 != all.end() && !is_past(*(found + 1))) {
        std::iter_swap(found, found + 1);
    }
    for (unsigned place = 0; place < all.size(); ++place) {
        all[place].holding.position = place;
        store(all[place]);
    }
    note(up ? "role.holder_earlier" : "role.holder_later", moved);
    return std::nullopt;
}

}  // namespace ansvar::identity
