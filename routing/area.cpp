#include "routing/area.hpp"

#include "routing/words_of.hpp"

namespace ansvar::routing {
namespace {

constexpr WordsOf<Relation, 7> relations{{{Relation::Lead, "lead"},
                                          {Relation::CoResponsible, "co-responsible"},
                                          {Relation::Joint, "joint"},
                                          {Relation::AnyOf, "any-of"},
                                          {Relation::EachOwn, "each-own"},
                                          {Relation::Approve, "approve"},
                                          {Relation::Consulted, "consulted"}}};

constexpr WordsOf<Priority, 4> priorities{
    {{Priority::Low, "low"}, {Priority::Normal, "normal"}, {Priority::High, "high"}, {Priority::Urgent, "urgent"}}};

}  // namespace

std::string_view to_string(Relation relation) {
    return relations.word(relation);
}

std::string_view to_string(Priority priority) {
    return priorities.word(priority);
}

std::optional<Relation> relation_from(std::string_view word) {
    return relations.value(word);
}

std::optional<Priority> priority_from(std::string_view word) {
    return priorities.value(word);
}

}  // namespace ansvar::routing
