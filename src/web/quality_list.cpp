#include "web/quality_list.hpp"

#include <optional>

#include "web/ascii.hpp"

namespace ansvar::web {
namespace {

constexpr std::size_t most_choices = 50;

/// "0.8" → 800; nothing when it is not a qvalue.
std::optional<int> thousandths(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.')) {
        return std::nullopt;
    }
    int value = (text[0] - '0') * 1000;
    int unit = 100;
    for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (!ascii::is_digit(c)) {
            return std::nullopt;
        }
        value += (c - '0') * unit;
        unit /= 10;
    }
    return value <= 1000 ? std::optional{value} : std::nullopt;
}

std::optional<Choice> choice_from(std::string_view element) {
    auto end = element.find(';');
    Choice choice{.name = ascii::trim(element.substr(0, end))};
    while (end != std::string_view::npos) {
        element.remove_prefix(end + 1);
        end = element.find(';');
        const auto parameter = ascii::trim(element.substr(0, end));
        if (parameter.size() >= 2 && ascii::lower(parameter[0]) == 'q' && parameter[1] == '=') {
            const auto weight = thousandths(parameter.substr(2));
            if (!weight) {
                return std::nullopt;
            }
            choice.weight = *weight;
        }
    }
    return choice.name.empty() ? std::nullopt : std::optional{choice};
}

}  // namespace

std::vector<Choice> quality_list(std::string_view header) {
    std::vector<Choice> choices;
    while (!header.empty() && choices.size() < most_choices) {
        const auto comma = header.find(',');
        if (const auto choice = choice_from(header.substr(0, comma))) {
            choices.push_back(*choice);
        }
        header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
    }
    return choices;
}

int weight_of(const std::vector<Choice>& choices, std::string_view name, int otherwise) {
    int any = otherwise;
    for (const auto& choice : choices) {
        if (ascii::equal(choice.name, name)) {
            return choice.weight;
        }
        if (choice.name == "*") {
            any = choice.weight;
        }
    }
    return any;
}

}  // namespace ansvar::web
