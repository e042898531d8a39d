#include "tickets/readable_file.hpp"

#include <algorithm>

#include "tickets/views.hpp"

namespace ansvar::tickets {

namespace {

bool sees_message(db::Session& session, const ticket_store::Found& found, std::int64_t seq, const identity::Person& person, Timestamp now) {
    const auto timeline = ticket_store::timeline(session, found.ticket.id, may(person, Action::Notes, found.ticket, found.ties), now);
    return std::any_of(timeline.begin(), timeline.end(), [&](const auto& entry) { return entry.event.seq == seq; });
}

}  // namespace

attachments::Content readable_file(const PageServices& services, const web::Request& request) {
    const TicketId id{request.path_number("number")};
    std::optional<ticket_store::Found> found;
    auto content = services.database().read([&](db::Session& session) -> std::optional<attachments::Content> {
        found = ticket_store::find(session, id, reader(request).id, services.now());
        if (!found || !may(reader(request), Action::View, found->ticket, found->ties)) {
            return {};
        }
        auto one = attachments::find(session, request.path_value("token"));
        if (!one || one->ticket != found->ticket.id || !sees_message(session, *found, one->attachment.seq, reader(request), services.now())) {
            return {};
        }
        return one;
    });
    if (!content) {
        throw web::NotFound{};
    }
    note_view(services, request, found->ticket, found->ties, "file");
    return std::move(*content);
}

}  // namespace ansvar::tickets
