#include "matrix/past_tickets.hpp"

#include "queries/matrix.hpp"

namespace ansvar::matrix {

namespace {

std::string solver_of(const db::Row& row, const routing::Matrix& matrix) {
    if (!row.flag("is_solved")) {
        return {};
    }
    auto role = row.text("role_code");
    const auto* area = role == routing::triage_role ? matrix.find(row.optional_text("area_key").value_or("")) : nullptr;
    return area != nullptr && area->lead().role.empty() ? area->lead().holder : role;
}

}  // namespace

PastCount count_past_tickets(db::Session& session, const PastQuestion& question) {
    const auto row = session.row(queries::matrix::count_past_tickets, {{"opened_from", question.from},
                                                                       {"opened_until", question.until},
                                                                       {"role_code", question.role},
                                                                       {"unit_ids", question.unit_ids}});
    return {row->unsigned_integer("tickets"), row->unsigned_integer("first_id"), row->unsigned_integer("last_id")};
}

routing::PastTicket read_past_ticket(const db::Row& row, const routing::Matrix& matrix) {
    const bool was_chosen = row.text("first_reason") == routing::to_string(routing::Reason::Chosen);
    return {.id = row.unsigned_integer("id"),
            .request = {.subject = row.text("subject"),
                        .body = row.text("body"),
                        .area = was_chosen ? row.optional_text("first_area") : std::nullopt},
            .final_role = solver_of(row, matrix),
            .unit = row.is_null("unit_id") ? std::nullopt : std::optional{row.unsigned_integer("unit_id")}};
}

std::vector<routing::PastTicket> next_past_tickets(db::Session& session, const PastQuestion& question, const routing::Matrix& matrix,
                                                   std::uint64_t after_id, std::uint64_t last_id, std::size_t most) {
    std::vector<routing::PastTicket> tickets;
    session.each(queries::matrix::select_past_tickets,
                 {{"after_id", after_id},
                  {"last_id", last_id},
                  {"opened_from", question.from},
                  {"opened_until", question.until},
                  {"role_code", question.role},
                  {"unit_ids", question.unit_ids},
                  {"page_size", most}},
                 [&](const db::Row& row) { tickets.push_back(read_past_ticket(row, matrix)); });
    return tickets;
}

}  // namespace ansvar::matrix
