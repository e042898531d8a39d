#pragma once

#include "routing/role.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ansvar::routing {

using PersonNumber = std::uint64_t;  ///< as the service numbers people
using UnitNumber = std::uint64_t;

/// A school day, "2026-11-24"; such days compare as text. "" as a first or last day: open-ended.
using Day = std::string;

/// Somebody who may answer, or may be asked to.
struct StaffPerson {
    PersonNumber id = 0;
    std::string name;
    std::string initials = {};  ///< as the matrix names holders; "" when it does not
    bool has_left = false;
};

/// A school, or a part of one.
struct StaffUnit {
    UnitNumber id = 0;
    std::optional<UnitNumber> parent = std::nullopt;
    std::optional<PersonNumber> head = std::nullopt;
};

/// Somebody holds a role from a day to a day, both included: for everybody, or for one unit and those below it.
struct StaffHolding {
    std::string role;
    PersonNumber person = 0;
    std::optional<UnitNumber> unit = std::nullopt;
    unsigned position = 0;  ///< the lowest is asked first
    Day first = {};
    Day last = {};
};

/// Somebody is away from a day to a day, both included.
struct StaffAbsence {
    PersonNumber person = 0;
    Day first;
    Day last;
    std::optional<PersonNumber> substitute = std::nullopt;
};

/// Everything as it was read; order does not matter except among absences (of several on a day, the first with a substitute counts).
struct StaffRecords {
    std::vector<Role> roles = {};
    std::vector<StaffPerson> people = {};
    std::vector<StaffUnit> units = {};
    std::vector<StaffHolding> holdings = {};
    std::vector<StaffAbsence> absences = {};
};

/// What a school knows of those who answer: who is there on a day, and who stands in for whom. Immutable and therefore safe to share
/// between threads; total whatever the records say: circles of units and of substitutes end, people and units that nobody knows count
/// as absent from the school.
class Staff {
public:
    Staff() = default;
    explicit Staff(StaffRecords records);

    /// nullptr when unknown. Owned by the staff.
    const StaffPerson* find(PersonNumber person) const;
    /// The one of those still here with these initials, the lowest number first. nullptr when there is none, or for "".
    const StaffPerson* find_by_initials(std::string_view initials) const;
    const Role* find_role(std::string_view code) const;
    const std::vector<Role>& roles() const { return roles_; }

    bool is_away(PersonNumber person, const Day& day) const;
    /// The last day of an absence that covers the day, the longest if there are several. Empty when the person is there.
    std::optional<Day> away_until(PersonNumber person, const Day& day) const;
    /// The person, when they are here that day; else the one who stands in for them, through any number of substitutes. Empty when the
    /// chain ends at somebody who is away, has left or is unknown, or runs in a circle.
    std::optional<PersonNumber> find_present(PersonNumber person, const Day& day) const;

    /// The unit, its parent, and so on; each once.
    std::vector<UnitNumber> chain_of(std::optional<UnitNumber> unit) const;
    /// The unit and all below it, in the order of their numbers; nothing for one that nobody knows.
    std::vector<UnitNumber> units_within(UnitNumber unit) const;
    /// The heads along `chain_of`, nearest first, without units that have none.
    std::vector<PersonNumber> heads_of(std::optional<UnitNumber> unit) const;

    /// Does anybody still here hold the role that day, for whichever unit, or a role that shares its queue?
    bool is_held(std::string_view role, const Day& day) const;
    /// Those still here who hold just this role that day for somebody of that unit: the nearest unit's own holders, else those for
    /// everybody, else (a role held for other units only) all. First asked first; also people who are away.
    std::vector<PersonNumber> holders(std::string_view role, std::optional<UnitNumber> unit, const Day& day) const;
    /// The unit along `chain_of` that has holders of its own.
    std::optional<UnitNumber> unit_with_holders(std::string_view role, std::optional<UnitNumber> unit, const Day& day) const;
    /// Those still here who work in the queue that day, for whichever unit: holders of its role and of those that share it. Who is asked
    /// first comes first, then by name; also people who are away.
    std::vector<PersonNumber> working_in(std::string_view queue, const Day& day) const;
    /// Do single units have holders of the role, or of one that shares its queue?
    bool is_held_by_unit(std::string_view queue) const;

    /// Who hears of the queue's tickets in a holder's place, for a requester of that unit: the substitute of somebody away, 0 for those
    /// whose unit it is not. Holders who hear themselves are not in it.
    std::map<PersonNumber, PersonNumber> in_place_of_holders(std::string_view queue, std::optional<UnitNumber> unit, const Day& day) const;
    /// The roles of those for whom this person stands in that day, each once.
    std::vector<std::string> roles_in_stead(PersonNumber person, const Day& day) const;

private:
    bool counts(const StaffHolding& holding, const Day& day) const;
    /// The queue's own role and those that share it.
    std::vector<std::string> roles_of_queue(std::string_view queue) const;
    template <class Fits>
    std::vector<PersonNumber> holders_where(std::string_view role, const Day& day, const Fits& fits) const;

    std::vector<Role> roles_;
    std::unordered_map<PersonNumber, StaffPerson> people_;
    std::map<std::string, PersonNumber, std::less<>> by_initials_;
    std::unordered_map<UnitNumber, StaffUnit> units_;
    std::map<std::string, std::vector<StaffHolding>, std::less<>> holdings_;  // by role, first asked first
    std::unordered_map<PersonNumber, std::vector<StaffAbsence>> absences_;
};

}  // namespace ansvar::routing
