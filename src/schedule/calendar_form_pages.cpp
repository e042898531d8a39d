#include <algorithm>
#include <array>

#include "db/errors.hpp"
#include "schedule/calendar_pages.hpp"
#include "web/errors.hpp"

namespace ansvar::schedule {

namespace {

using nlohmann::json;
using clock::Calendar;
using std::chrono::days;

constexpr std::size_t most_days_shown = 15;
constexpr days looked_ahead{365};
constexpr std::array kept_names{std::pair{Calendar::Kept::Open, "open"}, std::pair{Calendar::Kept::HalfDay, "half"}, std::pair{Calendar::Kept::Closed, "closed"}};

std::string week_field(std::size_t day) { return "week_" + std::to_string(day + 1); }
std::string special_field(clock::SwedishDay day) { return "day_" + std::string{clock::name(day)}; }

/// The days of a year that become another, from the day it holds: the first of them, and how many.
json changed_days(const CalendarDesk& desk, CalendarId calendar, const Calendar& after, clock::Date from) {
    auto list = json::array();
    std::size_t count = 0;
    for (auto day = from; day < from + looked_ahead; day += days{1}) {
        const auto& before = desk.book.version_on(calendar, day)->rules;
        if (before.on(day) == after.on(day)) {
            continue;
        }
        if (++count <= most_days_shown) {
            const auto name = desk.words.day_name(after, day);
            list.push_back({{"date", desk.words.date(day)}, {"name", name}, {"before", desk.words.hours(before.on(day))}, {"after", desk.words.hours(after.on(day))}});
        }
    }
    return {{"days", std::move(list)},
            {"count", desk.words.format("calendars.preview_count", {{"count", count}, {"from", desk.words.date(from)}})},
            {"more", count > most_days_shown ? json(desk.words.format("calendars.preview_more", {{"count", count - most_days_shown}})) : json(false)}};
}

/// When another version takes over from what is changed now.
json takes_over(const CalendarDesk& desk, CalendarId calendar, clock::Date from) {
    const auto later = desk.book.versions_from(calendar, from);
    return later.size() < 2 ? json(false) : json(desk.words.format("calendars.taken_over", {{"date", desk.words.date(later[1]->valid_from)}}));
}

}  // namespace

CalendarFormPages::Typed CalendarFormPages::typed(const web::Request& request, identity::FormCheck& check) {
    const auto& form = request.form();
    Typed typed{.week = {}, .half_day_ends = form.value("half_day_ends"), .special_days = {}, .valid_from = form.value("valid_from"),
                .note = check.read_line(form, "note", "calendars.note", calendar_note_limit)};
    for (std::size_t day = 0; day < typed.week.size(); ++day) {
        typed.week[day] = check.read_line(form, week_field(day), "calendars.weekday." + std::to_string(day + 1), calendar_hours_limit);
    }
    for (const auto day : clock::swedish_days()) {
        const auto value = form.value(special_field(day));
        const auto kept = std::find_if(kept_names.begin(), kept_names.end(), [&](const auto& pair) { return value == pair.second; });
        if (kept == kept_names.end()) {
            check.add(special_field(day), "field.unknown_value");
        } else {
            typed.special_days[day] = kept->first;
        }
    }
    return typed;
}

CalendarFormPages::Typed CalendarFormPages::typed(const Calendar& calendar, clock::Date valid_from) {
    Typed typed{.week = {}, .half_day_ends = clock::time_text(calendar.half_day_ends), .special_days = calendar.special_days,
                .valid_from = clock::date_text(valid_from), .note = ""};
    std::transform(calendar.week.begin(), calendar.week.end(), typed.week.begin(), typed_hours);
    return typed;
}

void CalendarFormPages::read(const Typed& typed, Calendar& calendar, identity::FormCheck& check) {
    for (std::size_t day = 0; day < typed.week.size(); ++day) {
        if (const auto hours = hours_from(typed.week[day])) {
            calendar.week[day] = *hours;
        } else {
            check.add_general(week_field(day), "calendars.weekday." + std::to_string(day + 1), "calendars.hours_wrong");
        }
    }
    if (const auto ends = clock::time_from(typed.half_day_ends)) {
        calendar.half_day_ends = *ends;
    } else {
        check.add("half_day_ends", "calendars.time_wrong");
    }
    calendar.special_days.clear();
    for (const auto& [day, kept] : typed.special_days) {
        if (kept != Calendar::Kept::Open) {
            calendar.special_days[day] = kept;
        }
    }
}

web::Response CalendarFormPages::form(const web::Request& request) const {
    const CalendarDesk desk{services_, request};
    const auto id = desk.asked(request).calendar;
    const auto from = first_free_day(desk.book, id, desk.now);
    return page(request, 200, typed(desk.book.version_on(id, from)->rules, from), nullptr, desk.new_check());
}

web::Response CalendarFormPages::change(const web::Request& request) const {
    const CalendarDesk desk{services_, request};
    const auto id = desk.asked(request).calendar;
    auto check = desk.new_check();
    const auto form = typed(request, check);
    const auto from = clock::date_from(form.valid_from);
    if (!from || *from > clock::last_day) {
        check.add("valid_from", "calendars.date_needed");
    } else if (*from < first_free_day(desk.book, id, desk.now)) {
        check.add("valid_from", "calendars.in_the_past");
    }
    auto rules = desk.book.version_on(id, from.value_or(desk.today))->rules;
    read(form, rules, check);
    if (!check.is_fine()) {
        return page(request, 422, form, nullptr, check);
    }
    if (request.form().value("do") != "save") {
        return page(request, 200, form, &rules, check);
    }
    try {
        const auto why = services_.database.in_transaction(
            [&](db::Transaction& tx) { return change_calendar(tx, id, rules, *from, form.note, desk.hand(request)); });
        if (!why) {
            tell_changed(services_);
            return web::Response::see_other(desk.path(id) + "?saved=yes");
        }
        explain(check, *why, "valid_from");
    } catch (const db::Duplicate&) {
        check.add("valid_from", "calendars.somebody_else");
    }
    return page(request, 422, form, nullptr, check);
}

web::Response CalendarFormPages::page(const web::Request& request, int status, const Typed& typed, const Calendar* preview,
                                      const identity::FormCheck& check) const {
    const CalendarDesk desk{services_, request};
    const auto& words = desk.words;
    const auto& newest = desk.asked(request);
    const auto id = newest.calendar;
    const auto from = clock::date_from(typed.valid_from).value_or(desk.today);
    json view{{"title", check.title(words.format("calendars.change_title", {{"name", newest.name}}))},
              {"nav", "calendars"},
              {"heading", words.format("calendars.change_title", {{"name", newest.name}})},
              {"name", newest.name},
              {"path", desk.path(id)},
              {"week", json::array()},
              {"special_days", json::array()},
              {"form", {{"half_day_ends", typed.half_day_ends}, {"valid_from", typed.valid_from}, {"note", typed.note}}},
              {"taken_over", takes_over(desk, id, from)},
              {"preview", preview ? changed_days(desk, id, *preview, std::max(from, desk.today)) : json(false)}};
    check.put_into(view, {"half_day_ends", "valid_from", "note"});
    for (std::size_t day = 0; day < typed.week.size(); ++day) {
        json faults;
        check.put_into(faults, {week_field(day)});
        view["week"].push_back({{"id", week_field(day)}, {"label", words.weekday(day)}, {"value", typed.week[day]}, {"error", faults[week_field(day) + "_error"]}});
    }
    for (const auto day : clock::swedish_days()) {
        const auto found = typed.special_days.find(day);
        const auto kept = found == typed.special_days.end() ? Calendar::Kept::Open : found->second;
        auto options = json::array();
        for (const auto& [value, name] : kept_names) {
            options.push_back({{"value", name}, {"label", words.text("calendars.kept." + std::string{name})}, {"selected", value == kept}});
        }
        const auto next = clock::date_of(day, std::chrono::year_month_day{desk.today}.year());
        view["special_days"].push_back({{"id", special_field(day)},
                                        {"label", words.text("swedish_day." + std::string{clock::name(day)})},
                                        {"date", words.date(next)},
                                        {"options", std::move(options)}});
    }
    return services_.pages.render(request, status, "schedule/calendar_form", view);
}

}  // namespace ansvar::schedule
