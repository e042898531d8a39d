#include "matrix/replay_api.hpp"

#include <fmt/format.h>

#include "identity/audit.hpp"
#include "identity/principal.hpp"
#include "matrix/replay_question.hpp"
#include "tickets/api_fields.hpp"
#include "web/errors.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;

json as_json(const ReplayHead& replay) {
    return {{"id", replay.id.value},
            {"draft", replay.draft.value},
            {"draft_revision", replay.revision},
            {"compared_with", replay.before_name},
            {"state", to_string(replay.state)},
            {"asked_at", to_rfc3339(replay.asked_at)},
            {"opened_from", to_rfc3339(replay.question.from)},
            {"opened_until", to_rfc3339(replay.question.until)},
            {"role", replay.question.role ? json(replay.question.role->value) : json()},
            {"unit", replay.question.unit ? json(replay.question.unit->value) : json()},
            {"tickets", replay.tickets ? json(*replay.tickets) : json()},
            {"done", replay.done},
            {"result", replay.result}};
}

/// {"from", "to", "role", "unit"}, all of them optional.
PastQuestion read_body(const ReplayServices& services, const web::Request& request) {
    const auto body = request.body().empty() ? json::object() : request.json();
    if (!body.is_object()) {
        throw web::BadRequest{"the body is no JSON object"};
    }
    auto typed = typed_days(services.clock.now());
    std::vector<web::FieldError> faults;
    for (const auto& [name, value] : body.items()) {
        auto* place = name == "from" ? &typed.from : name == "to" ? &typed.to : name == "role" ? &typed.role : name == "unit" ? &typed.unit : nullptr;
        if (place == nullptr) {
            faults.push_back({.pointer = "/" + name, .code = "unknown-field", .text_key = "field.unknown_field"});
        } else if (name == "unit" ? !value.is_number_unsigned() : !value.is_string()) {
            faults.push_back({.pointer = "/" + name, .code = "wrong-type", .text_key = "field.wrong_type"});
        } else {
            *place = value.is_string() ? value.get<std::string>() : std::to_string(value.get<std::uint64_t>());
        }
    }
    const auto question = read_question(typed, *services.roles.table(), *services.staff.staff(), [&](const char* field, const char* text_key) {
        faults.push_back({.pointer = fmt::format("/{}", field), .code = "wrong-value", .text_key = text_key});
    });
    if (!faults.empty()) {
        throw web::Unprocessable{std::move(faults)};
    }
    return *question;
}

ReplayHead replay_of(db::Session& session, const web::Request& request) {
    const auto replay = replays::find(session, ReplayId{request.path_number("replay")});
    return replay ? *replay : throw web::NotFound{};
}

web::Response ask(const ReplayServices& services, const web::Request& request) {
    const auto id = ask_for_replay(services, request, read_body(services, request));
    const auto replay = services.database.read([&](db::Session& session) { return replays::find(session, id).value(); });
    return web::Response::created(fmt::format("/api/v1/matrix/replays/{}", id.value), as_json(replay));
}

web::Response list(const ReplayServices& services, const web::Request& request) {
    auto items = json::array();
    services.database.read([&](db::Session& session) {
        const DraftId draft{request.path_number("draft")};
        if (!drafts::find(session, draft)) {
            throw web::NotFound{};
        }
        for (const auto& replay : replays::list(session, draft)) {
            items.push_back(as_json(replay));
        }
    });
    return web::Response::json({{"items", std::move(items)}});
}

web::Response show(const ReplayServices& services, const web::Request& request) {
    const auto replay = services.database.read([&](db::Session& session) { return replay_of(session, request); });
    remember_seen(services, replay.id);
    return web::Response::json(as_json(replay));
}

web::Response stop(const ReplayServices& services, const web::Request& request) {
    tickets::take_nothing(request);
    auto replay = services.database.read([&](db::Session& session) { return replay_of(session, request); });
    stop_replay(services, request, replay.id);
    return web::Response::json(as_json(services.database.read([&](db::Session& session) { return replay_of(session, request); })));
}

web::Response remove(const ReplayServices& services, const web::Request& request) {
    tickets::take_nothing(request);
    const ReplayId id{request.path_number("replay")};
    switch (replays::remove(services.database, id, identity::Actor::of(request), services.clock.now())) {
        case replays::Removal::NotThere:
            throw web::NotFound{};
        case replays::Removal::UnderWay:
            throw web::Unprocessable{{{.pointer = "", .code = "under-way", .text_key = "replay.remove.under_way"}}};
        case replays::Removal::Done:
            break;
    }
    return web::Response::no_content();
}

}  // namespace

ReplayId ask_for_replay(const ReplayServices& services, const web::Request& request, const PastQuestion& question) {
    const auto now = services.clock.now();
    const auto id = services.database.in_transaction([&](db::Transaction& tx) {
        const auto draft = drafts::read(tx, DraftId{request.path_number("draft")});
        if (!draft) {
            throw web::NotFound{};
        }
        const auto made = replays::ask(tx, *draft, question, identity::principal(request).person.id, now);
        identity::record(tx, identity::Actor::of(request),
                         {.action = "matrix.replay_asked", .object_kind = "matrix", .object_id = "draft/" + draft->head.id.text(), .details = {{"replay", made.value}}},
                         now);
        return made;
    });
    db::when_stored(services.wake);
    return id;
}

void stop_replay(const ReplayServices& services, const web::Request& request, ReplayId id) {
    const auto now = services.clock.now();
    if (replays::stop(services.database, id, now)) {
        identity::record(services.database, identity::Actor::of(request),
                         {.action = "matrix.replay_stopped", .object_kind = "matrix", .object_id = "replay/" + id.text()}, now);
    }
}

void remember_seen(const ReplayServices& services, ReplayId id) {
    const auto head = services.database.read([&](db::Session& session) { return replays::find(session, id); });
    if (head && head->state == ReplayHead::State::Done) {
        replays::mark_seen(services.database, id, services.clock.now());
    }
}

std::vector<web::Route> replay_api_routes(const ReplayServices& services) {
    using web::Access, web::Audience, web::Method, web::Scope;
    const auto route = [&](Method method, std::string path, Scope scope, web::Response (*answer)(const ReplayServices&, const web::Request&)) {
        return web::Route{.method = method,
                          .path = std::move(path),
                          .access = Access{Audience::MatrixOwner, scope},
                          .handler = [services, answer](const web::Request& request) { return answer(services, request); }};
    };
    return {route(Method::Post, "/api/v1/matrix/drafts/{draft}/replays", Scope::MatrixWrite, ask),
            route(Method::Get, "/api/v1/matrix/drafts/{draft}/replays", Scope::MatrixRead, list),
            route(Method::Get, "/api/v1/matrix/replays/{replay}", Scope::MatrixRead, show),
            route(Method::Post, "/api/v1/matrix/replays/{replay}/stop", Scope::MatrixWrite, stop),
            route(Method::Post, "/api/v1/matrix/replays/{replay}/removal", Scope::MatrixWrite, remove)};
}

}  // namespace ansvar::matrix
