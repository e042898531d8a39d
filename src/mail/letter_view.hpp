#pragma once

#include "mail/letter.hpp"
#include "mail/letter_facts.hpp"
#include "mail/settings.hpp"
#include "web/texts.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace ansvar::mail {

/// What the parts of templates/mail and the fields of a letter (mail/letter_words.hpp) get to see:
///   language, school, number ("#1042" or ""), subject, url, action (the words on the link to `url`)
///   heading, intro       mailed.<letter>.heading and .intro, formatted
///   author, who, requester, why, other, reference, closes   single facts, "" where there is none
///   message              false, or a list of {label, by, text, html, is_cut}: what somebody wrote; `html` is escaped, its lines end in
///                        <br>; `label` stands above what the letter does not introduce itself; `by` is "" but for what is told along
///   facts                [{label, value}], has_facts
///   standing             "" or a sentence about the state that came with a reply
///   survey               false, or {yes_url, no_url}: where the requester says whether it helped
///   problem_url          "" or where to say that the problem remains
nlohmann::json view_of_ticket_letter(const Letter& letter, const LetterFacts& facts, const Settings& settings, const web::Texts& texts);
nlohmann::json view_of_link_letter(const Letter& letter, const std::string& url, const Settings& settings, const web::Texts& texts);

/// The folder below templates/mail: the kind's, or "confidential" for everything about a confidential ticket.
std::string folder_of(const Letter& letter, const LetterFacts& facts);

}  // namespace ansvar::mail
