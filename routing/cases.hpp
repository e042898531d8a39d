#pragma once

#include "routing/decision.hpp"
#include "routing/matrix.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ansvar::routing {

/// A request of which somebody who knows the school has said where it belongs.
struct Case {
    std::string id;
    Request request;
    std::vector<std::string> areas;  ///< keys of every row that is right, the main one first; empty when no row is
    std::string role;                ///< the lead's code, a holder for a person without a role, or TRIAGE
    std::string kind;                ///< "plain", "mixed", "unroutable" …
};

/// Reads columns id,subject,body,rows,role,kind; `rows` are B-numbers or keys between '|'.
/// Fault codes: those of CsvTable and unknown-area.
Read<std::vector<Case>> read_cases(std::string_view csv, const Matrix& matrix);

/// Subject and body as one text, cut at what anybody reads: 20,000 bytes each. Always UTF-8.
std::string text_of(const Request& request);

}  // namespace ansvar::routing
