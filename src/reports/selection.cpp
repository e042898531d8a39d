#include "reports/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/number.hpp"
#include "core/text.hpp"
#include "web/errors.hpp"

namespace ansvar::reports {

namespace {

constexpr std::array<std::string_view, 15> at_names{"all", "median", "p90",    "within",   "with_target", "open",   "overdue", "unassigned",
                                                    "new", "out",    "solved", "reopened", "surveyed",    "helped", "routed"};

At at_from(std::string_view word) {
    const auto found = std::find(at_names.begin(), at_names.end(), word);
    if (found == at_names.end()) {
        throw web::BadRequest{"an unknown list of tickets", "at"};
    }
    return static_cast<At>(found - at_names.begin());
}

std::optional<std::uint64_t> number_below(const web::Request& request, std::string_view name, std::uint64_t limit) {
    const auto word = request.query(name).value_or("");
    if (word.empty()) {
        return {};
    }
    const auto number = whole_number<std::uint64_t>(word);
    if (!number || *number >= limit) {
        throw web::BadRequest{"no such part of a figure", std::string{name}};
    }
    return number;
}

std::optional<std::string> given(const web::Request& request, std::string_view name) {
    const auto word = request.query(name);
    return word && !word->empty() ? word : std::nullopt;
}

}  // namespace

std::string_view name(At at) {
    return at_names[static_cast<std::size_t>(at)];
}

std::string query_of(const Period& period) {
    return fmt::format("from={}&to={}", period.first_day(), period.last_day());
}

std::string Selection::url() const {
    auto url = fmt::format("/overview/tickets?at={}&{}", name(at), query_of(period));
    const auto add = [&](std::string_view key, const auto& value) {
        if (value) {
            url += fmt::format("&{}={}", key, *value);
        }
    };
    const auto add_text = [&](std::string_view key, const std::optional<std::string>& value) {
        if (value) {
            url += fmt::format("&{}={}", key, percent_encode(*value));
        }
    };
    if (is_measured()) {
        url += fmt::format("&measure={}{}", name(measure), by_wall_clock ? "&clock=wall" : "");
    }
    add("age", age);
    add("hour", hour);
    add("hops", hops);
    add_text("first_area", first_area);
    add_text("first_role", first_role);
    add_text("version", version);
    return url + filter.query();
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
    const auto measure = measure_from(request.query("measure").value_or("first_response"));
    if (!measure) {
        throw web::BadRequest{"an unknown measure", "measure"};
    }
    return {.at = at_from(request.query("at").value_or("all")),
            .measure = *measure,
            .by_wall_clock = request.query("clock") == "wall",
            .period = asked.period,
            .filter = read_filter(request),
            .age = number_below(request, "age", age_days.size() + 1),
            .hour = number_below(request, "hour", std::uint64_t{7} * 24),
            .hops = number_below(request, "hops", 4),
            .first_area = given(request, "first_area"),
            .first_role = given(request, "first_role"),
            .version = given(request, "version")};
}

}  // namespace ansvar::reports
