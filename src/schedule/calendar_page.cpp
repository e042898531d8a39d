#include <algorithm>
#include <set>

#include "core/number.hpp"
#include "core/text.hpp"
#include "db/errors.hpp"
#include "schedule/calendar_pages.hpp"
#include "web/errors.hpp"

namespace ansvar::schedule {

namespace {

using nlohmann::json;
using std::chrono::days;
using Kind = CalendarEntry::Kind;

/// Days of the week that are open alike, one line each.
json week_view(const Words& words, const clock::Week& week) {
    auto lines = json::array();
    for (std::size_t day = 0; day < week.size(); ++day) {
        lines.push_back({{"day", words.weekday(day)}, {"hours", words.hours(week[day])}});
    }
    return lines;
}

std::string names_of(const Words& words, const clock::Calendar& calendar, clock::Calendar::Kept how) {
    std::vector<std::string> names;
    for (const auto& [day, kept] : calendar.special_days) {
        if (kept == how) {
            names.push_back(words.text("swedish_day." + std::string{clock::name(day)}));
        }
    }
    return join(names, ", ");
}

json entry_view(const Words& words, const CalendarEntry& entry, std::size_t number) {
    const bool has_hours = entry.kind == Kind::OwnHours || entry.kind == Kind::OtherWeek;
    return {{"number", number},
            {"name", entry.name},
            {"kind", words.text("calendars.kind." + std::string{name(entry.kind)})},
            {"kind_word", name(entry.kind)},
            {"dates", words.dates(entry.from, entry.to)},
            {"from", clock::date_text(entry.from)},
            {"to", clock::date_text(entry.to)},
            {"hours", has_hours ? json(words.hours(entry.hours)) : json(false)}};
}

/// A day of the year's view: its number, how it is kept, its name.
json day_view(const Words& words, const CalendarBook& book, CalendarId calendar, clock::Date day) {
    const auto& rules = book.version_on(calendar, day)->rules;
    const auto hours = rules.on(day);
    const auto& usual = rules.week_on(day)[std::chrono::weekday{day}.iso_encoding() - 1];
    const auto* const kept = hours == usual ? (usual.empty() ? "free" : "open") : hours.empty() ? "closed" : "other";
    const auto name = words.day_name(rules, day);
    return {{"day", static_cast<unsigned>(std::chrono::year_month_day{day}.day())},
            {"kept", kept},
            {"said", hours == usual ? json(false) : json(words.hours(hours))},
            {"name", name.empty() ? json(false) : json(name)},
            {"is_named", !name.empty() || hours != usual}};
}

json month_view(const Words& words, const CalendarBook& book, CalendarId calendar, std::chrono::year year, unsigned month) {
    const clock::Date first = year / static_cast<int>(month) / 1;
    const clock::Date last = year / static_cast<int>(month) / std::chrono::last;
    auto weeks = json::array();
    auto named = json::array();
    auto week = json::array();
    for (unsigned blank = 1; blank < std::chrono::weekday{first}.iso_encoding(); ++blank) {
        week.push_back({{"kept", "none"}, {"day", false}, {"said", false}});
    }
    for (auto day = first; day <= last; day += days{1}) {
        auto one = day_view(words, book, calendar, day);
        if (one["is_named"].get<bool>()) {
            named.push_back({{"date", words.date(day)}, {"name", one["name"]}, {"said", one["said"]}});
        }
        week.push_back(std::move(one));
        if (week.size() == 7 || day == last) {
            weeks.push_back({{"days", std::exchange(week, json::array())}});
        }
    }
    return {{"name", words.format("calendars.month", {{"date", clock::beginning_of(first) + std::chrono::hours{12}}})},
            {"weeks", std::move(weeks)},
            {"has_named", !named.empty()},
            {"named", std::move(named)}};
}

}  // namespace

web::Response CalendarPage::show(const web::Request& request) const {
    return page(request, 200, {}, {services_.pages.texts(), request.language()});
}

web::Response CalendarPage::enter(const web::Request& request) const {
    const CalendarDesk desk{services_, request};
    const auto id = desk.asked(request).calendar;
    auto check = desk.new_check();
    const auto& form = request.form();
    const TypedEntry typed{form.value("kind"), check.read_line(form, "name", "calendars.entry_name", calendar_name_limit), form.value("from"), form.value("to"), form.value("hours")};
    if (const auto entry = read_entry(typed, first_free_day(desk.book, id, desk.now), check)) {
        try {
            const auto why = services_.database.in_transaction([&](db::Transaction& tx) {
                return edit_calendar(tx, id, [&](clock::Calendar& rules) { add(rules, *entry); }, entry->name, desk.hand(request));
            });
            if (!why) {
                tell_changed(services_);
                return web::Response::see_other(desk.path(id) + "?saved=yes");
            }
            explain(check, *why, "from");
        } catch (const db::Duplicate&) {
            check.add("from", "calendars.somebody_else");
        }
    }
    return page(request, 422, typed, check);
}

web::Response CalendarPage::take_out(const web::Request& request) const {
    const CalendarDesk desk{services_, request};
    const auto id = desk.asked(request).calendar;
    const auto& form = request.form();
    const auto kind = entry_kind_from(form.value("kind"));
    const auto from = clock::date_from(form.value("from")), to = clock::date_from(form.value("to"));
    if (!kind || !from || !to) {
        throw web::BadRequest{"an entry of a calendar was expected"};
    }
    const CalendarEntry entry{*kind, form.value("name"), *from, *to};
    auto check = desk.new_check();
    try {
        const auto why = services_.database.in_transaction([&](db::Transaction& tx) {
            return edit_calendar(tx, id, [&](clock::Calendar& rules) { remove(rules, entry); }, "\u2212 " + entry.name, desk.hand(request));
        });
        if (!why || *why == CalendarRefusal::NothingChanged) {  // pressed twice
            tell_changed(services_);
            return web::Response::see_other(desk.path(id) + "?saved=yes");
        }
        explain(check, *why, "entries");
    } catch (const db::Duplicate&) {
        check.add("entries", "calendars.somebody_else");
    }
    return page(request, 422, {}, check);
}

web::Response CalendarPage::page(const web::Request& request, int status, const TypedEntry& typed, const identity::FormCheck& check) const {
    const CalendarDesk desk{services_, request};
    const auto& words = desk.words;
    const auto& newest = desk.asked(request);
    const auto id = newest.calendar;
    const auto& now = desk.today_of(id);
    const auto free_day = first_free_day(desk.book, id, desk.now);
    const auto& next = *desk.book.version_on(id, std::max(free_day, desk.today));
    const auto followers = desk.followers(id);
    json view{{"title", check.title(now.name)}, {"nav", "calendars"}, {"heading", now.name}, {"path", desk.path(id)},
              {"followers", followers.empty() ? words.text("calendars.nobody_follows") : words.format("calendars.followed_by", {{"who", followers}})},
              {"is_followed", free_day > desk.today},
              {"week", week_view(words, now.rules.week)},
              {"closed", names_of(words, now.rules, clock::Calendar::Kept::Closed)},
              {"half", names_of(words, now.rules, clock::Calendar::Kept::HalfDay)},
              {"half_hint", words.format("calendars.half_until", {{"time", clock::time_text(now.rules.half_day_ends)}})},
              {"year_href", desk.path(id) + "/year?year=" + std::to_string(static_cast<int>(std::chrono::year_month_day{desk.today}.year()))},
              {"entries", json::array()}, {"kinds", json::array()}, {"versions", json::array()},
              {"form", {{"name", typed.name}, {"from", typed.from}, {"to", typed.to}, {"hours", typed.hours}}}};
    for (const auto& entry : entries_from(next.rules, desk.today)) {
        view["entries"].push_back(entry_view(words, entry, view["entries"].size() + 1));
    }
    view["has_entries"] = !view["entries"].empty();
    for (const auto kind : entry_kinds()) {
        const std::string value{name(kind)};
        view["kinds"].push_back({{"value", value}, {"label", words.text("calendars.kind." + value)}, {"selected", value == typed.kind}});
    }
    const auto versions = desk.book.versions_of(id);
    const auto coming = desk.book.versions_from(id, desk.today);
    for (auto at = versions.rbegin(); at != versions.rend(); ++at) {
        const auto& version = **at;
        view["versions"].push_back({{"number", version.version},
                                    {"from", version.valid_from == clock::first_day ? words.text("calendars.always") : words.date(version.valid_from)},
                                    {"by", version.created_by.empty() ? words.text("calendars.by_ansvar") : version.created_by},
                                    {"when", words.date(clock::day_of(version.created_at))},
                                    {"note", version.note},
                                    {"holds", &version == &now},
                                    {"is_coming", &version != &now && std::find(coming.begin(), coming.end(), *at) != coming.end()}});
    }
    check.put_into(view, {"kind", "name", "from", "to", "hours"});
    if (request.query("saved") || request.query("added")) {
        view["notices"] = json::array({{{"text", words.text(request.query("saved") ? "calendars.saved" : "calendars.added")}}});
    }
    return services_.pages.render(request, status, "schedule/calendar", view);
}

web::Response CalendarPage::year(const web::Request& request) const {
    const CalendarDesk desk{services_, request};
    const auto& newest = desk.asked(request);
    const auto asked = whole_number<int>(request.query("year").value_or("")).value_or(static_cast<int>(std::chrono::year_month_day{desk.today}.year()));
    const auto first = static_cast<int>(std::chrono::year_month_day{clock::first_day}.year());
    const auto last = static_cast<int>(std::chrono::year_month_day{clock::last_day}.year());
    const int number = std::clamp(asked, first, last);
    const auto path = desk.path(newest.calendar);
    const auto link = [&](int to) { return to < first || to > last ? json(false) : json{{"href", path + "/year?year=" + std::to_string(to)}, {"year", std::to_string(to)}}; };
    json view{{"title", desk.words.format("calendars.year_title", {{"name", newest.name}, {"year", std::to_string(number)}})},
              {"nav", "calendars"}, {"path", path}, {"name", newest.name}, {"before", link(number - 1)}, {"after", link(number + 1)},
              {"months", json::array()}, {"weekdays", json::array()}};
    for (std::size_t day = 0; day < 7; ++day) {
        view["weekdays"].push_back({{"short", desk.words.text("calendars.weekday_short." + std::to_string(day + 1))}, {"name", desk.words.weekday(day)}});
    }
    for (unsigned month = 1; month <= 12; ++month) {
        view["months"].push_back(month_view(desk.words, desk.book, newest.calendar, std::chrono::year{number}, month));
    }
    return services_.pages.render(request, 200, "schedule/year", view);
}

}  // namespace ansvar::schedule
