#include "schedule/calendars_api.hpp"

#include <algorithm>
#include <memory>

#include "db/errors.hpp"
#include "schedule/calendar_pages.hpp"
#include "web/json_fields.hpp"
#include "web/json_lists.hpp"

namespace ansvar::schedule {

namespace {

using clock::Calendar;
using nlohmann::json;
using web::Fields;

constexpr std::string_view in_path = "calendar";
constexpr std::chrono::days looked_ahead{3 * 366};

json scope_json(const Scope& scope) {
    return {{"role", scope.role ? json(scope.role->value) : json()}, {"unit", scope.unit ? json(scope.unit->value) : json()}};
}

/// Nothing for a day from which it has always been so.
json day_or_null(clock::Date day) { return day == clock::first_day ? json() : json(clock::date_text(day)); }

json entry_json(const CalendarEntry& entry) {
    return {{"kind", name(entry.kind)},
            {"name", entry.name},
            {"from", clock::date_text(entry.from)},
            {"to", clock::date_text(entry.to)},
            {"hours", typed_hours(entry.hours)}};
}

json names_of(const Calendar& calendar, Calendar::Kept how) {
    auto names = json::array();
    for (const auto& [day, kept] : calendar.special_days) {
        if (kept == how) {
            names.push_back(clock::name(day));
        }
    }
    return names;
}

json line_json(const CalendarDesk& desk, const CalendarVersion& newest) {
    auto followers = json::array();
    for (const auto& use : desk.book.uses()) {
        if (use.calendar == newest.calendar && desk.book.use_on(use.scope, desk.today) == &use) {
            followers.push_back(scope_json(use.scope));
        }
    }
    return {{"id", newest.calendar.value}, {"name", newest.name}, {"version", newest.version}, {"followed_by", std::move(followers)}};
}

json whole_json(const CalendarDesk& desk, const CalendarVersion& newest) {
    const auto& today = desk.today_of(newest.calendar).rules;
    const auto free_day = first_free_day(desk.book, newest.calendar, desk.now);
    auto view = line_json(desk, newest);
    view["free_from"] = day_or_null(free_day);
    std::transform(today.week.begin(), today.week.end(), std::back_inserter(view["week"]), typed_hours);
    view["half_day_ends"] = clock::time_text(today.half_day_ends);
    view["closed_days"] = names_of(today, Calendar::Kept::Closed);
    view["half_days"] = names_of(today, Calendar::Kept::HalfDay);
    view["entries"] = view["versions"] = json::array();
    for (const auto& entry : entries_from(desk.book.version_on(newest.calendar, std::max(free_day, desk.today))->rules, desk.today)) {
        view["entries"].push_back(entry_json(entry));
    }
    for (const auto* version : desk.book.versions_of(newest.calendar)) {
        view["versions"].push_back({{"version", version->version},
                                    {"valid_from", day_or_null(version->valid_from)},
                                    {"made_at", to_rfc3339(version->created_at)},
                                    {"made_by", version->created_by},
                                    {"note", version->note}});
    }
    return view;
}

/// The named days of a field become `kept`; an unknown name is a fault of that field.
void read_days(Fields& fields, const std::string& field, Calendar::Kept kept, std::map<clock::SwedishDay, Calendar::Kept>& days) {
    for (const auto& text : fields.texts(field)) {
        if (const auto day = clock::swedish_day_from(text)) {
            days[*day] = kept;
        } else {
            fields.fault(web::field_fault("/" + field, "unknown-value"));
        }
    }
}

/// What a request says otherwise about the week and the holidays; what it leaves out stays.
void read_rules(Fields& fields, const json& body, Calendar& rules) {
    const auto week = fields.texts("week");
    if (!week.empty() && week.size() != rules.week.size()) {
        fields.fault(web::field_fault("/week", "out-of-range", {{"from", rules.week.size()}, {"to", rules.week.size()}}));
    }
    for (std::size_t day = 0; day < std::min(week.size(), rules.week.size()); ++day) {
        const auto hours = week[day].size() <= calendar_hours_limit ? hours_from(week[day]) : std::nullopt;
        if (hours) {
            rules.week[day] = *hours;
        } else {
            fields.fault({.pointer = "/week", .code = "hours-wrong", .text_key = "calendars.hours_wrong", .arguments = {}});
        }
    }
    if (const auto text = fields.text("half_day_ends")) {
        if (const auto ends = clock::time_from(*text)) {
            rules.half_day_ends = *ends;
        } else {
            fields.fault({.pointer = "/half_day_ends", .code = "time-wrong", .text_key = "calendars.time_wrong", .arguments = {}});
        }
    }
    for (const auto& [field, kept] : {std::pair{"closed_days", Calendar::Kept::Closed}, std::pair{"half_days", Calendar::Kept::HalfDay}}) {
        if (body.contains(field)) {
            std::erase_if(rules.special_days, [&](const auto& day) { return day.second == kept; });
        }
        read_days(fields, field, kept, rules.special_days);
    }
}

/// The forms of calendars, for programs.
class CalendarsApi {
public:
    explicit CalendarsApi(const Services& services) : services_(services) {}

    web::Response list(const web::Request& request) const {
        const CalendarDesk desk{services_, request};
        auto rows = json::array();
        for (const auto& version : desk.book.versions()) {
            const auto& newest = *desk.book.versions_of(version.calendar).back();
            if (&newest == &version) {
                rows.push_back(line_json(desk, newest));
            }
        }
        return web::page_of_rows(request, rows);
    }

    web::Response show(const web::Request& request) const { return calendar_answer(request, CalendarId{request.path_number(in_path)}); }

    web::Response add(const web::Request& request) const {
        const CalendarDesk desk{services_, request};
        auto check = desk.new_check();
        Fields fields{request};
        const auto typed = fields.required_text("name");
        const auto like = fields.number("like");
        fields.finish();
        const auto name = check.read_line(typed, "name", "calendars.name", calendar_name_limit);
        if (name.empty()) {
            check.add("name", "calendars.name_needed");
        }
        const auto model = like ? std::optional{CalendarId{static_cast<std::uint64_t>(std::max<std::int64_t>(*like, 0))}} : std::nullopt;
        if (model && desk.book.versions_of(*model).empty()) {
            check.add("like", "field.unknown_value");
        }
        web::refuse_faulty(check.field_errors());
        try {
            const auto id = services_.database.in_transaction([&](db::Transaction& tx) { return add_calendar(tx, name, model, desk.hand(request)); });
            auto response = calendar_answer(request, id, 201);
            response.set_header("Location", "/api/v1/calendars/" + id.text());
            return response;
        } catch (const db::Duplicate&) {
            check.add("name", "calendars.name_taken");
            throw web::Unprocessable{check.field_errors()};
        }
    }

    web::Response change(const web::Request& request) const {
        const CalendarDesk desk{services_, request};
        const auto id = desk.asked(request, in_path).calendar;
        auto check = desk.new_check();
        Fields fields{request};
        const auto from = clock::date_from(fields.required_text("valid_from"));
        auto rules = desk.book.version_on(id, from.value_or(desk.today))->rules;
        read_rules(fields, request.json(), rules);
        const auto typed_note = fields.text("note").value_or("");
        fields.finish();
        const auto note = check.read_line(typed_note, "note", "calendars.note", calendar_note_limit);
        if (!from || *from > clock::last_day) {
            check.add("valid_from", "calendars.date_needed");
        }
        return saved(request, id, check, "valid_from",
                     [&](db::Transaction& tx) { return change_calendar(tx, id, rules, *from, note, desk.hand(request), web::version_of(request)); });
    }

    web::Response enter(const web::Request& request) const {
        const CalendarDesk desk{services_, request};
        const auto id = desk.asked(request, in_path).calendar;
        auto check = desk.new_check();
        auto typed = typed_entry(request);
        typed.name = check.read_line(typed.name, "name", "calendars.entry_name", calendar_name_limit);
        const auto entry = read_entry(typed, first_free_day(desk.book, id, desk.now), check);
        return saved(request, id, check, "from", [&](db::Transaction& tx) {
            return edit_calendar(tx, id, [&](Calendar& rules) { schedule::add(rules, *entry); }, entry->name, desk.hand(request));
        });
    }

    /// What is not there is taken out already.
    web::Response take_out(const web::Request& request) const {
        const CalendarDesk desk{services_, request};
        const auto id = desk.asked(request, in_path).calendar;
        auto check = desk.new_check();
        const auto entry = read_entry(typed_entry(request), clock::first_day, check);
        return saved(request, id, check, "from", [&](db::Transaction& tx) {
            const auto why = edit_calendar(tx, id, [&](Calendar& rules) { remove(rules, *entry); }, "\u2212 " + entry->name, desk.hand(request));
            return why == CalendarRefusal::NothingChanged ? std::nullopt : why;
        });
    }

    /// What the page would choose by itself: each whole day that the calendar does not have yet, as the same kind. A rehearsal saves nothing.
    web::Response import(const web::Request& request) const;

    web::Response uses(const web::Request& request) const {
        const CalendarDesk desk{services_, request};
        auto rows = json::array();
        for (const auto& use : desk.book.uses()) {
            if (desk.book.use_on(use.scope, desk.today) == &use || use.valid_from > desk.today) {
                rows.push_back(use_json(use.scope, use.calendar, use.valid_from));
                rows.back()["id"] = use.id;
            }
        }
        return web::page_of_rows(request, rows);
    }

    web::Response follow(const web::Request& request) const {
        const CalendarDesk desk{services_, request};
        auto check = desk.new_check();
        Fields fields{request};
        const auto role = fields.text("role"), from = std::optional{fields.required_text("from")};
        const auto unit = fields.number("unit"), calendar = fields.number("calendar");
        fields.finish();
        const auto typed = [](const std::optional<std::int64_t>& number, const char* none) { return number ? std::to_string(*number) : std::string{none}; };
        const auto use = read_use({role.value_or(""), typed(unit, ""), typed(calendar, "none"), *from}, services_.roles, check);
        web::refuse_faulty(check.field_errors());
        try {
            const auto why = services_.database.in_transaction(
                [&](db::Transaction& tx) { return use_calendar(tx, use->scope, use->calendar, use->from, desk.hand(request)); });
            if (why) {
                explain(check, *why, *why == CalendarRefusal::UnknownScope ? "calendar" : "from");
                throw web::Unprocessable{check.field_errors()};
            }
        } catch (const db::ForeignKey&) {
            throw web::Unprocessable{{web::field_fault("/unit", "unknown-value")}};
        }
        tell_changed(services_);
        return web::Response::json(use_json(use->scope, use->calendar, use->from));
    }

private:
    static json use_json(const Scope& scope, const std::optional<CalendarId>& calendar, clock::Date from) {
        auto view = scope_json(scope);
        view["calendar"] = calendar ? json(calendar->value) : json();
        view["valid_from"] = day_or_null(from);
        return view;
    }

    static TypedEntry typed_entry(const web::Request& request) {
        Fields fields{request};
        TypedEntry typed{fields.required_text("kind"), fields.required_text("name"), fields.required_text("from"), fields.text("to").value_or(""),
                         fields.text("hours").value_or("")};
        fields.finish();
        return typed;
    }

    /// Makes the change unless something is wrong already, and answers with the calendar as it is then.
    template <class Change>
    web::Response saved(const web::Request& request, CalendarId id, identity::FormCheck& check, std::string_view field, const Change& change) const {
        web::refuse_faulty(check.field_errors());
        try {
            if (const auto why = services_.database.in_transaction(change)) {
                explain(check, *why, field);
                throw web::Unprocessable{check.field_errors()};
            }
        } catch (const db::Duplicate&) {  // somebody else has made the version of that number meanwhile
            check.add(field, "calendars.somebody_else");
            throw web::Unprocessable{check.field_errors()};
        }
        tell_changed(services_);
        return calendar_answer(request, id);
    }

    web::Response calendar_answer(const web::Request& request, CalendarId id, int status = 200) const {
        const CalendarDesk desk{services_, request};
        const auto versions = desk.book.versions_of(id);
        if (versions.empty()) {
            throw web::NotFound{"no such calendar"};
        }
        auto response = web::Response::json(whole_json(desk, *versions.back()), status);
        web::tell_version(response, versions.back()->version);
        return response;
    }

    Services services_;
};

web::Response CalendarsApi::import(const web::Request& request) const {
    const CalendarDesk desk{services_, request};
    const auto id = desk.asked(request, in_path).calendar;
    auto check = desk.new_check();
    Fields fields{request};
    const auto text = fields.required_text("file");
    const auto kind = entry_kind_from(fields.text("kind").value_or("break"));
    const bool is_rehearsal = fields.flag("rehearse");
    if (kind != CalendarEntry::Kind::Break && kind != CalendarEntry::Kind::StudyDay && kind != CalendarEntry::Kind::HalfDay) {
        fields.fault(web::field_fault("/kind", "unknown-value"));
    }
    fields.finish();
    const auto file = read_ical(text, desk.today, desk.today + looked_ahead);
    if (!file) {
        check.add("file", text_of(file.error()));
        throw web::Unprocessable{check.field_errors()};
    }
    const auto free_day = first_free_day(desk.book, id, desk.now);
    const auto& rules = desk.book.version_on(id, std::max(free_day, desk.today))->rules;
    std::vector<CalendarEntry> entries;
    auto added = json::array();
    for (const auto& event : file->events) {
        if (is_new(event, rules, free_day)) {
            entries.push_back({*kind, event.days.name, event.days.from, event.days.to});
            added.push_back(entry_json(entries.back()));
        }
    }
    json view{{"added", std::move(added)}, {"left_out", file->events.size() - entries.size() + file->left_out}, {"is_cut", file->is_cut}};
    if (!is_rehearsal && !entries.empty()) {
        saved(request, id, check, "file", [&](db::Transaction& tx) {
            const auto edit = [&](Calendar& calendar) { std::for_each(entries.begin(), entries.end(), [&](const auto& entry) { schedule::add(calendar, entry); }); };
            return edit_calendar(tx, id, edit, desk.words.format("calendars.import.note", {{"count", entries.size()}}), desk.hand(request));
        });
    }
    return web::Response::json(view);
}

}  // namespace

std::vector<web::Route> calendars_api_routes(const Services& services) {
    using enum web::Method;
    const web::HandlersOf to{std::make_shared<const CalendarsApi>(services)};
    constexpr web::Access reading{web::Audience::Administrator, web::Scope::PeopleRead}, writing{web::Audience::Administrator, web::Scope::PeopleWrite};
    const web::Manners paged{.query = {"limit", "after"}}, versioned{.query = {}, .wants_version = true};
    const web::Limits with_file{.max_body_bytes = most_ical_bytes + 512 * 1024, .pool = web::Pool::Uploads};
    return {{Get, "/api/v1/calendars", reading, to(&CalendarsApi::list), {}, paged},
            {Post, "/api/v1/calendars", writing, to(&CalendarsApi::add)},
            {Get, "/api/v1/calendars/uses", reading, to(&CalendarsApi::uses), {}, paged},
            {Post, "/api/v1/calendars/uses", writing, to(&CalendarsApi::follow)},
            {Get, "/api/v1/calendars/{calendar}", reading, to(&CalendarsApi::show)},
            {Post, "/api/v1/calendars/{calendar}/versions", writing, to(&CalendarsApi::change), {}, versioned},
            {Post, "/api/v1/calendars/{calendar}/entries", writing, to(&CalendarsApi::enter)},
            {Post, "/api/v1/calendars/{calendar}/removals", writing, to(&CalendarsApi::take_out)},
            {Post, "/api/v1/calendars/{calendar}/imports", writing, to(&CalendarsApi::import), with_file}};
}

}  // namespace ansvar::schedule
