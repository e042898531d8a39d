#include "school.hpp"

#include <algorithm>

namespace ansvar::mail::tests {

namespace {

constexpr std::string_view the_school = R"sql(
INSERT INTO people (id, email, name, language, manager_id, created_at, left_at) VALUES
  (5, 'chef@skola.example', 'Karin Chef', 'sv', NULL, '2026-01-01', NULL),
  (1, 'asa@skola.example', 'Åsa Lärare', 'sv', 5, '2026-01-01', NULL),
  (2, 'erik@skola.example', 'Erik Ek', 'sv', NULL, '2026-01-01', NULL),
  (3, 'maria@skola.example', 'Maria Berg', 'en', NULL, '2026-01-01', NULL),
  (4, 'sven@skola.example', 'Sven Vakt', 'sv', NULL, '2026-01-01', NULL),
  (6, 'kim@skola.example', 'Kim Kopia', 'sv', NULL, '2026-01-01', NULL),
  (7, 'lisa@skola.example', 'Lisa Borta', 'sv', NULL, '2026-01-01', '2026-06-01'),
  (8, 'pelle@skola.example', 'Pelle Snart', 'sv', NULL, '2026-01-01', NULL),
  (9, 'olle@skola.example', 'Olle Förr', 'sv', NULL, '2026-01-01', NULL),
  (10, NULL, 'Nils Utan', 'sv', NULL, '2026-01-01', NULL);
INSERT INTO roles (code, name_sv, name_en, kind, email, position) VALUES
  ('ITS', 'IT-support', 'IT support', 'queue', NULL, 1),
  ('VAKT', 'Vaktmästare', 'caretaker', 'queue', 'vaktmastare@skola.example', 2),
  ('TRIAGE', 'Helpdesk', 'helpdesk', 'queue', NULL, 3),
  ('Resp chef', 'Närmaste chef', 'manager', 'relative', NULL, 4);
INSERT INTO role_holders (role_code, person_id, valid_from, valid_to) VALUES
  ('ITS', 2, NULL, NULL), ('ITS', 3, '2026-11-23', '2026-11-23'), ('ITS', 7, NULL, NULL), ('ITS', 8, '2027-01-01', NULL),
  ('ITS', 9, NULL, '2026-11-22'), ('ITS', 10, NULL, NULL), ('VAKT', 4, NULL, NULL);
INSERT INTO role_shares (queue_code, role_code) VALUES ('TRIAGE', 'ITS'), ('TRIAGE', 'VAKT'))sql";

const db::Query insert_ticket{"test/insert_ticket", R"sql(
INSERT INTO tickets (id, subject, role_code, area, matrix_version, reason, confidence, confidential, named_only, state, priority, requester_id, filed_by_id,
                     assignee_id, channel, room, phone, opened_at, due_at, last_seq, changed_at)
VALUES (:id, :subject, :role, :area, '1.4.0', 'chosen', 1, :confidential, :named_only, :state, :priority, :requester, :filed_by, :assignee, 'web', :room, :phone,
        :at, :due_at, 1, :at)
ON DUPLICATE KEY UPDATE role_code = :role, confidential = :confidential, named_only = :named_only, state = :state, assignee_id = :assignee)sql"};
const db::Query insert_event{"test/insert_event",
                             "INSERT INTO ticket_events (ticket_id, seq, kind, actor_id, happened_at, data) "
                             "VALUES (:ticket, :seq, :kind, :actor, :at, :data)"};
const db::Query insert_message{"test/insert_message",
                               "INSERT INTO ticket_messages (ticket_id, seq, is_note, body) VALUES (:ticket, :seq, :is_note, :body)"};
const db::Query insert_watcher{"test/insert_watcher", "INSERT IGNORE INTO ticket_watchers (ticket_id, person_id) VALUES (:ticket, :person)"};
const db::Query select_letters{"test/select_letters",
                               "SELECT kind, recipient_email, language, message_id, state, attempts, "
                               "COALESCE(last_reply, '') AS last_reply, due_at FROM letters ORDER BY id"};

void store(db::Transaction& tx, const tickets::Ticket& ticket) {
    tx.execute(insert_ticket, {{"id", ticket.id},
                               {"subject", ticket.subject},
                               {"role", ticket.role},
                               {"area", ticket.area},
                               {"confidential", ticket.confidential},
                               {"named_only", ticket.named_only},
                               {"state", tickets::name(ticket.state)},
                               {"priority", static_cast<int>(ticket.priority)},
                               {"requester", ticket.requester},
                               {"filed_by", ticket.filed_by},
                               {"assignee", ticket.assignee},
                               {"room", ticket.room},
                               {"phone", ticket.phone},
                               {"at", ticket.opened_at},
                               {"due_at", ticket.due_at}});
}

ansvar::tests::TestDatabase& kept_database() {
    static ansvar::tests::TestDatabase database;
    return database;
}

}  // namespace

Delivery FakeTransport::send(const Parcel& parcel) {
    const auto delivery = answer ? answer(parcel) : Delivery{Outcome::Sent, "250 fine"};
    const std::lock_guard lock{mutex_};
    if (delivery.outcome == Outcome::Sent) {
        sent_.push_back(parcel);
    }
    return delivery;
}

std::vector<Parcel> FakeTransport::sent() const {
    const std::lock_guard lock{mutex_};
    return sent_;
}

School::School() : database{kept_database()} {
    for (const auto* table : {"letter_texts", "letter_attempts", "monday_letters", "letters", "letter_choices", "letter_recipients", "ticket_messages", "ticket_watchers", "ticket_readers", "ticket_events", "tickets", "role_shares",
                              "role_holders", "absences", "roles"}) {
        run(std::string{"DELETE FROM "} + table);
    }
    run("UPDATE people SET manager_id = NULL, unit_id = NULL");
    run("UPDATE units SET parent_id = NULL");
    run("DELETE FROM units");
    run("DELETE FROM people");
    for (std::size_t at = 0; at != std::string_view::npos && at < the_school.size();) {
        const auto end = the_school.find(";\n", at);
        run(std::string{the_school.substr(at, end - at)});
        at = end == std::string_view::npos ? end : end + 1;
    }
    draft.id = TicketId{1042};
    draft.subject = "Skrivaren på plan 2 skriver inte ut";
    draft.role = RoleCode{"ITS"};
    draft.area = "Skrivare";
    draft.requester = people.asa;
    draft.filed_by = people.asa;
    draft.room = "A12";
    draft.phone = "040-12 34 56";
    draft.opened_at = clock.now();
    draft.due_at = clock.now() + 26h;
}

void School::refresh_staff() {
    database.database().read([&](db::Session& session) {
        identity::RoleDirectory roles;
        roles.refresh(session, clock.now());
        staff.refresh(session, *roles.table(), clock.now());
    });
}

void School::run(const std::string& statement) {
    const db::Query query{"test/statement", statement};
    database.database().execute_once(query);
}

void School::fill_outbox(int count) {
    open();
    run("DELETE FROM letters");
    run("INSERT INTO letters (kind, ticket_id, first_seq, last_seq, recipient_email, language, message_id, state, round_at, due_at, "
        "created_at) WITH RECURSIVE n AS (SELECT 0 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 99) "
        "SELECT 'receipt', 1042, 1, 1, CONCAT('p', k, '@skola.example'), 'sv', CONCAT('<x', k, '@skola.example>'), 'waiting', "
        "'2026-11-23 11:00:00', '2026-11-23 11:00:00', '2026-11-23 11:00:00' FROM (SELECT a.i * 100 + b.i + 1 AS k FROM n a JOIN n b) numbers "
        "WHERE k <= " +
        std::to_string(count) + " ORDER BY k");
}

tickets::Ticket School::open(const std::string& body) {
    auto ticket = draft;
    ticket.last_seq = 0;
    change(ticket, ticket.filed_by, {{tickets::EventKind::Opened, {{"to", ticket.role.value}}, body}});
    return ticket;
}

void School::change(tickets::Ticket& ticket, std::optional<PersonId> author, const std::vector<Happening>& happenings) {
    std::vector<tickets::Event> events;
    for (const auto& each : happenings) {
        events.push_back({.ticket = ticket.id,
                          .seq = ++ticket.last_seq,
                          .kind = each.kind,
                          .actor = author,
                          .at = clock.now(),
                          .data = each.data});
    }
    database.database().in_transaction([&](db::Transaction& tx) {
        store(tx, ticket);
        write_events(tx, ticket, events, happenings);
        if (events.front().kind == tickets::EventKind::Opened) {
            for (const auto person : copies) {
                tx.execute(insert_watcher, {{"ticket", ticket.id}, {"person", person}});
            }
        }
        writer.happened(tx, ticket, events, events.front().at);
    });
    writer.committed();
}

void School::write_events(db::Transaction& tx, const tickets::Ticket& ticket, const std::vector<tickets::Event>& events,
                          const std::vector<Happening>& happenings) {
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto& event = events[i];
        tx.execute(insert_event, {{"ticket", ticket.id},
                                  {"seq", event.seq},
                                  {"kind", tickets::name(event.kind)},
                                  {"actor", event.actor},
                                  {"at", event.at},
                                  {"data", event.data.dump()}});
        if (!happenings[i].body.empty()) {
            tx.execute(insert_message,
                       {{"ticket", ticket.id}, {"seq", event.seq}, {"is_note", happenings[i].is_note}, {"body", happenings[i].body}});
        }
    }
}

std::vector<Row> School::letters() {
    return database.database().read([](db::Session& session) {
        std::vector<Row> rows;
        session.each(select_letters, {}, [&](const db::Row& row) {
            rows.push_back({row.text("kind"), row.text("recipient_email"), row.text("language"), row.text("message_id"),
                            row.text("state"), row.integer("attempts"), row.text("last_reply"), row.time("due_at")});
        });
        return rows;
    });
}

std::vector<std::string> School::take_letters() {
    std::vector<std::string> list;
    for (const auto& row : letters()) {
        list.push_back(row.kind + " " + row.email.substr(0, row.email.find('@')));
    }
    std::sort(list.begin(), list.end());
    run("DELETE FROM letter_attempts");
    run("DELETE FROM letters");
    return list;
}

const ansvar::tests::TestPages& pages() {
    static const ansvar::tests::TestPages all;
    return all;
}

}  // namespace ansvar::mail::tests
