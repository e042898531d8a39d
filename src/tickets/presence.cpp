#include "tickets/presence.hpp"

#include "queries/tickets.hpp"
#include "tickets/asked_ticket.hpp"

namespace ansvar::tickets::presence {

namespace {

using nlohmann::json;

std::string sentence(const std::vector<Present>& present, bool writing, std::string_view key, const Wording& wording) {
    std::vector<std::string> names;
    for (const auto& one : present) {
        if (one.is_writing == writing) {
            names.push_back(one.name);
        }
    }
    return names.empty() ? std::string{} : wording.format(key, {{"names", wording.list(names)}, {"many", names.size() > 1 ? "yes" : "no"}});
}

class PresencePages {
public:
    explicit PresencePages(PageServices services) : services_(std::move(services)) {}

    web::Response note_it(const web::Request& request) const {
        const auto id = checked(request);
        const auto said = request.form().value("doing");
        if (said != "looking" && said != "writing" && said != "gone") {
            throw web::BadRequest{"somebody looks, writes or is gone"};
        }
        const auto what = said == "writing" ? Doing::Writing : said == "gone" ? Doing::Gone : Doing::Looking;
        note(services_.database(), id, reader(request).id, what, services_.now());
        return web::Response::no_content();
    }

    web::Response show(const web::Request& request) const {
        const auto id = checked(request);
        const auto present = services_.database().read([&](db::Session& session) { return of(session, {id}, reader(request).id, services_.now()); });
        auto lines = json::array();
        for (const auto& said : sentences(present, services_.wording(request))) {
            lines.push_back({{"text", said}});
        }
        return services_.pages.fragment(request, 200, "presence", {{"lines", std::move(lines)}});
    }

private:
    /// A requester is not told who looks at what they wrote.
    TicketId checked(const web::Request& request) const {
        return services_.database().read([&](db::Session& session) { return asked_ticket(services_, session, request, Action::Notes).ticket.id; });
    }

    PageServices services_;
};

}  // namespace

void note(db::Database& database, TicketId ticket, PersonId person, Doing what, Timestamp now) {
    if (what == Doing::Gone) {
        database.execute_once(queries::tickets::delete_presence, {{"ticket_id", ticket}, {"person_id", person}});
        return;
    }
    database.execute_once(queries::tickets::put_presence,
                          {{"ticket_id", ticket},
                           {"person_id", person},
                           {"looks_until", now + counts_for},
                           {"writes_until", what == Doing::Writing ? std::optional{now + counts_for} : std::nullopt}});
}

std::vector<Present> of(db::Session& session, const std::vector<TicketId>& ids, PersonId reader, Timestamp now) {
    std::vector<Present> present;
    if (ids.empty()) {
        return present;
    }
    auto numbers = json::array();
    for (const auto& id : ids) {
        numbers.push_back(id.value);
    }
    for (const auto& row : session.rows(queries::tickets::select_presence, {{"ids", numbers.dump()}, {"reader_id", reader}, {"now", now}})) {
        present.push_back({row.id<TicketId>("ticket_id"), row.id<PersonId>("person_id"), row.text("name"), row.integer("is_writing") != 0});
    }
    return present;
}

std::vector<std::string> sentences(const std::vector<Present>& present, const Wording& wording) {
    std::vector<std::string> said;
    for (auto& one : {sentence(present, true, "presence.writing", wording), sentence(present, false, "presence.looking", wording)}) {
        if (!one.empty()) {
            said.push_back(one);
        }
    }
    return said;
}

void remove_old(db::Database& database, Timestamp now) {
    while (database.execute_once(queries::tickets::delete_old_presence, {{"now", now}}) == 1000) {
    }
}

std::vector<web::Route> routes(const PageServices& services) {
    const auto pages = std::make_shared<PresencePages>(services);
    constexpr web::Access signed_in{web::Audience::SignedIn, web::Via::Page};
    return {{web::Method::Get, "/tickets/{number}/presence", signed_in, [pages](const web::Request& request) { return pages->show(request); }},
            {web::Method::Post, "/tickets/{number}/presence", signed_in, [pages](const web::Request& request) { return pages->note_it(request); }}};
}

}  // namespace ansvar::tickets::presence
