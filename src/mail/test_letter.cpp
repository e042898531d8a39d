#include "mail/test_letter.hpp"

#include "core/secret.hpp"
#include "core/text.hpp"
#include "mail/mime.hpp"

#include <string>

namespace ansvar::mail {

Parcel test_letter(const Settings& settings, const web::Texts& texts, web::Language language, const MailAddress& to, Timestamp now) {
    const auto said = [&](const std::string& key) { return texts.format(language, key, {{"school", settings.school}}); };
    const MimeLetter letter{.sender_name = settings.school,
                            .sender = settings.sender,
                            .recipient_name = "",
                            .recipient = to,
                            .reply_to = settings.reply_to,
                            .subject = said("mailed.test.subject"),
                            .message_id = "<test." + random_token(12) + "@" + std::string{settings.sender.domain()} + ">",
                            .references = {},
                            .date = now,
                            .auto_submitted = "auto-generated",
                            .list_id = "",
                            .stop_url = "",
                            .text = said("mailed.test.text") + "\n",
                            .html = "<p>" + escape_html(said("mailed.test.text")) + "</p>"};
    return {LetterId{}, LetterKind::Receipt, now, settings.sender, to, to_mime(letter)};
}

}  // namespace ansvar::mail
