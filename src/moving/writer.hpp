#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "moving/areas.hpp"
#include "moving/foreign.hpp"
#include "moving/report.hpp"
#include "tickets/desk.hpp"

namespace ansvar::moving {

struct Wishes {
    std::string name;                    ///< tells this source from others, 1–60 bytes; the same each time it is run
    Areas areas = {};
    std::optional<std::string> fallback = {};  ///< for queues that are not in `areas`: an area or role; empty: whom the words speak for
    std::string for_whom = {};           ///< address of who gets the tickets of requesters without one; empty: they are left out
    bool is_rehearsal = false;           ///< say what would be done, and change nothing
    std::function<void(const Report&)> progress = [](const Report&) {};  ///< after each ticket, within its transaction
};

/// Puts tickets of another helpdesk into ours, with the times they had: each in a transaction, with what remembers it, so that it is
/// here once however often and however far an import is run. Nobody gets a letter. For one thread.
class Writer {
public:
    /// `services` are those of a desk; what they refer to must outlive the writer.
    Writer(const tickets::DeskServices& services, Wishes wishes);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Brings one ticket, or what is new of it. What is wrong with it stands in the report; throws what db throws.
    void take(const ForeignTicket& ticket);
    Report& report();

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

/// Reads a source to its end.
Report bring(Source& source, const tickets::DeskServices& services, Wishes wishes);

}  // namespace ansvar::moving
