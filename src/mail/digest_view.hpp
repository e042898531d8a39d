#pragma once

#include "mail/digests.hpp"
#include "mail/letter.hpp"
#include "mail/settings.hpp"
#include "web/texts.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace ansvar::mail {

/// What templates/mail/digest gets to see: as other letters (letter_view.hpp) language, school, number, subject, url, action, heading and
/// intro, and tickets: [{number, title, happened, url}].
nlohmann::json view_of_digest(const Letter& letter, const std::vector<ToldTicket>& tickets, const Settings& settings, const web::Texts& texts);

}  // namespace ansvar::mail
