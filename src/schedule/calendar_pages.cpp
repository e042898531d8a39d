#include "schedule/calendar_pages.hpp"

#include <algorithm>

#include "core/number.hpp"
#include "core/text.hpp"
#include "db/errors.hpp"
#include "identity/principal.hpp"
#include "schedule/calendar_store.hpp"
#include "web/errors.hpp"

namespace ansvar::schedule {

namespace {

using nlohmann::json;
using std::chrono::days;

json option(const std::string& value, const std::string& label, const std::string& chosen) {
    return {{"value", value}, {"label", label}, {"selected", value == chosen}};
}

/// The next three times that it is closed on days that its week has open, in words.
std::string next_days_off(const Words& words, const clock::Calendar& calendar, clock::Date today) {
    std::vector<std::string> found;
    std::string last;
    for (auto day = today; day < today + days{366} && found.size() < 3; day += days{1}) {
        const auto& usual = calendar.week_on(day)[std::chrono::weekday{day}.iso_encoding() - 1];
        if (usual.empty()) {
            continue;
        }
        const auto name = calendar.on(day).empty() ? words.day_name(calendar, day) : std::string{};
        if (!name.empty() && name != last) {
            found.push_back(words.format("calendars.day_named", {{"name", name}, {"date", words.date(day)}}));
        }
        last = name;
    }
    return join(found, "; ");
}

/// Each scope that has, or gets, a calendar of its own.
json uses_view(const CalendarDesk& desk) {
    auto list = json::array();
    for (const auto& use : desk.book.uses()) {
        const bool holds = desk.book.use_on(use.scope, desk.today) == &use;
        if (holds || use.valid_from > desk.today) {
            list.push_back({{"who", desk.words.scope(use.scope, use.unit_name)},
                            {"calendar", use.calendar ? use.calendar_name : desk.words.text("calendars.no_own")},
                            {"href", use.calendar ? json(desk.path(*use.calendar)) : json(false)},
                            {"from", use.valid_from == clock::first_day ? desk.words.text("calendars.always") : desk.words.date(use.valid_from)},
                            {"is_coming", use.valid_from > desk.today}});
        }
    }
    return list;
}

std::vector<const CalendarVersion*> newest_of_each(const CalendarBook& book) {
    std::vector<const CalendarVersion*> newest;
    for (const auto& version : book.versions()) {
        if (!newest.empty() && newest.back()->calendar == version.calendar) {
            newest.back() = &version;
        } else {
            newest.push_back(&version);
        }
    }
    return newest;
}

}  // namespace

CalendarDesk::CalendarDesk(const Services& all, const web::Request& request)
    : services{all},
      words{all.pages.texts(), all.roles, request.language()},
      now{all.clock.now()},
      today{clock::day_of(now)},
      book{all.database.read([](db::Session& session) { return calendar_store::load(session); })} {}

const CalendarVersion& CalendarDesk::asked(const web::Request& request, std::string_view placeholder) const {
    const auto versions = book.versions_of(CalendarId{request.path_number(placeholder)});
    if (versions.empty()) {
        throw web::NotFound{"no such calendar"};
    }
    return *versions.back();
}

std::string CalendarDesk::followers(CalendarId calendar) const {
    std::vector<std::string> names;
    for (const auto& use : book.uses()) {
        if (use.calendar == calendar && book.use_on(use.scope, today) == &use) {
            names.push_back(words.scope(use.scope, use.unit_name));
        }
    }
    return join(names, ", ");
}

Hand CalendarDesk::hand(const web::Request& request) const {
    return {.actor = identity::Actor::of(request), .by = identity::principal(request).person.id, .now = now};
}

void tell_changed(const Services& services) {
    services.database.read([&](db::Session& session) { services.schedule.refresh(session); });
}

CalendarPages::Typed CalendarPages::typed(const web::Request& request) {
    const auto& form = request.form();
    return {form.value("name"), form.value("like"), {form.value("role"), form.value("unit"), form.value("calendar"), form.value("from")}};
}

web::Response CalendarPages::list(const web::Request& request) const {
    return page(request, 200, {}, {services_.pages.texts(), request.language()});
}

web::Response CalendarPages::add(const web::Request& request) const {
    const CalendarDesk desk{services_, request};
    auto check = desk.new_check();
    const auto form = typed(request);
    const auto name = check.read_line(request.form(), "name", "calendars.name", calendar_name_limit);
    if (name.empty()) {
        check.add("name", "calendars.name_needed");
    }
    if (!check.is_fine()) {
        return page(request, 422, form, check);
    }
    try {
        const auto id = services_.database.in_transaction(
            [&](db::Transaction& tx) { return add_calendar(tx, name, id_from<CalendarId>(form.like), desk.hand(request)); });
        return web::Response::see_other(desk.path(id) + "?added=yes");
    } catch (const db::Duplicate&) {
        check.add("name", "calendars.name_taken");
        return page(request, 422, form, check);
    }
}

web::Response CalendarPages::follow(const web::Request& request) const {
    const CalendarDesk desk{services_, request};
    auto check = desk.new_check();
    const auto form = typed(request);
    if (const auto use = read_use(form.use, services_.roles, check)) {
        try {
            const auto why = services_.database.in_transaction(
                [&](db::Transaction& tx) { return use_calendar(tx, use->scope, use->calendar, use->from, desk.hand(request)); });
            if (!why) {
                tell_changed(services_);
                return web::Response::see_other("/admin/calendars?saved=yes");
            }
            explain(check, *why, *why == CalendarRefusal::UnknownScope ? "calendar" : "from");
        } catch (const db::ForeignKey&) {
            check.add("unit", "field.unknown_value");
        }
    }
    return page(request, 422, form, check);
}

web::Response CalendarPages::page(const web::Request& request, int status, const Typed& typed, const identity::FormCheck& check) const {
    const CalendarDesk desk{services_, request};
    const auto& words = desk.words;
    json view{{"title", check.title(words.text("calendars.title"))}, {"nav", "calendars"},  {"calendars", json::array()},
              {"uses", uses_view(desk)},                              {"models", json::array()}, {"choices", json::array()},
              {"roles", json::array()},                               {"units", json::array()}};
    for (const auto* newest : newest_of_each(desk.book)) {
        const auto& now = desk.today_of(newest->calendar);
        const auto id = now.calendar.text();
        view["calendars"].push_back({{"href", desk.path(now.calendar)},
                                     {"name", now.name},
                                     {"followers", desk.followers(now.calendar)},
                                     {"days_off", next_days_off(words, now.rules, desk.today)}});
        view["models"].push_back(option(id, now.name, typed.like));
        view["choices"].push_back(option(id, now.name, typed.use.calendar));
    }
    view["choices"].push_back(option("none", words.text("calendars.no_own"), typed.use.calendar));
    for (const auto& role : services_.roles.table()->roles()) {
        view["roles"].push_back(option(role.code.value, words.role(role.code), typed.use.role));
    }
    for (const auto& unit : services_.database.read([](db::Session& session) { return identity::list_units(session); })) {
        view["units"].push_back(option(unit.id.text(), unit.name, typed.use.unit));
    }
    view["form"] = {{"name", typed.name}, {"from", typed.use.from.empty() ? clock::date_text(desk.today + days{1}) : typed.use.from}};
    check.put_into(view, {"name", "role", "unit", "calendar", "from"});
    if (request.query("saved")) {
        view["notices"] = json::array({{{"text", words.text("calendars.saved")}}});
    }
    return services_.pages.render(request, status, "schedule/calendars", view);
}

}  // namespace ansvar::schedule
