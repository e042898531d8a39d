#pragma once

#include <optional>
#include <string>
#include <vector>

#include "identity/form_check.hpp"
#include "identity/units.hpp"
#include "schedule/calendar_changes.hpp"
#include "schedule/calendar_forms.hpp"
#include "schedule/routes.hpp"
#include "schedule/words.hpp"

namespace ansvar::schedule {

/// What every page of calendars begins with: the words, today, and all calendars as they are.
struct CalendarDesk {
    CalendarDesk(const Services& services, const web::Request& request);

    identity::FormCheck new_check() const { return {services.pages.texts(), words.language()}; }
    /// The newest version of the calendar that the path names there. Throws NotFound.
    const CalendarVersion& asked(const web::Request& request, std::string_view placeholder = "id") const;
    /// What holds today; of a calendar that starts later, its first version.
    const CalendarVersion& today_of(CalendarId calendar) const { return *book.version_on(calendar, today); }
    std::string path(CalendarId calendar) const { return "/admin/calendars/" + calendar.text(); }
    /// Who follows it today by their own choice, in words; "" for nobody.
    std::string followers(CalendarId calendar) const;
    Hand hand(const web::Request& request) const;

    const Services& services;
    Words words;
    Timestamp now;
    clock::Date today;
    CalendarBook book;
};

/// Lets every queue follow what has been changed, in this instance at once and in others within seconds.
void tell_changed(const Services& services);

/// The list of calendars, who follows which, and new ones.
class CalendarPages {
public:
    explicit CalendarPages(const Services& services) : services_{services} {}

    web::Response list(const web::Request& request) const;
    web::Response add(const web::Request& request) const;
    web::Response follow(const web::Request& request) const;

private:
    /// Both forms as typed.
    struct Typed {
        std::string name, like;
        TypedUse use;
    };
    static Typed typed(const web::Request& request);
    web::Response page(const web::Request& request, int status, const Typed& typed, const identity::FormCheck& check) const;

    Services services_;
};

/// A calendar's own page: its week and days, what is added and taken out, its versions; and its year on paper.
class CalendarPage {
public:
    explicit CalendarPage(const Services& services) : services_{services} {}

    web::Response show(const web::Request& request) const;
    web::Response year(const web::Request& request) const;
    web::Response enter(const web::Request& request) const;
    web::Response take_out(const web::Request& request) const;

private:
    web::Response page(const web::Request& request, int status, const TypedEntry& typed, const identity::FormCheck& check) const;

    Services services_;
};

/// The week and the holidays of a calendar as a form, with what changes before it is saved.
class CalendarFormPages {
public:
    explicit CalendarFormPages(const Services& services) : services_{services} {}

    web::Response form(const web::Request& request) const;
    web::Response change(const web::Request& request) const;

private:
    /// As typed.
    struct Typed {
        std::array<std::string, 7> week;
        std::string half_day_ends;
        std::map<clock::SwedishDay, clock::Calendar::Kept> special_days;
        std::string valid_from, note;
    };
    static Typed typed(const web::Request& request, identity::FormCheck& check);
    static Typed typed(const clock::Calendar& calendar, clock::Date valid_from);
    /// Writes what was typed over the calendar's own; faults go to `check`.
    static void read(const Typed& typed, clock::Calendar& calendar, identity::FormCheck& check);
    web::Response page(const web::Request& request, int status, const Typed& typed, const clock::Calendar* preview, const identity::FormCheck& check) const;

    Services services_;
};

}  // namespace ansvar::schedule
