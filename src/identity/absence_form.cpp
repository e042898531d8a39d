#include "identity/absence_form.hpp"

#include <chrono>

#include "core/text.hpp"
#include "identity/people_store.hpp"
#include "identity/person_choice.hpp"
#include "identity/school_day.hpp"

namespace ansvar::identity {

namespace {

constexpr std::size_t day_limit = 10;
constexpr std::size_t substitute_limit = 254;

std::string read_day(const std::string& text, std::string_view field, FormCheck& check) {
    if (!is_school_day(text)) {
        check.add(field, "field.not_a_date");
        return {};
    }
    return text;
}

std::optional<PersonId> find_substitute(db::Session& session, const std::string& typed, const Person& person, Timestamp now, FormCheck& check) {
    const auto found = choose_person(session, typed, "substitute", now, check);
    if (found && found->id == person.id) {
        check.add("substitute", "away.own_substitute");
    }
    return found ? std::optional{found->id} : std::nullopt;
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
