#pragma once

#include "routing/area.hpp"
#include "routing/exceptions.hpp"
#include "routing/fault.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::routing {

/// What a person wants help with. UTF-8; bytes that are not are read as U+FFFD.
struct Request {
    std::string subject;
    std::string body;
    std::optional<std::string> area;  ///< the key or B-number that the person picked
};

/// Why a decision is as it is.
enum class Reason {
    Chosen,      ///< the person picked the area
    Classified,  ///< the text says so, surely enough
    Triage,      ///< too unsure, or no row fits
    Emergency,   ///< the text speaks of danger to people
    Corrected,   ///< an agent moved it; made by `Router::correct`
    Imported,    ///< it came from another helpdesk; what is counted of the router leaves it out
};

/// What an agent should know besides the reason.
enum class Note {
    TextDisagrees,        ///< the person picked an area, and the text clearly speaks of another (`candidates` say which)
    UnknownArea,          ///< the picked area is not in the matrix; the text decided instead
    SoundsLikeEmergency,  ///< the person picked an area, and the text speaks of danger
};

/// One area that the text might be about.
struct Candidate {
    std::string row;
    std::string area;                ///< key
    std::string role;                ///< the lead's code; TRIAGE for a person without a role
    double score = 0;                ///< probability 0–1; those of all areas and of "no row" sum to 1
    std::vector<std::string> words;  ///< as the person wrote them, strongest first, at most 6; none when hardly likely

    bool operator==(const Candidate&) const = default;
};

/// The receipt: who answers for a request, how sure that is, and why. It is stored on the ticket and is never empty.
struct Decision {
    std::optional<std::string> row;   ///< "B017"; none when no row fits or too unsure
    std::optional<std::string> area;  ///< its key
    std::string role;                 ///< whose queue: a code of the matrix, never "". For Reason::Triage it is TRIAGE
    std::string holder;               ///< initials of the row's holder, "" when it names nobody. With role TRIAGE and an
                                      ///< area (B118): this person answers alone; TRIAGE only if the service knows no such person
    std::vector<Responsible> others;  ///< the row's responsibles after the lead
    Priority priority = Priority::Normal;
    bool confidential = false;
    double confidence = 0;  ///< probability 0–1 that `role` (at triage: the best candidate's role) is right; 1 when chosen
    std::vector<Candidate>
        candidates;                  ///< at most 5: the likeliest role's area, then by score; the text's own, also when an area was chosen
    std::vector<std::string> words;  ///< the words that counted for `area` (at triage: for the best candidate)
    Reason reason = Reason::Triage;
    std::string matrix_version;
    std::string model_version;
    std::optional<Note> note;
    std::optional<std::string> second;          ///< key of a second problem's area, when the text seems to hold two
    std::optional<std::string> corrected_from;  ///< role before, for Reason::Corrected
    std::optional<AppliedException> exception = std::nullopt;  ///< of the requester's unit, when it and not the matrix says who leads

    bool operator==(const Decision&) const = default;
};

std::string_view to_string(Reason reason);  ///< "chosen", "classified", "triage", "emergency", "corrected", "imported"
std::string_view to_string(Note note);      ///< "text-disagrees", "unknown-area", "sounds-like-emergency"
std::optional<Reason> reason_from(std::string_view word);
std::optional<Note> note_from(std::string_view word);

/// The best rows first: the decision's own, then the candidates'; at most 5, none twice.
std::vector<std::string> best_rows(const Decision& decision);

/// One JSON object, UTF-8, members in a fixed order.
std::string to_json(const Decision& decision);
/// The decision that `to_json` wrote; a fault when the text is no such object. Unknown members are ignored.
Read<Decision> decision_from_json(std::string_view json);

}  // namespace ansvar::routing
