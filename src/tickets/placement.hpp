#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "core/ids.hpp"
#include "identity/person.hpp"
#include "routing/answering.hpp"
#include "routing/decision.hpp"
#include "routing/router.hpp"

namespace ansvar::tickets {

/// Where a decision puts a ticket among the people there are today.
struct Placement {
    RoleCode queue;
    std::optional<PersonId> holder;  ///< when the ticket belongs to one person: the requester's manager, or a person without a role
    std::string note;                ///< for the receipt: a routing::StaffNote's word, or empty
    nlohmann::json people;           ///< for the receipt: who answers and who is away, see `people_json`
};

/// Meets a decision with the staff: see routing::answering for the rules. `requester`: nullptr for somebody unknown.
Placement place(const routing::Decision& decision, const identity::Person* requester, const routing::Staff& staff, Timestamp now);

/// The name of the area a decision is about; "" when none fits.
std::string area_name_of(const routing::Router& router, const routing::Decision& decision);

/// What rules of routing look at in somebody who asks.
routing::Requester requester_of(const identity::Person* person);

/// An answer's people as events keep them: {"answers": [{"id", "name", "for": {"id", "name", "until"}}], "away": [{"id", "name",
/// "until"}], "unit": id or null, "others": [{"role", "relation", "answers": […], "away": […]}]}. "for" only when somebody stands in.
nlohmann::json people_json(const routing::Answering& answer, const routing::Staff& staff, const routing::Day& day);

/// Somebody away today, and who answers meanwhile.
struct StandIn {
    std::string away;        ///< name
    std::string until;       ///< their last day away, "2026-11-24"
    std::string substitute;  ///< name; "" when nobody does
    bool is_lead = true;     ///< false: of a co-responsible
};
/// What an event's `people` says about people away, the lead's first: "Amir Wallin är borta till 24 nov; Sara Nordin svarar i stället".
std::vector<StandIn> stand_ins(const nlohmann::json& people);

}  // namespace ansvar::tickets
