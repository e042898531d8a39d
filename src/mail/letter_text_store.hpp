#pragma once

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/transaction.hpp"
#include "mail/letter_words.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The letters' words in the database: versions that are added and never changed, so every instance sends the newest.
namespace ansvar::mail::letter_text_store {

struct Version {
    std::string letter;
    web::Language language = web::Language::Sv;
    std::int64_t version = 0;
    std::optional<LetterWords> words;  ///< empty: the shipped ones
    std::string changed_by = {};
    Timestamp changed_at = {};
};

/// What is sent now; version 0 and no words when nobody has changed them.
Version current(db::Session& session, const std::string& letter, web::Language language);
/// Empty when there is none.
std::optional<Version> find(db::Session& session, const std::string& letter, web::Language language, std::int64_t version);
/// Newest first, at most 100.
std::vector<Version> versions(db::Session& session, const std::string& letter, web::Language language);
/// The newest of each letter that was ever changed.
std::vector<Version> changed(db::Session& session);
/// Adds the version after `seen`. False: somebody else has changed the letter since then.
bool add(db::Transaction& tx, const Version& seen, const std::optional<LetterWords>& words, PersonId by, Timestamp now);

}  // namespace ansvar::mail::letter_text_store
