#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "db/database.hpp"
#include "mail/incoming_mail.hpp"
#include "web/language.hpp"

namespace ansvar::inbox {

/// Says in somebody's language which of their files were not taken.
using FilesLeft = std::function<std::string(web::Language, const std::string& names)>;

/// Stores the files that came with something, as far as tickets take them, and returns their tokens. What could not be taken is named at the
/// end of `text`.
std::vector<std::string> keep_files(db::Database& database, const std::vector<mail::IncomingFile>& files, std::optional<PersonId> owner, Timestamp now,
                                    const FilesLeft& files_left, web::Language language, std::string& text);

}  // namespace ansvar::inbox
