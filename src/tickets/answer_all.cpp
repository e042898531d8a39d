#include "tickets/answer_all.hpp"

#include <algorithm>

#include "core/secret.hpp"
#include "queries/tickets.hpp"
#include "tickets/attachments.hpp"
#include "tickets/ticket_store.hpp"

namespace ansvar::tickets {

using nlohmann::json;

namespace {

/// What came with one message.
std::vector<attachments::Content> files_of(db::Session& session, TicketId ticket, std::int64_t seq) {
    std::vector<attachments::Content> files;
    for (const auto& each : attachments::list(session, ticket)) {
        if (each.seq == seq) {
            files.push_back(attachments::find(session, each.token).value());
        }
    }
    return files;
}

}  // namespace

Below open_below(db::Session& session, TicketId parent, const identity::Person& by, Timestamp now) {
    Below below;
    for (const auto& row : session.rows(queries::tickets::select_children, {{"ticket_id", parent}})) {
        const auto found = ticket_store::find(session, row.id<TicketId>("id"), by.id, now);
        if (!found || !found->ticket.is_open() || found->ticket.merged_into || !may(by, Action::View, found->ticket, found->ties)) {
            continue;
        }
        (may(by, Action::Handle, found->ticket, found->ties) ? below.answered : below.left_out).push_back(found->ticket.id);
    }
    return below;
}

json answer_all_view(const Below& below, bool is_for_all, const Wording& wording) {
    if (below.answered.empty() && below.left_out.empty()) {
        return false;
    }
    std::vector<std::string> left;
    std::transform(below.left_out.begin(), below.left_out.end(), std::back_inserter(left), [](TicketId id) { return id.text(); });
    return {{"box", below.answered.empty() ? json(false) : json{{"label", wording.format("answer_all.label", {{"count", below.answered.size()}})}, {"checked", is_for_all}}},
            {"left_out", left.empty() ? json(false) : json{{"text", wording.format("answer_all.left_out", {{"count", left.size()}, {"numbers", wording.list(left)}})}}}};
}

std::vector<TicketId> answer_below(Desk& desk, const Written& written, const Message& message, const identity::Person& by, const std::string& key) {
    auto& database = desk.services().database;
    const auto now = desk.services().clock.now();
    const auto parent = written.ticket.id;
    const auto [below, files] = database.read([&](db::Session& session) {
        return std::pair{open_below(session, parent, by, now), files_of(session, parent, written.seq)};
    });
    std::vector<web::Upload> uploads;
    for (const auto& file : files) {
        uploads.push_back({.file_name = file.attachment.name, .declared_type = file.attachment.media_type, .bytes = file.bytes});
    }
    std::vector<TicketId> refused;
    for (const auto child : below.answered) {
        auto same = message;
        same.ends_draft = false;  // what they had begun to write there is another matter
        same.files = attachments::store(database, uploads, by.id, now).value_or(std::vector<std::string>{});
        const auto child_key = key.empty() ? IdempotencyKey::random() : IdempotencyKey{key + sha256(message.body) + child.text(), "form"};
        if (!desk.write(child, same, by, child_key)) {
            refused.push_back(child);
        }
    }
    return refused;
}

}  // namespace ansvar::tickets
