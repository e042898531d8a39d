#pragma once

#include "core/ids.hpp"
#include "db/session.hpp"

namespace ansvar::tickets {

/// What there is of a ticket in tables of its own. Most tickets have little of it, and a page need not ask for what there is none of.
struct Holdings {
    bool tags = false;
    bool checklist = false;
    bool times = false;
    bool clock = false;        ///< the reader's runs, here or elsewhere
    bool links = false;
    bool parts = false;        ///< linked from other tickets, which may be parts of this one
    bool sources = false;      ///< tickets that go on here
    bool watchers = false;
    bool readers = false;
    bool files = false;
    bool known_fault = false;  ///< perhaps one that has ended
    bool survey = false;
    bool outside = false;
    bool drafts = false;       ///< the reader's; those on `sources` are not counted
    bool draft_files = false;  ///< that came with what the reader took back
};

Holdings find_holdings(db::Session& session, TicketId ticket, PersonId reader);

}  // namespace ansvar::tickets
