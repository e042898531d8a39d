#include "tickets/holdings.hpp"

#include "queries/tickets.hpp"

namespace ansvar::tickets {

Holdings find_holdings(db::Session& session, TicketId ticket, PersonId reader) {
    const auto row = session.row(queries::tickets::select_holdings, {{"ticket_id", ticket}, {"person_id", reader}});
    return {.tags = row->flag("tags"),
            .checklist = row->flag("checklist"),
            .times = row->flag("times"),
            .clock = row->flag("clock"),
            .links = row->flag("links_out") || row->flag("links_in"),
            .parts = row->flag("links_in"),
            .sources = row->flag("sources"),
            .watchers = row->flag("watchers"),
            .readers = row->flag("readers"),
            .files = row->flag("files"),
            .known_fault = row->flag("known_fault"),
            .survey = row->flag("survey"),
            .outside = row->flag("outside"),
            .drafts = row->flag("drafts"),
            .draft_files = row->flag("draft_files")};
}

}  // namespace ansvar::tickets
