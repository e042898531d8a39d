#pragma once

#include "mail/letter.hpp"
#include "mail/settings.hpp"
#include "tickets/event.hpp"
#include "web/texts.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace ansvar::mail {

/// The event that a letter of this kind tells of; empty for those that tell how a ticket began, or of no event.
std::optional<tickets::EventKind> event_of(LetterKind kind);

/// What a letter's view would be for an invented ticket, in the words of the catalogues.
nlohmann::json sample_view(const std::string& folder, web::Language language, const Settings& settings, const web::Texts& texts, Timestamp now);

}  // namespace ansvar::mail
