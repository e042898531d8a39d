#include "unit/reports/school.hpp"

#include <nlohmann/json.hpp>

namespace ansvar::tests {

namespace {

const db::Query insert_person{"test/insert_person",
                              "INSERT INTO people (id, name, created_at) VALUES (1, 'Anna Lindqvist', UTC_TIMESTAMP(6))"};

const db::Query insert_units{"test/insert_units", "INSERT INTO units (id, name, parent_id) VALUES (1, 'Lindskolan', NULL), (2, 'Lindskolan F–6', 1), (3, 'Björken', NULL)"};

const db::Query insert_roles{
    "test/insert_roles",
    "INSERT INTO roles (code, name_sv, name_en, kind, position) VALUES "
    "('ITS', 'IT-support', 'IT support', 'queue', 0), ('ITP', 'IT-pedagog', 'IT educator', 'queue', 1), "
    "('SEK', 'Skolsekreterare', 'School secretary', 'queue', 2), ('VAKT', 'Vaktmästare', 'Caretaker', 'queue', 3), "
    "('LÄR', '=Lärare', '=Teacher', 'referral', 4)"};

const db::Query insert_tickets{"test/insert_tickets", R"(
INSERT INTO tickets (subject, role_code, area_key, matrix_version, reason, confidence, confidential, state, priority, requester_id, filed_by_id,
                     assignee_id, channel, opened_at, due_at, first_response_at, first_response_minutes, resolved_at, resolution_minutes,
                     last_seq, changed_at, unit_id)
SELECT CONCAT('Ärende <', j.place, '>'), j.role, j.area, '1.4.0', 'classified', 0.9, j.confidential, j.state, 1, 1, 1, j.assignee, 'web',
       j.opened_at, j.due_at, j.answered_at, j.answer_minutes, j.solved_at, j.solution_minutes, 1, j.opened_at, NULLIF(j.unit, 0)
FROM JSON_TABLE(:tickets, '$[*]' COLUMNS (
    place FOR ORDINALITY, unit INT PATH '$.unit',
    role VARCHAR(32) PATH '$.role', area VARCHAR(160) PATH '$.area', state VARCHAR(30) PATH '$.state', confidential INT PATH '$.confidential',
    assignee INT PATH '$.assignee', opened_at DATETIME(6) PATH '$.opened_at', due_at DATETIME(6) PATH '$.due_at',
    answered_at DATETIME(6) PATH '$.answered_at', answer_minutes INT PATH '$.answer_minutes',
    solved_at DATETIME(6) PATH '$.solved_at', solution_minutes INT PATH '$.solution_minutes')) j)"};

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
                        {"solution_minutes", maybe(one.solution_minutes)}});
    }
    database().execute_once(insert_tickets, {{"tickets", rows.dump()}});
}

const std::vector<RoleCode>& ReportSchool::queues() {
    static const std::vector<RoleCode> codes{{"ITS"}, {"ITP"}, {"SEK"}, {"VAKT"}};
    return codes;
}

const std::vector<RoleCode>& ReportSchool::roles() {
    static const std::vector<RoleCode> codes{{"ITS"}, {"ITP"}, {"SEK"}, {"VAKT"}, {"LÄR"}};
    return codes;
}

reports::Figures ReportSchool::figures(const reports::Period& period, const reports::Scope& scope) {
    return database().read([&](db::Session& session) { return reports::load_figures(session, period, tests::now, roles(), queues(), scope); });
}

}  // namespace ansvar::tests
