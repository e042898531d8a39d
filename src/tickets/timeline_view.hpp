#pragma once

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

#include "identity/role_directory.hpp"
#include "tickets/attachments.hpp"
#include "tickets/ticket_store.hpp"
#include "tickets/wording.hpp"

namespace ansvar::tickets {

/// Everything a timeline is told with.
struct TimelineContext {
    const Ticket& ticket;
    const Wording& wording;
    const identity::RoleTable& roles;
    std::string requester;                                 ///< name
    std::string copies;                                    ///< names of those copied in, or ""
    const std::vector<attachments::Attachment>& files;
    bool for_staff = false;                                ///< also why somebody changed who reads it, and who that is
    bool may_share = false;                                ///< show the requester what was answered from outside
    std::map<std::int64_t, std::string> undelivered = {};  ///< by event: what to say of a letter that did not arrive
};

/// Takes the numbers of other tickets that the reader may not see out of the events that name them (null instead): they are told as "another
/// ticket". Before anybody but the system looks at them.
void hide_unseen(db::Session& session, const identity::Person& reader, std::vector<ticket_store::Entry>& timeline);

/// The view of parts/entries.html: messages in full, what happened between them folded into one line.
nlohmann::json entries_view(const std::vector<ticket_store::Entry>& timeline, const TimelineContext& context);

/// The view of pages/tickets/history: every event as a line of its own; of messages who wrote them alone.
nlohmann::json history_view(const std::vector<ticket_store::Entry>& timeline, const TimelineContext& context);

}  // namespace ansvar::tickets
