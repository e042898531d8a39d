#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/session.hpp"
#include "web/texts.hpp"

namespace ansvar::identity {

/// Something wrong with a file of people. `line` 0: with the whole of it.
struct ImportFault {
    std::size_t line;
    std::string text_key;
    web::Arguments arguments = {};
};

/// What a file says of somebody, and what of that is not so yet.
struct PlannedPerson {
    struct Field {
        std::string name;    ///< "name", "title", "phone", "room", "language", "manager", "unit", "roles", "left"
        std::string before;  ///< as people read it; "" for nothing
        std::string after;
    };
    std::size_t line = 0;
    PersonId id = {};  ///< zero for somebody new
    std::string name;
    std::string mail;
    std::vector<Field> fields = {};  ///< what changes; of somebody new: all that is said
    nlohmann::json row = {};         ///< what is written, for the statements
};

/// What a file would change, before it does. People who are not in it are never touched, unless an administrator ticks them.
struct ImportPlan {
    struct Absent {
        PersonId id;
        std::string name;
        std::string mail;
    };
    std::vector<PlannedPerson> added = {};
    std::vector<PlannedPerson> changed = {};
    std::size_t unchanged = 0;
    std::vector<Absent> absent = {};  ///< known, still here, and not in the file
    std::vector<ImportFault> faults = {};

    /// Differs when anything that would be done, or was to be seen, differs.
    std::string fingerprint() const;
};

/// At most so many lines and bytes.
inline constexpr std::size_t most_import_lines = 20'000;
inline constexpr std::size_t most_import_bytes = 8 * 1024 * 1024;

/// Compares a file (text, see decode_sheet) with the people there are. All faults are told, each with its line. An empty cell, or a
/// column the file lacks, changes nothing; roles in a cell are all that the person holds from now on. Rights are never touched.
ImportPlan plan_import(db::Session& session, std::string_view text, Timestamp now);

}  // namespace ansvar::identity
