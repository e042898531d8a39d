#include "identity/person_choice.hpp"

#include <vector>

#include "core/text.hpp"
#include "identity/people_store.hpp"

namespace ansvar::identity {

namespace {

constexpr unsigned most_named = 5;

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

}  // namespace

std::optional<Person> choose_person(db::Session& session, const std::string& typed, std::string_view field, Timestamp now, FormCheck& check) {
    auto found = candidates_for(session, typed, now);
    if (found.size() == 1) {
        return std::move(found.front());
    }
    std::vector<std::string> names;
    for (const auto& one : found) {
        names.push_back(one.name);
    }
    if (names.empty()) {
        check.add(field, "away.unknown_substitute");
    } else {
        check.add(field, "away.several_substitutes", {{"names", join(names, ", ")}});
    }
    return std::nullopt;
}

std::string typed_as(const Person& person) { return person.email ? person.email->text() : person.name; }

}  // namespace ansvar::identity
