#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::routing {

/// How one responsible stands to an area. The first of a row leads; the others answer with it in one of these ways.
enum class Relation {
    Lead,           ///< gets the ticket
    CoResponsible,  ///< answers for it too, and is told
    Joint,          ///< decides together with the lead ("+" in the Blueprint)
    AnyOf,          ///< any of them may take it
    EachOwn,        ///< answers for its own part
    Approve,        ///< must say yes before it is done
    Consulted,      ///< is asked
};

/// One of a row's responsibles.
struct Responsible {
    std::string role;    ///< a role's code; "" for a person without a role
    std::string holder;  ///< initials as the Blueprint writes them; "" when it names nobody
    Relation relation = Relation::Lead;

    bool operator==(const Responsible&) const = default;
};

enum class Priority { Low, Normal, High, Urgent };

/// One row of the matrix: something that a ticket can be about, and who answers for it.
struct Area {
    std::string key;                       ///< a slug made once, never changed: "ber-klasslistor-elevuppgifter"
    std::string row;                       ///< the Blueprint's own number: "B034"
    std::string level;                     ///< "HYGIEN", "ADMINISTRATION", "PEDAGOGIK", "ALLA"
    std::string column;                    ///< "Pedagogisk administration"
    std::string name;                      ///< "BER | Klasslistor / Elevuppgifter"
    std::vector<Responsible> responsible;  ///< never empty; the first is the lead
    Priority default_priority = Priority::Normal;
    bool confidential = false;  ///< read by its role only, unless somebody opens it
    bool emergency = false;     ///< a text about danger is answered by this row's lead
    std::string note;
    std::string source_text;  ///< the Blueprint's line, verbatim

    const Responsible& lead() const { return responsible.front(); }

    bool operator==(const Area&) const = default;
};

std::string_view to_string(Relation relation);  ///< "lead", "co-responsible", "joint", "any-of", "each-own", "approve", "consulted"
std::string_view to_string(Priority priority);  ///< "low", "normal", "high", "urgent"
std::optional<Relation> relation_from(std::string_view word);
std::optional<Priority> priority_from(std::string_view word);

}  // namespace ansvar::routing
