#pragma once

#include "db/transaction.hpp"
#include "mail/letter.hpp"
#include "mail/settings.hpp"
#include "web/texts.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

/// Letters that tell that an address is not told of changes any more (hooks/webhook.hpp).
namespace ansvar::mail::webhook_letters {

struct Reader {
    PersonId person;
    std::string email;
    web::Language language = web::Language::Sv;
};
/// Whose rights the address has, or else who made it; empty when neither reads mail any more.
std::optional<Reader> reader_of(db::Session& session, PersonId owner, PersonId created_by, Timestamp now);

/// Puts it into the outbox. What it says is read from the address when it goes out.
LetterId write(db::Transaction& tx, const Reader& reader, std::string_view domain, Timestamp now);

/// {id, name, url, why}; empty when the address has been taken away or goes on.
std::optional<nlohmann::json> content_of(db::Session& session, const Letter& letter);
nlohmann::json view(const Letter& letter, const nlohmann::json& content, const Settings& settings, const web::Texts& texts);

}  // namespace ansvar::mail::webhook_letters
