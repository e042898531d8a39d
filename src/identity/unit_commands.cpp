#include "identity/unit_commands.hpp"

#include <fmt/format.h>

#include <functional>

#include "core/text.hpp"
#include "db/errors.hpp"
#include "identity/people_store.hpp"
#include "identity/role_store.hpp"
#include "identity/units.hpp"

namespace ansvar::identity {

namespace {

using Said = Result<std::string, NobodyThere>;

/// Does something with a unit and a person, both of which must be there.
Said with_both(db::Database& database, std::string_view name, std::string_view mail, Timestamp now,
               const std::function<std::string(db::Transaction&, const Unit&, const Person&)>& work) {
    return database.in_transaction([&](db::Transaction& tx) -> Said {
        const auto unit = find_unit(tx, name);
        if (!unit) {
            return refuse(NobodyThere{"there is no unit of that name"});
        }
        const auto email = MailAddress::parse(mail);
        const auto person = email ? find_person_by_email(tx, *email, now) : std::nullopt;
        if (!person || person->left_at) {
            return refuse(NobodyThere{"nobody with that mail address is known"});
        }
        return work(tx, *unit, *person);
    });
}

void write_below(std::string& text, const std::vector<Unit>& units, std::optional<UnitId> above, std::size_t depth) {
    for (const auto& unit : units) {
        if (unit.parent == above && depth < units.size()) {
            const auto head = unit.head_name.empty() ? "-" : unit.head_name;
            text += fmt::format("{:{}}{}  head: {}  people: {}\n", "", depth * 2, unit.name, head, unit.people);
            write_below(text, units, unit.id, depth + 1);
        }
    }
}

}  // namespace

std::string list_units_as_text(db::Database& database) {
    const auto units = database.read([](db::Session& session) { return list_units(session); });
    std::string text;
    write_below(text, units, std::nullopt, 0);
    return text;
}

Said add_unit_named(db::Database& database, std::string_view name, std::string_view above) {
    const auto trimmed = std::string{trim(name)};
    if (trimmed.empty() || check_line(trimmed, 100) != TextFault::None) {
        return refuse(NobodyThere{"a unit's name is one line of 1 to 100 characters"});
    }
    try {
        return database.in_transaction([&](db::Transaction& tx) -> Said {
            const auto parent = above.empty() ? std::nullopt : find_unit(tx, above);
            if (!above.empty() && !parent) {
                return refuse(NobodyThere{"there is no unit to put it under"});
            }
            add_unit(tx, trimmed, parent ? std::optional{parent->id} : std::nullopt);
            return "added " + trimmed;
        });
    } catch (const db::Duplicate&) {
        return refuse(NobodyThere{"there is a unit of that name"});
    }
}

Said set_head_of(db::Database& database, std::string_view name, std::string_view mail, Timestamp now) {
    return with_both(database, name, mail, now, [](db::Transaction& tx, const Unit& unit, const Person& person) {
        set_unit_head(tx, unit.id, person.id);
        return fmt::format("{} is the head of {}", person.name, unit.name);
    });
}

Said place_at(db::Database& database, std::string_view name, std::string_view mail, Timestamp now) {
    return with_both(database, name, mail, now, [](db::Transaction& tx, const Unit& unit, const Person& person) {
        place_person(tx, person.id, unit.id);
        return fmt::format("{} works at {}", person.name, unit.name);
    });
}

Said set_holder_for(db::Database& database, std::string_view name, std::string_view role, std::string_view mail, Timestamp now) {
    try {
        return with_both(database, name, mail, now, [&](db::Transaction& tx, const Unit& unit, const Person& person) {
            set_holder(tx, {.role = RoleCode{std::string{role}}, .person = person.id, .unit = unit.id});
            return fmt::format("{} holds {} for {}", person.name, role, unit.name);
        });
    } catch (const db::ForeignKey&) {
        return refuse(NobodyThere{"there is no role of that code"});
    }
}

}  // namespace ansvar::identity
