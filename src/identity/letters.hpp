#pragma once

#include "core/mail_address.hpp"
#include "core/time.hpp"
#include "db/transaction.hpp"
#include "web/language.hpp"

#include <cstdint>

namespace ansvar::identity {

/// The letters that let people in. The row is written in the caller's transaction; the token is drawn when the letter goes out (see
/// mail::LinkSource), so there is nothing secret to hand over here. Not sent any more 15 minutes after `now`.
class Letters {
public:
    virtual ~Letters() = default;
    /// A link to sign in with.
    virtual void sign_in(db::Transaction& tx, const MailAddress& to, web::Language language, Timestamp now) = 0;
    /// A link that makes the pending ticket a ticket.
    virtual void confirm(db::Transaction& tx, const MailAddress& to, web::Language language, std::uint64_t pending_id, Timestamp now) = 0;
    /// Called once after the transaction has committed: somebody waits for this letter.
    virtual void committed() = 0;
};

}  // namespace ansvar::identity
