#include "routing/answering.hpp"

#include <algorithm>
#include <utility>

namespace ansvar::routing {

namespace {

/// Finds the people of one day for one requester.
class Finder {
public:
    Finder(const Requester& requester, const Staff& staff, const Day& day) : requester_(requester), staff_(staff), day_(day) {}

    /// A relative role: the manager, else heads of units, nearest first. The first of them who is here, or is stood in for, answers.
    PeopleBehind superior() const {
        PeopleBehind behind;
        for (const auto candidate : superiors()) {
            const auto present = staff_.find_present(candidate, day_);
            if (!present || present == requester_.person) {
                behind.away.push_back(candidate);
                continue;
            }
            const auto expected = behind.away.empty() ? candidate : behind.away.front();
            behind.people.push_back(*present == expected ? Answerer{*present} : Answerer{*present, expected});
            behind.away.clear();
            break;
        }
        return behind;
    }

    PeopleBehind named(const StaffPerson& person) const {
        PeopleBehind behind;
        add(behind, person.id);
        return behind;
    }

    /// A role with holders, of which the row may name one.
    PeopleBehind holders(const std::string& code, const std::string& initials) const {
        PeopleBehind behind;
        const auto* holder = staff_.find_by_initials(initials);
        const auto own_unit = staff_.unit_with_holders(code, requester_.unit, day_);
        if (holder != nullptr && !own_unit) {
            behind = named(*holder);
        } else {
            add_holders(behind, code);
            behind.unit = own_unit;
        }
        behind.role = code;
        return behind;
    }

    PeopleBehind responsible(const Responsible& one) const {
        const auto* role = staff_.find_role(one.role);
        PeopleBehind behind;
        if (role != nullptr && role->kind == RoleKind::Relative) {
            behind = superior();
        } else if (!one.role.empty()) {
            behind = holders(one.role, one.holder);
        } else if (const auto* person = staff_.find_by_initials(one.holder)) {
            behind = named(*person);
        }
        behind.role = one.role;
        behind.relation = one.relation;
        return behind;
    }

private:
    std::vector<PersonNumber> superiors() const {
        auto candidates = staff_.heads_of(requester_.unit);
        if (requester_.manager) {
            candidates.insert(candidates.begin(), *requester_.manager);
        }
        std::vector<PersonNumber> superiors;
        for (const auto one : candidates) {
            const auto* person = staff_.find(one);
            const bool is_known = std::find(superiors.begin(), superiors.end(), one) != superiors.end();
            if (person != nullptr && !person->has_left && one != requester_.person && !is_known) {
                superiors.push_back(one);
            }
        }
        return superiors;
    }

    void add_holders(PeopleBehind& behind, const std::string& code) const {
        std::vector<std::string> codes{code};
        if (const auto* role = staff_.find_role(code)) {
            codes.insert(codes.end(), role->shared_by.begin(), role->shared_by.end());
        }
        for (const auto& one : codes) {
            for (const auto holder : staff_.holders(one, requester_.unit, day_)) {
                add(behind, holder);
            }
        }
    }

    void add(PeopleBehind& behind, PersonNumber person) const {
        const auto present = staff_.find_present(person, day_);
        if (!present) {
            behind.away.push_back(person);
            return;
        }
        const auto known =
            std::find_if(behind.people.begin(), behind.people.end(), [&](const Answerer& one) { return one.person == *present; });
        if (known == behind.people.end()) {
            behind.people.push_back(*present == person ? Answerer{*present} : Answerer{*present, person});
        } else if (*present == person) {
            known->instead_of.reset();  // they answer in their own right, too
        }
    }

    const Requester& requester_;
    const Staff& staff_;
    const Day& day_;
};

/// The lead's queue and people.
void answer_lead(Answering& answer, const Responsible& lead, bool is_row, const Finder& finder, const Staff& staff, const Day& day) {
    const auto* role = staff.find_role(lead.role);
    if (role != nullptr && role->kind == RoleKind::Relative) {
        answer.lead = finder.superior();
        answer.lead.role = lead.role;
        answer.is_personal = answer.lead.person() != nullptr;
        if (answer.is_personal) {
            answer.queue = lead.role;
        } else {
            answer.note = answer.lead.away.empty() ? StaffNote::NoManager : StaffNote::ManagerAway;
        }
        return;
    }
    if (is_row && (lead.role.empty() || lead.role == triage_role) && !lead.holder.empty()) {
        const auto* person = staff.find_by_initials(lead.holder);
        answer.lead = person != nullptr ? finder.named(*person) : PeopleBehind{};
        answer.is_personal = answer.lead.person() != nullptr;
        if (!answer.is_personal) {
            answer.note = person == nullptr ? StaffNote::NoSuchHolder : StaffNote::HolderAway;
        }
        return;
    }
    if (role == nullptr || !staff.is_held(lead.role, day)) {
        answer.lead.role = lead.role;
        answer.note = StaffNote::RoleWithoutAnybody;
        return;
    }
    answer.queue = lead.role;
    answer.lead = finder.holders(lead.role, lead.holder);
    if (answer.lead.people.empty() && !answer.lead.away.empty()) {
        answer.note = StaffNote::HolderAway;
    }
}

}  // namespace

Answering answering(const Decision& decision, const Requester& requester, const Staff& staff, const Day& day) {
    const Finder finder{requester, staff, day};
    Answering answer;
    answer_lead(answer, {decision.role, decision.holder, Relation::Lead}, decision.area.has_value(), finder, staff, day);
    for (const auto& other : decision.others) {
        answer.others.push_back(finder.responsible(other));
    }
    return answer;
}

Answering answering(const Area& area, const Requester& requester, const Staff& staff, const Day& day) {
    Decision decision;
    decision.area = area.key;
    decision.role = area.lead().role.empty() ? std::string{triage_role} : area.lead().role;
    decision.holder = area.lead().holder;
    decision.others.assign(area.responsible.begin() + 1, area.responsible.end());
    return answering(decision, requester, staff, day);
}

std::string_view to_string(StaffNote note) {
    switch (note) {
        case StaffNote::NoManager:
            return "no-manager";
        case StaffNote::ManagerAway:
            return "manager-away";
        case StaffNote::NoSuchHolder:
            return "no-such-holder";
        case StaffNote::HolderAway:
            return "holder-away";
        case StaffNote::RoleWithoutAnybody:
            break;
    }
    return "role-without-anybody";
}

}  // namespace ansvar::routing
