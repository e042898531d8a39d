#include "tickets/desk.hpp"

#include <algorithm>

#include "db/errors.hpp"
#include "identity/people_store.hpp"
#include "tickets/all_or_nothing.hpp"
#include "tickets/change.hpp"
#include "tickets/colleagues.hpp"
#include "tickets/drafts.hpp"
#include "tickets/mentions.hpp"
#include "tickets/merge.hpp"
#include "tickets/placement.hpp"
#include "tickets/still_there.hpp"

namespace ansvar::tickets {

namespace {

/// What is written on a ticket that is merged goes to the one where it goes on.
Result<Change, Refusal> begin_where_it_goes_on(db::Transaction& tx, const DeskServices& services, TicketId id, Action action,
                                               const identity::Person& by, std::optional<std::int64_t> version) {
    auto change = Change::begin(tx, services, id, action, by, version);
    if (change && !change->ticket().merged_into) {
        return change;
    }
    const auto here = merging::where_to_write(tx, id, by, services.clock.now());
    if (!here) {
        return refuse(here.error());
    }
    if (*here == id) {
        return change;
    }
    return Change::begin(tx, services, *here, action, by, {});
}

}  // namespace

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
            auto written = all_or_nothing(services_.database, [&](db::Transaction& tx) {
                auto result = work(tx);
                if (result) {
                    key.mark(tx, by.id, result->ticket.id, result->seq, services_.clock.now());
                }
                return result;
            });
            if (written) {
                services_.listener.committed();
                return written;
            }
            if (written.error().kind == Refusal::Kind::Changed) {  // perhaps by this very request, sent twice
                if (auto before = earlier(by, key)) {
                    return std::move(*before);
                }
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
        auto change = begin_where_it_goes_on(tx, services_, id, message.is_note ? Action::Notes : Action::Reply, by, version);
        if (!change) {
            return refuse(change.error());
        }
        if (message.then && !change->allows(Action::Handle)) {
            return refuse(Refusal{Refusal::Kind::NotAllowed});
        }
        if (!message.is_note && !message.is_thanks && is_too_late_to_reopen(*change)) {
            auto beside = open_beside(*change, services_, message, [&](const Draft& draft) { return open_in(tx, {draft}, by, change->now()); });
            change->finish();
            return beside;
        }
        const auto seq = change->write(message);
        if (change->allows(Action::Notes) && message.mail == 0) {  // in a mail nobody can choose whom an @ means
            if (auto refusal = mentions::add(*change, message.body)) {
                return refuse(std::move(*refusal));
            }
        }
        if (message.ends_draft) {
            drafts::end(tx, change->ticket().id, by.id, message.is_note ? drafts::Kind::Note : drafts::Kind::Reply);
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
            if (!message.is_thanks) {
                change->reopen();
            }
        } else if (!message.is_note && change->by_requester() && change->ticket().state == State::WaitingRequester) {
            change->move_to(change->ticket().assignee ? State::InProgress : State::New);
        }
        change->finish(message.undo);
        return Written{change->ticket(), seq, false};
    });
}

Result<Ticket, Refusal> Desk::change(TicketId id, Action action, const identity::Person& by, std::optional<std::int64_t> version,
                                     const std::function<std::optional<Refusal>(Change&)>& apply, const Undo& undo) {
    auto result = all_or_nothing(services_.database, [&](db::Transaction& tx) -> Result<Ticket, Refusal> {
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
            const auto files = change ? change->undo(step) : std::nullopt;
            if (!files) {
                back.too_late.push_back(step.ticket);
                continue;
            }
            change->finish();
            back.undone.push_back(step.ticket);
            back.files += *files;
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
            const auto holders = colleagues(*services_.staff.staff(), change.ticket().role, change.now());
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
    return change(id, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        const auto router = services_.router_of(change.ticket().unit);
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

}  // namespace ansvar::tickets
