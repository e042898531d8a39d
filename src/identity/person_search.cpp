#include "identity/person_search.hpp"

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/people_store.hpp"

namespace ansvar::identity {

namespace {

constexpr unsigned most_named = 5;

}  // namespace

Result<Person, Ambiguous> find_typed_person(db::Session& session, std::string_view typed, Timestamp now) {
    if (const auto id = id_from<PersonId>(typed)) {
        const auto person = find_person(session, *id, now);
        return person ? Result<Person, Ambiguous>{*person} : refuse(Ambiguous{});
    }
    if (const auto address = MailAddress::parse(typed)) {
        if (const auto person = find_person_by_email(session, *address, now)) {
            return *person;
        }
    }
    std::vector<Person> exact, near;
    for (const auto& line : search_people(session, {.text = std::string{typed}, .page = 1, .page_size = most_named + 1}, now).lines) {
        (lower(line.person.name) == lower(typed) ? exact : near).push_back(line.person);
    }
    auto& found = exact.empty() ? near : exact;
    if (found.size() == 1) {
        return std::move(found.front());
    }
    Ambiguous several;
    for (const auto& person : found) {
        several.names.push_back(person.name);
    }
    return refuse(std::move(several));
}

}  // namespace ansvar::identity
