#include "moving/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "core/text.hpp"
#include "identity/people_store.hpp"
#include "moving/cleaned.hpp"
#include "moving/people.hpp"
#include "moving/prepared.hpp"
#include "queries/moving.hpp"
#include "tickets/change.hpp"
#include "tickets/draft.hpp"
#include "tickets/ticket_store.hpp"

namespace ansvar::moving {

namespace {

using tickets::Change;
using tickets::EventKind;
using tickets::State;

constexpr std::size_t longest_id = 190;  // characters, of the columns of migration 0057
constexpr std::size_t longest_author = 200;

/// Stands where the history of a ticket is.
class Moment final : public Clock {
public:
    Timestamp now() const override { return at; }
    Timestamp at;
};

/// Nobody hears of what happened elsewhere.
class Silence final : public tickets::EventListener {
public:
    void happened(db::Transaction&, const tickets::Ticket&, std::span<const tickets::Event>, Timestamp) override {}
    bool undone(db::Transaction&, TicketId, std::int64_t, std::int64_t) override { return true; }
    void committed() override {}
};

}  // namespace

class Writer::Inside {
public:
    Inside(const tickets::DeskServices& base, Wishes wanted)
        : wishes(std::move(wanted)),
          real(base.clock),
          services{.database = base.database,
                   .clock = moment,
                   .router = base.router,
                   .roles = base.roles,
                   .staff = base.staff,
                   .schedule = base.schedule,
                   .reachable = [](db::Session&, const MailAddress&) { return true; },
                   .listener = silence,
                   .imports = true},
          desk(services),
          people(real, report, wishes.for_whom) {}

    void take(const ForeignTicket& ticket);

    Wishes wishes;
    Report report;

private:
    /// What is known here of a ticket there.
    struct Known {
        std::optional<TicketId> id;
        std::int64_t seq = 0;
        std::set<std::string> messages;
    };
    Known known(db::Session& session, const ForeignTicket& ticket) const;
    std::optional<Timestamp> beginning(const ForeignTicket& ticket) const;
    std::optional<std::string> destination(const ForeignTicket& ticket);

    void rehearse(const ForeignTicket& ticket, Timestamp began);
    void bring(db::Transaction& tx, const ForeignTicket& ticket, Timestamp began);
    void open(db::Transaction& tx, const ForeignTicket& ticket, std::vector<Prepared> messages, Timestamp began);
    void go_on(db::Transaction& tx, const ForeignTicket& ticket, const Known& known, std::vector<Prepared> messages);
    void count(const std::vector<Prepared>& messages, bool is_new);

    void write(db::Transaction& tx, TicketId id, const ForeignTicket& ticket, const Prepared& message);
    void assign(db::Transaction& tx, TicketId id, const ForeignTicket& ticket);
    void move_to(db::Transaction& tx, TicketId id, State state);
    Change change(db::Transaction& tx, TicketId id, const identity::Person* by) { return Change::elsewhere(tx, services, id, by).value(); }
    tickets::Ticket ticket_now(db::Transaction& tx, TicketId id) { return tickets::ticket_store::lock(tx, id, PersonId{}, moment.at).value().ticket; }
    void remember(db::Transaction& tx, const char* kind, const std::string& id, TicketId ticket, std::int64_t seq);
    void finish(db::Transaction& tx, TicketId id, const ForeignTicket& ticket);

    const Clock& real;
    Moment moment;
    Silence silence;
    const tickets::DeskServices services;
    tickets::Desk desk;
    const People people;
};

void Writer::Inside::take(const ForeignTicket& ticket) {
    ++report.tickets;
    const auto mapped = wishes.areas.contains(ticket.queue);
    ++(mapped ? report.queues : report.unmapped)[ticket.queue];
    const auto counted = report;
    try {
        const auto began = beginning(ticket);
        if (!began) {
            throw LeftOut{"left out: no time that can be read"};
        }
        if (ticket.id.empty() || count_characters(ticket.id) > longest_id || !is_utf8(ticket.id)) {
            throw LeftOut{"left out: no id, or one longer than 190 characters"};
        }
        if (wishes.is_rehearsal) {
            rehearse(ticket, *began);
        } else {
            services.database.spanning([&](db::Transaction& tx) {
                report = counted;  // it may run again
                bring(tx, ticket, *began);
                wishes.progress(report);
            });
        }
    } catch (const LeftOut& left) {
        report = counted;
        ++report.left;
        report.fault(ticket.where, left.why);
    }
    if (wishes.is_rehearsal) {
        wishes.progress(report);
    }
}

Writer::Inside::Known Writer::Inside::known(db::Session& session, const ForeignTicket& ticket) const {
    const auto row = session.row(queries::moving::select_imported_ticket, {{"source", wishes.name}, {"source_id", ticket.id}});
    if (!row) {
        return {};
    }
    Known found{.id = row->id<TicketId>("ticket_id"), .seq = row->integer("seq"), .messages = {}};
    for (const auto& message : session.rows(queries::moving::select_imported_messages, {{"source", wishes.name}, {"ticket_id", *found.id}})) {
        found.messages.insert(message.text("source_id"));
    }
    return found;
}

std::optional<Timestamp> Writer::Inside::beginning(const ForeignTicket& ticket) const {
    auto began = ticket.opened;
    for (const auto& message : ticket.messages) {
        if (message.at && (!began || *message.at < *began)) {
            began = message.at;
        }
    }
    return began && *began > real.now() ? std::nullopt : began;
}

std::optional<std::string> Writer::Inside::destination(const ForeignTicket& ticket) {
    const auto mapped = wishes.areas.find(ticket.queue);
    return mapped != wishes.areas.end() ? std::optional{mapped->second} : wishes.fallback;
}

void Writer::Inside::count(const std::vector<Prepared>& messages, bool is_new) {
    ++(is_new ? report.opened : report.continued);
    report.messages += messages.size();
    for (const auto& message : messages) {
        report.files += message.files.size();
        for (const auto& file : message.files) {
            report.file_bytes += file.bytes.size();
        }
    }
}

namespace {

/// Only what is not here yet is read closely: nothing is said of the rest again.
ForeignTicket without_known(const ForeignTicket& ticket, const std::set<std::string>& known) {
    auto rest = ticket;
    rest.messages.erase(std::remove_if(rest.messages.begin(), rest.messages.end(), [&](const auto& each) { return known.contains(each.id); }), rest.messages.end());
    return rest;
}

}  // namespace

void Writer::Inside::rehearse(const ForeignTicket& ticket, Timestamp began) {
    services.database.read([&](db::Session& session) {
        const auto here = known(session, ticket);
        const auto rest = without_known(ticket, here.messages);
        const auto messages = prepare(rest, began, real.now(), report);
        if (here.id) {
            if (!messages.empty()) {
                count(messages, false);
            }
            return;
        }
        const auto address = people.requester_address(ticket);
        if (!identity::find_person_by_email(session, address, real.now())) {
            report.people.insert(address.text());
        }
        count(messages, true);
    });
}

void Writer::Inside::bring(db::Transaction& tx, const ForeignTicket& ticket, Timestamp began) {
    moment.at = began;
    const auto here = known(tx, ticket);
    const auto rest = without_known(ticket, here.messages);
    auto messages = prepare(rest, began, real.now(), report);
    here.id ? go_on(tx, ticket, here, std::move(messages)) : open(tx, ticket, std::move(messages), began);
}

void Writer::Inside::open(db::Transaction& tx, const ForeignTicket& ticket, std::vector<Prepared> messages, Timestamp began) {
    const auto requester = people.requester_of(tx, ticket);
    count(messages, true);
    const auto first = std::find_if(messages.begin(), messages.end(), [](const Prepared& each) { return !each.from->is_note; });
    tickets::Draft draft;
    draft.subject = shorten(clean_line(ticket.subject).text, tickets::max_subject);
    draft.channel = tickets::Channel::Api;
    std::optional<std::string> first_id;
    if (first != messages.end()) {
        const auto author = people.somebody(tx, first->from->author);
        draft.body = signed_body(*first, author && author->id == requester.id ? author : std::nullopt);
        draft.files = store_files(services.database, *first, moment.at);
        first_id = first->from->id;
        messages.erase(first);
    } else {
        draft.body = draft.subject.empty() ? "-" : draft.subject;
    }
    const auto made = desk.open_imported(tx, draft, destination(ticket), requester);
    if (!made) {
        throw LeftOut{"left out: " + explain(made.error())};
    }
    if (first_id) {
        remember(tx, "message", *first_id, made->id, 1);
    }
    assign(tx, made->id, ticket);
    const bool ends = !tickets::is_open(ticket.state);
    const auto last = messages.empty() ? began : messages.back().at;
    const auto done = ends ? std::clamp(ticket.done.value_or(last), began, real.now()) : Timestamp::max();
    bool is_done = false;
    for (const auto& message : messages) {
        if (!is_done && message.at > done) {
            moment.at = std::max(moment.at, done);
            move_to(tx, made->id, ticket.state);
            is_done = true;
        }
        moment.at = std::max(moment.at, message.at);
        write(tx, made->id, ticket, message);
    }
    if (!is_done && ticket.state != State::New) {
        moment.at = ends ? std::max(moment.at, done) : moment.at;
        move_to(tx, made->id, ticket.state);
    }
    finish(tx, made->id, ticket);
}

void Writer::Inside::go_on(db::Transaction& tx, const ForeignTicket& ticket, const Known& here, std::vector<Prepared> messages) {
    const auto before = ticket_now(tx, *here.id);
    const bool is_as_left = before.last_seq == here.seq;
    moment.at = before.changed_at;
    for (const auto& message : messages) {
        moment.at = std::max(moment.at, message.at);
        write(tx, before.id, ticket, message);
    }
    const bool ends = !tickets::is_open(ticket.state);
    bool moves = is_as_left && ends != !before.is_open();
    if (moves) {
        moment.at = ends && ticket.done ? std::clamp(*ticket.done, moment.at, std::max(moment.at, real.now())) : moment.at;
        if (!ends) {
            auto reopening = change(tx, before.id, nullptr);
            reopening.reopen();
            reopening.finish();
        }
        move_to(tx, before.id, ticket.state == State::New ? ticket_now(tx, before.id).state : ticket.state);
    }
    if (!messages.empty() || moves) {
        count(messages, false);
        finish(tx, before.id, ticket);
    }
    if (!is_as_left && !messages.empty()) {
        report.fault(ticket.where, fmt::format("ticket {} has been worked on here: what is new there is added, its state stays", before.id.value));
    }
}

void Writer::Inside::write(db::Transaction& tx, TicketId id, const ForeignTicket& ticket, const Prepared& message) {
    const auto& from = *message.from;
    const auto author = people.somebody(tx, from.author);
    const auto files = store_files(services.database, message, moment.at);
    auto written = change(tx, id, author ? &*author : nullptr);
    auto data = nlohmann::json::object();
    if (!author && !from.author.is_nobody()) {
        data["author"] = shorten(clean_line(named(from.author)).text, longest_author);
    }
    std::int64_t seq = 0;
    if (from.is_note) {
        seq = written.say(EventKind::Noted, std::move(data), true, message.body, files);
    } else if (from.by_staff) {
        data.update({{"by_requester", false}, {"answers", true}});
        seq = written.say(EventKind::Replied, std::move(data), false, message.body, files);
        if (written.ticket().state == State::New && ticket.state != State::New) {
            written.move_to(State::InProgress);
        }
    } else {
        data["by_requester"] = true;
        seq = written.say(EventKind::Replied, std::move(data), false, message.body, files);
    }
    written.finish();
    remember(tx, "message", from.id, id, seq);
}

void Writer::Inside::assign(db::Transaction& tx, TicketId id, const ForeignTicket& ticket) {
    if (ticket.assignee.is_nobody()) {
        return;
    }
    auto handed = change(tx, id, nullptr);
    const auto person = people.somebody(tx, ticket.assignee);
    if (person && !person->left_at && person->works_in(handed.ticket().role)) {
        handed.assign(person->id, person->name);
        handed.finish();
    } else if (tickets::is_open(ticket.state)) {
        report.fault(ticket.where, fmt::format("{} does not work in the queue {}: nobody has it", named(ticket.assignee), handed.ticket().role.value));
    }
}

void Writer::Inside::move_to(db::Transaction& tx, TicketId id, State state) {
    auto moved = change(tx, id, nullptr);
    moved.move_to(state);
    moved.finish();
}

void Writer::Inside::remember(db::Transaction& tx, const char* kind, const std::string& id, TicketId ticket, std::int64_t seq) {
    if (id.empty() || count_characters(id) > longest_id || !is_utf8(id)) {
        throw LeftOut{"left out: a message of it has no id, or one longer than 190 characters"};
    }
    tx.execute(queries::moving::put_imported_thing, {{"source", wishes.name}, {"kind", kind}, {"source_id", id}, {"ticket_id", ticket}, {"seq", seq}});
}

/// The feed hears of the ticket once, now; as of no event, so that no webhook is told (decision 0089).
void Writer::Inside::finish(db::Transaction& tx, TicketId id, const ForeignTicket& ticket) {
    auto after = ticket_now(tx, id);
    remember(tx, "ticket", ticket.id, id, after.last_seq);
    after.last_seq = 0;
    tickets::ticket_store::insert_change(tx, after, after, real.now());
}

Writer::Writer(const tickets::DeskServices& services, Wishes wishes) : inside_(std::make_unique<Inside>(services, std::move(wishes))) {}
Writer::~Writer() = default;

void Writer::take(const ForeignTicket& ticket) { inside_->take(ticket); }
Report& Writer::report() { return inside_->report; }

Report bring(Source& source, const tickets::DeskServices& services, Wishes wishes) {
    Writer writer{services, std::move(wishes)};
    source.each([&](const ForeignTicket& ticket) { writer.take(ticket); },
                [&](const std::string& where, const std::string& what) { writer.report().fault(where, what); });
    return std::move(writer.report());
}

}  // namespace ansvar::moving
