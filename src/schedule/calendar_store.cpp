#include "schedule/calendar_store.hpp"

#include <stdexcept>

#include "clock/calendar_json.hpp"
#include "queries/schedule.hpp"

namespace ansvar::schedule::calendar_store {

namespace {

namespace sql = queries::schedule;

clock::Date date(const db::Row& row) {
    const auto read = clock::date_from(row.text("valid_from"));
    if (!read) {
        throw std::runtime_error("a calendar's day cannot be read");
    }
    return *read;
}

CalendarVersion read_version(const db::Row& row) {
    auto rules = clock::calendar_from_json(row.text("rules"));
    if (!rules) {
        const auto& fault = rules.error().front();
        throw std::runtime_error("calendar " + std::to_string(row.integer("calendar_id")) + ", version " + std::to_string(row.integer("version")) +
                                 ", has rules that this program cannot read: " + fault.pointer + " " + fault.what);
    }
    return {.calendar = row.id<CalendarId>("calendar_id"),
            .name = row.text("name"),
            .version = row.integer("version"),
            .valid_from = date(row),
            .rules = *std::move(rules),
            .created_at = row.time("created_at"),
            .created_by = row.optional_text("created_by").value_or(""),
            .note = row.text("note")};
}

CalendarUse read_use(const db::Row& row) {
    const auto role = row.optional_text("role_code");
    return {.id = row.unsigned_integer("id"),
            .scope = {.role = role ? std::optional{RoleCode{*role}} : std::nullopt, .unit = row.optional_id<UnitId>("unit_id")},
            .calendar = row.optional_id<CalendarId>("calendar_id"),
            .valid_from = date(row),
            .unit_name = row.optional_text("unit_name").value_or(""),
            .calendar_name = row.optional_text("calendar_name").value_or("")};
}

}  // namespace

std::string mark(db::Session& session) { return session.row(sql::select_calendars_mark)->text("mark"); }

CalendarBook load(db::Session& session) {
    std::vector<CalendarVersion> versions;
    for (const auto& row : session.rows(sql::select_calendar_versions)) {
        versions.push_back(read_version(row));
    }
    std::vector<CalendarUse> uses;
    for (const auto& row : session.rows(sql::select_calendar_uses)) {
        uses.push_back(read_use(row));
    }
    std::vector<UnitPlace> places;
    for (const auto& row : session.rows(sql::select_unit_places)) {
        places.push_back({.unit = row.id<UnitId>("unit_id"), .parent = row.optional_id<UnitId>("parent_id"), .valid_from = date(row)});
    }
    return {std::move(versions), std::move(uses), std::move(places)};
}

CalendarId add(db::Transaction& tx, std::string_view name, PersonId by, Timestamp now) {
    tx.execute(sql::insert_calendar, {{"name", name}, {"now", now}, {"by", by}});
    return CalendarId{tx.last_insert_id()};
}

void add_version(db::Transaction& tx, const CalendarVersion& version, PersonId by, Timestamp now) {
    tx.execute(sql::insert_calendar_version, {{"calendar", version.calendar},
                                              {"version", version.version},
                                              {"valid_from", clock::date_text(version.valid_from)},
                                              {"rules", clock::to_json(version.rules)},
                                              {"now", now},
                                              {"by", by},
                                              {"note", version.note}});
}

std::uint64_t add_use(db::Transaction& tx, const CalendarUse& use, PersonId by, Timestamp now) {
    tx.execute(sql::insert_calendar_use, {{"role", use.scope.role},
                                          {"unit", use.scope.unit},
                                          {"calendar", use.calendar},
                                          {"valid_from", clock::date_text(use.valid_from)},
                                          {"now", now},
                                          {"by", by}});
    return tx.last_insert_id();
}

}  // namespace ansvar::schedule::calendar_store
