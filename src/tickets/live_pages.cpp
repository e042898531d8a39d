#include "tickets/live_pages.hpp"

#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "tickets/sequencer.hpp"

namespace ansvar::tickets {

namespace {

constexpr std::size_t most_topics = 20;

/// Ids in a stream rise, so who comes back by itself says the last one; a page that opens a new one says since when.
std::optional<std::uint64_t> since(const web::Request& request) {
    const auto said = request.header("last-event-id");
    return whole_number<std::uint64_t>(said ? *said : request.query("since").value_or(""));
}

class LivePages {
public:
    LivePages(PageServices services, web::EventHub& hub) : services_(std::move(services)), hub_(hub) {}

    web::Response stream(const web::Request& request) const {
        return web::Response::event_stream(hub_.open("person/" + reader(request).id.text(), topics(request), since(request)));
    }

    web::Response number(const web::Request& request) const {
        const auto newest = hub_.newest(topics(request));
        const auto tag = '"' + std::to_string(newest) + '"';
        auto response = web::Response::json({{"number", newest}});
        if (request.header("if-none-match") == tag) {
            response.status = 304;
            response.body.clear();
        }
        response.set_header("ETag", tag);
        return response;
    }

private:
    /// What is asked for, all of it open to whoever asks.
    std::vector<std::string> topics(const web::Request& request) const {
        const auto queues = request.query_all("queue"), tickets = request.query_all("ticket");
        if (queues.size() + tickets.size() == 0 || queues.size() + tickets.size() > most_topics) {
            throw web::NotFound{};
        }
        std::vector<std::string> topics;
        for (const auto& queue : queues) {
            topics.push_back(topic_of_queue(RoleCode{queue}, reader(request)));
            if (sees_confidential_in(reader(request), RoleCode{queue})) {
                topics.push_back(sealed_queue_topic(RoleCode{queue}));
            }
        }
        if (!tickets.empty()) {
            services_.database().read([&](db::Session& session) {
                for (const auto& ticket : tickets) {
                    topics.push_back(topic_of_ticket(session, ticket, reader(request)));
                }
            });
        }
        return topics;
    }

    std::string topic_of_queue(const RoleCode& role, const identity::Person& person) const {
        if (!services_.roles().table()->find(role) || !may_open_queue(person, role)) {
            throw web::NotFound{};
        }
        return queue_topic(role);
    }

    std::string topic_of_ticket(db::Session& session, const std::string& number, const identity::Person& person) const {
        const auto id = id_from<TicketId>(number);
        const auto found = id ? ticket_store::find(session, *id, person.id, services_.now()) : std::nullopt;
        if (!found || !may(person, Action::View, found->ticket, found->ties)) {
            throw web::NotFound{};
        }
        return ticket_topic(*id);
    }

    PageServices services_;
    web::EventHub& hub_;
};

}  // namespace

std::vector<web::Route> live_routes(const PageServices& services, web::EventHub& hub) {
    const auto pages = std::make_shared<LivePages>(services, hub);
    constexpr web::Access signed_in{web::Audience::SignedIn, web::Via::Page};
    return {{web::Method::Get, "/live", signed_in, [pages](const web::Request& request) { return pages->stream(request); }},
            {web::Method::Get, "/live/number", signed_in, [pages](const web::Request& request) { return pages->number(request); }}};
}

}  // namespace ansvar::tickets
