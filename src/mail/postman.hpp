#pragma once

#include "core/time.hpp"
#include "db/database.hpp"
#include "mail/composer.hpp"
#include "mail/letter.hpp"
#include "mail/outbox.hpp"
#include "mail/transport.hpp"

#include <chrono>
#include <functional>

namespace ansvar::mail {

/// Carries one claimed letter: writes it, sends it, writes down how that went. Safe from several threads.
class Postman {
public:
    /// `margin`: a claim with less time left is not begun. `may_wait` is asked, while the database is away, whether to go on trying to
    /// write down an outcome.
    Postman(db::Database& database, Outbox& outbox, const Clock& clock, const Composer& composer, Transport& transport,
            std::chrono::milliseconds margin, std::function<bool(std::chrono::milliseconds)> may_wait);

    /// Never throws: whatever is wrong with a letter becomes that letter's outcome.
    void deliver(const Letter& letter) noexcept;

private:
    Delivery attempt(const Letter& letter);
    void write_down(const Letter& letter, const Delivery& delivery);

    db::Database& database_;
    Outbox& outbox_;
    const Clock& clock_;
    const Composer& composer_;
    Transport& transport_;
    std::chrono::milliseconds margin_;
    std::function<bool(std::chrono::milliseconds)> may_wait_;
};

}  // namespace ansvar::mail
