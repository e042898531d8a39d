#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/mail_address.hpp"
#include "core/time.hpp"
#include "db/database.hpp"
#include "identity/settings.hpp"
#include "web/language.hpp"

namespace ansvar::identity {

/// What a mailed link is for.
struct LinkPurpose {
    MailAddress email;
    web::Language language = web::Language::Sv;
    std::optional<std::uint64_t> pending = std::nullopt;  ///< the waiting ticket that it confirms
};

/// A link that has not been used, in time.
struct OpenLink {
    std::uint64_t id = 0;
    LinkPurpose purpose;
    Timestamp expires_at;
};

/// Makes a link ("https://…/sign-in/TOKEN") that lets its reader in once, within Settings::link_life of `now`. The token is drawn here and
/// only its hash is stored, so call this when the letter goes out. Throws as Database does.
std::string draw_link(db::Database& database, const Settings& settings, const LinkPurpose& purpose, Timestamp now);

/// The link behind a token, unless unknown, used or too old. Changes nothing: mail scanners open links too.
std::optional<OpenLink> find_link(db::Session& session, std::string_view token, Timestamp now);
/// Uses the link up: true for exactly one caller, however many try at once.
bool use_link(db::Transaction& tx, std::string_view token, Timestamp now);

}  // namespace ansvar::identity
