#pragma once

#include <string>
#include <vector>

#include "schedule/calendar_pages.hpp"
#include "schedule/ical_file.hpp"

namespace ansvar::schedule {

/// Days out of an iCalendar file. What was understood is shown, and what becomes of each event chosen, before anything is saved; the events
/// wait in the page itself.
class CalendarImportPages {
public:
    explicit CalendarImportPages(const Services& services) : services_{services} {}

    web::Response ask(const web::Request& request) const;
    web::Response preview(const web::Request& request) const;
    web::Response save(const web::Request& request) const;

private:
    /// An event as the page holds it, and what it shall become: a kind of entry, or "nothing".
    struct Line {
        clock::NamedRange days;
        std::string become;
        bool is_whole_day = true;
    };
    static std::vector<Line> lines(const web::Form& form, identity::FormCheck& check);
    web::Response ask_page(const web::Request& request, int status, const identity::FormCheck& check) const;
    web::Response preview_page(const web::Request& request, int status, const std::vector<Line>& lines, const std::string& summary,
                               const identity::FormCheck& check) const;

    Services services_;
};

}  // namespace ansvar::schedule
