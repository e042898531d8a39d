#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tickets/desk.hpp"
#include "tickets/mail_ledger.hpp"

/// One thing done to several tickets. Each is changed by the desk in a transaction of its own, with its own access check; one that cannot be
/// changed does not stop the others.
namespace ansvar::tickets::bulk {

inline constexpr std::size_t most_tickets = 100;

enum class What { Assign, State, Priority, Tag, Reroute, Snooze };

std::string_view name(What what);
std::optional<What> what_from(std::string_view name);

/// What is to be done with each ticket.
struct Order {
    What what = What::Assign;
    std::string value = {};  ///< "me", "nobody" or a person's number; a state; a priority; tags; "role:ITS" or "area:B017"; a day
    std::string why = {};    ///< of handing over

    bool operator==(const Order&) const = default;
};

/// What is wrong with an order whatever the ticket: faults of "/value" and "/why".
std::vector<web::FieldError> faults(const Order& order, Timestamp now, const clock::Hours& hours);

/// A ticket as its row in the list stood: "1042:7".
struct Marked {
    TicketId id;
    std::int64_t version = 0;

    std::string text() const { return id.text() + ":" + std::to_string(version); }
    static std::optional<Marked> parse(std::string_view text);
};

/// Does it to one ticket, unless somebody has changed it since it was marked.
Result<Ticket, Refusal> apply(Desk& desk, const Order& order, const Marked& ticket, const identity::Person& by, const Undo& undo = {});

/// What an order would do.
struct Preview {
    struct Will {
        Ticket after;
        std::vector<Event> events;
    };
    struct LeftOut {
        TicketId id;
        std::string subject;               ///< "" of one that is not `by`'s to see
        std::optional<Refusal> refusal;    ///< empty: it is so already
    };
    std::vector<Will> will;
    std::vector<LeftOut> left_out;
    std::vector<LetterStatus> letters;  ///< that would go out
};

/// Finds out by doing it and taking it back: what happens, who is refused and who gets mail is what the desk and its listener say, not what
/// is written here a second time. Nothing of it stays, and nobody hears of it.
Preview rehearse(const Desk& desk, const MailLedger& ledger, const Order& order, const std::vector<Marked>& tickets, const identity::Person& by);

}  // namespace ansvar::tickets::bulk
