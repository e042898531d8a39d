#include "tickets/outside.hpp"

#include "core/text.hpp"
#include "queries/outside.hpp"
#include "queries/tickets.hpp"
#include "tickets/change.hpp"
#include "tickets/drafts.hpp"
#include "tickets/search_store.hpp"

namespace ansvar::tickets::outside {

namespace {

std::vector<web::FieldError> faults_of(const Letter& letter) {
    std::vector<web::FieldError> faults;
    if (!MailAddress::parse(letter.to)) {
        faults.push_back(field_fault("/to", letter.to.empty() ? "required" : "not-an-address"));
    }
    if (auto fault = line_fault("/reference", letter.reference, max_reference)) {
        faults.push_back(std::move(*fault));
    }
    if (letter.body.empty()) {
        faults.push_back(field_fault("/body", "required"));
    } else if (auto fault = block_fault("/body", letter.body, max_body)) {
        faults.push_back(std::move(*fault));
    }
    return faults;
}

/// Letters to outside go straight into somebody's inbox: a program or a mistake must not fill it.
std::optional<Refusal> too_many(db::Transaction& tx, const MailAddress& to, const identity::Person& by, Timestamp now) {
    const auto sent = tx.row(queries::tickets::count_outside_messages,
                             {{"email", to.text()}, {"author_id", by.id}, {"since", now - std::chrono::hours{1}}});
    if (sent->integer("to_address") >= most_to_address) {
        return Refusal::invalid(field_fault("/to", "many-to-address", {{"limit", most_to_address}}));
    }
    if (sent->integer("by_author") >= most_by_author) {
        return Refusal::invalid(field_fault("/to", "many-by-author", {{"limit", most_by_author}}));
    }
    return {};
}

Result<Written, Refusal> write_in(db::Transaction& tx, const DeskServices& services, TicketId id, const Letter& letter, const identity::Person& by,
                                  std::optional<std::int64_t> version) {
    auto change = Change::begin(tx, services, id, Action::Handle, by, version);
    if (!change) {
        return refuse(change.error());
    }
    if (change->ticket().confidential || change->ticket().merged_into) {
        return refuse(Refusal{Refusal::Kind::NotAllowed});
    }
    const auto to = MailAddress::parse(letter.to).value();
    if (auto refusal = too_many(tx, to, by, change->now())) {
        return refuse(std::move(*refusal));
    }
    const auto seq = change->say(EventKind::WroteOutside, {{"to", to.text()}, {"reference", letter.reference}}, true, letter.body);
    if (!change->ticket().assignee) {
        change->assign(by.id, by.name);
    }
    if (change->ticket().is_open()) {
        change->move_to(State::WaitingOther);
    }
    drafts::remove(tx, id, by.id, drafts::Kind::Outside);
    change->finish(letter.undo);
    tx.execute(queries::tickets::insert_outside_message, {{"ticket_id", id}, {"seq", seq}, {"email", to.text()}, {"reference", letter.reference}, {"now", change->now()}});
    return Written{change->ticket(), seq, false};
}

/// The ticket itself, or the one it goes on in.
TicketId where_it_goes_on(db::Session& session, TicketId id, Timestamp now) {
    const auto found = ticket_store::find(session, id, PersonId{}, now);
    return found && found->ticket.merged_into ? where_it_goes_on(session, *found->ticket.merged_into, now) : id;
}

}  // namespace

Result<Written, Refusal> write(Desk& desk, TicketId id, const Letter& typed, const identity::Person& by, const IdempotencyKey& key,
                               std::optional<std::int64_t> version) {
    auto letter = typed;
    letter.to = std::string{trim(typed.to)};
    letter.reference = std::string{trim(typed.reference)};
    letter.body = tidy_block(typed.body);
    if (auto faults = faults_of(letter); !faults.empty()) {
        return refuse(Refusal{Refusal::Kind::Invalid, std::move(faults)});
    }
    return desk.once(by, key, [&](db::Transaction& tx) { return write_in(tx, desk.services(), id, letter, by, version); });
}

bool is_asked(db::Session& session, TicketId id, const MailAddress& address) {
    return session.row(queries::tickets::select_outside_asked, {{"ticket_id", id}, {"email", address.text()}}).has_value();
}

Result<Written, Refusal> answered(Desk& desk, TicketId id, const Answer& answer, const IdempotencyKey& key) {
    return desk.once({}, key, [&](db::Transaction& tx) -> Result<Written, Refusal> {
        auto change = Change::by_nobody(tx, desk.services(), where_it_goes_on(tx, id, desk.services().clock.now()));
        if (!is_asked(tx, id, answer.from) || !change || change->ticket().merged_into) {
            return refuse(Refusal{Refusal::Kind::NotAllowed});
        }
        const auto seq = change->say(EventKind::OutsideAnswered, {{"from", answer.from.text()}, {"mail", answer.mail}}, true, answer.body, answer.files);
        change->snooze({});
        if (change->ticket().state == State::WaitingOther) {
            change->move_to(change->ticket().assignee ? State::InProgress : State::New);
        }
        change->finish();
        return Written{change->ticket(), seq, false};
    });
}

Result<Ticket, Refusal> share(Desk& desk, TicketId id, std::int64_t answer, const identity::Person& by, const Undo& undo) {
    const auto apply = [&](Change& change) -> std::optional<Refusal> {
        const auto row = change.tx().row(queries::outside::select_answer, {{"ticket_id", id}, {"seq", answer}});
        if (!row) {
            return Refusal{Refusal::Kind::NotFound};
        }
        if (!row->flag("is_note")) {
            return {};
        }
        const auto seen_from = undo ? std::optional{change.now() + desk.services().undo_time} : std::nullopt;
        change.tx().execute(queries::outside::share_answer, {{"ticket_id", id}, {"seq", answer}, {"held_until", seen_from}});
        change.happened(EventKind::OutsideAnswered, {{"shared", answer}, {"from", row->text("sender")}});
        if (!undo) {  // else when it is seen
            search_store::add(change.tx(), id, row->text("body"), false);
        }
        return {};
    };
    return desk.change(id, Action::Handle, by, {}, apply, undo);
}

void unshare(db::Transaction& tx, TicketId id, std::int64_t first_seq, std::int64_t last_seq) {
    tx.execute(queries::outside::unshare_answers, {{"ticket_id", id}, {"first_seq", first_seq}, {"last_seq", last_seq}});
}

Last last_of(db::Session& session, TicketId id) {
    const auto row = session.row(queries::tickets::select_last_outside_message, {{"ticket_id", id}});
    return row ? Last{row->text("email"), row->text("reference")} : Last{};
}

}  // namespace ansvar::tickets::outside
