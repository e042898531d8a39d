#include "tickets/ticket_content.hpp"

#include <algorithm>

#include "tickets/clock_pages.hpp"
#include "tickets/colleagues.hpp"
#include "tickets/merge.hpp"
#include "tickets/requester_page.hpp"
#include "tickets/timeline_view.hpp"

namespace ansvar::tickets {

namespace {

constexpr std::size_t most_views_shown = 5;

class Loading {
public:
    Loading(const ContentAsked& asked, db::Session& session) : asked_(asked), reader_(reader(asked.request)), session_(session) {}

    TicketContent load() {
        auto found = ticket_store::find(session_, asked_.id, reader_.id, now());
        if (!found || !may(reader_, Action::View, found->ticket, found->ties)) {
            throw web::NotFound{};
        }
        content_.ticket = std::move(found->ticket);
        content_.ties = found->ties;
        const bool for_agent = allows(Action::Notes);
        load_for_all(for_agent);
        if (for_agent) {
            load_for_agent();
        }
        return std::move(content_);
    }

private:
    bool allows(Action action) const { return may(reader_, action, content_.ticket, content_.ties); }
    Timestamp now() const { return asked_.wording.now(); }

    void load_for_all(bool for_agent) {
        const auto& ticket = content_.ticket;
        content_.timeline = ticket_store::timeline(session_, ticket.id, for_agent, now());
        if (for_agent) {  // before other tickets' conversations are added to its own
            content_.ledger = ledger_now(session_, asked_.services, ticket, content_.timeline);
        }
        content_.holdings = find_holdings(session_, ticket.id, reader_.id);
        if (content_.holdings.watchers) {
            content_.watchers = ticket_store::list_watchers(session_, ticket.id);
        }
        if (content_.holdings.files) {
            content_.files = attachments::list(session_, ticket.id);
        }
        if (content_.holdings.sources) {
            content_.merged = merging::add_messages(session_, {ticket, content_.ties}, reader_, now(), content_.timeline, content_.files);
        }
        hide_unseen(session_, reader_, content_.timeline);
        std::vector<PersonId> ids{ticket.requester};
        if (ticket.assignee) {
            ids.push_back(*ticket.assignee);
        }
        content_.names = ticket_store::list_names(session_, ids);
    }

    void load_for_agent() {
        const auto& ticket = content_.ticket;
        const auto& services = asked_.services;
        content_.holders = colleagues(*services.desk.services().staff.staff(), ticket.role, now());
        if (content_.holdings.readers) {
            content_.readers = ticket_store::list_readers(session_, ticket.id);
        }
        content_.composers = load_composers(session_, reader_, ticket, content_.ties, content_.holdings);
        content_.requesters_side = requesters_side_for_agent(session_, {services, asked_.request, asked_.wording, ticket, content_.ties, "", asked_.feedback}, content_.holdings);
        if (ticket.confidential && allows(Action::Views)) {
            content_.views = list_views(session_, ticket.id, most_views_shown);
        }
        content_.letters = services.ledger.of_ticket(session_, ticket.id);
        content_.others = list_other_tickets(session_, ticket, reader_);
    }

    const ContentAsked& asked_;
    const identity::Person& reader_;
    db::Session& session_;
    TicketContent content_;
};

}  // namespace

const ticket_store::Named* TicketContent::name_of(PersonId id) const {
    const auto one = std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.id == id; });
    return one == names.end() ? nullptr : &*one;
}

TicketContent load_ticket_content(const ContentAsked& asked) {
    return asked.services.database().read([&](db::Session& session) { return Loading{asked, session}.load(); });
}

}  // namespace ansvar::tickets
