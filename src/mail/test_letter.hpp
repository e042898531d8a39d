#pragma once

#include "core/mail_address.hpp"
#include "core/time.hpp"
#include "mail/settings.hpp"
#include "mail/transport.hpp"
#include "web/texts.hpp"

namespace ansvar::mail {

/// A short letter that says what it is: does the way out work?
Parcel test_letter(const Settings& settings, const web::Texts& texts, web::Language language, const MailAddress& to, Timestamp now);

}  // namespace ansvar::mail
