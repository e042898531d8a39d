#pragma once

#include "web/language.hpp"
#include "web/templates.hpp"
#include "web/texts.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::mail {

/// What a letter says: words with {fields}. A body is paragraphs, empty lines between them; a field that is more than a word ({link},
/// {message} …) is a line of its own. The HTML is made of it here, so nobody writes any.
/// The shipped ones are templates/mail/<letter>/letter.txt: the subject, the heading, an empty line, the body.
struct LetterWords {
    std::string subject;
    std::string heading;
    std::string body;
    bool operator==(const LetterWords&) const = default;
};

/// A field that a letter may have.
struct LetterField {
    std::string name;       ///< as it is stored: "number"
    bool is_block = false;  ///< stands alone on its line, and not in the subject or the heading
    bool operator==(const LetterField&) const = default;
};

/// One thing that is wrong with what somebody wrote.
struct WordsFault {
    std::string part;        ///< "subject", "heading", "body"
    std::string key;         ///< in the catalogues, after "letter_texts.fault."
    std::string field = {};  ///< the one it is about, as it is stored or as it was written
};

struct RenderedLetter {
    std::string subject;
    std::string text;
    std::string html;
};

/// The letters that can be written: each LetterKind's word, and "confidential".
std::vector<std::string> all_letter_folders();

class LetterTexts {
public:
    /// Keeps references; they must outlive it.
    LetterTexts(const web::Templates& templates, const web::Texts& texts) : templates_{templates}, texts_{texts} {}

    /// As it is shipped. `spelled`: its own sentences stand there as words where they are the same in every case, to be edited.
    LetterWords shipped(web::Language language, const std::string& folder, bool spelled = false) const;
    /// What may stand in it: of a ticket that is confidential nothing but its number and the link.
    std::vector<LetterField> fields(const std::string& folder) const;
    /// Empty: it can be sent. A letter must lead to its page, name its ticket, and hold what it is for.
    std::vector<WordsFault> check(const std::string& folder, const LetterWords& words) const;
    /// `view` as view_of_ticket_letter and its like make it, with "foot" and "stop_url". The words must have passed check().
    /// `is_preview`: the HTML also shows subject and text.
    RenderedLetter render(web::Language language, const std::string& folder, const LetterWords& words, nlohmann::json view, bool is_preview = false) const;

    /// The fields' names as people read and write them in a language: {number} is {nummer}. What is no field stays as it is.
    LetterWords as_shown(web::Language language, const LetterWords& words) const;
    LetterWords as_stored(web::Language language, const LetterWords& words) const;
    std::string shown_name(web::Language language, const std::string& field) const;

private:
    std::string spell(web::Language language, const std::string& folder, const std::string& part) const;
    std::string body(web::Language language, const std::string& folder, const std::string& words, const nlohmann::json& view, bool as_html) const;

    const web::Templates& templates_;
    const web::Texts& texts_;
};

}  // namespace ansvar::mail
