#include "tickets/sensitive_text.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "routing/text.hpp"

namespace ansvar::tickets {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The digits of a number and where it ends.
struct Number {
    std::string digits;
    std::size_t end = 0;
    bool is_parted = false;  ///< something stands between its digits
};

/// Takes one of these marks at `at`, with blanks around it; a blank alone counts as one.
bool take_mark(std::string_view text, std::size_t& at) {
    auto next = text.find_first_not_of(' ', at);
    if (next == std::string_view::npos || next - at > 1) {
        return false;
    }
    for (const std::string_view mark : {"-", "+", "–", "−"}) {
        if (text.substr(next, mark.size()) == mark) {
            next += mark.size();
            next += next < text.size() && text[next] == ' ' ? 1U : 0U;
            break;
        }
    }
    const bool taken = next > at && next < text.size() && is_digit(text[next]);
    at = taken ? next : at;
    return taken;
}

std::size_t count_digits(std::string_view text, std::size_t at) {
    const auto begin = at;
    while (at < text.size() && is_digit(text[at])) {
        ++at;
    }
    return at - begin;
}

/// Digits from `at` on whose groups are one of these lengths.
std::optional<Number> read_groups(std::string_view text, std::size_t at, std::initializer_list<std::size_t> groups) {
    Number number;
    for (const auto length : groups) {
        if (!number.digits.empty()) {
            if (!take_mark(text, at)) {
                return {};
            }
            number.is_parted = true;
        }
        if (count_digits(text, at) != length) {
            return {};
        }
        number.digits += text.substr(at, length);
        at += length;
    }
    number.end = at;
    return number;
}

std::optional<Number> read_number(std::string_view text, std::size_t at) {
    switch (count_digits(text, at)) {
        case 12: return read_groups(text, at, {12});
        case 10: return read_groups(text, at, {10});
        case 8: return read_groups(text, at, {8, 4});
        case 6: return read_groups(text, at, {6, 4});
        case 4: return read_groups(text, at, {4, 2, 2, 4});
        default: return {};
    }
}

bool is_date(int year, int month, int day) {
    constexpr std::array days{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1 || day > days[static_cast<std::size_t>(month - 1)]) {
        return false;
    }
    return !(month == 2 && day == 29 && year % 4 != 0);
}

/// Ten digits with a date (a day + 60 in coordination numbers) and the right last digit.
bool is_personal(std::string digits) {
    if (digits.size() == 12) {
        const auto century = digits.substr(0, 2);
        if (century != "18" && century != "19" && century != "20") {
            return false;
        }
        digits.erase(0, 2);
    }
    const auto two = [&](std::size_t at) { return (digits[at] - '0') * 10 + digits[at + 1] - '0'; };
    const int day = two(4) > 60 ? two(4) - 60 : two(4);
    int sum = 0;
    for (std::size_t place = 0; place < 10; ++place) {
        const int product = (digits[place] - '0') * (place % 2 == 0 ? 2 : 1);
        sum += product > 9 ? product - 9 : product;
    }
    return is_date(two(0), two(2), day) && sum % 10 == 0;
}

bool speaks_of_telephones(std::string_view before) {
    constexpr std::array<std::string_view, 13> words{"tel", "telefon", "telefonnummer", "telnr", "tfn", "mobil", "mobilnummer",
                                                     "mob", "ring", "sms", "phone", "call", "mobile"};
    const auto tokens = routing::tokens_of(before.substr(before.size() - std::min<std::size_t>(before.size(), 24)));
    return !tokens.empty() && std::find(words.begin(), words.end(), tokens.back().folded) != words.end();
}

/// A run of words by how each begins, folded.
struct Phrase {
    std::string_view first;
    std::string_view second = {};  ///< "" for a phrase of one word
};

constexpr std::array<Phrase, 20> protections{{{"skyddad", "identitet"},
                                              {"skyddad", "personuppgift"},
                                              {"skyddad", "adress"},
                                              {"skyddad", "folkbokforing"},
                                              {"skyddat", "boende"},
                                              {"skyddade", "uppgifter"},
                                              {"skyddsidentitet"},
                                              {"sekretessmark"},
                                              {"sekretesskydd"},
                                              {"kvarskriv"},
                                              {"fingera", "personuppgift"},
                                              {"fingera", "identitet"},
                                              {"hemlig", "adress"},
                                              {"hemlig", "identitet"},
                                              {"hemliga", "personuppgift"},
                                              {"protected", "identit"},
                                              {"protected", "address"},
                                              {"protected", "personal"},
                                              {"protected", "population"},
                                              {"secret", "address"}}};

}  // namespace

std::vector<Stretch> find_personal_numbers(std::string_view text) {
    std::vector<Stretch> found;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at]) || (at > 0 && is_digit(text[at - 1]))) {
            continue;
        }
        const auto number = read_number(text, at);
        const bool abroad = at > 0 && text[at - 1] == '+';
        if (!number || abroad || !is_personal(number->digits) ||
            (number->digits.size() == 10 && !number->is_parted && speaks_of_telephones(text.substr(0, at)))) {
            continue;
        }
        found.push_back({at, number->end});
        at = number->end - 1;
    }
    return found;
}

std::string without_personal_numbers(std::string_view text, std::string_view instead) {
    std::string rest;
    std::size_t from = 0;
    for (const auto& stretch : find_personal_numbers(text)) {
        rest.append(text.substr(from, stretch.begin - from)).append(instead);
        from = stretch.end;
    }
    return rest.append(text.substr(from));
}

bool names_protected_identity(std::string_view text) {
    const auto tokens = routing::tokens_of(text);
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        for (const auto& phrase : protections) {
            const bool second = phrase.second.empty() || (at + 1 < tokens.size() && tokens[at + 1].folded.starts_with(phrase.second));
            if (tokens[at].folded.starts_with(phrase.first) && second) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace ansvar::tickets
