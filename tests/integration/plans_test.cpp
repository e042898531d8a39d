// Every query's plan on a filled database: tickets, events and letters are read by an index that fits, never from end to end.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <map>
#include <regex>
#include <set>

#include "app/demo_school.hpp"
#include "app/demo_tickets.hpp"
#include "db/query.hpp"
#include "support/test_database.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

/// The index that a query's big tables are to be read by: "table or alias index …".
const std::map<std::string_view, std::vector<std::pair<std::string, std::string>>> intended{
    {"tickets/select_queue_page", {{"t", "tickets_queue"}}},
    {"tickets/count_queue", {{"t", "tickets_queue"}}},
    {"tickets/count_open_by_role", {{"t", "tickets_queue"}}},
    {"tickets/select_done_page", {{"t", "tickets_done"}}},
    {"tickets/select_filtered_ids", {{"o", "tickets_queue"}}},
    {"tickets/count_to_examine", {{"t", "tickets_done"}}},
    {"tickets/select_queue_rows", {{"t", "PRIMARY"}}},
    {"tickets/select_next_candidates", {{"t", "tickets_queue"}, {"e", "PRIMARY"}}},
    {"tickets/select_term_tickets", {{"ticket_terms", "PRIMARY"}}},
    {"tickets/select_next_term", {{"ticket_terms", "PRIMARY"}}},
    {"tickets/select_tickets_with_words", {{"x", "PRIMARY"}, {"t", "PRIMARY"}}},
    {"search/select_tickets_of_term", {{"ticket_terms", "PRIMARY"}}},
    {"tickets/select_found_tickets", {{"t", "PRIMARY"}}},
    {"tickets/select_texts", {{"t", "PRIMARY"}, {"m", "PRIMARY"}}},
    {"tickets/delete_terms", {{"x", "PRIMARY"}}},
    {"tickets/select_my_tickets", {{"t", "tickets_by_requester"}}},
    {"tickets/select_known_faults", {{"t", "PRIMARY"}}},
    {"tickets/select_alike_candidates", {{"o", "tickets_by_opening"}, {"t", "PRIMARY"}, {"e", "PRIMARY"}}},
    {"tickets/select_assigned_to_me", {{"t", "tickets_by_assignee"}}},
    {"tickets/select_named_to_me", {{"t", "PRIMARY"}}},
    {"tickets/select_other_tickets", {{"t", "tickets_by_requester"}}},
    {"tickets/select_ticket", {{"t", "PRIMARY"}}},
    {"tickets/lock_ticket", {{"t", "PRIMARY"}}},
    {"tickets/update_ticket", {{"tickets", "PRIMARY"}}},
    {"tickets/select_timeline", {{"e", "PRIMARY"}, {"m", "PRIMARY"}}},
    {"tickets/select_receipt", {{"e", "PRIMARY"}}},
    {"tickets/select_clock_events", {{"e", "PRIMARY"}}},
    {"tickets/lock_escalating", {{"tickets", "tickets_by_escalation"}}},
    {"tickets/lock_unanswered", {{"tickets", "tickets_idle"}}},
    {"tickets/select_wait", {{"t", "PRIMARY"}, {"e", "PRIMARY"}}},
    {"mail/claim_letters", {{"l", "PRIMARY"}}},
    {"mail/lock_due_letters", {{"letters", "letters_due"}}},
    {"mail/lock_lost_letters", {{"letters", "letters_leases"}}},
    {"mail/select_letters_of_ticket", {{"l", "letters_once"}}},
    {"mail/select_earlier_message_ids", {{"letters", "letters_once"}}},
    {"reports/select_facts", {{"t", "PRIMARY"}, {"e", "PRIMARY"}}},
    {"reports/select_facts_of", {{"t", "PRIMARY"}, {"e", "PRIMARY"}}},
    {"reports/select_listed", {{"t", "PRIMARY"}}},
    {"matrix/count_past_tickets", {{"t", "tickets_by_opening"}}},
    {"matrix/select_past_tickets", {{"t", "PRIMARY"}, {"m", "PRIMARY"}, {"e", "PRIMARY"}}},
    {"matrix/select_past_tickets_with_term", {{"ticket_terms", "PRIMARY"}, {"t", "PRIMARY"}, {"m", "PRIMARY"}, {"e", "PRIMARY"}}},
    {"matrix/select_corrections", {{"t", "tickets_by_opening"}, {"m", "PRIMARY"}, {"r", "PRIMARY"}}},
    {"matrix/select_misplaced_tickets", {{"t", "tickets_queue"}}},
    {"matrix/select_unplaced_texts", {{"t", "PRIMARY"}, {"m", "PRIMARY"}}},
};

/// Counts that many rows stand behind: read from the index alone, also with the conditions of confidential tickets and of units in them.
const std::set<std::string_view> index_only{
    "tickets/count_queue", "tickets/count_open_by_role", "reports/count_facts"};

/// Is `alias` one of the big tables in this statement?
bool is_big(const std::string& statement, const std::string& alias) {
    const std::regex named{"\\b(tickets|ticket_events|ticket_messages|ticket_terms|letters) " + alias + "\\b"};
    return alias == "tickets" || alias == "ticket_events" || alias == "ticket_messages" || alias == "ticket_terms" || alias == "letters" ||
           (!alias.empty() && alias.front() != '<' && std::regex_search(statement, named));
}

/// A believable value for each parameter, as SQL.
const std::map<std::string_view, std::string> values{
    {"role_code", "'ITS'"}, {"role", "'ITS'"}, {"role_codes", "'[\"ITS\",\"TRIAGE\"]'"}, {"view", "'all'"}, {"state", "'waiting'"}, {"other_state", "'claimed'"},
    {"pattern", "'%skrivare%'"}, {"key_hash", "REPEAT('0', 64)"}, {"tokens", "'[\"x\"]'"}, {"token", "'x'"}, {"ids", "'[1,2]'"}, {"rows", "'[]'"},
    {"initials", "'A.W'"}, {"worker", "'x'"}, {"kind", "'receipt'"}, {"email", "'its@skola.example'"}, {"page_size", "50"}, {"limit", "50"},
    {"ticket_id", "20000"}, {"ticket", "20000"}, {"id", "20000"}, {"number", "20000"}, {"letter", "20000"}, {"before", "UTC_TIMESTAMP(6) - INTERVAL 30 DAY"},
    {"before_id", "20000"}, {"after_id", "20000"}, {"after_sort", "'2000-01-01'"}, {"due_before", "UTC_TIMESTAMP(6)"}, {"now", "UTC_TIMESTAMP(6)"},
    {"paused_from", "UTC_TIMESTAMP(6) + INTERVAL 50 YEAR"}, {"starts_at", "UTC_TIMESTAMP(6) - INTERVAL 28 DAY"}, {"ends_at", "UTC_TIMESTAMP(6)"},
    {"today", "'2026-11-21'"}, {"units", "NULL"}, {"object_id", "'20000'"}, {"since", "UTC_TIMESTAMP(6)"}, {"language", "'sv'"},
    {"term_a", "'skriv'"}, {"term_b", "'blink'"}, {"term_c", "''"}, {"term_d", "''"}, {"term_e", "''"}, {"term_f", "''"}, {"term_g", "''"}, {"term_h", "''"}, {"beginning", "'skr%'"}, {"after", "'sk'"}, {"words", "'[[1,\"skriv\"],[2,\"blink\"]]'"}, {"candidates", "'[[20000,0],[20001,1]]'"}, {"terms", "'[\"skriv\"]'"},
    {"before_change", "UTC_TIMESTAMP(6)"}, {"opened_from", "UTC_TIMESTAMP(6) - INTERVAL 4 HOUR"}, {"opened_to", "UTC_TIMESTAMP(6)"}, {"opened_until", "UTC_TIMESTAMP(6)"}, {"term", "'skriv'"}, {"unit_ids", "NULL"},
    {"is_done", "0"}, {"examined", "5000"}, {"most", "5001"}, {"areas", "'skrivare,projektor'"},
    {"last_id", "25000"}, {"first", "20000"}, {"last", "20099"}, {"queues", "'[\"ITS\"]'"},
};

/// The statement with values in it, for EXPLAIN. A parameter not named above is a small number.
std::string with_values(const db::Query& query) {
    std::string text;
    auto place = query.places().begin();
    for (const char c : query.statement()) {
        if (c != '?') {
            text += c;
            continue;
        }
        const auto found = values.find(*place++);
        const bool is_letters_page = query.name == "mail/select_letters" && found != values.end() && found->first == "before";
        text += is_letters_page || found == values.end() ? "3" : found->second;
    }
    return text;
}

void run(db::Database& database, const std::string& sql) {
    const db::Query query{"tests/fill", sql};
    database.execute_once(query);
}

/// 330 tickets of the demo school, doubled until there are more than 20,000, each with events, a message and a letter.
void fill(const db::Settings& settings, db::Database& database) {
    app::make_demo_school(settings);
    app::make_demo_tickets(settings, 330, [](std::uint64_t) {});
    const std::string columns = "subject, role_code, row_ref, area_key, area, matrix_version, reason, confidence, confidential, state, priority, requester_id, "
                                "filed_by_id, assignee_id, channel, room, phone, opened_at, due_at, paused_at, paused_minutes, first_response_at, "
                                "first_response_minutes, resolved_at, resolution_minutes, hops, last_seq, version, changed_at";
    for (int i = 0; i < 6; ++i) {
        run(database, fmt::format("INSERT INTO tickets ({0}) SELECT {0} FROM tickets", columns));
    }
    // A school's past is long and its present short.
    run(database, "UPDATE tickets SET state = 'closed', resolved_at = opened_at + INTERVAL 2 HOUR, resolution_minutes = 120 WHERE is_open = 1 AND id % 50 <> 0");
    run(database, "INSERT INTO ticket_events (ticket_id, seq, kind, happened_at, data) "
                  "SELECT t.id, s.n, IF(s.n = 1, 'opened', 'replied'), t.opened_at, '{}' FROM tickets t JOIN (SELECT 1 n UNION SELECT 2 UNION SELECT 3) s "
                  "LEFT JOIN ticket_events e ON e.ticket_id = t.id AND e.seq = s.n WHERE e.seq IS NULL");
    run(database, "INSERT INTO ticket_messages (ticket_id, seq, is_note, body) SELECT e.ticket_id, e.seq, 0, 'Text' FROM ticket_events e "
                  "LEFT JOIN ticket_messages m ON m.ticket_id = e.ticket_id AND m.seq = e.seq WHERE m.seq IS NULL");
    run(database, "INSERT INTO letters (kind, ticket_id, first_seq, last_seq, recipient_id, recipient_email, language, message_id, state, round_at, due_at, created_at) "
                  "SELECT 'receipt', t.id, 1, 1, t.requester_id, 'larare@skola.example', 'sv', CONCAT('<', t.id, '@x>'), "
                  "CASE WHEN t.id % 1000 = 0 THEN 'waiting' WHEN t.id % 1001 = 0 THEN 'dead' ELSE 'sent' END, t.opened_at, t.opened_at, t.opened_at FROM tickets t");
    run(database, "INSERT IGNORE INTO ticket_terms (term, ticket_id, is_internal) SELECT x.term, t.id, 0 FROM tickets t JOIN ticket_terms x ON x.ticket_id % 330 = t.id % 330 WHERE t.id % 5 = 0");
    database.read([](db::Session& session) {
        const db::Query analyze{"tests/analyze", "ANALYZE TABLE tickets, ticket_terms, ticket_events, ticket_messages, letters, people"};
        session.rows(analyze);
        const db::Query count{"tests/count", "SELECT COUNT(*) AS n, SUM(is_open) AS open_tickets FROM tickets"};
        const auto row = session.row(count).value();
        REQUIRE(row.integer("n") >= 20'000);
        REQUIRE(row.integer("open_tickets") >= 20);
    });
}

bool has_plan(std::string_view statement) {
    return statement.starts_with("SELECT") || statement.starts_with("(SELECT") || statement.starts_with("UPDATE") || statement.starts_with("DELETE") ||
           (statement.starts_with("INSERT") && statement.find("SELECT") != std::string_view::npos);
}

}  // namespace

TEST_CASE("on a filled database no query reads tickets, events or letters from end to end, and each list uses its index") {
    TestDatabase test;
    db::Database database{test.settings().patient()};
    fill(test.settings(), database);
    std::set<std::string_view> explained;
    database.read([&](db::Session& session) {
        for (const auto* query : db::all_queries()) {
            const auto slice = query->name.substr(0, query->name.find('/'));
            if (!has_plan(query->statement()) || slice == "schema" || slice == "demo" || slice == "osticket" || slice == "freescout" || slice == "znuny") {
                continue;
            }
            const auto sql = "EXPLAIN " + with_values(*query);
            INFO(query->name);
            const db::Query explain{"tests/explain", sql};
            std::map<std::string, std::string> keys;
            for (const auto& step : session.rows(explain)) {
                const auto table = step.optional_text("table").value_or("");
                const auto type = step.optional_text("type").value_or("");
                const auto key = step.optional_text("key").value_or("");
                INFO(table << ": type " << type << ", key " << key << ", rows " << step.optional_text("rows").value_or("?"));
                if (is_big(query->statement(), table)) {
                    CHECK(type != "ALL");
                    // All that figures hold are counted now and then, in the index alone.
                    CHECK((type != "index" || query->name == "reports/count_facts"));
                    if (index_only.contains(query->name)) {
                        const auto extra = step.optional_text("Extra").value_or("");
                        INFO(extra);
                        CHECK(extra.find("Using index") != std::string::npos);
                    }
                    keys[table] = key;
                }
            }
            if (const auto wanted = intended.find(query->name); wanted != intended.end()) {
                for (const auto& [table, key] : wanted->second) {
                    INFO(table << " is read by " << keys[table]);
                    CHECK(keys[table] == key);
                }
            }
            explained.insert(query->name);
        }
    });
    for (const auto& [name, tables] : intended) {
        INFO(name << " is no query any more");
        CHECK(explained.contains(name));
    }
}
