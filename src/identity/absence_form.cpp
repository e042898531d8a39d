#include "identity/absence_form.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "core/text.hpp"
#include "identity/people_store.hpp"

namespace ansvar::identity {

namespace {

constexpr std::size_t day_limit = 10;
constexpr std::size_t substitute_limit = 254;
constexpr unsigned most_named = 5;
constexpr int first_year = 2000;  // years before it are slips of the finger

/// "2026-11-24" when there is such a day.
bool is_day(const std::string& text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    const auto number = [&](std::size_t from, std::size_t count) {
        int value = -1;
        const auto* end = text.data() + from + count;
        const auto [stop, error] = std::from_chars(text.data() + from, end, value);
        return error == std::errc{} && stop == end ? value : -1;
    };
    const std::chrono::year_month_day day{std::chrono::year{number(0, 4)}, std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                          std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    return number(0, 4) >= first_year && day.ok();
}

std::string read_day(const std::string& text, std::string_view field, FormCheck& check) {
    if (!is_day(text)) {
        check.add(field, "field.not_a_date");
        return {};
    }
    return text;
}

std::vector<Person> candidates_for(db::Session& session, const std::string& typed, Timestamp now) {
    if (const auto address = MailAddress::parse(typed)) {  // "ek@…" is also a part of "jonas.ek@…"
        if (auto person = find_person_by_email(session, *address, now); person && !person->left_at) {
            return {*std::move(person)};
        }
    }
    const bool is_telling = typed.size() >= 3;  // a letter or two would list the school
    std::vector<Person> exact, near;
    for (auto& line : search_people(session, {.text = typed, .page = 1, .page_size = most_named + 1}, now).lines) {
        auto& person = line.person;
        if (person.left_at || !person.email) {
            continue;
        }
        if (lower(person.name) == lower(typed) || person.email->text() == lower(typed)) {
            exact.push_back(person);
        }
        if (is_telling) {
            near.push_back(std::move(person));
        }
    }
    return exact.empty() ? near : exact;
}

std::optional<PersonId> find_substitute(db::Session& session, const std::string& typed, const Person& person, Timestamp now, FormCheck& check) {
    const auto found = candidates_for(session, typed, now);
    if (found.empty()) {
        check.add("substitute", "away.unknown_substitute");
        return std::nullopt;
    }
    if (found.size() > 1) {
        std::vector<std::string> names;
        for (const auto& one : found) {
            names.push_back(one.name);
        }
        check.add("substitute", "away.several_substitutes", {{"names", join(names, ", ")}});
        return std::nullopt;
    }
    if (found.front().id == person.id) {
        check.add("substitute", "away.own_substitute");
    }
    return found.front().id;
}

}  // namespace

AbsenceForm AbsenceForm::from(const web::Form& form, FormCheck& check) {
    return {.first_day = check.read_line(form, "first_day", "away.first_day", day_limit),
            .last_day = check.read_line(form, "last_day", "away.last_day", day_limit),
            .substitute = check.read_line(form, "substitute", "away.substitute", substitute_limit)};
}

Absence AbsenceForm::read(db::Session& session, const Person& person, Timestamp now, FormCheck& check, bool by_administrator) const {
    Absence absence{.first_day = read_day(first_day, "first_day", check), .last_day = read_day(last_day, "last_day", check)};
    if (!absence.first_day.empty() && !absence.last_day.empty()) {
        if (absence.last_day < absence.first_day) {
            check.add("last_day", "field.dates_reversed");
        } else if (absence.last_day < school_day(now)) {
            check.add("last_day", "away.is_past");
        } else if (absence.last_day > school_day(now + std::chrono::hours{24 * 731})) {
            check.add("last_day", "away.too_far");
        }
    }
    if (!substitute.empty()) {
        absence.substitute = find_substitute(session, substitute, person, now, check);
        const auto chosen = absence.substitute ? find_person(session, *absence.substitute, now) : std::nullopt;
        if (chosen && person.is_staff() && !chosen->is_staff() && !by_administrator) {
            check.add("substitute", "away.no_staff", {{"name", chosen->name}});
        }
    }
    return absence;
}

}  // namespace ansvar::identity
