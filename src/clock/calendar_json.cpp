#include "clock/calendar_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ansvar::clock {

namespace {

using nlohmann::json;
using Kept = Calendar::Kept;
using RangeKind = Calendar::RangeKind;

constexpr std::array kept_names{std::pair{Kept::Open, "open"}, std::pair{Kept::HalfDay, "half"}, std::pair{Kept::Closed, "closed"}};
constexpr std::array kind_names{std::pair{RangeKind::Break, "break"}, std::pair{RangeKind::StudyDay, "study_day"}};

template <class Names, class Value>
std::string word(const Names& names, Value value) {
    return std::find_if(names.begin(), names.end(), [&](const auto& pair) { return pair.first == value; })->second;
}

json written(const DayHours& hours) {
    auto list = json::array();
    for (const auto& span : hours) {
        list.push_back({time_text(span.from), time_text(span.to)});
    }
    return list;
}

json written(const Week& week) {
    auto list = json::array();
    for (const auto& day : week) {
        list.push_back(written(day));
    }
    return list;
}

json written(const NamedRange& range) { return {{"name", range.name}, {"from", date_text(range.from)}, {"to", date_text(range.to)}}; }

/// Reads values, and gathers what is wrong with where it stands.
class Reader {
public:
    Calendar calendar(const json& from) {
        Calendar read;
        if (has_fields(from, "", {"week", "half_day_ends", "special_days", "days_off", "other_weeks", "own_days", "terms"})) {
            read.week = week(from["week"], "/week");
            read.half_day_ends = time(from["half_day_ends"], "/half_day_ends");
            read.special_days = special_days(from["special_days"], "/special_days");
            read.days_off = list<Calendar::DaysOff>(from["days_off"], "/days_off", &Reader::days_off);
            read.other_weeks = list<Calendar::OtherWeek>(from["other_weeks"], "/other_weeks", &Reader::other_week);
            read.own_days = list<Calendar::OwnDay>(from["own_days"], "/own_days", &Reader::own_day);
            read.terms = list<NamedRange>(from["terms"], "/terms", &Reader::term);
        }
        return read;
    }

    void add(const std::string& pointer, const char* what) { found.push_back({pointer, what}); }

    std::vector<CalendarFault> found;

private:
    /// All of these and no others.
    bool has_fields(const json& object, const std::string& pointer, const std::vector<std::string>& names) {
        const auto before = found.size();
        if (!object.is_object()) {
            add(pointer, "wrong_kind");
            return false;
        }
        for (const auto& [name, value] : object.items()) {
            if (std::find(names.begin(), names.end(), name) == names.end()) {
                add((json::json_pointer{pointer} / name).to_string(), "unknown");
            }
        }
        for (const auto& name : names) {
            if (!object.contains(name)) {
                add(pointer + "/" + name, "missing");
            }
        }
        return found.size() == before;
    }

    template <class Item>
    std::vector<Item> list(const json& from, const std::string& pointer, Item (Reader::*read)(const json&, const std::string&)) {
        std::vector<Item> items;
        if (!from.is_array()) {
            add(pointer, "wrong_kind");
            return items;
        }
        for (std::size_t at = 0; at < from.size(); ++at) {
            items.push_back((this->*read)(from[at], pointer + "/" + std::to_string(at)));
        }
        return items;
    }

    std::string text(const json& from, const std::string& pointer) {
        if (!from.is_string()) {
            add(pointer, "wrong_kind");
            return {};
        }
        return from.get<std::string>();
    }

    int time(const json& from, const std::string& pointer) {
        const auto read = from.is_string() ? time_from(from.get_ref<const std::string&>()) : std::nullopt;
        if (!read) {
            add(pointer, "no_time");
        }
        return read.value_or(0);
    }

    Date date(const json& from, const std::string& pointer) {
        const auto read = from.is_string() ? date_from(from.get_ref<const std::string&>()) : std::nullopt;
        if (!read) {
            add(pointer, "no_date");
        }
        return read.value_or(first_day);
    }

    OpenSpan span(const json& from, const std::string& pointer) {
        if (!from.is_array() || from.size() != 2) {
            add(pointer, "wrong_kind");
            return {0, 1};
        }
        return {time(from[0], pointer + "/0"), time(from[1], pointer + "/1")};
    }

    DayHours hours(const json& from, const std::string& pointer) { return list<OpenSpan>(from, pointer, &Reader::span); }

    Week week(const json& from, const std::string& pointer) {
        Week read;
        if (!from.is_array() || from.size() != read.size()) {
            add(pointer, "wrong_kind");
            return read;
        }
        for (std::size_t day = 0; day < read.size(); ++day) {
            read[day] = hours(from[day], pointer + "/" + std::to_string(day));
        }
        return read;
    }

    std::map<SwedishDay, Kept> special_days(const json& from, const std::string& pointer) {
        std::map<SwedishDay, Kept> read;
        if (!from.is_object()) {
            add(pointer, "wrong_kind");
            return read;
        }
        for (const auto& [name, value] : from.items()) {
            const auto where = (json::json_pointer{pointer} / name).to_string();
            const auto day = swedish_day_from(name);
            const auto kept = std::find_if(kept_names.begin(), kept_names.end(), [&, &is = value](const auto& pair) { return is == pair.second; });
            if (!day) {
                add(where, "unknown");
            } else if (kept == kept_names.end()) {
                add(where, "wrong_kind");
            } else {
                read[*day] = kept->first;
            }
        }
        return read;
    }

    NamedRange range(const json& from, const std::string& pointer) {
        return {text(from["name"], pointer + "/name"), date(from["from"], pointer + "/from"), date(from["to"], pointer + "/to")};
    }

    Calendar::DaysOff days_off(const json& from, const std::string& pointer) {
        Calendar::DaysOff read{{"", first_day, first_day}};
        if (!has_fields(from, pointer, {"name", "kind", "from", "to", "closed"})) {
            return read;
        }
        read.range = range(from, pointer);
        const auto kind = std::find_if(kind_names.begin(), kind_names.end(), [&](const auto& pair) { return from["kind"] == pair.second; });
        if (kind == kind_names.end()) {
            add(pointer + "/kind", "wrong_kind");
        } else {
            read.kind = kind->first;
        }
        if (!from["closed"].is_boolean()) {
            add(pointer + "/closed", "wrong_kind");
        } else {
            read.is_closed = from["closed"].get<bool>();
        }
        return read;
    }

    Calendar::OtherWeek other_week(const json& from, const std::string& pointer) {
        return has_fields(from, pointer, {"name", "from", "to", "week"}) ? Calendar::OtherWeek{range(from, pointer), week(from["week"], pointer + "/week")}
                                                                         : Calendar::OtherWeek{{"", first_day, first_day}, {}};
    }

    Calendar::OwnDay own_day(const json& from, const std::string& pointer) {
        return has_fields(from, pointer, {"name", "date", "hours"})
                   ? Calendar::OwnDay{text(from["name"], pointer + "/name"), date(from["date"], pointer + "/date"), hours(from["hours"], pointer + "/hours")}
                   : Calendar::OwnDay{"", first_day, {}};
    }

    NamedRange term(const json& from, const std::string& pointer) {
        return has_fields(from, pointer, {"name", "from", "to"}) ? range(from, pointer) : NamedRange{"", first_day, first_day};
    }
};

template <class Items, class Write>
json each(const Items& items, Write write) {
    auto list = json::array();
    for (const auto& item : items) {
        list.push_back(write(item));
    }
    return list;
}

}  // namespace

std::string to_json(const Calendar& calendar) {
    auto special = json::object();
    for (const auto& [day, kept] : calendar.special_days) {
        special[std::string{name(day)}] = word(kept_names, kept);
    }
    const auto days_off = each(calendar.days_off, [](const Calendar::DaysOff& off) {
        auto one = written(off.range);
        one["kind"] = word(kind_names, off.kind);
        one["closed"] = off.is_closed;
        return one;
    });
    const auto other_weeks = each(calendar.other_weeks, [](const Calendar::OtherWeek& other) {
        auto one = written(other.range);
        one["week"] = written(other.week);
        return one;
    });
    const auto own_days = each(calendar.own_days, [](const Calendar::OwnDay& own) {
        return json{{"name", own.name}, {"date", date_text(own.date)}, {"hours", written(own.hours)}};
    });
    const json whole{{"week", written(calendar.week)},
                     {"half_day_ends", time_text(calendar.half_day_ends)},
                     {"special_days", special},
                     {"days_off", days_off},
                     {"other_weeks", other_weeks},
                     {"own_days", own_days},
                     {"terms", each(calendar.terms, [](const NamedRange& term) { return written(term); })}};
    return whole.dump();
}

Result<Calendar, std::vector<CalendarFault>> calendar_from_json(std::string_view text) {
    const auto parsed = json::parse(text, nullptr, false);
    if (parsed.is_discarded()) {
        return refuse(std::vector<CalendarFault>{{"", "no_json"}});
    }
    Reader reader;
    auto calendar = reader.calendar(parsed);
    if (reader.found.empty()) {
        reader.found = faults(calendar);
    }
    if (!reader.found.empty()) {
        return refuse(std::move(reader.found));
    }
    return calendar;
}

}  // namespace ansvar::clock
