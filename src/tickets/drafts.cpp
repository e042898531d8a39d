#include "tickets/drafts.hpp"

#include "core/secret.hpp"
#include "core/text.hpp"
#include "queries/drafts.hpp"
#include "queries/tickets.hpp"
#include "tickets/merge.hpp"

namespace ansvar::tickets::drafts {

namespace {

/// The text as it was sent a moment ago: a copy of it that comes late is no draft.
bool is_sent(db::Session& session, const web::Request& request, const std::string& body) {
    const auto key = request.form().value("idempotency_key");
    return !key.empty() && IdempotencyKey{key + sha256(body), "form"}.find(session, reader(request).id);
}

web::Response keep(const PageServices& services, const web::Request& request) {
    const auto kind = kind_from(request.form().value("kind"));
    if (!kind) {
        throw web::BadRequest{"a draft is of a kind"};
    }
    const auto body = request.form().value("body");
    if (auto fault = block_fault("/body", body, max_body); fault && !body.empty()) {
        throw web::Unprocessable{{*fault}};
    }
    services.database().in_transaction([&](db::Transaction& tx) {
        const TicketId id{request.path_number("number")};
        const auto place = merging::where_to_write(tx, id, reader(request), services.now());
        if (!place) {
            throw_as_error(place.error());
        }
        const auto found = ticket_store::find(tx, *place, reader(request).id, services.now());
        if (!may(reader(request), action_of(*kind), found->ticket, found->ties)) {
            throw_as_error(Refusal{Refusal::Kind::NotAllowed});
        }
        if (!is_sent(tx, request, body)) {
            save(tx, id, reader(request).id, *kind, body, services.now());
        }
    });
    return web::Response::no_content();
}

}  // namespace

std::string_view name(Kind kind) { return kind == Kind::Reply ? "reply" : kind == Kind::Note ? "note" : "outside"; }

std::optional<Kind> kind_from(std::string_view name) {
    for (const auto kind : {Kind::Reply, Kind::Note, Kind::Outside}) {
        if (drafts::name(kind) == name) {
            return kind;
        }
    }
    return {};
}

std::vector<File> files(db::Session& session, TicketId ticket, PersonId person) {
    std::vector<File> all;
    for (const auto& row : session.rows(queries::drafts::select_files, {{"ticket_id", ticket}, {"person_id", person}})) {
        all.push_back({kind_from(row.text("draft_kind")).value(), row.text("token"), row.text("name"), row.integer("bytes")});
    }
    return all;
}

Mine load(db::Session& session, TicketId ticket, PersonId person) {
    Mine mine;
    for (const auto& row : session.rows(queries::tickets::select_my_drafts, {{"ticket_id", ticket}, {"person_id", person}})) {
        auto& text = mine.of(kind_from(row.text("kind")).value());
        text += (text.empty() ? "" : "\n\n") + row.text("body");
    }
    return mine;
}

void save(db::Transaction& tx, TicketId ticket, PersonId person, Kind kind, const std::string& body, Timestamp now) {
    remove(tx, ticket, person, kind);
    if (!trim(body).empty()) {
        tx.execute(queries::tickets::insert_draft,
                   {{"ticket_id", ticket}, {"person_id", person}, {"kind", name(kind)}, {"body", body}, {"now", now}});
    }
}

void end(db::Transaction& tx, TicketId ticket, PersonId person, Kind kind) {
    remove(tx, ticket, person, kind);
    tx.execute(queries::drafts::forget_files, {{"ticket_id", ticket}, {"person_id", person}, {"kind", name(kind)}});
}

void remove(db::Transaction& tx, TicketId ticket, PersonId person, Kind kind) {
    tx.execute(queries::tickets::delete_draft, {{"ticket_id", ticket}, {"person_id", person}, {"kind", name(kind)}});
}

Action action_of(Kind kind) { return kind == Kind::Reply ? Action::Reply : kind == Kind::Note ? Action::Notes : Action::Handle; }

std::vector<web::Route> routes(const PageServices& services) {
    return {{web::Method::Post,
             "/tickets/{number}/drafts",
             {web::Audience::SignedIn, web::Via::Page},
             [services](const web::Request& request) { return keep(services, request); },
             {.max_body_bytes = 2 * 1024 * 1024}}};
}

}  // namespace ansvar::tickets::drafts
