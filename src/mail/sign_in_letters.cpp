#include "mail/sign_in_letters.hpp"

#include "core/secret.hpp"
#include "queries/mail.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace ansvar::mail {

namespace {

constexpr std::chrono::minutes link_life{15};
/// Somebody sits and waits for this letter: it goes before whatever became due in the last hour.
constexpr std::chrono::hours head_start{1};

}  // namespace

SignInLetters::SignInLetters(const Settings& settings, std::function<void()> wake)
    : domain_{settings.sender.domain()}, wake_{std::move(wake)} {}

void SignInLetters::sign_in(db::Transaction& tx, const MailAddress& to, web::Language language, Timestamp now) {
    insert(tx, LetterKind::SignIn, to, language, std::nullopt, now);
}

void SignInLetters::confirm(db::Transaction& tx, const MailAddress& to, web::Language language, std::uint64_t pending_id, Timestamp now) {
    insert(tx, LetterKind::ConfirmTicket, to, language, pending_id, now);
}

void SignInLetters::insert(db::Transaction& tx, LetterKind kind, const MailAddress& to, web::Language language,
                           std::optional<std::uint64_t> pending_id, Timestamp now) {
    tx.execute(queries::mail::insert_sign_in_letter, {{"kind", name(kind)},
                                                      {"email", to.text()},
                                                      {"language", web::to_string(language)},
                                                      {"message_id", fmt::format("<s.{}@{}>", random_token(16), domain_)},
                                                      {"pending", pending_id},
                                                      {"now", now},
                                                      {"due_at", now - head_start},
                                                      {"expires_at", now + link_life}});
}

}  // namespace ansvar::mail
