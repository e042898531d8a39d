#include "reports/selection.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "web/errors.hpp"

namespace ansvar::reports {

namespace {

At at_from(std::string_view word) {
    for (const auto at : {At::All, At::Median, At::NineOfTen, At::Open, At::Overdue, At::New}) {
        if (name(at) == word) {
            return at;
        }
    }
    throw web::BadRequest{"an unknown list of tickets", "at"};
}

Measure measure_from(std::string_view word) {
    for (const auto measure : {Measure::FirstResponse, Measure::Resolution}) {
        if (name(measure) == word) {
            return measure;
        }
    }
    throw web::BadRequest{"an unknown measure", "measure"};
}

}  // namespace

std::string_view name(At at) {
    switch (at) {
        case At::All:
            return "all";
        case At::Median:
            return "median";
        case At::NineOfTen:
            return "p90";
        case At::Open:
            return "open";
        case At::Overdue:
            return "overdue";
        case At::New:
            break;
    }
    return "new";
}

std::string_view name(Measure measure) {
    return measure == Measure::FirstResponse ? "first_response" : "resolution";
}

std::string query_of(const Period& period) {
    return fmt::format("from={}&to={}", period.first_day(), period.last_day());
}

std::string Selection::url() const {
    std::string url = "/overview/tickets?";
    if (role) {
        url += fmt::format("role={}&", percent_encode(role->value));
    }
    if (is_spread()) {
        url += fmt::format("measure={}&", name(measure));
    }
    return url + fmt::format("at={}&{}", name(at), query_of(period));
}

AskedPeriod read_period(const web::Request& request, Timestamp now) {
    const auto from = request.query("from").value_or(""), to = request.query("to").value_or("");
    if (!from.empty() || !to.empty()) {
        if (const auto own = period_between(from, to)) {
            return {.period = *own, .name = {}, .is_faulty = false};
        }
        return {.period = period(NamedPeriod::FourWeeks, now), .name = NamedPeriod::FourWeeks, .is_faulty = true};
    }
    const auto named = named_period_from(request.query("period").value_or("")).value_or(NamedPeriod::FourWeeks);
    return {.period = period(named, now), .name = named, .is_faulty = false};
}

Selection read_selection(const web::Request& request, Timestamp now) {
    const auto asked = read_period(request, now);
    if (asked.is_faulty) {
        throw web::BadRequest{"from and to make no period", "from"};
    }
    const auto role = request.query("role").value_or("");
    return {.at = at_from(request.query("at").value_or("all")),
            .measure = measure_from(request.query("measure").value_or("first_response")),
            .role = role.empty() ? std::nullopt : std::optional{RoleCode{role}},
            .period = asked.period};
}

}  // namespace ansvar::reports
