#include "tickets/desk.hpp"

#include <algorithm>

#include "db/errors.hpp"
#include "identity/people_store.hpp"
#include "queries/tickets.hpp"
#include "tickets/attachments.hpp"
#include "tickets/change.hpp"
#include "tickets/colleagues.hpp"
#include "tickets/drafts.hpp"
#include "tickets/mentions.hpp"
#include "tickets/merge.hpp"
#include "tickets/placement.hpp"
#include "tickets/search_store.hpp"
#include "tickets/still_there.hpp"
#include "tickets/text_split.hpp"

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

routing::Decision Desk::preview(const Draft& draft) const { return decide(*services_.router(), draft.tidied()); }

std::optional<Result<Written, Refusal>> Desk::earlier(const identity::Person& by, const IdempotencyKey& key) {
    return services_.database.read([&](db::Session& session) -> std::optional<Result<Written, Refusal>> {
        const auto done = key.find(session, by.id);
        if (!done) {
            return {};
        }
        if (!done->same_request) {
            return refuse(Refusal{Refusal::Kind::KeyReused});
        }
        auto found = ticket_store::find(session, done->ticket, by.id, services_.clock.now());
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
        all.push_back(begin_in(tx, draft, by, now));
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

Desk::Begun Desk::begin_in(db::Transaction& tx, const Draft& draft, const identity::Person& by, Timestamp now, std::int64_t events) {
    const auto another = address_of_another(draft, by);
    const auto requester = another ? identity::get_or_make_requester(tx, *another, now) : by;
    const auto router = services_.router();
    const auto decision = decide(*router, draft);
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
    ticket.due_at = services_.targets.due(now, ticket.priority);
    ticket.last_seq = events;
    ticket.id = ticket_store::insert(tx, ticket);
    search_store::add(tx, ticket.id, ticket.subject + '\n' + draft.body + '\n' + requester.name + '\n' + ticket.room, false);

    Event opened{.ticket = ticket.id,
                 .seq = 1,
                 .kind = EventKind::Opened,
                 .actor = by.id,
                 .at = now,
                 .data = {{"to", ticket.role.value},
                          {"placed", placement.note},
                          {"people", placement.people},
                          {"receipt", nlohmann::json::parse(routing::to_json(decision))}}};
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
    ticket_store::insert_change(tx, ticket, ticket.role, now);
    services_.listener.happened(tx, ticket, {&begun.opened, 1}, now);
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
        const auto here = merging::where_to_write(tx, id, by, services_.clock.now());
        if (!here) {
            return refuse(here.error());
        }
        auto change = Change::begin(tx, services_, *here, message.is_note ? Action::Notes : Action::Reply, by, *here == id ? version : std::nullopt);
        if (!change) {
            return refuse(change.error());
        }
        if (change->ticket().merged_into) {  // a moment ago
            return refuse(Refusal{Refusal::Kind::Changed});
        }
        if (message.then && !change->allows(Action::Handle)) {
            return refuse(Refusal{Refusal::Kind::NotAllowed});
        }
        if (!message.is_note && is_too_late_to_reopen(*change)) {
            auto beside = open_beside(*change, services_, message, [&](const Draft& draft) { return open_in(tx, {draft}, by, change->now()); });
            change->finish();
            return beside;
        }
        const auto seq = change->write(message);
        if (change->allows(Action::Notes)) {
            if (auto refusal = mentions::add(*change, message.body)) {
                return refuse(std::move(*refusal));
            }
        }
        if (message.ends_draft) {
            drafts::remove(tx, change->ticket().id, by.id, message.is_note ? drafts::Kind::Note : drafts::Kind::Reply);
        }
        if (!message.is_note && change->by_requester()) {
            change->snooze({});  // there is something new to look at
        }
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
        change->finish(message.undo);
        return Written{change->ticket(), seq, false};
    });
}

Result<Ticket, Refusal> Desk::change(TicketId id, Action action, const identity::Person& by, std::optional<std::int64_t> version,
                                     const std::function<std::optional<Refusal>(Change&)>& apply, const Undo& undo) {
    auto result = services_.database.in_transaction([&](db::Transaction& tx) -> Result<Ticket, Refusal> {
        auto change = Change::begin(tx, services_, id, action, by, version);
        if (!change) {
            return refuse(change.error());
        }
        if (auto refusal = apply(*change)) {
            return refuse(std::move(*refusal));
        }
        change->finish(undo);
        return change->ticket();
    });
    if (result) {
        services_.listener.committed();
    }
    return result;
}

Desk::TakenBack Desk::undo(const std::string& token, const identity::Person& by) {
    auto taken = services_.database.in_transaction([&](db::Transaction& tx) {
        TakenBack back;
        for (const auto& step : undo_store::take(tx, token, by.id, services_.clock.now())) {
            auto change = Change::taking_back(tx, services_, step.ticket, by);
            if (change && change->undo(step)) {
                change->finish();
                back.undone.push_back(step.ticket);
            } else {
                back.too_late.push_back(step.ticket);
            }
        }
        return back;
    });
    services_.listener.committed();
    return taken;
}

Result<Ticket, Refusal> Desk::assign(TicketId id, std::optional<PersonId> assignee, const identity::Person& by,
                                     std::optional<std::int64_t> version, const Undo& undo) {
    return change(id, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        if (!assignee || *assignee == by.id) {
            change.assign(assignee, assignee ? by.name : "");
        } else {
            const auto holders = colleagues(change.tx(), *services_.staff.staff(), change.ticket().role, change.now());
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
    }, undo);
}

Result<Ticket, Refusal> Desk::reroute(TicketId id, const std::string& target, const std::string& why, const identity::Person& by,
                                      std::optional<std::int64_t> version, const Undo& undo) {
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
    }, undo);
}

Result<Ticket, Refusal> Desk::set_state(TicketId id, State state, const identity::Person& by, std::optional<std::int64_t> version, const Undo& undo) {
    return change(id, is_open(state) ? Action::View : Action::Close, by, version, [&](Change& change) -> std::optional<Refusal> {
        // Requesters may say that it is over, or that it is not; what it was is the agents' to say.
        const bool agent = change.allows(Action::Handle);
        if (is_open(state) ? !agent && (change.ticket().is_open() || !change.allows(Action::Reopen)) : !agent && state != State::Closed) {
            return Refusal{Refusal::Kind::NotAllowed};
        }
        if (is_open(state) && is_too_late_to_reopen(change)) {
            return Refusal::invalid(field_fault("/state", "too-late"));
        }
        if (is_open(state) && !change.ticket().is_open()) {
            change.reopen();
        }
        if (agent || !is_open(state)) {
            change.move_to(state);
        }
        return {};
    }, undo);
}

Result<Ticket, Refusal> Desk::set_priority(TicketId id, Priority priority, const identity::Person& by, std::optional<std::int64_t> version, const Undo& undo) {
    return change(id, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        change.set_priority(priority);
        return {};
    }, undo);
}

Result<Ticket, Refusal> Desk::reopen(TicketId id, const std::string& why, const identity::Person& by, std::optional<std::int64_t> version) {
    const auto body = tidy_block(why);
    if (auto fault = block_fault("/body", body, max_body)) {
        return refuse(Refusal::invalid(std::move(*fault)));
    }
    std::optional<Ticket> beside;
    auto reopened = change(id, Action::Reopen, by, version, [&](Change& change) -> std::optional<Refusal> {
        beside.reset();
        if (is_too_late_to_reopen(change)) {
            auto written = open_beside(change, services_, {.body = body}, [&](const Draft& draft) { return open_in(change.tx(), {draft}, by, change.now()); });
            if (!written) {
                return std::move(written.error());
            }
            beside = std::move(written->ticket);
            return {};
        }
        if (!body.empty()) {
            change.write({.body = body});
        }
        if (!change.ticket().is_open()) {
            change.reopen();
        }
        return {};
    });
    if (reopened && beside) {
        return std::move(*beside);
    }
    return reopened;
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
