#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "db/transaction.hpp"
#include "tickets/page_services.hpp"

/// What somebody has begun to write on a ticket and not sent: one text for each person, ticket and kind, read by nobody else. What is begun
/// on a ticket that was merged into another is offered there.
namespace ansvar::tickets::drafts {

enum class Kind { Reply, Note, Outside };

std::string_view name(Kind kind);
std::optional<Kind> kind_from(std::string_view name);

struct Mine {
    std::string reply;
    std::string note;
    std::string outside;

    std::string& of(Kind kind) { return kind == Kind::Reply ? reply : kind == Kind::Note ? note : outside; }
};

/// A file of what somebody took back, to be sent with its draft.
struct File {
    Kind kind = Kind::Reply;
    std::string token;
    std::string name;
    std::int64_t bytes = 0;
};
std::vector<File> files(db::Session& session, TicketId ticket, PersonId person);

Mine load(db::Session& session, TicketId ticket, PersonId person);
/// In the place of what was kept before; an empty text leaves nothing.
void save(db::Transaction& tx, TicketId ticket, PersonId person, Kind kind, const std::string& body, Timestamp now);
/// It is sent, in the same transaction: with the files that its author kept of those that were given back to it. The others are offered no more.
void end(db::Transaction& tx, TicketId ticket, PersonId person, Kind kind);
/// Its text is no more.
void remove(db::Transaction& tx, TicketId ticket, PersonId person, Kind kind);

/// What writing that kind on a ticket takes.
Action action_of(Kind kind);

/// POST /tickets/{number}/drafts: what a composer says while somebody writes in it.
std::vector<web::Route> routes(const PageServices& services);

}  // namespace ansvar::tickets::drafts
