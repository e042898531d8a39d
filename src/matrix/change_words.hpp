#pragma once

#include <map>
#include <string>
#include <vector>

#include "routing/difference.hpp"
#include "routing/fault.hpp"
#include "web/texts.hpp"

namespace ansvar::matrix {

/// What is said about differences and faults of a matrix, to one reader.
class ChangeWords {
public:
    ChangeWords(const web::Texts& texts, web::Language language) : texts_{texts}, language_{language} {}

    /// "Skrivare: ITS → VAKT"
    std::string say(routing::Change change) const;
    /// "Skrivare: nya ord häftapparat; borttagna ord fax"; `name` is the area's.
    std::string say(const routing::WordsChange& change, const std::string& name) const;
    /// "rollen ”VAKTT” finns inte"
    std::string say(const routing::Fault& fault) const;

    const std::string& text(std::string_view key) const { return texts_.text(language_, key); }
    std::string format(std::string_view key, const web::Arguments& arguments) const { return texts_.format(language_, key, arguments); }

private:
    const web::Texts& texts_;
    web::Language language_;
};

/// Confidential tickets are not counted: with few tickets a number says too much.
using TicketCounts = std::map<std::string, std::int64_t>;

}  // namespace ansvar::matrix
