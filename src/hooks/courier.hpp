#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "db/database.hpp"
#include "hooks/post.hpp"
#include "hooks/webhook.hpp"
#include "identity/todays_rights.hpp"

namespace ansvar::hooks {

struct CourierServices {
    db::Database& database;
    const Clock& clock;
    std::string seal_key;
    identity::TodaysRightsOf todays_rights;
    Post post;
    std::string mail_domain;                          ///< of the letters' Message-ID
    std::chrono::seconds lease{60};                   ///< longer than a call may take
    std::function<double()> spread = {};              ///< random from 0 to 1; empty: drawn
};

/// An address that one courier alone tells, for a while.
struct Claim {
    WebhookId id;
    std::string worker;    ///< a name drawn for it: whoever comes too late with another is fenced off
    bool is_slow = false;  ///< its last call took more than a second
};

/// Tells addresses what they are to be told, each in order, each message until it was taken or all tries have failed. Any number of
/// couriers, also in other processes, may share a database. A courier that vanishes leaves a claim that runs out; the message it was at is
/// sent again with the same id. Safe from several threads.
class Courier {
public:
    explicit Courier(CourierServices services);

    /// Takes addresses that have something to be told: at most `limit`, and of slow ones at most `most_slow`.
    std::vector<Claim> claim(std::size_t limit, std::size_t most_slow);
    /// Tells one what waits, for some seconds at most, and gives the claim back. Throws as Database does; the claim then runs out.
    void tell(const Claim& claim, const std::stop_token& stop = {});

private:
    /// A delivery that is to be sent now.
    struct Ready {
        Webhook webhook;
        Delivery delivery;
    };
    std::optional<Ready> next(const Claim& claim);
    std::optional<Ready> next_in(db::Transaction& tx, const Claim& claim, Timestamp now);
    /// The owner with today's rights; empty when they have left.
    std::optional<identity::Person> owner_of(db::Session& session, const Webhook& webhook, Timestamp now) const;
    /// Writes deliveries of what the feed has for it. False when it has nothing more.
    bool write_deliveries(db::Transaction& tx, const Claim& claim, Webhook& webhook, const identity::Person& owner, Timestamp now);
    Answer send(const Ready& ready, Timestamp now, const std::stop_token& stop) const;
    /// Writes down how that went. False when there is no going on.
    bool finish(const Claim& claim, const Ready& ready, const Answer& answer);
    bool finish_in(db::Transaction& tx, const Claim& claim, const Ready& ready, const Answer& answer, Timestamp now);
    void pause(db::Transaction& tx, const Webhook& webhook, Paused why, Timestamp now) const;
    bool renew(db::Transaction& tx, const Claim& claim, Timestamp now) const;

    CourierServices services_;
};

}  // namespace ansvar::hooks
