#include "tickets/filter.hpp"

#include <algorithm>

#include "core/number.hpp"
#include "core/text.hpp"
#include "tickets/draft.hpp"
#include "tickets/tags.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

constexpr std::size_t longest_code = 32;
constexpr std::size_t longest_text = 100;
constexpr std::size_t longest_key = 160;
constexpr std::int64_t most_days = 3650;

/// Reads one filter: a value that is not understood is left out and remembered.
class Reader {
public:
    Reader(const Filter::Lookup& values, std::vector<web::FieldError>* faults) : values_(values), faults_(faults) {}

    std::vector<std::string> all(std::string_view name) const {
        auto values = values_(name);
        std::erase(values, "");
        return values;
    }
    std::string one(std::string_view name) const {
        const auto values = all(name);
        return values.empty() ? std::string{} : values.front();
    }
    /// A line of text of at most `limit` characters.
    std::string line(std::string_view name, std::size_t limit) {
        const auto value = std::string{trim(one(name))};
        if (auto fault = line_fault("/" + std::string{name}, value, limit)) {
            wrong(std::move(*fault));
            return {};
        }
        return value;
    }
    template <class Known>
    std::string word(std::string_view name, const Known& is_known) {
        auto value = one(name);
        if (!value.empty() && !is_known(value)) {
            wrong(field_fault("/" + std::string{name}, "unknown-value"));
            return {};
        }
        return value;
    }
    std::optional<std::int64_t> number(std::string_view name, std::int64_t from, std::int64_t to) {
        const auto value = one(name);
        const auto number = whole_number<std::int64_t>(trim(value));
        if (!value.empty() && (!number || *number < from || *number > to)) {
            wrong(field_fault("/" + std::string{name}, "out-of-range", {{"from", from}, {"to", to}}));
            return {};
        }
        return number;
    }

    std::string tag(std::string_view name) {
        const auto value = one(name);
        auto tag = tags::from(value);
        if (!tag && !trim(value).empty()) {
            wrong(field_fault("/" + std::string{name}, "not-a-tag", {{"limit", 40}}));
        }
        return std::move(tag).value_or("");
    }

private:
    void wrong(web::FieldError fault) {
        if (faults_) {
            faults_->push_back(std::move(fault));
        }
    }

    const Filter::Lookup& values_;
    std::vector<web::FieldError>* faults_;
};

}  // namespace

bool Filter::is_of_done() const {
    const auto known = state_from(state);
    return state == "done" || (known && !is_open(*known));
}

Filter Filter::from(const Lookup& values, std::vector<web::FieldError>* faults) {
    Reader read{values, faults};
    Filter filter;
    for (const auto& code : read.all("role")) {
        if (count_characters(code) <= longest_code && std::find(filter.roles.begin(), filter.roles.end(), RoleCode{code}) == filter.roles.end()) {
            filter.roles.push_back(RoleCode{code});
        }
    }
    filter.area = read.line("area", longest_key);
    filter.level = read.line("level", longest_key);
    filter.state = read.word("state", [](const auto& word) { return word == "done" || state_from(word); });
    filter.priority = priority_from(read.word("priority", [](const auto& word) { return priority_from(word).has_value(); }));
    if (const auto unit = read.number("unit", 1, INT64_MAX)) {
        filter.unit = UnitId{static_cast<std::uint64_t>(*unit)};
    }
    filter.holder = read.word("holder", [](const auto& word) { return word == "me" || word == "nobody" || id_from<PersonId>(word); });
    filter.tag = read.tag("tag");
    filter.days = read.number("days", 0, most_days).value_or(0);
    filter.due = read.word("due", [](const auto& word) { return std::find(std::begin(filter_dues), std::end(filter_dues), word) != std::end(filter_dues); });
    filter.text = read.line("text", longest_text);
    return filter;
}

Filter Filter::from_json(const std::string& text) {
    const auto kept = json::parse(text, nullptr, false);
    return from([&](std::string_view name) -> std::vector<std::string> {
        const auto found = kept.is_object() ? kept.find(std::string{name}) : kept.end();
        std::vector<std::string> values;
        if (kept.is_object() && found != kept.end()) {
            for (const auto& value : found->is_array() ? *found : json::array({*found})) {
                if (value.is_string()) {
                    values.push_back(value.get<std::string>());
                }
            }
        }
        return values;
    });
}

std::vector<std::pair<std::string, std::string>> Filter::parts() const {
    std::vector<std::pair<std::string, std::string>> parts;
    for (const auto& role : roles) {
        parts.emplace_back("role", role.value);
    }
    const auto add = [&](const char* name, std::string value) {
        if (!value.empty()) {
            parts.emplace_back(name, std::move(value));
        }
    };
    add("state", state);
    add("priority", priority ? std::string{name(*priority)} : std::string{});
    add("due", due);
    add("holder", holder);
    add("tag", tag);
    add("days", days > 0 ? std::to_string(days) : std::string{});
    add("text", text);
    add("level", level);
    add("area", area);
    add("unit", unit ? unit->text() : std::string{});
    return parts;
}

std::string Filter::query() const {
    std::string query;
    for (const auto& [name, value] : parts()) {
        query += (query.empty() ? "" : "&") + name + "=" + percent_encode(value);
    }
    return query;
}

std::string Filter::to_json() const {
    auto kept = json::object();
    for (const auto& [name, value] : parts()) {
        if (name == "role") {
            kept["role"].push_back(value);
        } else {
            kept[name] = value;
        }
    }
    return kept.dump();
}

Filter Filter::without(const std::string& name, const std::string& value) const {
    const auto kept = parts();
    return from([&](std::string_view wanted) {
        std::vector<std::string> values;
        for (const auto& part : kept) {
            if (part.first == wanted && !(part.first == name && part.second == value)) {
                values.push_back(part.second);
            }
        }
        return values;
    });
}

}  // namespace ansvar::tickets
