#pragma once

#include "routing/decision.hpp"
#include "routing/staff.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::routing {

/// Who asks, as far as it bears on who answers. All empty: somebody unknown.
struct Requester {
    std::optional<PersonNumber> person = std::nullopt;
    std::optional<PersonNumber> manager = std::nullopt;
    std::optional<UnitNumber> unit = std::nullopt;
};

/// Somebody who is here and answers.
struct Answerer {
    PersonNumber person = 0;
    std::optional<PersonNumber> instead_of = std::nullopt;  ///< whose turn it was, but they are away

    bool operator==(const Answerer&) const = default;
};

/// The people behind one of an area's responsibles on a day.
struct PeopleBehind {
    std::string role = {};  ///< its code; "" for a person without a role
    Relation relation = Relation::Lead;
    std::vector<Answerer> people = {};              ///< here that day, first asked first, each once
    std::vector<PersonNumber> away = {};            ///< would answer, but are away and nobody stands in for them
    std::optional<UnitNumber> unit = std::nullopt;  ///< whose own holders they are; empty: everybody's

    /// When just one person answers.
    const Answerer* person() const { return people.size() == 1 ? &people.front() : nullptr; }

    bool operator==(const PeopleBehind&) const = default;
};

/// What was missing, for whoever looks after the matrix.
enum class StaffNote {
    NoManager,           ///< Resp chef, and neither a manager nor a unit's head is known: in triage
    ManagerAway,         ///< they are known, but away without anybody in their stead: in triage
    NoSuchHolder,        ///< the row's person, who holds it without a role, is nobody we know: in triage
    HolderAway,          ///< those who answer are away without anybody in their stead
    RoleWithoutAnybody,  ///< nobody holds the role that day: in triage
};

/// A decision among the people there are on a day.
struct Answering {
    std::string queue = std::string{triage_role};  ///< the role whose queue the ticket stands in; never ""
    bool is_personal = false;  ///< it belongs to lead.person() alone: the requester's manager, or a person without a role
    PeopleBehind lead = {};
    std::vector<PeopleBehind> others = {};
    std::optional<StaffNote> note = std::nullopt;

    bool operator==(const Answering&) const = default;
};

/// Meets a decision with the people of a day. Total and deterministic: there is always a queue, and never somebody who is away or has
/// left. The rules:
///   - the holders of the requester's unit, or of the nearest one above it, go before the person whom the row names, and that person
///     before the holders for everybody;
///   - somebody away is stood in for by their substitute, through any number of them; without one the ticket stays in its queue;
///   - Resp chef is the requester's manager, else the head of their unit or of those above; nobody is their own manager;
///   - a person without a role (row B118) answers alone;
///   - what nobody answers for is triage's, with a note.
Answering answering(const Decision& decision, const Requester& requester, const Staff& staff, const Day& day);

/// The same for an area as the matrix has it, before anybody has asked.
Answering answering(const Area& area, const Requester& requester, const Staff& staff, const Day& day);

std::string_view to_string(StaffNote note);  ///< "no-manager", "manager-away", "no-such-holder", "holder-away", "role-without-anybody"

}  // namespace ansvar::routing
