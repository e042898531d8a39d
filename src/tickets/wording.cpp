#include "tickets/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/text.hpp"

namespace ansvar::tickets {

namespace {

std::string first_letter(std::string_view word) {
    std::size_t end = 1;
    while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) {
        ++end;
    }
    return std::string{word.substr(0, end)};
}

}  // namespace

std::string clock_time(Timestamp moment) {
    const auto wall = to_stockholm(moment);
    return fmt::format("{:02}:{:02}", wall.hour, wall.minute);
}

std::string Wording::decimal(double value, int digits) const {
    auto number = fmt::format("{:.{}f}", value, digits);
    if (language_ == web::Language::Sv) {
        std::replace(number.begin(), number.end(), '.', ',');
    }
    return number;
}

std::string Wording::size(std::int64_t bytes) const {
    if (bytes < 1024) {
        return format("size.bytes", {{"n", bytes}});
    }
    if (bytes < 1024 * 1024) {
        return format("size.kilobytes", {{"n", bytes / 1024}});
    }
    return format("size.megabytes", {{"n", decimal(static_cast<double>(bytes) / (1024.0 * 1024.0), 1)}});
}

std::string Wording::list(const std::vector<TicketId>& tickets) const {
    std::vector<std::string> numbers;
    std::transform(tickets.begin(), tickets.end(), std::back_inserter(numbers), [](TicketId id) { return id.text(); });
    return list(numbers);
}

std::string Wording::listed(const std::vector<std::string>& names, std::string_view last_two) const {
    if (names.empty()) {
        return {};
    }
    auto out = names.back();
    for (std::size_t at = names.size() - 1; at-- > 0;) {
        out = at + 2 == names.size() ? format(last_two, {{"first", names[at]}, {"last", out}})
                                     : format("common.list_comma", {{"first", names[at]}, {"rest", out}});
    }
    return out;
}

std::string initials(std::string_view name) {
    std::vector<std::string_view> words;
    for (const auto word : split(name, ' ')) {
        if (!word.empty()) {
            words.push_back(word);
        }
    }
    if (words.empty()) {
        return "?";
    }
    return words.size() == 1 ? first_letter(words.front()) : first_letter(words.front()) + first_letter(words.back());
}

nlohmann::json words_view(const std::vector<std::string>& words) {
    auto view = nlohmann::json::array();
    for (std::size_t at = 0; at < words.size(); ++at) {
        view.push_back({{"word", words[at]}, {"comma", at + 2 < words.size()}, {"and", at + 2 == words.size()}});
    }
    return view;
}

}  // namespace ansvar::tickets
