#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/form_check.hpp"
#include "identity/own_session.hpp"
#include "identity/people_plan.hpp"
#include "identity/routes.hpp"

/// Lists of people that come in, by the page or by a program: looked at first, carried out after.
namespace ansvar::identity {

/// A list's bytes as text. Empty, with what is wrong at "file", when there are none, too many, or they are no text.
std::optional<std::string> read_list(std::string_view bytes, FormCheck& check);

/// Keeps a list for a day, to be looked at and carried out. Gives its number.
std::uint64_t keep_import(db::Database& database, std::string_view text, PersonId by, Timestamp now);

/// A kept list: what it would change now, or what came of it.
struct KeptImport {
    ImportPlan plan = {};
    std::optional<nlohmann::json> done = std::nullopt;  ///< ImportCounts; carried out
};
/// What `reader` sees of a kept list: never that they themselves are to leave. Throws NotFound when there is none.
KeptImport read_import(db::Session& session, std::uint64_t id, PersonId reader, Timestamp now);

/// Why nothing was done, and what would be now.
struct ImportRefusal {
    const char* text_key;  ///< import.changed_meanwhile, import.last_administrator
    ImportPlan plan = {};
};
/// Carries a kept list out as it was looked at (`fingerprint`), lets `leaving` of the absent leave, and does what follows outside the
/// transaction. Asked twice it is done once. Throws NotFound when there is no such list.
std::optional<ImportRefusal> confirm_import(const Services& services, const web::Request& request, std::uint64_t id, const std::string& fingerprint,
                                            const std::vector<PersonId>& leaving, OwnSession& own);

}  // namespace ansvar::identity
