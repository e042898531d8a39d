#include "reports/wording.hpp"

#include <fmt/format.h>

namespace ansvar::reports {

std::string Wording::area(const std::string& key) const {
    if (key.empty() || key == none_of_it) {
        return text("report.no_area");
    }
    const auto* area = names_.matrix().find(key);
    return area == nullptr ? key : area->row + " " + area->name;
}

std::string Wording::level(const std::string& key) const {
    return key == none_of_it ? text("report.no_area") : has("level." + key) ? text("level." + key) : key;
}

std::string Wording::unit(const std::string& id) const {
    const auto found = names_.units.find(id);
    return id == none_of_it ? text("report.no_unit") : found == names_.units.end() ? id : found->second;
}

std::string Wording::named(Group group, const std::string& key) const {
    switch (group) {
        case Group::Role:
            return role(RoleCode{key});
        case Group::Area:
            return area(key);
        case Group::Level:
            return level(key);
        case Group::Unit:
            break;
    }
    return unit(key);
}

std::string Wording::period(const Period& period) const {
    if (const auto week = week_number(period)) {
        return format("date.week", {{"week", std::to_string(*week)}});
    }
    const auto last = period.ends_at - std::chrono::microseconds{1};
    return period.starts_at == stockholm_midnight(last)
               ? day(last)
               : format("report.period.span", {{"from", day(period.starts_at)}, {"to", day(last)}});
}

std::string Wording::figure(const std::optional<std::int64_t>& minutes) const {
    return minutes ? duration(*minutes) : text("report.no_figure");
}

std::string Wording::percent(const Share& share) const {
    if (share.whole == 0) {
        return text("report.no_figure");
    }
    // Rounded down: what is not all is never shown as all.
    return format("report.percent", {{"value", std::to_string(share.part * 100 / share.whole)}});
}

std::string Wording::filter(const Filter& filter) const {
    std::string words;
    const auto add = [&](const std::string& word) { words += (words.empty() ? "" : ", ") + word; };
    if (filter.role) {
        add(role(*filter.role));
    }
    if (filter.area) {
        add(area(*filter.area));
    }
    if (filter.level) {
        add(format("report.of_level", {{"level", level(*filter.level)}}));
    }
    if (filter.unit) {
        add(unit(*filter.unit));
    }
    if (filter.priority) {
        add(format("report.of_priority", {{"priority", text(fmt::format("priority.{}", tickets::name(*filter.priority)))}}));
    }
    if (filter.channel) {
        add(text(fmt::format("channel.{}", tickets::name(*filter.channel))));
    }
    return words;
}

}  // namespace ansvar::reports
