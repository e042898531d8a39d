#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "tickets/ticket.hpp"

/// Tickets of other helpdesks in one form, whatever they came from: what a reader yields and the writer takes. All texts are bytes as they
/// were found: the writer makes them fit (moving/cleaned.hpp).
namespace ansvar::moving {

/// Somebody there. Both may be empty.
struct ForeignPerson {
    std::string name = {};
    std::string address = {};

    bool is_nobody() const { return name.empty() && address.empty(); }
};

struct ForeignFile {
    std::string name = {};
    std::uint64_t size = 0;  ///< bytes, as its source says
    std::string bytes = {};       ///< empty when it is larger than Ansvar takes, or could not be read
    std::string fault = {};       ///< why it could not be read; empty: it was
};

struct ForeignMessage {
    std::string id = {};  ///< there; of no two messages of a source the same
    ForeignPerson author = {};
    bool by_staff = false;  ///< otherwise it is the requester's side
    bool is_note = false;   ///< the requester must not see it
    bool is_html = false;
    std::optional<Timestamp> at = {};  ///< empty: what stands there is no time
    std::string body = {};
    std::vector<ForeignFile> files = {};
};

struct ForeignTicket {
    std::string id = {};     ///< there; of no two tickets of a source the same
    std::string where = {};  ///< where a person finds it: "tickets.csv line 3", "ost_ticket 17"
    std::string subject = {};
    std::string queue = {};  ///< the group, topic or department, as people there call it
    ForeignPerson requester = {};
    ForeignPerson assignee = {};
    tickets::State state = tickets::State::New;
    std::optional<Timestamp> opened = {};  ///< empty: what stands there is no time
    std::optional<Timestamp> done = {};    ///< when it was solved or closed
    std::vector<ForeignMessage> messages = {};
};

/// What a source tells beside tickets: something is wrong at a place, and is left out.
using TellFault = std::function<void(const std::string& where, const std::string& what)>;

/// One helpdesk, read from its beginning to its end, ticket by ticket, in the order of their ids. For one thread.
class Source {
public:
    virtual ~Source() = default;
    /// Throws std::runtime_error, or what db throws, when the source cannot be read at all.
    virtual void each(const std::function<void(const ForeignTicket&)>& take, const TellFault& fault) = 0;
};

/// The times of a source that says no zone with them.
enum class Zone { Utc, Stockholm };

/// Reads RFC 3339 with any offset, or "2024-05-06 07:08[:09]" in that zone. Empty: it is no time, or none of the years 1990 to 2100.
std::optional<Timestamp> time_of(const std::string& text, Zone zone);

}  // namespace ansvar::moving
