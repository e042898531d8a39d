#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "db/session.hpp"
#include "identity/person.hpp"

namespace ansvar::identity {

/// Why a name or address that somebody typed means no one person: nobody has it, or several do.
struct Ambiguous {
    std::vector<std::string> names;  ///< of several, the first few; empty: nobody
};

/// Whom somebody means who typed an id ("17"), a mail address, a name, or the beginning of a rare one. People who have left are found too.
Result<Person, Ambiguous> find_typed_person(db::Session& session, std::string_view typed, Timestamp now);

}  // namespace ansvar::identity
