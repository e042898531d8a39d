// What the desk does when a ticket is opened: checks what was typed, lets the router decide, and keeps what waits for its mailed link.
#include <algorithm>

#include "identity/people_store.hpp"
#include "queries/tickets.hpp"
#include "tickets/attachments.hpp"
#include "tickets/desk.hpp"
#include "tickets/ledger_of.hpp"
#include "tickets/placement.hpp"
#include "tickets/search_store.hpp"
#include "tickets/text_split.hpp"

namespace ansvar::tickets {

namespace {

/// Letters and watchers go to people; an address nobody may reach is a fault of the field it was typed in.
std::optional<web::FieldError> unreachable(db::Session& session, const DeskServices& services, std::string_view pointer,
                                           const MailAddress& address) {
    return services.reachable(session, address) ? std::nullopt
                                                : std::optional{field_fault(pointer, "unknown-person", {{"mail", address.text()}})};
}

/// The address of the person whom `by` files for; empty when for themselves.
std::optional<MailAddress> address_of_another(const Draft& draft, const identity::Person& by) {
    auto address = MailAddress::parse(draft.requester);
    return address && (!by.email || *address != *by.email) ? std::optional{std::move(*address)} : std::nullopt;
}

/// The area of a second matter that the text turns to, for the receipt: whoever gets the ticket should see that it may be two.
std::optional<std::string> other_matter(const std::string& text, const routing::Decision& decision, const routing::Router& router) {
    const auto two = decision.area ? find_two_matters(text, decision, router) : std::nullopt;
    if (!two) {
        return {};
    }
    return two->first == *decision.area ? std::optional{two->second} : two->second == *decision.area ? std::optional{two->first} : std::nullopt;
}

/// What a tidied draft leads to. "Inget stämmer" is triage's, whatever the text says, unless it speaks of danger.
routing::Decision decide(const routing::Router& router, const Draft& draft) {
    auto decision = router.route(draft.request());
    if (draft.no_area_fits && decision.reason != routing::Reason::Emergency) {
        decision = router.correct(decision, routing::triage_role).value_or(decision);
        decision.reason = routing::Reason::Triage;
        decision.corrected_from.reset();
    }
    decision.confidential = decision.confidential || draft.confidential;
    if (!decision.second) {
        decision.second = other_matter(draft.body, decision, router);
    }
    return decision;
}

/// A fault of the n-th part of a form, in the fields of that part.
void point_to_part(std::vector<web::FieldError>& faults, std::size_t part) {
    for (auto& fault : faults) {
        if (part > 0 && (fault.pointer == "/body" || fault.pointer == "/subject" || fault.pointer == "/area")) {
            fault.pointer += std::to_string(part + 1);
        }
    }
}

/// Every part tidied, and everything wrong with them.
std::pair<std::vector<Draft>, std::vector<web::FieldError>> check(const std::vector<Draft>& typed) {
    std::pair<std::vector<Draft>, std::vector<web::FieldError>> checked;
    for (const auto& draft : typed) {
        checked.first.push_back(draft.tidied());
        auto faults = checked.first.back().faults();
        point_to_part(faults, checked.first.size() - 1);
        checked.second.insert(checked.second.end(), faults.begin(), faults.end());
    }
    return checked;
}

}  // namespace

schedule::Aimed aimed_at(const routing::Router& router, const Ticket& ticket) {
    const auto* area = ticket.area_key ? router.matrix().find(*ticket.area_key) : nullptr;
    return {.role = ticket.role,
            .unit = ticket.unit,
            .area_key = ticket.area_key,
            .level = area ? area->level : std::string{},
            .priority = static_cast<int>(ticket.priority)};
}

std::shared_ptr<const routing::Router> DeskServices::router_of(std::optional<UnitId> unit) const {
    const auto whole = router();
    return {whole, &whole->at(unit ? std::optional{unit->value} : std::nullopt)};
}

routing::Decision Desk::preview(const Draft& draft, std::optional<UnitId> unit) const {
    return decide(*services_.router_of(unit), draft.tidied());
}

std::vector<web::FieldError> Desk::faults(const std::vector<Draft>& parts) { return check(parts).second; }

Result<Written, Refusal> Desk::open_all(const std::vector<Draft>& typed, const identity::Person& by, const IdempotencyKey& key) {
    auto [parts, faults] = check(typed);
    if (!faults.empty()) {
        return refuse(Refusal{Refusal::Kind::Invalid, std::move(faults)});
    }
    return once(by, key, [&, &drafts = parts](db::Transaction& tx) { return open_in(tx, drafts, by, services_.clock.now()); });
}

Result<Written, Refusal> Desk::open_in(db::Transaction& tx, const std::vector<Draft>& parts, const identity::Person& by, Timestamp now) {
    for (std::size_t at = 0; at < parts.size(); ++at) {  // all of them before anything is written
        if (auto refusal = refusal_in(tx, parts[at], by)) {
            point_to_part(refusal->fields, at);
            return refuse(std::move(*refusal));
        }
    }
    std::vector<Begun> all;
    for (const auto& draft : parts) {
        const auto another = address_of_another(draft, by);
        all.push_back(begin_in(tx, draft, another ? identity::get_or_make_requester(tx, *another, now) : by, by, now));
    }
    for (std::size_t at = 0; at < all.size(); ++at) {
        auto others = nlohmann::json::array();
        for (const auto& other : all) {
            if (other.ticket.id != all[at].ticket.id) {
                others.push_back(other.ticket.id.value);
            }
        }
        if (!others.empty()) {
            all[at].opened.data["split"] = std::move(others);
        }
        finish_in(tx, parts[at], all[at], by, now);
    }
    return Written{std::move(all.front().ticket), 1, false};
}

std::optional<Refusal> Desk::refusal_in(db::Transaction& tx, const Draft& draft, const identity::Person& by) {
    if (const auto address = address_of_another(draft, by)) {
        if (!by.is_agent() && !by.is_administrator) {
            return Refusal::invalid(field_fault("/requester", "not-allowed"));
        }
        if (auto fault = unreachable(tx, services_, "/requester", *address)) {
            return Refusal::invalid(std::move(*fault));
        }
    }
    for (const auto& address : draft.copy_addresses()) {
        if (auto fault = unreachable(tx, services_, "/copies", address)) {
            return Refusal::invalid(std::move(*fault));
        }
    }
    if (draft.area && !services_.router()->matrix().find(*draft.area)) {
        return Refusal::invalid(field_fault("/area", "unknown-area"));
    }
    return {};
}

Desk::Begun Desk::begin_in(db::Transaction& tx, const Draft& draft, const identity::Person& requester, const identity::Person& by, Timestamp now,
                           std::int64_t events) {
    return begin_decided(tx, draft, decide(*services_.router_of(requester.unit), draft), requester, by, now, events);
}

Result<Ticket, Refusal> Desk::open_imported(db::Transaction& tx, const Draft& typed, const std::optional<std::string>& to, const identity::Person& requester) {
    auto [parts, faults] = check({typed});
    if (!faults.empty()) {
        return refuse(Refusal{Refusal::Kind::Invalid, std::move(faults)});
    }
    const auto& draft = parts.front();
    const auto router = services_.router_of(requester.unit);
    const auto proposed = decide(*router, draft);
    auto decision = to ? router->correct(proposed, *to) : std::optional{proposed};
    if (!decision) {
        return refuse(Refusal::invalid(field_fault("/to", "unknown-area")));
    }
    decision->reason = routing::Reason::Imported;
    decision->corrected_from.reset();
    const auto now = services_.clock.now();
    auto begun = begin_decided(tx, draft, *decision, requester, requester, now, 1);
    finish_in(tx, draft, begun, requester, now);
    return std::move(begun.ticket);
}

Desk::Begun Desk::begin_decided(db::Transaction& tx, const Draft& draft, const routing::Decision& decision, const identity::Person& requester,
                                const identity::Person& by, Timestamp now, std::int64_t events) {
    const auto router = services_.router_of(requester.unit);
    const auto placement = place(decision, &requester, *services_.staff.staff(), now);

    Ticket ticket;
    ticket.subject = draft.subject;
    ticket.role = placement.queue;
    ticket.row_ref = decision.row;
    ticket.area_key = decision.area;
    ticket.area = decision.area ? std::optional{area_name_of(*router, decision)} : std::nullopt;
    ticket.matrix_version = decision.matrix_version;
    ticket.reason = routing::to_string(decision.reason);
    ticket.confidence = decision.confidence;
    ticket.confidential = decision.confidential;
    ticket.priority = static_cast<Priority>(decision.priority);
    ticket.requester = requester.id;
    ticket.unit = requester.unit;
    ticket.filed_by = by.id;
    ticket.assignee = placement.holder;
    ticket.channel = draft.channel;
    ticket.room = draft.room;
    ticket.phone = draft.phone;
    ticket.opened_at = now;
    ticket.changed_at = now;
    ticket.last_seq = events;
    const auto promised = services_.imports ? clock::Target{} : services_.schedule.targets.of(aimed_at(*router, ticket));
    Event opened{.ticket = {},
                 .seq = 1,
                 .kind = EventKind::Opened,
                 .actor = by.id,
                 .at = now,
                 .data = {{"to", ticket.role.value},
                          {"placed", placement.note},
                          {"people", placement.people},
                          {"target", ledger_of::to_json(promised)},
                          {"receipt", nlohmann::json::parse(routing::to_json(decision))}}};
    ledger_of::put(ticket, ledger_of::count(services_.schedule, ticket, {&opened, 1}, {}, now));
    ticket.id = ticket_store::insert(tx, ticket);
    search_store::add(tx, ticket.id, ticket.subject + '\n' + draft.body + '\n' + requester.name + '\n' + ticket.room, false);

    opened.ticket = ticket.id;
    if (draft.mail != 0) {
        opened.data["mail"] = draft.mail;
    }
    if (draft.wants_no_receipt) {
        opened.data["no_receipt"] = true;
    }
    return {std::move(ticket), std::move(opened)};
}

void Desk::finish_in(db::Transaction& tx, const Draft& draft, Begun& begun, const identity::Person& by, Timestamp now) {
    const auto& ticket = begun.ticket;
    ticket_store::insert_event(tx, begun.opened);
    ticket_store::insert_message(tx, ticket.id, 1, false, draft.body);
    for (const auto& address : draft.copy_addresses()) {
        ticket_store::insert_watcher(tx, ticket.id, identity::get_or_make_requester(tx, address, now).id);
    }
    attachments::link(tx, draft.files, by.id, ticket.id, 1);
    if (!services_.imports) {
        ticket_store::insert_change(tx, ticket, ticket, now);
        services_.listener.happened(tx, ticket, {&begun.opened, 1}, now);
    }
}

Result<std::uint64_t, Refusal> Desk::keep_pending(const std::vector<Draft>& typed, const MailAddress& email,
                                                  const std::function<void(db::Transaction&, std::uint64_t)>& letter) {
    auto [parts, faults] = check(typed);
    for (std::size_t at = 0; at < parts.size(); ++at) {
        parts[at].requester.clear();
        parts[at].channel = Channel::Web;
        if (parts[at].area && !services_.router()->matrix().find(*parts[at].area)) {
            std::vector<web::FieldError> unknown{field_fault("/area", "unknown-area")};
            point_to_part(unknown, at);
            faults.push_back(std::move(unknown.front()));
        }
    }
    if (!faults.empty()) {
        return refuse(Refusal{Refusal::Kind::Invalid, std::move(faults)});
    }
    auto kept = parts.front().to_json();
    for (std::size_t at = 1; at < parts.size(); ++at) {
        kept["more"].push_back(parts[at].to_json());
    }
    const auto pending = services_.database.in_transaction([&](db::Transaction& tx) {
        tx.execute(queries::tickets::insert_pending_ticket, {{"email", email.text()}, {"draft", kept.dump()}, {"now", services_.clock.now()}});
        const auto id = tx.last_insert_id();
        letter(tx, id);
        return id;
    });
    services_.listener.committed();
    return pending;
}

std::optional<TicketId> Desk::confirm_pending(std::uint64_t pending, const identity::Person& requester) {
    const auto opened = services_.database.in_transaction([&](db::Transaction& tx) -> std::optional<TicketId> {
        const auto row = tx.row(queries::tickets::lock_pending_ticket, {{"id", pending}});
        if (!row || !requester.email || row->text("email") != requester.email->text()) {
            return {};
        }
        if (const auto ticket = row->optional_id<TicketId>("ticket_id")) {
            return ticket;
        }
        const auto kept = nlohmann::json::parse(row->text("draft"));
        std::vector<Draft> parts{Draft::from_json(kept)};
        for (const auto& more : kept.value("more", nlohmann::json::array())) {
            parts.push_back(Draft::from_json(more));
        }
        auto written = open_in(tx, parts, requester, services_.clock.now());
        if (!written) {  // a copy to somebody who cannot be reached, an area that is gone: the ticket matters more
            for (auto& draft : parts) {
                draft.copies.clear();
                draft.area.reset();
            }
            written = open_in(tx, parts, requester, services_.clock.now());
        }
        if (!written) {
            return {};
        }
        tx.execute(queries::tickets::settle_pending_ticket, {{"id", pending}, {"ticket_id", written->ticket.id}});
        return written->ticket.id;
    });
    services_.listener.committed();
    return opened;
}

}  // namespace ansvar::tickets
