#include "matrix/replay_pages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/form_check.hpp"
#include "identity/principal.hpp"
#include "identity/units.hpp"
#include "matrix/replay_api.hpp"
#include "matrix/replay_question.hpp"
#include "matrix/replay_view.hpp"
#include "matrix/replays.hpp"
#include "web/errors.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;
constexpr std::size_t page_size = 50;

class ReplayPages {
public:
    explicit ReplayPages(const ReplayServices& services) : services_(services) {}

    web::Response list(const web::Request& request) const { return form(request, 200, typed_days(services_.clock.now()), check(request)); }
    web::Response ask(const web::Request& request) const;
    web::Response show(const web::Request& request) const { return one(request, 200, check(request)); }
    web::Response remove(const web::Request& request) const;
    web::Response stop(const web::Request& request) const;
    web::Response tickets(const web::Request& request) const;

private:
    identity::FormCheck check(const web::Request& request) const { return {services_.pages.texts(), request.language()}; }
    ReplayView view_of(const web::Request& request) const {
        return {services_.pages.texts(), request.language(), services_.clock.now(), *roles_};
    }
    ReplayHead replay_of(db::Session& session, const web::Request& request) const;
    web::Response one(const web::Request& request, int status, const identity::FormCheck& check) const;
    web::Response form(const web::Request& request, int status, const TypedQuestion& typed, const identity::FormCheck& check) const;

    const ReplayServices& services_;
    std::shared_ptr<const identity::RoleTable> roles_ = services_.roles.table();
};

DraftHead draft_of(db::Session& session, const web::Request& request) {
    const auto draft = drafts::find(session, DraftId{request.path_number("draft")});
    return draft ? *draft : throw web::NotFound{};
}

ReplayHead ReplayPages::replay_of(db::Session& session, const web::Request& request) const {
    const auto replay = replays::find(session, ReplayId{request.path_number("replay")});
    if (!replay || replay->draft.value != request.path_number("draft")) {
        throw web::NotFound{};
    }
    return *replay;
}

json frame(const web::Request& request, const DraftHead& draft) {
    return {{"nav", "matrix"}, {"draft", draft.name}, {"draft_href", "/matrix/drafts/" + draft.id.text()}, {"address", request.path()}};
}

web::Response ReplayPages::form(const web::Request& request, int status, const TypedQuestion& typed, const identity::FormCheck& check) const {
    const auto view_words = view_of(request);
    const auto [draft, all, units] = services_.database.read([&](db::Session& session) {
        const auto head = draft_of(session, request);
        return std::tuple{head, replays::list(session, head.id), identity::list_units(session)};
    });
    auto view = frame(request, draft);
    view["title"] = check.title(view_words.text("replay.title"));
    view["form"] = {{"from", typed.from}, {"to", typed.to}};
    view["role_options"] = view["unit_options"] = view["replays"] = json::array();
    for (const auto& role : roles_->roles()) {
        view["role_options"].push_back({{"value", role.code.value}, {"label", view_words.role(role.code.value)}, {"selected", role.code.value == typed.role}});
    }
    for (const auto& unit : units) {
        view["unit_options"].push_back({{"value", unit.id.text()}, {"label", unit.name}, {"selected", unit.id.text() == typed.unit}});
    }
    for (const auto& replay : all) {
        view["replays"].push_back(view_words.line(replay));
    }
    view["has_units"] = !units.empty();
    view["has_replays"] = !all.empty();
    check.put_into(view, {"from", "to", "role", "unit"});
    return services_.pages.render(request, status, "matrix/replays", std::move(view));
}

web::Response ReplayPages::ask(const web::Request& request) const {
    const auto& sent = request.form();
    const TypedQuestion typed{sent.value("from"), sent.value("to"), sent.value("role"), sent.value("unit")};
    auto faults = check(request);
    const auto question = read_question(typed, *roles_, *services_.staff.staff(), [&](const char* field, const char* text_key) { faults.add(field, text_key); });
    if (!question) {
        return form(request, 422, typed, faults);
    }
    const auto id = ask_for_replay(services_, request, *question);
    return web::Response::see_other(fmt::format("/matrix/drafts/{}/replays/{}", request.path_number("draft"), id.value));
}

web::Response ReplayPages::one(const web::Request& request, int status, const identity::FormCheck& check) const {
    const auto words = view_of(request);
    remember_seen(services_, services_.database.read([&](db::Session& session) { return replay_of(session, request).id; }));
    auto view = services_.database.read([&](db::Session& session) {
        const auto draft = draft_of(session, request);
        const auto replay = replay_of(session, request);
        auto page = frame(request, draft);
        page["replay"] = words.line(replay);
        page["address"] = ReplayView::path(replay);
        page["is_old"] = !replay.is_of(draft);
        page["publishing_rests_on_it"] = replay.is_seen && replay.is_of(draft) && draft.state == DraftHead::State::Open;
        page["result"] = replay.has_result() ? words.result(replay, replays::compared(session, replay.id), services_.waiting_times) : json(false);
        page["heading"] = words.format("replay.one_title", {{"number", replay.id.value}});
        page["title"] = check.title(page["heading"]);
        return page;
    });
    check.put_into(view, {});
    return services_.pages.render(request, status, "matrix/replay", std::move(view));
}

web::Response ReplayPages::remove(const web::Request& request) const {
    const auto replay = services_.database.read([&](db::Session& session) { return replay_of(session, request); });
    if (replays::remove(services_.database, replay.id, identity::Actor::of(request), services_.clock.now()) == replays::Removal::UnderWay) {
        auto faults = check(request);
        faults.add("state", "replay.remove.under_way");
        return one(request, 409, faults);
    }
    return web::Response::see_other("/matrix/drafts/" + replay.draft.text() + "/replays");
}

web::Response ReplayPages::stop(const web::Request& request) const {
    const auto replay = services_.database.read([&](db::Session& session) { return replay_of(session, request); });
    stop_replay(services_, request, replay.id);
    return web::Response::see_other(ReplayView::path(replay));
}

web::Response ReplayPages::tickets(const web::Request& request) const {
    const auto figure = figure_from(request.query("figure").value_or("all"));
    const auto after = whole_number<std::uint64_t>(request.query("after").value_or("0"));
    if (!figure || !after) {
        throw web::BadRequest{"no such list of a replay", "figure"};
    }
    const Behind behind{*figure, request.query("from").value_or(""), request.query("to").value_or("")};
    const auto words = view_of(request);
    auto view = services_.database.read([&](db::Session& session) {
        const auto draft = draft_of(session, request);
        const auto replay = replay_of(session, request);
        const auto page = replays::tickets(session, replay.id, behind, identity::principal(request).person, TicketId{*after}, page_size);
        auto made = frame(request, draft);
        made.update(words.tickets(page, replay, behind, replays::compared(session, replay.id)));
        made["replay_href"] = ReplayView::path(replay);
        made["replay_title"] = words.format("replay.one_title", {{"number", replay.id.value}});
        made["title"] = made["heading"];
        return made;
    });
    return services_.pages.render(request, 200, "matrix/replayed_tickets", std::move(view));
}

}  // namespace

std::vector<web::Route> replay_routes(const ReplayServices& services) {
    using web::Access, web::Audience, web::Method, web::Via;
    const auto page = [&](Method method, std::string path, web::Response (ReplayPages::*show)(const web::Request&) const) {
        return web::Route{.method = method,
                          .path = std::move(path),
                          .access = Access{Audience::MatrixOwner, Via::Page},
                          .handler = [services, show](const web::Request& request) { return (ReplayPages{services}.*show)(request); }};
    };
    std::vector<web::Route> routes{page(Method::Get, "/matrix/drafts/{draft}/replays", &ReplayPages::list),
                                   page(Method::Post, "/matrix/drafts/{draft}/replays", &ReplayPages::ask),
                                   page(Method::Get, "/matrix/drafts/{draft}/replays/{replay}", &ReplayPages::show),
                                   page(Method::Post, "/matrix/drafts/{draft}/replays/{replay}/stop", &ReplayPages::stop),
                                   page(Method::Post, "/matrix/drafts/{draft}/replays/{replay}/removal", &ReplayPages::remove),
                                   page(Method::Get, "/matrix/drafts/{draft}/replays/{replay}/tickets", &ReplayPages::tickets)};
    for (auto& route : replay_api_routes(services)) {
        routes.push_back(std::move(route));
    }
    return routes;
}

}  // namespace ansvar::matrix
