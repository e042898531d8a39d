#include "tickets/placement.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// Reads and writes people for one day.
class PeopleWriter {
public:
    PeopleWriter(const routing::Staff& staff, const routing::Day& day) : staff_(staff), day_(day) {}

    json behind(const routing::PeopleBehind& behind) const {
        auto answers = json::array(), away = json::array();
        for (const auto& one : behind.people) {
            auto person = named(one.person);
            if (one.instead_of) {
                person["for"] = absent(*one.instead_of);
            }
            answers.push_back(std::move(person));
        }
        for (const auto one : behind.away) {
            away.push_back(absent(one));
        }
        return {{"answers", std::move(answers)}, {"away", std::move(away)}};
    }

private:
    json named(routing::PersonNumber id) const {
        const auto* person = staff_.find(id);
        return {{"id", id}, {"name", person ? person->name : ""}};
    }
    json absent(routing::PersonNumber id) const {
        auto person = named(id);
        person["until"] = staff_.away_until(id, day_).value_or("");
        return person;
    }

    const routing::Staff& staff_;
    const routing::Day& day_;
};

void add_stand_ins(std::vector<StandIn>& list, const json& behind, bool is_lead) {
    for (const auto& person : behind.value("answers", json::array())) {
        if (const auto away = person.value("for", json::object()); !away.empty()) {
            list.push_back({away.value("name", ""), away.value("until", ""), person.value("name", ""), is_lead});
        }
    }
    for (const auto& away : behind.value("away", json::array())) {
        list.push_back({away.value("name", ""), away.value("until", ""), "", is_lead});
    }
}

}  // namespace

std::string area_name_of(const routing::Router& router, const routing::Decision& decision) {
    const auto* area = decision.area ? router.matrix().find(*decision.area) : nullptr;
    return area ? area->name : std::string{};
}

routing::Requester requester_of(const identity::Person* person) {
    routing::Requester requester;
    if (person != nullptr) {
        requester.person = person->id.value;
        requester.manager = person->manager ? std::optional{person->manager->value} : std::nullopt;
        requester.unit = person->unit ? std::optional{person->unit->value} : std::nullopt;
    }
    return requester;
}

Placement place(const routing::Decision& decision, const identity::Person* requester, const routing::Staff& staff, Timestamp now) {
    const auto day = identity::school_day(now);
    const auto answer = routing::answering(decision, requester_of(requester), staff, day);
    Placement placement;
    placement.queue = RoleCode{answer.queue};
    if (answer.is_personal) {
        placement.holder = PersonId{answer.lead.person()->person};
    }
    placement.note = answer.note ? routing::to_string(*answer.note) : "";
    placement.people = people_json(answer, staff, day);
    return placement;
}

json people_json(const routing::Answering& answer, const routing::Staff& staff, const routing::Day& day) {
    const PeopleWriter writer{staff, day};
    auto people = writer.behind(answer.lead);
    people["unit"] = answer.lead.unit ? json(*answer.lead.unit) : json();
    people["others"] = json::array();
    for (const auto& other : answer.others) {
        auto one = writer.behind(other);
        one["role"] = other.role;
        one["relation"] = routing::to_string(other.relation);
        people["others"].push_back(std::move(one));
    }
    return people;
}

std::vector<StandIn> stand_ins(const json& people) {
    std::vector<StandIn> list;
    if (people.is_object()) {
        add_stand_ins(list, people, true);
        for (const auto& other : people.value("others", json::array())) {
            add_stand_ins(list, other, false);
        }
    }
    return list;
}

}  // namespace ansvar::tickets
