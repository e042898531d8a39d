#include "tickets/clock_pages.hpp"

#include <memory>

#include "tickets/asked_ticket.hpp"
#include "tickets/clock_view.hpp"
#include "tickets/ledger_of.hpp"
#include "tickets/views.hpp"

namespace ansvar::tickets {

namespace {

clock::Ledger counted(const PageServices& services, const Ticket& ticket, std::span<const Event> events) {
    const auto& desk = services.desk.services();
    return ledger_of::count(desk.schedule, ticket, events, desk.schedule.targets.of(aimed_at(*desk.router(), ticket)), services.now());
}

class ClockPages {
public:
    explicit ClockPages(PageServices services) : services_(std::move(services)) {}

    web::Response show(const web::Request& request) const {
        const auto [ticket, ledger] = asked(request, "page");
        const auto wording = services_.wording(request);
        const auto roles = services_.roles().table();
        auto view = ClockView{wording, *roles}.parts(ticket, ledger);
        view.update({{"title", wording.format("clock.title", {{"number", "#" + ticket.id.text()}})},
                     {"number", ticket.id.value},
                     {"subject", ticket.subject},
                     {"nav", "queue"},
                     {"queue", ticket.role.value}});
        return services_.pages.render(request, 200, "tickets/clock", std::move(view), "layout_agent");
    }

    web::Response tell(const web::Request& request) const {
        const auto [ticket, ledger] = asked(request, "api");
        return web::Response::json(clock_json(ticket, ledger));
    }

private:
    std::pair<Ticket, clock::Ledger> asked(const web::Request& request, std::string_view how) const {
        auto [found, ledger] = services_.database().read([&](db::Session& session) {
            auto one = asked_ticket(services_, session, request, Action::Notes);
            auto counted = ledger_now(session, services_, one.ticket);
            return std::pair{std::move(one), std::move(counted)};
        });
        note_view(services_, request, found.ticket, found.ties, how);
        return {std::move(found.ticket), std::move(ledger)};
    }

    PageServices services_;
};

}  // namespace

clock::Ledger ledger_now(db::Session& session, const PageServices& services, const Ticket& ticket) {
    return counted(services, ticket, ledger_of::list_events(session, ticket));
}

clock::Ledger ledger_now(db::Session& session, const PageServices& services, const Ticket& ticket, std::span<const ticket_store::Entry> timeline) {
    const auto events = ledger_of::events_in(timeline);
    return events ? counted(services, ticket, *events) : ledger_now(session, services, ticket);
}

std::vector<web::Route> clock_routes(const PageServices& services) {
    const auto pages = std::make_shared<ClockPages>(services);
    return {{web::Method::Get, "/tickets/{number}/clock", {web::Audience::SignedIn, web::Via::Page}, [pages](const web::Request& request) { return pages->show(request); }},
            {web::Method::Get, "/api/v1/tickets/{number}/clock", {web::Audience::SignedIn, web::Scope::TicketsRead},
             [pages](const web::Request& request) { return pages->tell(request); }}};
}

}  // namespace ansvar::tickets
