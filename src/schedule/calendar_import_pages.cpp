#include "schedule/calendar_import_pages.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "db/errors.hpp"
#include "web/errors.hpp"

namespace ansvar::schedule {

namespace {

using nlohmann::json;

constexpr std::array choices{"nothing", "break", "study_day", "half_day"};
constexpr std::chrono::days looked_ahead{3 * 366};
constexpr std::size_t date_size = 10;

/// "2027-02-22 2027-02-26 Sportlov": an event in one field of the form.
std::string packed(const clock::NamedRange& days) { return clock::date_text(days.from) + " " + clock::date_text(days.to) + " " + days.name; }

std::optional<clock::NamedRange> unpacked(std::string_view text) {
    const auto from = clock::date_from(text.substr(0, date_size));
    const auto to = text.size() > 2 * date_size + 2 ? clock::date_from(text.substr(date_size + 1, date_size)) : std::nullopt;
    if (!from || !to || *to < *from) {
        return std::nullopt;
    }
    const std::string name{text.substr(2 * date_size + 2)};
    return check_line(name, calendar_name_limit) == TextFault::None ? std::optional{clock::NamedRange{name, *from, *to}} : std::nullopt;
}

}  // namespace

web::Response CalendarImportPages::ask(const web::Request& request) const {
    return ask_page(request, 200, {services_.pages.texts(), request.language()});
}

web::Response CalendarImportPages::preview(const web::Request& request) const {
    const CalendarDesk desk{services_, request};
    const auto id = desk.asked(request).calendar;
    auto check = desk.new_check();
    const auto files = request.form().uploads("file");
    if (files.empty() || files.front().bytes.empty()) {
        check.add("file", "calendars.import.nothing_sent");
        return ask_page(request, 422, check);
    }
    const auto file = read_ical(files.front().bytes, desk.today, desk.today + looked_ahead);
    if (!file) {
        check.add("file", text_of(file.error()));
        return ask_page(request, 422, check);
    }
    const auto first = first_free_day(desk.book, id, desk.now);
    const auto& rules = desk.book.version_on(id, std::max(first, desk.today))->rules;
    std::vector<Line> lines;
    for (const auto& event : file->events) {
        lines.push_back({event.days, is_new(event, rules, first) ? "break" : "nothing", event.is_whole_day});
    }
    const auto summary = desk.words.format("calendars.import.summary", {{"count", lines.size()}, {"left_out", file->left_out}, {"is_cut", file->is_cut ? "yes" : "no"}});
    return preview_page(request, 200, lines, summary, check);
}

std::vector<CalendarImportPages::Line> CalendarImportPages::lines(const web::Form& form, identity::FormCheck& check) {
    std::vector<Line> read;
    for (std::size_t at = 1; at <= most_ical_events && form.has("event_" + std::to_string(at)); ++at) {
        const auto days = unpacked(form.value("event_" + std::to_string(at)));
        if (!days) {
            throw web::BadRequest{"an event of a calendar file was expected"};
        }
        const auto field = "become_" + std::to_string(at);
        const auto become = form.value(field);
        if (std::find(choices.begin(), choices.end(), become) == choices.end()) {
            check.add(field, "field.unknown_value");
        }
        read.push_back({*days, become, !form.has("timed_" + std::to_string(at))});
    }
    return read;
}

web::Response CalendarImportPages::save(const web::Request& request) const {
    const CalendarDesk desk{services_, request};
    const auto id = desk.asked(request).calendar;
    auto check = desk.new_check();
    const auto all = lines(request.form(), check);
    const auto first = first_free_day(desk.book, id, desk.now);
    std::vector<CalendarEntry> entries;
    for (std::size_t at = 0; at < all.size(); ++at) {
        const auto& [days, become, is_whole_day] = all[at];
        if (become == "nothing") {
            continue;
        }
        if (days.from < first) {
            check.add("become_" + std::to_string(at + 1), "calendars.import.has_been", {{"name", days.name}});
        } else if (const auto kind = entry_kind_from(become)) {
            entries.push_back({*kind, days.name, days.from, days.to});
        }
    }
    if (entries.empty() && check.is_fine()) {
        check.add("events", "calendars.import.nothing_chosen");
    }
    if (check.is_fine()) {
        try {
            const auto why = services_.database.in_transaction([&](db::Transaction& tx) {
                const auto edit = [&](clock::Calendar& rules) { std::for_each(entries.begin(), entries.end(), [&](const auto& entry) { add(rules, entry); }); };
                return edit_calendar(tx, id, edit, desk.words.format("calendars.import.note", {{"count", entries.size()}}), desk.hand(request));
            });
            if (!why) {
                tell_changed(services_);
                return web::Response::see_other(desk.path(id) + "?saved=yes");
            }
            explain(check, *why, "events");
        } catch (const db::Duplicate&) {
            check.add("events", "calendars.somebody_else");
        }
    }
    return preview_page(request, 422, all, "", check);
}

web::Response CalendarImportPages::ask_page(const web::Request& request, int status, const identity::FormCheck& check) const {
    const CalendarDesk desk{services_, request};
    const auto& calendar = desk.asked(request);
    const auto heading = desk.words.format("calendars.import.title", {{"name", calendar.name}});
    json view{{"title", check.title(heading)}, {"heading", heading}, {"nav", "calendars"}, {"path", desk.path(calendar.calendar)}, {"name", calendar.name}};
    check.put_into(view, {"file"});
    return services_.pages.render(request, status, "schedule/calendar_import", view);
}

web::Response CalendarImportPages::preview_page(const web::Request& request, int status, const std::vector<Line>& lines, const std::string& summary,
                                                const identity::FormCheck& check) const {
    const CalendarDesk desk{services_, request};
    const auto& calendar = desk.asked(request);
    const auto heading = desk.words.format("calendars.import.title", {{"name", calendar.name}});
    json view{{"title", check.title(heading)}, {"heading", heading}, {"nav", "calendars"}, {"path", desk.path(calendar.calendar)},
              {"name", calendar.name}, {"summary", summary}, {"events", json::array()}};
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const auto number = std::to_string(at + 1);
        const auto& [days, become, is_whole_day] = lines[at];
        auto options = json::array();
        for (const std::string choice : choices) {
            const auto key = choice == "nothing" ? std::string{"calendars.import.nothing"} : "calendars.kind." + choice;
            options.push_back({{"value", choice}, {"label", desk.words.text(key)}, {"selected", choice == become}});
        }
        json faults;
        check.put_into(faults, {"become_" + number});
        view["events"].push_back({{"number", number}, {"name", days.name}, {"dates", desk.words.dates(days.from, days.to)}, {"packed", packed(days)},
                                  {"is_timed", !is_whole_day}, {"options", std::move(options)}, {"error", faults["become_" + number + "_error"]}});
    }
    check.put_into(view, {"events"});
    return services_.pages.render(request, status, "schedule/calendar_import_preview", view);
}

}  // namespace ansvar::schedule
