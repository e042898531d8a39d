#pragma once

#include "db/database.hpp"
#include "identity/letters.hpp"
#include "mail/letter.hpp"
#include "mail/settings.hpp"

#include <functional>
#include <string>

namespace ansvar::mail {

/// Puts the letters that let people in into the outbox, before the letters that nobody waits for. Safe from any thread.
class SignInLetters final : public identity::Letters {
public:
    /// `wake` is called after each commit, usually Worker::wake.
    SignInLetters(const Settings& settings, std::function<void()> wake);

    void sign_in(db::Transaction& tx, const MailAddress& to, web::Language language, Timestamp now) override;
    void confirm(db::Transaction& tx, const MailAddress& to, web::Language language, std::uint64_t pending_id, Timestamp now) override;
    void committed() override { db::when_stored(wake_); }

private:
    void insert(db::Transaction& tx, LetterKind kind, const MailAddress& to, web::Language language, std::optional<std::uint64_t> pending_id,
                Timestamp now);

    std::string domain_;
    std::function<void()> wake_;
};

}  // namespace ansvar::mail
