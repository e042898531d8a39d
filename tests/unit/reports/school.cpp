#include "unit/reports/school.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "clock/followed.hpp"
#include "routing/school_data.hpp"
#include "support/source_dir.hpp"

namespace ansvar::tests {

namespace {

const db::Query insert_person{"test/insert_person",
                              "INSERT INTO people (id, name, created_at) VALUES (1, 'Anna Lindqvist', UTC_TIMESTAMP(6)), (2, 'Bo Ek', UTC_TIMESTAMP(6)), "
                              "(3, 'Cy Dahl', UTC_TIMESTAMP(6)), (4, 'Disa Fors', UTC_TIMESTAMP(6))"};

const db::Query insert_units{"test/insert_units", "INSERT INTO units (id, name, parent_id) VALUES (1, 'Lindskolan', NULL), (2, 'Lindskolan F–6', 1), (3, 'Björken', NULL)"};

const db::Query insert_roles{
    "test/insert_roles",
    "INSERT INTO roles (code, name_sv, name_en, kind, position) VALUES "
    "('ITS', 'IT-support', 'IT support', 'queue', 0), ('ITP', 'IT-pedagog', 'IT educator', 'queue', 1), "
    "('SEK', 'Skolsekreterare', 'School secretary', 'queue', 2), ('VAKT', 'Vaktmästare', 'Caretaker', 'queue', 3), "
    "('LÄR', '=Lärare', '=Teacher', 'referral', 4)"};

const db::Query insert_tickets{"test/insert_tickets", R"(
INSERT INTO tickets (subject, role_code, area_key, matrix_version, reason, confidence, confidential, state, priority, requester_id, filed_by_id,
                     assignee_id, channel, hops, reopens, right_role_minutes, first_response_target, resolution_target, opened_at, due_at, first_response_at, first_response_minutes, resolved_at, resolution_minutes,
                     last_seq, changed_at, unit_id)
SELECT CONCAT('Ärende <', j.place, '>'), j.role, j.area, j.version, j.reason, 0.9, j.confidential, j.state, j.priority, j.requester, j.requester, j.assignee, j.channel,
       j.hops, j.reopens, j.right_minutes, j.first_target, j.resolution_target,
       j.opened_at, j.due_at, j.answered_at, j.answer_minutes, j.solved_at, j.solution_minutes, 1, j.opened_at, NULLIF(j.unit, 0)
FROM JSON_TABLE(:tickets, '$[*]' COLUMNS (
    place FOR ORDINALITY, unit INT PATH '$.unit', version VARCHAR(30) PATH '$.version', reason VARCHAR(30) PATH '$.reason',
    priority INT PATH '$.priority', requester INT PATH '$.requester', channel VARCHAR(30) PATH '$.channel', hops INT PATH '$.hops',
    reopens INT PATH '$.reopens', right_minutes INT PATH '$.right_minutes', first_target INT PATH '$.first_target',
    resolution_target INT PATH '$.resolution_target',
    role VARCHAR(32) PATH '$.role', area VARCHAR(160) PATH '$.area', state VARCHAR(30) PATH '$.state', confidential INT PATH '$.confidential',
    assignee INT PATH '$.assignee', opened_at DATETIME(6) PATH '$.opened_at', due_at DATETIME(6) PATH '$.due_at',
    answered_at DATETIME(6) PATH '$.answered_at', answer_minutes INT PATH '$.answer_minutes',
    solved_at DATETIME(6) PATH '$.solved_at', solution_minutes INT PATH '$.solution_minutes')) j)"};

/// What came after: [ticket, event, kind of row, values …].
const db::Query insert_events{"test/insert_events", R"(
INSERT INTO ticket_events (ticket_id, seq, kind, happened_at, data)
SELECT j.ticket, j.seq, IF(j.seq = 1, 'opened', 'replied'), j.at, j.data
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (ticket INT PATH '$[0]', seq INT PATH '$[1]', at DATETIME(6) PATH '$[2]', data LONGTEXT PATH '$[3]')) j)"};
const db::Query insert_answers{"test/insert_answers", R"(
INSERT INTO ticket_responses (ticket_id, seq, asked_at, answered_at, minutes)
SELECT j.ticket, j.seq, j.at - INTERVAL 3 HOUR, j.at, j.minutes
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (ticket INT PATH '$[0]', seq INT PATH '$[1]', at DATETIME(6) PATH '$[2]', minutes INT PATH '$[3]')) j)"};
const db::Query insert_surveys{"test/insert_surveys", R"(
INSERT INTO ticket_surveys (ticket_id, helped, answered_at)
SELECT j.ticket, j.helped, UTC_TIMESTAMP(6) FROM JSON_TABLE(:rows, '$[*]' COLUMNS (ticket INT PATH '$[0]', helped INT PATH '$[1]')) j)"};
const db::Query insert_batch{"test/insert_batch",
                             "INSERT INTO changes (ticket_id, last_ticket_id, seq, role_code, reach, made_at) VALUES (:first, :last, 1, 'ITS', 'open', UTC_TIMESTAMP(6))"};
const db::Query select_first{"test/select_first", "SELECT LAST_INSERT_ID() AS id"};

template <class Value>
nlohmann::json maybe(const std::optional<Value>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

std::optional<std::string> sql(const std::optional<Timestamp>& time) {
    return time ? std::optional{to_sql(*time)} : std::nullopt;
}

}  // namespace

ReportSchool::ReportSchool() {
    database().execute_once(insert_person);
    database().execute_once(insert_units);
    database().execute_once(insert_roles);
    auto data = routing::load_school_data(std::filesystem::path{ansvar_source_dir()} / "routing" / "data");
    router_ = std::make_shared<const routing::Router>(std::move(data.matrix), std::move(data.lexicon));
}

void ReportSchool::file(const std::vector<Filed>& tickets) {
    auto rows = nlohmann::json::array();
    for (const auto& one : tickets) {
        rows.push_back({{"unit", one.unit},
                        {"role", one.role},
                        {"area", one.area},
                        {"state", one.state},
                        {"confidential", one.confidential ? 1 : 0},
                        {"assignee", one.is_taken ? nlohmann::json(1) : nlohmann::json(nullptr)},
                        {"opened_at", to_sql(one.opened_at)},
                        {"due_at", to_sql(one.due_at)},
                        {"answered_at", maybe(sql(one.answered_at))},
                        {"answer_minutes", maybe(one.answer_minutes)},
                        {"solved_at", maybe(sql(one.solved_at))},
                        {"solution_minutes", maybe(one.solution_minutes)},
                        {"requester", one.requester},
                        {"priority", one.priority},
                        {"channel", one.channel},
                        {"reason", one.reason},
                        {"version", one.version},
                        {"hops", one.hops},
                        {"reopens", one.reopens},
                        {"right_minutes", maybe(one.right_role_minutes)},
                        {"first_target", maybe(one.first_target)},
                        {"resolution_target", maybe(one.resolution_target)}});
    }
    database().in_transaction([&](db::Transaction& tx) {
        tx.execute(insert_tickets, {{"tickets", rows.dump()}});
        after_filing(tx, tickets, tx.row(select_first)->unsigned_integer("id"));
    });
}

void ReportSchool::after_filing(db::Transaction& tx, const std::vector<Filed>& tickets, std::uint64_t first) {
    auto events = nlohmann::json::array(), answers = nlohmann::json::array(), surveys = nlohmann::json::array();
    for (std::size_t place = 0; place < tickets.size(); ++place) {
        const auto& one = tickets[place];
        const auto id = first + place;
        const auto put = nlohmann::json{{"to", one.first_role.empty() ? one.role : one.first_role},
                                        {"receipt", {{"area", one.area}, {"reason", one.reason}, {"matrix_version", one.version}}}};
        events.push_back({id, 1, to_sql(one.opened_at), put.dump()});
        for (std::size_t later = 0; later < one.later_minutes.size(); ++later) {
            events.push_back({id, later + 2, to_sql(*one.answered_at), "{}"});
            answers.push_back({id, later + 2, to_sql(*one.answered_at), one.later_minutes[later]});
        }
        if (one.helped) {
            surveys.push_back({id, *one.helped ? 1 : 0});
        }
    }
    tx.execute(insert_events, {{"rows", events.dump()}});
    tx.execute(insert_answers, {{"rows", answers.dump()}});
    tx.execute(insert_surveys, {{"rows", surveys.dump()}});
    tx.execute(insert_batch, {{"first", first}, {"last", first + tickets.size() - 1}});
}

const std::vector<RoleCode>& ReportSchool::queues() {
    static const std::vector<RoleCode> codes{{"ITS"}, {"ITP"}, {"SEK"}, {"VAKT"}};
    return codes;
}

reports::Figures ReportSchool::figures(const reports::Question& question) {
    facts_.refresh(database(), tests::now);
    return facts_.read(
        [&](const reports::Table& table) { return reports::count_figures(table, question, tests::now, clock::plain_week()->hours, router_->matrix()); });
}

reports::TicketPage ReportSchool::page(const reports::Selection& selection, const std::optional<reports::Cursor>& after, std::size_t page_size,
                                       const reports::Scope& scope) {
    facts_.refresh(database(), tests::now);
    const auto found = facts_.read([&](const reports::Table& table) {
        return reports::find_page(table, selection, scope, tests::now, clock::plain_week()->hours, router_->matrix(), after, page_size);
    });
    return database().read([&](db::Session& session) { return reports::read_page(session, found, selection, scope); });
}

}  // namespace ansvar::tests
