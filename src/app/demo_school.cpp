#include "app/demo_school.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>

#include "app/files.hpp"
#include "clock/hours.hpp"
#include "core/text.hpp"
#include "db/database.hpp"
#include "identity/absences.hpp"
#include "identity/people_store.hpp"
#include "identity/role_directory.hpp"
#include "identity/role_store.hpp"
#include "identity/school_settings.hpp"
#include "identity/units.hpp"
#include "matrix/current_router.hpp"
#include "matrix/import.hpp"
#include "queries/demo.hpp"
#include "routing/csv.hpp"
#include "schedule/schedule.hpp"
#include "tickets/desk.hpp"
#include "tickets/ledger_of.hpp"
#include "tickets/search_store.hpp"
#include "tickets/ticket_store.hpp"
#include "web/files.hpp"

namespace ansvar::app {

namespace {

/// A CSV file of our own, as maps from column to value.
std::vector<std::map<std::string, std::string>> read_table(const std::filesystem::path& file) {
    const auto table = routing::read_csv(web::read_file(file));
    if (!table) {
        throw std::runtime_error("faulty CSV in " + file.string());
    }
    std::vector<std::map<std::string, std::string>> rows;
    for (std::size_t line = 1; line < table->size(); ++line) {
        auto& row = rows.emplace_back();
        for (std::size_t column = 0; column < (*table)[0].size() && column < (*table)[line].size(); ++column) {
            row[(*table)[0][column].text] = (*table)[line][column].text;
        }
    }
    return rows;
}

identity::PersonDraft draft_of(const std::map<std::string, std::string>& row, const std::map<std::string, PersonId>& known) {
    identity::PersonDraft draft{.email = MailAddress::parse(row.at("email")), .name = row.at("name")};
    draft.initials = row.at("initials");
    draft.title = row.at("title");
    draft.phone = row.at("phone");
    draft.room = row.at("room");
    draft.is_manager = row.at("rights") == "manager";
    draft.is_administrator = row.at("rights") == "administrator";
    if (const auto manager = known.find(row.at("manager")); manager != known.end()) {
        draft.manager = manager->second;
    }
    return draft;
}

using Row = std::map<std::string, std::string>;

/// The units, their heads, and who works at which. What is there stays as it is.
void make_units(db::Transaction& tx, const std::vector<Row>& units, const std::vector<Row>& people, const std::map<std::string, PersonId>& known) {
    for (const auto& row : units) {
        if (!identity::find_unit(tx, row.at("name"))) {
            const auto parent = identity::find_unit(tx, row.at("parent"));
            const auto unit = identity::add_unit(tx, row.at("name"), parent ? std::optional{parent->id} : std::nullopt);
            identity::set_unit_head(tx, unit, known.at(row.at("head")));
            for (const auto& person : people) {
                if (person.at("unit") == row.at("name")) {
                    identity::place_person(tx, known.at(person.at("email")), unit);
                }
            }
        }
    }
}

/// Somebody is away these days, with a substitute.
void make_absences(db::Transaction& tx, const std::vector<Row>& absences, const std::map<std::string, PersonId>& known, Timestamp now) {
    for (const auto& row : absences) {
        const auto person = known.at(row.at("email"));
        if (identity::list_absences(tx, person, identity::school_day(now)).empty()) {
            const std::chrono::hours days{24 * std::stoi(row.at("days"))};
            identity::Absence absence{.first_day = identity::school_day(now), .last_day = identity::school_day(now + days)};
            absence.substitute = known.at(row.at("substitute"));
            identity::add_absence(tx, person, absence, now);
        }
    }
}

}  // namespace

void make_demo_school(const db::Settings& settings) {
    db::Database database{settings.patient()};
    const auto now = SystemClock{}.now();
    matrix::seed(database, share_folder() / "routing", now);
    const auto rows = read_table(share_folder() / "demo" / "people.csv");
    const auto units = read_table(share_folder() / "demo" / "units.csv");
    const auto absences = read_table(share_folder() / "demo" / "absences.csv");
    database.in_transaction([&](db::Transaction& tx) {
        std::map<std::string, PersonId> known;
        for (const auto& row : rows) {
            const auto found = identity::find_person_by_email(tx, MailAddress::parse(row.at("email")).value(), now);
            known[row.at("email")] = found ? found->id : identity::insert_person(tx, draft_of(row, {}), now);
        }
        for (const auto& row : rows) {
            const auto id = known.at(row.at("email"));
            if (const auto person = identity::find_person(tx, id, now); !row.at("manager").empty() && person && !person->manager) {
                identity::update_person(tx, id, draft_of(row, known));
            }
            for (const auto role : split(row.at("roles"), ';')) {
                if (!role.empty()) {
                    identity::set_holder(tx, {.role = RoleCode{std::string{role}}, .person = id});
                }
            }
        }
        make_units(tx, units, rows, known);
        make_absences(tx, absences, known, now);
        if (!identity::read_setting(tx, identity::second_factor_setting)) {  // links let in at once here
            identity::write_setting(tx, identity::second_factor_setting, identity::name(identity::SecondFactorRule::Nobody), std::nullopt, now);
        }
    });
}

namespace {

/// Draws tickets as a school's year might have given them.
class DemoTickets {
public:
    DemoTickets(db::Database& database, Timestamp now) : database_(database), now_(now) {
        requests_ = read_table(share_folder() / "routing" / "requests.csv");
        database_.read([&](db::Session& session) {
            router_.refresh_if_changed(session, now_);
            schedule_.refresh(session);
            identity::RoleDirectory roles;
            roles.refresh(session, now_);
            for (const auto& role : roles.table()->roles()) {
                if (auto holders = tickets::ticket_store::list_holders(session, role.code, now_); !holders.empty()) {
                    holders_[role.code.value] = std::move(holders);
                }
            }
            for (const auto& person : identity::list_people(session, now_)) {
                if (!person.is_agent() && !person.is_administrator) {
                    requesters_.push_back(person);
                }
            }
        });
        if (requesters_.empty() || holders_.empty()) {
            throw std::runtime_error("there is no demo school here: start once with `ansvar serve --demo`");
        }
    }

    /// Stores `count` tickets in one transaction; `open_share` of them still open.
    void add(std::uint64_t count, double open_share) {
        // Drawn outside, so that a transaction that runs again stores the same.
        std::vector<Drawn> drawn;
        for (std::uint64_t i = 0; i < count; ++i) {
            drawn.push_back(draw(chance() < open_share));
        }
        database_.in_transaction([&](db::Transaction& tx) { store(tx, drawn); });
    }

private:
    struct Drawn {
        tickets::Ticket ticket;
        std::vector<tickets::Event> events;
        std::string body;
    };

    double chance() { return std::uniform_real_distribution<>{0, 1}(random_); }
    template <class List>
    const auto& pick(const List& list) {
        return list[std::uniform_int_distribution<std::size_t>{0, list.size() - 1}(random_)];
    }

    Drawn draw(bool open) {
        const auto& request = pick(requests_);
        const auto decision = router_.get()->route({.subject = request.at("subject"), .body = request.at("body"), .area = {}});
        const auto staffed = holders_.contains(decision.role) ? decision.role : std::string{"TRIAGE"};
        const auto* area = decision.area ? router_.get()->matrix().find(*decision.area) : nullptr;

        tickets::Ticket ticket;
        ticket.subject = shorten(request.at("subject"), 200);
        ticket.role = RoleCode{staffed};
        ticket.row_ref = decision.row;
        ticket.area_key = decision.area;
        ticket.area = area ? std::optional{area->name} : std::nullopt;
        ticket.matrix_version = decision.matrix_version;
        ticket.reason = routing::to_string(decision.reason);
        ticket.confidence = decision.confidence;
        ticket.confidential = decision.confidential;
        ticket.priority = static_cast<tickets::Priority>(decision.priority);
        const auto& requester = pick(requesters_);
        ticket.requester = requester.id;
        ticket.unit = requester.unit;
        ticket.room = requester.room;
        const auto followed = schedule_.calendars.of(ticket.role, ticket.unit);
        // Open tickets came in during the last days, done ones during the year; people write in working hours.
        const auto days = open ? chance() * chance() * 12.0 : 1.0 + chance() * 363.0;
        const auto ago = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::duration<double, std::ratio<86400>>{days});
        ticket.opened_at = followed->hours.next_open(now_ - ago) + std::chrono::seconds{static_cast<int>(chance() * 7 * 3600)};
        ticket.opened_at = std::min(ticket.opened_at, now_ - std::chrono::minutes{1});
        ticket.changed_at = ticket.opened_at;
        ticket.last_seq = 1;
        if (!open || chance() < 0.6) {
            answer(ticket, staffed, open);
        }
        auto events = events_of(ticket, nlohmann::json::parse(routing::to_json(decision)), tickets::ledger_of::to_json(schedule_.targets.of(tickets::aimed_at(*router_.get(), ticket))));
        tickets::ledger_of::put(ticket, tickets::ledger_of::count(schedule_, ticket, events, {}, ticket.changed_at));
        ticket.escalate_at.reset();  // nobody is told of what was made up
        return {std::move(ticket), std::move(events), request.at("body").empty() ? request.at("subject") : request.at("body")};
    }

    /// A first answer after some working time, and an end after some more.
    void answer(tickets::Ticket& ticket, const std::string& role, bool open) {
        const auto followed = schedule_.calendars.of(ticket.role, ticket.unit);
        std::lognormal_distribution<> wait{4.2, 1.1};  // median about an hour, nine of ten within a school day
        const auto first = std::min<std::int64_t>(static_cast<std::int64_t>(wait(random_)), 4000);
        const auto answered = clock::add_working_minutes(ticket.opened_at, first, followed->hours);
        if (answered > now_) {
            return;
        }
        ticket.assignee = pick(holders_.at(role)).id;
        ticket.state = tickets::State::InProgress;
        ticket.first_response_at = answered;
        ticket.changed_at = answered;
        ticket.last_seq = 2;
        if (open) {
            if (chance() < 0.25) {
                ticket.state = chance() < 0.7 ? tickets::State::WaitingRequester : tickets::State::WaitingOther;
                ticket.last_seq = 3;
            }
            return;
        }
        const auto rest = std::min<std::int64_t>(static_cast<std::int64_t>(wait(random_) * 3), 12000);
        auto solved = clock::add_working_minutes(answered, rest, followed->hours);
        solved = std::min(solved, now_ - std::chrono::minutes{1});
        ticket.state = chance() < 0.8 ? tickets::State::Closed : tickets::State::Resolved;
        ticket.changed_at = std::max(solved, answered);
        ticket.last_seq = 3;
    }

    /// What happened to it, as the desk would have written it down.
    static std::vector<tickets::Event> events_of(const tickets::Ticket& ticket, const nlohmann::json& receipt, const nlohmann::json& target) {
        using tickets::EventKind;
        std::vector<tickets::Event> events{{.ticket = {}, .seq = 1, .kind = EventKind::Opened, .actor = ticket.requester, .at = ticket.opened_at,
                                            .data = {{"to", ticket.role.value}, {"placed", ""}, {"target", target}, {"receipt", receipt}}}};
        if (ticket.last_seq > 1) {
            events.push_back({.ticket = {}, .seq = 2, .kind = EventKind::Replied, .actor = ticket.assignee, .at = ticket.first_response_at.value(),
                              .data = {{"by_requester", false}, {"answers", true}}});
        }
        if (ticket.last_seq > 2) {
            events.push_back({.ticket = {}, .seq = 3, .kind = EventKind::StateChanged, .actor = ticket.assignee, .at = ticket.changed_at,
                              .data = {{"from", "in_progress"}, {"to", name(ticket.state)}}});
        }
        return events;
    }

    void store(db::Transaction& tx, std::vector<Drawn>& drawn) {
        auto events = nlohmann::json::array(), texts = nlohmann::json::array();
        for (auto& one : drawn) {
            const auto id = insert(tx, one.ticket);
            for (const auto& event : one.events) {
                events.push_back({id, event.seq, name(event.kind), event.actor->value, to_sql(event.at), event.data.dump()});
            }
            texts.push_back({id, 1, one.body});
            if (one.ticket.last_seq > 1) {
                texts.push_back({id, 2, pick(answers_)});
            }
        }
        tx.execute(queries::demo::insert_events, {{"rows", events.dump()}});
        tx.execute(queries::demo::insert_messages, {{"rows", texts.dump()}});
        const TicketId first{texts.front()[0].get<std::uint64_t>()}, last{texts.back()[0].get<std::uint64_t>()};
        tx.execute(queries::demo::insert_seen, {{"first", first}, {"last", last}});
        tx.execute(queries::demo::insert_change, {{"first", first}, {"last", last}, {"now", now_}});
        tickets::search_store::add_all(tx, first, last, now_);
    }

    static std::uint64_t insert(db::Transaction& tx, const tickets::Ticket& ticket) {
        tx.execute(queries::demo::insert_ticket, {{"subject", ticket.subject},
                                                  {"role_code", ticket.role},
                                                  {"row_ref", ticket.row_ref},
                                                  {"area_key", ticket.area_key},
                                                  {"area", ticket.area},
                                                  {"matrix_version", ticket.matrix_version},
                                                  {"reason", ticket.reason},
                                                  {"confidence", ticket.confidence},
                                                  {"confidential", ticket.confidential},
                                                  {"state", name(ticket.state)},
                                                  {"priority", static_cast<int>(ticket.priority)},
                                                  {"requester_id", ticket.requester},
                                                  {"assignee_id", ticket.assignee},
                                                  {"room", ticket.room},
                                                  {"opened_at", ticket.opened_at},
                                                  {"due_at", ticket.due_at},
                                                  {"paused_at", ticket.paused_at},
                                                  {"first_response_at", ticket.first_response_at},
                                                  {"first_response_minutes", ticket.first_response_minutes},
                                                  {"resolved_at", ticket.resolved_at},
                                                  {"resolution_minutes", ticket.resolution_minutes},
                                                  {"target_id", ticket.target.id == 0 ? std::nullopt : std::optional{ticket.target.id}},
                                                  {"first_response_target", ticket.target.first_response},
                                                  {"next_response_target", ticket.target.next_response},
                                                  {"resolution_target", ticket.target.resolution},
                                                  {"last_seq", ticket.last_seq},
                                                  {"changed_at", ticket.changed_at},
                                                  {"unit_id", ticket.unit}});
        return tx.last_insert_id();
    }

    db::Database& database_;
    Timestamp now_;
    std::mt19937_64 random_{std::random_device{}()};
    std::vector<std::map<std::string, std::string>> requests_;
    matrix::CurrentRouter router_{shipped_model()};
    schedule::Schedule schedule_;
    std::map<std::string, std::vector<tickets::ticket_store::Named>> holders_;
    std::vector<identity::Person> requesters_;
    std::vector<std::string> answers_ = read_answers();

    /// The demo's stock answers, a line each: words for people live outside the program.
    static std::vector<std::string> read_answers() {
        std::vector<std::string> answers;
        const auto text = web::read_file(share_folder() / "demo" / "answers.txt");
        for (const auto line : split(text, '\n')) {
            if (!trim(line).empty()) {
                answers.emplace_back(trim(line));
            }
        }
        return answers;
    }
};

}  // namespace

void make_demo_tickets(const db::Settings& settings, std::uint64_t count, const std::function<void(std::uint64_t)>& progress) {
    db::Database database{settings.patient()};
    DemoTickets tickets{database, SystemClock{}.now()};
    // A school has some dozens to hundreds open, whatever its past.
    const double open_share = count <= 200 ? 0.4 : std::min(0.4, 0.05 + 200.0 / static_cast<double>(count) * 0.2) * (count > 20000 ? 0.4 : 1.0);
    constexpr std::uint64_t batch = 200;
    for (std::uint64_t done = 0; done < count;) {
        const auto size = std::min(batch, count - done);
        tickets.add(size, open_share);
        done += size;
        progress(done);
    }
}

}  // namespace ansvar::app
