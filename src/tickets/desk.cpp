#include "tickets/desk.hpp"

#include <algorithm>

#include "db/errors.hpp"
#include "identity/people_store.hpp"
#include "queries/tickets.hpp"
#include "tickets/attachments.hpp"
#include "tickets/change.hpp"
#include "tickets/placement.hpp"

namespace ansvar::tickets {

namespace {

/// Letters and watchers go to people; an address nobody may reach is a fault of the field it was typed in.
std::optional<web::FieldError> unreachable(db::Session& session, const DeskServices& services, std::string_view pointer,
                                           const MailAddress& address) {
    return services.reachable(session, address) ? std::nullopt
                                                : std::optional{field_fault(pointer, "unknown-person", {{"mail", address.text()}})};
}

std::string area_name_of(const routing::Router& router, const routing::Decision& decision) {
    const auto* area = decision.area ? router.matrix().find(*decision.area) : nullptr;
    return area ? area->name : std::string{};
}

}  // namespace

routing::Decision Desk::preview(const std::string& subject, const std::string& body, const std::optional<std::string>& area) const {
    return services_.router()->route({.subject = subject, .body = body, .area = area});
}

std::optional<Result<Written, Refusal>> Desk::earlier(const identity::Person& by, const IdempotencyKey& key) {
    return services_.database.read([&](db::Session& session) -> std::optional<Result<Written, Refusal>> {
        const auto done = key.find(session, by.id);
        if (!done) {
            return {};
        }
        if (!done->same_request) {
            return refuse(Refusal{Refusal::Kind::KeyReused});
        }
        auto found = ticket_store::find(session, done->ticket, by.id);
        if (!found) {
            return refuse(Refusal{Refusal::Kind::NotFound});
        }
        return Written{std::move(found->ticket), done->seq, true};
    });
}

Result<Written, Refusal> Desk::once(const identity::Person& by, const IdempotencyKey& key,
                                    const std::function<Result<Written, Refusal>(db::Transaction&)>& work) {
    for (int tries = 0;; ++tries) {
        try {
            auto written = services_.database.in_transaction([&](db::Transaction& tx) {
                auto result = work(tx);
                if (result) {
                    key.mark(tx, by.id, result->ticket.id, result->seq, services_.clock.now());
                }
                return result;
            });
            if (written) {
                services_.listener.committed();
            }
            return written;
        } catch (const db::Duplicate&) {
            if (auto before = earlier(by, key)) {
                return std::move(*before);
            }
            throw;
        } catch (const db::CommitUnknown&) {
            if (auto before = earlier(by, key)) {
                return std::move(*before);
            }
            if (tries > 0) {
                throw;
            }
        }
    }
}

Result<Written, Refusal> Desk::open(const Draft& typed, const identity::Person& by, const IdempotencyKey& key) {
    const auto draft = typed.tidied();
    if (auto faults = draft.faults(); !faults.empty()) {
        return refuse(Refusal{Refusal::Kind::Invalid, std::move(faults)});
    }
    return once(by, key, [&](db::Transaction& tx) { return open_in(tx, draft, by, services_.clock.now()); });
}

Result<Written, Refusal> Desk::open_in(db::Transaction& tx, const Draft& draft, const identity::Person& by, Timestamp now) {
    auto requester = by;
    if (const auto address = MailAddress::parse(draft.requester); address && (!by.email || *address != *by.email)) {
        if (!by.is_agent() && !by.is_administrator) {
            return refuse(Refusal::invalid(field_fault("/requester", "not-allowed")));
        }
        if (auto fault = unreachable(tx, services_, "/requester", *address)) {
            return refuse(Refusal::invalid(std::move(*fault)));
        }
        requester = identity::get_or_make_requester(tx, *address, now);
    }
    const auto copies = draft.copy_addresses();
    for (const auto& address : copies) {
        if (auto fault = unreachable(tx, services_, "/copies", address)) {
            return refuse(Refusal::invalid(std::move(*fault)));
        }
    }

    const auto router = services_.router();
    if (draft.area && !router->matrix().find(*draft.area)) {
        return refuse(Refusal::invalid(field_fault("/area", "unknown-area")));
    }
    auto decision = router->route({.subject = draft.subject, .body = draft.body, .area = draft.area});
    if (draft.no_area_fits) {
        decision = router->correct(decision, "TRIAGE").value_or(decision);
        decision.reason = routing::Reason::Triage;
    }
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
    ticket.filed_by = by.id;
    ticket.assignee = placement.holder;
    ticket.channel = draft.channel;
    ticket.room = draft.room;
    ticket.phone = draft.phone;
    ticket.opened_at = now;
    ticket.changed_at = now;
    ticket.due_at = services_.targets.due(now, ticket.priority);
    ticket.last_seq = 1;
    ticket.id = ticket_store::insert(tx, ticket);

    const Event opened{.ticket = ticket.id,
                       .seq = 1,
                       .kind = EventKind::Opened,
                       .actor = by.id,
                       .at = now,
                       .data = {{"to", ticket.role.value},
                                {"placed", placement.note},
                                {"people", placement.people},
                                {"receipt", nlohmann::json::parse(routing::to_json(decision))}}};
    ticket_store::insert_event(tx, opened);
    ticket_store::insert_message(tx, ticket.id, 1, false, draft.body);
    for (const auto& address : copies) {
        ticket_store::insert_watcher(tx, ticket.id, identity::get_or_make_requester(tx, address, now).id);
    }
    attachments::link(tx, draft.files, by.id, ticket.id, 1);
    services_.listener.happened(tx, ticket, {&opened, 1});
    return Written{std::move(ticket), 1, false};
}

Result<Written, Refusal> Desk::write(TicketId id, const Message& typed, const identity::Person& by, const IdempotencyKey& key,
                                     std::optional<std::int64_t> version) {
    auto message = typed;
    message.body = tidy_block(typed.body);
    if (message.body.empty()) {
        return refuse(Refusal::invalid(field_fault("/body", "required")));
    }
    if (auto fault = block_fault("/body", message.body, max_body)) {
        return refuse(Refusal::invalid(std::move(*fault)));
    }
    return once(by, key, [&](db::Transaction& tx) -> Result<Written, Refusal> {
        auto change = Change::begin(tx, services_, id, message.is_note ? Action::Notes : Action::Reply, by, version);
        if (!change) {
            return refuse(change.error());
        }
        if (message.then && !change->allows(Action::Handle)) {
            return refuse(Refusal{Refusal::Kind::NotAllowed});
        }
        const auto seq = change->write(message);
        const bool answers = !message.is_note && !change->by_requester() && change->allows(Action::Handle);
        if (answers && !change->ticket().assignee) {
            change->assign(by.id, by.name);
        }
        if (message.then) {
            change->move_to(*message.then);
        } else if (answers && change->ticket().state == State::New) {
            change->move_to(State::InProgress);
        } else if (!message.is_note && change->by_requester() && !change->ticket().is_open()) {
            change->reopen();
        } else if (!message.is_note && change->by_requester() && change->ticket().state == State::WaitingRequester) {
            change->move_to(change->ticket().assignee ? State::InProgress : State::New);
        }
        change->finish();
        return Written{change->ticket(), seq, false};
    });
}

Result<Ticket, Refusal> Desk::change(TicketId id, Action action, const identity::Person& by, std::optional<std::int64_t> version,
                                     const std::function<std::optional<Refusal>(Change&)>& apply) {
    auto result = services_.database.in_transaction([&](db::Transaction& tx) -> Result<Ticket, Refusal> {
        auto change = Change::begin(tx, services_, id, action, by, version);
        if (!change) {
            return refuse(change.error());
        }
        if (auto refusal = apply(*change)) {
            return refuse(std::move(*refusal));
        }
        change->finish();
        return change->ticket();
    });
    if (result) {
        services_.listener.committed();
    }
    return result;
}

Result<Ticket, Refusal> Desk::assign(TicketId id, std::optional<PersonId> assignee, const identity::Person& by,
                                     std::optional<std::int64_t> version) {
    return change(id, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        if (!assignee || *assignee == by.id) {
            change.assign(assignee, assignee ? by.name : "");
        } else {
            const auto holders = ticket_store::list_holders(change.tx(), change.ticket().role, change.now());
            const auto holder = std::find_if(holders.begin(), holders.end(), [&](const auto& each) { return each.id == *assignee; });
            if (holder == holders.end()) {
                return Refusal::invalid(field_fault("/assignee", "unknown-person"));
            }
            change.assign(assignee, holder->name);
        }
        if (assignee && change.ticket().state == State::New) {
            change.move_to(State::InProgress);
        }
        return {};
    });
}

Result<Ticket, Refusal> Desk::reroute(TicketId id, const std::string& target, const std::string& why, const identity::Person& by,
                                      std::optional<std::int64_t> version) {
    if (auto fault = line_fault("/reason", why, 255)) {
        return refuse(Refusal::invalid(std::move(*fault)));
    }
    const auto router = services_.router();
    return change(id, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        const auto receipt = ticket_store::receipt(change.tx(), id);
        const auto before = routing::decision_from_json(receipt.value("receipt", nlohmann::json::object()).dump());
        const auto decision = router->correct(before ? *before : routing::Decision{}, target);
        if (!decision) {
            return Refusal::invalid(field_fault("/to", "unknown-area"));
        }
        const auto requester = identity::find_person(change.tx(), change.ticket().requester, change.now());
        const auto placement = place(*decision, requester ? &*requester : nullptr, *services_.staff.staff(), change.now());
        if (placement.queue == change.ticket().role && decision->row == change.ticket().row_ref) {
            return Refusal::invalid(field_fault("/to", "same-place"));
        }
        change.reroute(*decision, placement, area_name_of(*router, *decision), why);
        return {};
    });
}

Result<Ticket, Refusal> Desk::set_state(TicketId id, State state, const identity::Person& by, std::optional<std::int64_t> version) {
    return change(id, is_open(state) ? Action::View : Action::Close, by, version, [&](Change& change) -> std::optional<Refusal> {
        // Requesters may say that it is over, or that it is not; what it was is the agents' to say.
        const bool agent = change.allows(Action::Handle);
        if (is_open(state) ? !agent && (change.ticket().is_open() || !change.allows(Action::Reopen)) : !agent && state != State::Closed) {
            return Refusal{Refusal::Kind::NotAllowed};
        }
        if (is_open(state) && !change.ticket().is_open()) {
            change.reopen();
        }
        change.move_to(state);
        return {};
    });
}

Result<Ticket, Refusal> Desk::set_priority(TicketId id, Priority priority, const identity::Person& by, std::optional<std::int64_t> version) {
    return change(id, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        change.set_priority(priority);
        return {};
    });
}

Result<Ticket, Refusal> Desk::reopen(TicketId id, const std::string& why, const identity::Person& by, std::optional<std::int64_t> version) {
    const auto body = tidy_block(why);
    if (auto fault = block_fault("/body", body, max_body)) {
        return refuse(Refusal::invalid(std::move(*fault)));
    }
    return change(id, Action::Reopen, by, version, [&](Change& change) -> std::optional<Refusal> {
        if (!body.empty()) {
            change.write({.body = body});
        }
        if (!change.ticket().is_open()) {
            change.reopen();
        }
        return {};
    });
}

Result<std::uint64_t, Refusal> Desk::keep_pending(const Draft& typed, const MailAddress& email,
                                                  const std::function<void(db::Transaction&, std::uint64_t)>& letter) {
    auto draft = typed.tidied();
    draft.requester.clear();
    draft.channel = Channel::Web;
    auto faults = draft.faults();
    if (draft.area && !services_.router()->matrix().find(*draft.area)) {
        faults.push_back(field_fault("/area", "unknown-area"));
    }
    if (!faults.empty()) {
        return refuse(Refusal{Refusal::Kind::Invalid, std::move(faults)});
    }
    const auto pending = services_.database.in_transaction([&](db::Transaction& tx) {
        tx.execute(queries::tickets::insert_pending_ticket,
                   {{"email", email.text()}, {"draft", draft.to_json().dump()}, {"now", services_.clock.now()}});
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
        auto draft = Draft::from_json(nlohmann::json::parse(row->text("draft")));
        auto written = open_in(tx, draft, requester, services_.clock.now());
        if (!written) {  // a copy to somebody who cannot be reached: the ticket matters more
            draft.copies.clear();
            written = open_in(tx, draft, requester, services_.clock.now());
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
