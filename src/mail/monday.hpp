#pragma once

#include "db/database.hpp"
#include "mail/choices.hpp"
#include "mail/letter.hpp"
#include "mail/settings.hpp"
#include "web/texts.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The Monday letter: what a manager's week was like. Reports say what it says, when it is due (decision 0072).
namespace ansvar::mail::monday {

/// When the letter of this moment's week comes: Monday at 7 by the school's clock. Not yet: empty.
std::optional<Timestamp> due_at(Timestamp now);

/// Somebody who has not got the letter of that Monday.
struct Reader {
    PersonId person;
    std::string email;
    web::Language language = web::Language::Sv;
    std::optional<QuietHours> quiet;
};
std::vector<Reader> readers(db::Session& session, Timestamp due_at, std::size_t limit);

/// Puts the letter into the outbox, once for each reader and Monday, however many try: returns false when somebody else has. `content`:
///   week, path (of the overview), basis, parts [{title, lines [{label, figure, note, path}]}]
/// in the reader's language, notes and paths "" where there is none. Quiet hours are waited for.
bool write(db::Database& database, const Reader& reader, Timestamp due_at, const nlohmann::json& content, std::string_view domain, Timestamp now);

/// Empty when there is nothing its reader may be told any more.
std::optional<nlohmann::json> content_of(db::Session& session, const Letter& letter);
nlohmann::json view(const Letter& letter, const nlohmann::json& content, const Settings& settings, const web::Texts& texts);

}  // namespace ansvar::mail::monday
