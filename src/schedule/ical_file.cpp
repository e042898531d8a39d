#include "schedule/ical_file.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <tuple>

#include "clock/calendar.hpp"
#include "core/text.hpp"

namespace ansvar::schedule {

namespace {

using std::chrono::days;

constexpr std::size_t name_limit = 100;
constexpr std::size_t longest_line = 10'000;  // bytes; RFC 5545 3.1 asks for 75, and reading one takes the square of its length
constexpr int deepest = 6;            // a calendar, an event, its alarm, and some
constexpr int most_times = 20'000;    // that all events together may come again, also before the first day
constexpr std::chrono::milliseconds most_work{500};  // looking for them: a rule can ask for the 30th of February in every year there is
constexpr days longest{366};

struct FreeComponent {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
struct FreeIterator {
    void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

/// No deeper than a calendar ever is: the library goes down by calling itself.
bool is_flat(std::string_view bytes) {
    int depth = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        const auto end = std::min(bytes.find_first_of("\r\n", at), bytes.size());
        const auto line = lower(bytes.substr(at, std::min<std::size_t>(end - at, 6)));
        depth += line == "begin:" ? 1 : line.starts_with("end:") ? -1 : 0;
        if (depth > deepest) {
            return false;
        }
        at = end + 1;
    }
    return true;
}

bool has_endless_line(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        const auto end = std::min(bytes.find_first_of("\r\n", at), bytes.size());
        if (end - at > longest_line) {
            return true;
        }
        at = end + 1;
    }
    return false;
}

/// The day on the school's wall: a time in UTC is moved there, one with a place of its own is taken as written.
std::optional<clock::Date> day_of(const icaltimetype& time, std::chrono::seconds earlier = {}) {
    const std::chrono::year_month_day date{std::chrono::year{time.year}, std::chrono::month{static_cast<unsigned>(time.month)},
                                           std::chrono::day{static_cast<unsigned>(time.day)}};
    if (icaltime_is_null_time(time) || !date.ok() || time.year < 1900 || time.year > 2200) {
        return std::nullopt;
    }
    if (time.is_date) {
        return date;
    }
    const auto moment = Timestamp{clock::Date{date}} + std::chrono::hours{time.hour} + std::chrono::minutes{time.minute} + std::chrono::seconds{time.second} - earlier;
    return icaltime_is_utc(time) ? clock::day_of(moment) : std::chrono::floor<days>(moment);
}

/// A line of text that people can read, or nothing.
std::string name_of(icalcomponent* event) {
    const char* const summary = icalcomponent_get_summary(event);
    auto text = summary ? nfc(summary) : std::string{};
    std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
    text = shorten(trim(text), name_limit);
    return check_line(text, name_limit) == TextFault::None ? text : std::string{};
}

/// The last day: by DTEND, which a whole day does not include, or DURATION; else the first.
std::optional<clock::Date> last_day_of(icalcomponent* event, const icaltimetype& begins, clock::Date from) {
    if (auto* const property = icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY)) {
        const auto ends = icalproperty_get_dtend(property);
        const auto last = ends.is_date ? day_of(ends) : day_of(ends, std::chrono::seconds{1});
        return last && ends.is_date ? std::optional{std::max(from, *last - days{1})} : last;
    }
    if (auto* const property = icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY)) {
        const auto length = std::chrono::seconds{icaldurationtype_as_int(icalproperty_get_duration(property))};
        return begins.is_date ? std::max(from, from + std::chrono::floor<days>(length) - days{1}) : day_of(begins, std::chrono::seconds{1} - length);
    }
    return from;
}

/// The days of one event, the first time it comes.
std::optional<IcalEvent> first_time(icalcomponent* event) {
    auto* const property = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
    if (property == nullptr || icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED) {
        return std::nullopt;
    }
    const auto begins = icalproperty_get_dtstart(property);
    const auto from = day_of(begins);
    const auto to = from ? last_day_of(event, begins, *from) : std::nullopt;
    const auto name = name_of(event);
    if (!to || *to < *from || *to > *from + longest || name.empty()) {
        return std::nullopt;
    }
    return IcalEvent{.days = {name, *from, *to}, .is_whole_day = begins.is_date != 0};
}

/// What the events of a file come to, within bounds.
class Gathering {
public:
    Gathering(clock::Date first, clock::Date last) : first_{first}, last_{last} {}

    /// Of something that comes again one time may have been moved or called off, in an event of its own before or after it.
    void note_moved(icalcomponent* event) {
        const auto day = moved_from(event);
        if (day && !moves_all_after(event)) {
            moved_[uid_of(event)].insert(*day);
        }
    }

    void add(icalcomponent* event) {
        const auto once = first_time(event);
        if (!once || moves_all_after(event)) {
            ++file_.left_out;
            return;
        }
        const auto without = excluded(event);
        if (!without.contains(once->days.from)) {
            keep(*once);
        }
        auto* const property = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
        if (property != nullptr) {
            add_again(*once, icalproperty_get_dtstart(icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY)), icalproperty_get_rrule(property), without);
        }
        add_named_days(event, *once, without);
    }

    IcalFile file() && {
        const auto order = [](const IcalEvent& one, const IcalEvent& other) {
            return std::tie(one.days.from, one.days.to, one.days.name) < std::tie(other.days.from, other.days.to, other.days.name);
        };
        std::sort(file_.events.begin(), file_.events.end(), order);
        file_.events.erase(std::unique(file_.events.begin(), file_.events.end()), file_.events.end());
        if (file_.events.size() > most_ical_events) {
            file_.events.resize(most_ical_events);
            file_.is_cut = true;
        }
        return std::move(file_);
    }

private:
    /// Counts the time until its end.
    class Work {
    public:
        explicit Work(std::chrono::steady_clock::duration& sum) : sum_{sum} {}
        ~Work() { sum_ += std::chrono::steady_clock::now() - began_; }
        Work(const Work&) = delete;
        Work& operator=(const Work&) = delete;

    private:
        std::chrono::steady_clock::duration& sum_;
        std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    };

    void keep(const IcalEvent& event) {
        if (event.days.to >= first_ && event.days.from <= last_) {
            file_.events.push_back(event);
        } else {
            ++file_.left_out;
        }
    }

    static std::string uid_of(icalcomponent* event) {
        const char* const uid = icalcomponent_get_uid(event);
        return uid ? uid : "";
    }

    static icalproperty* moved_property(icalcomponent* event) { return icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY); }

    static std::optional<clock::Date> moved_from(icalcomponent* event) {
        auto* const property = moved_property(event);
        return property ? day_of(icalproperty_get_recurrenceid(property)) : std::nullopt;
    }

    /// "This time and all after it": nobody writes that any more.
    static bool moves_all_after(icalcomponent* event) {
        auto* const property = moved_property(event);
        return property != nullptr && icalproperty_get_first_parameter(property, ICAL_RANGE_PARAMETER) != nullptr;
    }

    /// Without the times that an event of their own tells of.
    std::set<clock::Date> excluded(icalcomponent* event) const {
        std::set<clock::Date> found;
        const auto moved = moved_.find(uid_of(event));
        if (moved != moved_.end() && moved_property(event) == nullptr) {
            found = moved->second;
        }
        for (auto* property = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY); property != nullptr;
             property = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY)) {
            if (const auto day = day_of(icalproperty_get_exdate(property))) {
                found.insert(*day);
            }
        }
        return found;
    }

    /// Rules by the hour or shorter are nothing for days, and the library could look for ever for what never comes.
    void add_again(const IcalEvent& once, const icaltimetype& begins, const icalrecurrencetype& rule, const std::set<clock::Date>& without) {
        const bool is_of_days = rule.freq == ICAL_DAILY_RECURRENCE || rule.freq == ICAL_WEEKLY_RECURRENCE || rule.freq == ICAL_MONTHLY_RECURRENCE ||
                                rule.freq == ICAL_YEARLY_RECURRENCE;
        if (!is_of_days || worked_ > most_work) {
            file_.is_cut = true;
            return;
        }
        const Work work{worked_};
        const std::unique_ptr<icalrecur_iterator, FreeIterator> iterator{icalrecur_iterator_new(rule, begins)};
        const auto length = once.days.to - once.days.from;
        while (iterator) {
            const auto day = day_of(icalrecur_iterator_next(iterator.get()));
            if (!day || *day > last_) {
                return;
            }
            if (++times_ > most_times || file_.events.size() > 2 * most_ical_events) {
                file_.is_cut = true;
                return;
            }
            if (*day + length >= first_ && !without.contains(*day)) {
                file_.events.push_back({.days = {once.days.name, *day, *day + length}, .is_whole_day = once.is_whole_day});
            }
        }
    }

    /// Days that are written out, beside a rule or without one.
    void add_named_days(icalcomponent* event, const IcalEvent& once, const std::set<clock::Date>& without) {
        for (auto* property = icalcomponent_get_first_property(event, ICAL_RDATE_PROPERTY); property != nullptr;
             property = icalcomponent_get_next_property(event, ICAL_RDATE_PROPERTY)) {
            const auto named = icalproperty_get_rdate(property);
            const auto day = day_of(icaltime_is_null_time(named.time) ? named.period.start : named.time);
            if (!day) {
                ++file_.left_out;
            } else if (!without.contains(*day)) {
                keep({.days = {once.days.name, *day, *day + (once.days.to - once.days.from)}, .is_whole_day = once.is_whole_day});
            }
        }
    }

    clock::Date first_, last_;
    std::map<std::string, std::set<clock::Date>> moved_;  // by the event's UID
    std::chrono::steady_clock::duration worked_{};
    int times_ = 0;
    IcalFile file_;
};

}  // namespace

Result<IcalFile, IcalRefusal> read_ical(std::string_view bytes, clock::Date first, clock::Date last) {
    if (bytes.size() > most_ical_bytes) {
        return refuse(IcalRefusal::TooLarge);
    }
    if (!is_utf8(bytes) || bytes.find('\0') != std::string_view::npos) {
        return refuse(IcalRefusal::NotText);
    }
    if (!is_flat(bytes)) {
        return refuse(IcalRefusal::TooDeep);
    }
    if (has_endless_line(bytes)) {
        return refuse(IcalRefusal::NotIcal);
    }
    static std::once_flag once;
    std::call_once(once, [] { icalerror_set_errors_are_fatal(0); });
    const Component calendar{icalparser_parse_string(std::string{bytes}.c_str())};
    if (!calendar || (icalcomponent_isa(calendar.get()) != ICAL_VCALENDAR_COMPONENT && icalcomponent_isa(calendar.get()) != ICAL_XROOT_COMPONENT)) {
        return refuse(IcalRefusal::NotIcal);
    }
    Gathering gathering{first, last};
    const auto each = [&](icalcomponent* within, void (Gathering::*take)(icalcomponent*)) {
        for (auto* event = icalcomponent_get_first_component(within, ICAL_VEVENT_COMPONENT); event != nullptr;
             event = icalcomponent_get_next_component(within, ICAL_VEVENT_COMPONENT)) {
            (gathering.*take)(event);
        }
    };
    for (const auto take : {&Gathering::note_moved, &Gathering::add}) {
        each(calendar.get(), take);
        for (auto* inner = icalcomponent_get_first_component(calendar.get(), ICAL_VCALENDAR_COMPONENT); inner != nullptr;
             inner = icalcomponent_get_next_component(calendar.get(), ICAL_VCALENDAR_COMPONENT)) {
            each(inner, take);
        }
    }
    auto file = std::move(gathering).file();
    return file.events.empty() ? Result<IcalFile, IcalRefusal>{refuse(IcalRefusal::NoEvents)} : Result<IcalFile, IcalRefusal>{std::move(file)};
}

}  // namespace ansvar::schedule
