#include "tickets/still_there.hpp"

#include <chrono>

#include "core/number.hpp"
#include "identity/school_settings.hpp"
#include "queries/tickets.hpp"

namespace ansvar::tickets {

namespace {

void link(Change& fresh, Change& old) {
    old.tx().execute(queries::tickets::insert_link, {{"from_id", fresh.ticket().id},
                                                     {"to_id", old.ticket().id},
                                                     {"kind", "related"},
                                                     {"made_by_id", old.by().id},
                                                     {"now", old.now()}});
    fresh.happened(EventKind::Linked, {{"ticket", old.ticket().id.value}, {"kind", "related"}});
    old.happened(EventKind::Linked, {{"ticket", fresh.ticket().id.value}, {"kind", "related"}});
}

}  // namespace

int reopening_days(db::Session& session) {
    const auto chosen = whole_number<std::uint16_t>(identity::read_setting(session, reopening_days_setting).value_or(""));
    return chosen && *chosen >= 1 && *chosen <= most_reopening_days ? static_cast<int>(*chosen) : usual_reopening_days;
}

bool is_too_late_to_reopen(const Ticket& ticket, bool for_agent, int days, Timestamp now) {
    return !for_agent && !ticket.is_open() && !ticket.named_only && ticket.resolved_at && now > *ticket.resolved_at + std::chrono::days{days};
}

bool is_too_late_to_reopen(Change& change) {
    const bool for_agent = !change.by_requester() || change.allows(Action::Handle);
    return !for_agent && !change.ticket().is_open() && is_too_late_to_reopen(change.ticket(), for_agent, reopening_days(change.tx()), change.now());
}

Draft draft_beside(const Ticket& old, const routing::Router& router, const Message& message) {
    Draft draft;
    draft.subject = old.subject;
    draft.body = message.body;
    if (old.area_key && router.matrix().find(*old.area_key)) {
        draft.area = old.area_key;
    }
    draft.confidential = old.confidential;
    draft.room = old.room;
    draft.phone = old.phone;
    draft.files = message.files;
    return draft;
}

Result<Written, Refusal> open_beside(Change& old, const DeskServices& services, const Message& message,
                                     const std::function<Result<Written, Refusal>(const Draft&)>& open) {
    const auto draft = draft_beside(old.ticket(), *services.router(), message).tidied();
    if (auto faults = draft.faults(); !faults.empty()) {
        return refuse(Refusal{Refusal::Kind::Invalid, std::move(faults)});
    }
    auto written = open(draft);
    if (!written) {
        return written;
    }
    auto fresh = Change::begin(old.tx(), services, written->ticket.id, Action::View, old.by(), {});
    if (!fresh) {
        return refuse(fresh.error());
    }
    link(*fresh, old);
    fresh->finish();
    written->ticket = fresh->ticket();
    return written;
}

}  // namespace ansvar::tickets
