#include "tickets/answer_all.hpp"

#include <functional>

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

/// In which parts it was written, or was not.
struct Answered {
    Below below;
    std::vector<TicketId> refused;
};

/// Writes in each part what has been written in the ticket that they lie under.
Answered answer_each(Desk& desk, const Written& written, const Message& message, const identity::Person& by, const std::function<IdempotencyKey(TicketId)>& key_of) {
    auto& database = desk.services().database;
    const auto now = desk.services().clock.now();
    const auto parent = written.ticket.id;
    auto [below, files] = database.read([&](db::Session& session) {
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
        if (!desk.write(child, same, by, key_of(child))) {
            refused.push_back(child);
        }
    }
    return {std::move(below), std::move(refused)};
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
    const auto& left = below.left_out;
    return {{"box", below.answered.empty() ? json(false) : json{{"label", wording.format("answer_all.label", {{"count", below.answered.size()}})}, {"checked", is_for_all}}},
            {"left_out", left.empty() ? json(false) : json{{"text", wording.format("answer_all.left_out", {{"count", left.size()}, {"numbers", wording.list(left)}})}}}};
}

std::vector<TicketId> answer_below(Desk& desk, const Written& written, const Message& message, const identity::Person& by, const std::string& key) {
    return answer_each(desk, written, message, by, [&](TicketId child) {
               return key.empty() ? IdempotencyKey::random() : IdempotencyKey{key + sha256(message.body) + child.text(), "form"};
           }).refused;
}

WrittenToAll write_to_all(Desk& desk, TicketId id, const Message& message, const identity::Person& by, std::optional<std::int64_t> version, const Wording& wording) {
    const auto kept_by_the_request = [](TicketId) { return IdempotencyKey::kept_elsewhere(); };
    auto written = desk.write(id, message, by, kept_by_the_request(id), version);
    if (!written) {
        throw_as_error(written.error());
    }
    if (written->ticket.id != id && written->seq == 1) {  // it was too late to open it again: nothing lies under the new one
        return {.written = std::move(*written), .below = {}};
    }
    auto [below, refused] = answer_each(desk, *written, message, by, kept_by_the_request);
    if (!refused.empty()) {
        throw web::Conflict{"a ticket below takes no answer"}.explained("answer_all.refused", {{"numbers", wording.list(refused)}});
    }
    return {.written = std::move(*written), .below = std::move(below)};
}

}  // namespace ansvar::tickets
