#pragma once

#include "db/database.hpp"
#include "mail/choices.hpp"
#include "mail/letter.hpp"
#include "mail/letter_words.hpp"
#include "mail/reply_address.hpp"
#include "mail/settings.hpp"
#include "mail/transport.hpp"
#include "web/templates.hpp"
#include "web/texts.hpp"

#include <nlohmann/json_fwd.hpp>

#include <stdexcept>
#include <string>

namespace ansvar::mail {

struct MimeLetter;

/// This letter can never be sent, whatever one waits for: its address is none, its ticket is not there.
class Unsendable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Writes a letter at the moment it goes out, from what the database says then. Safe from several threads.
class Composer {
public:
    /// Keeps references to `texts` and `templates`; they must outlive it.
    Composer(const Settings& settings, const web::Templates& templates, const web::Texts& texts, LinkSource links);

    /// Reads the ticket, says it in the letter's words (shipped, or as administrators left them), and packs it as MIME. Throws Unsendable, a db::Error, or whatever rendering or the
    /// LinkSource throws.
    Parcel compose(db::Database& database, const Letter& letter) const;

private:
    void fill_about_ticket(MimeLetter& mime, db::Database& database, const Letter& letter) const;
    void fill_monday(MimeLetter& mime, db::Database& database, const Letter& letter) const;
    void fill_webhook(MimeLetter& mime, db::Database& database, const Letter& letter) const;
    void fill_digest(MimeLetter& mime, db::Database& database, const Letter& letter) const;
    std::string stop_url(const Letter& letter, Stop stop) const;
    /// Subject, text and HTML in the words of that letter.
    void fill(MimeLetter& mime, db::Database& database, web::Language language, const std::string& folder, nlohmann::json view) const;

    Settings settings_;
    ReplyAddresses addresses_;
    const web::Texts& texts_;
    LetterTexts letter_texts_;
    LinkSource links_;
};

}  // namespace ansvar::mail
