#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/principal.hpp"
#include "matrix/draft_pages.hpp"
#include "matrix/exception_view.hpp"
#include "matrix/matrix_store.hpp"
#include "web/errors.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;

/// A form has a thousand fields at most; more tickets can be moved all together.
constexpr std::size_t most_listed = 500;

/// The field a fault belongs to.
std::string_view field_of(PublishFault fault) {
    switch (fault) {
        case PublishFault::BadVersion:
        case PublishFault::VersionTaken:
            return "version";
        case PublishFault::BadNote:
            return "note";
        case PublishFault::Past:
            return "from";
        case PublishFault::NoReplay:
            return "without_replay";
        case PublishFault::UnknownTicket:
            return "move";
        case PublishFault::SplitExceptions:
            return "split_exceptions";
        default:
            return "main";
    }
}

/// "2026-11-30T07:00" of the school's clock, as a browser's field for date and time sends it.
std::optional<Timestamp> typed_moment(std::string typed) {
    std::replace(typed.begin(), typed.end(), 'T', ' ');
    typed = typed.size() == 16 ? typed + ":00" : typed;
    if (typed.size() != 19 || !from_sql(typed)) {
        return std::nullopt;
    }
    const auto number = [&](std::size_t from, std::size_t length) { return whole_number<int>(typed.substr(from, length)).value_or(0); };
    return from_stockholm(number(0, 4), number(5, 2), number(8, 2), number(11, 2), number(14, 2));
}

}  // namespace

PublicationPages::Typed PublicationPages::typed_in(const web::Request& request) {
    const auto& form = request.form();
    Typed typed{.wish = {.version = std::string{trim(form.value("version"))},
                         .from = {},
                         .note = std::string{trim(form.value("note"))},
                         .without_replay = form.has("without_replay"),
                         .split_exceptions = split_exceptions_from(form.value("split_exceptions")),
                         .seen_revision = whole_number<unsigned>(form.value("revision"))},
                .from = std::string{trim(form.value("from"))},
                .move = form.value("move")};
    typed.wish.from = typed_moment(typed.from);
    for (const auto& number : form.values("ticket")) {
        if (const auto id = id_from<TicketId>(number)) {
            typed.chosen.insert(*id);
        }
    }
    return typed;
}

web::Response PublicationPages::ask(const web::Request& request) const {
    const auto draft = desk_.draft(request);
    return page(request, 200, draft, {.wish = {.version = next_version(draft.head.base_version), .from = {}, .note = ""}, .from = ""}, {});
}

json PublicationPages::moves_view(const web::Request& request, const Misplaced& misplaced, const Typed& typed) const {
    const auto words = desk_.words(request);
    json changed = json::array(), elsewhere = json::array();
    for (const auto& ticket : misplaced.tickets) {
        if (changed.size() + elsewhere.size() == most_listed) {
            break;
        }
        (ticket.is_changed ? changed : elsewhere)
            .push_back({{"number", ticket.id.text()},
                        {"href", "/tickets/" + ticket.id.text()},
                        {"subject", ticket.subject},
                        {"area", ticket.area},
                        {"from", ticket.from.value},
                        {"to", ticket.to.value},
                        {"checked", typed.move == "stay" ? ticket.is_changed : typed.chosen.contains(ticket.id)}});
    }
    const auto left_out = misplaced.tickets.size() - changed.size() - elsewhere.size();
    const auto count = [&](const char* key, std::size_t number) { return number > 0 ? json(words.format(key, {{"count", number}})) : json(false); };
    json groups = json::array();
    for (auto& [key, list] : {std::pair{"matrix.moves.changed", &changed}, {"matrix.moves.elsewhere", &elsewhere}}) {
        if (!list->empty()) {
            groups.push_back({{"heading", words.format(key, {{"count", list->size()}})}, {"tickets", std::move(*list)}});
        }
    }
    const bool has_any = !groups.empty();
    return {{"groups", std::move(groups)},
            {"has_any", has_any},
            {"hidden", count("matrix.moves.hidden", misplaced.hidden)},
            {"left_out", count("matrix.moves.left_out", left_out)},
            {"all", words.format("matrix.moves.all", {{"count", misplaced.tickets.size()}})},
            {"is_stay", typed.move != "chosen" && typed.move != "all"},
            {"is_chosen", typed.move == "chosen"},
            {"is_all", typed.move == "all"}};
}

web::Response PublicationPages::page(const web::Request& request, int status, const Candidate& draft, const Typed& typed,
                                     const std::vector<PublishFault>& faults) const {
    const auto& services = desk_.services();
    const auto words = desk_.words(request);
    auto check = desk_.check(request);
    for (const auto fault : faults) {
        check.add(field_of(fault), "matrix.publish.fault." + std::string{code(fault)});
    }
    auto view = desk_.head_view(request, draft.head);
    services.database.read([&](db::Session& session) {
        const auto changes = sentences(session, side_of(session, draft.head.base), side_of(draft), words, services.clock.now());
        view["count"] = words.format("matrix.difference.count", {{"count", changes.size()}});
        view["changes"] = changes;
        view["needs_approval"] = needs_approval(session);
        view["moves"] = moves_view(request, moves::misplaced(session, draft, &identity::principal(request).person), typed);
        const auto effects = unit_exceptions::effects_of(session, draft, typed.wish.from.value_or(services.clock.now()));
        view["effects"] = say(effects, side_of(session, draft.head.base).matrix, words);
        view["has_effects"] = !effects.is_empty();
        view["asks_of_splits"] = !effects.split.empty();
        return 0;
    });
    const auto& head = draft.head;
    const bool is_approved = head.approved_by && head.approved_revision == head.revision;
    view["title"] = check.title(words.format("matrix.publish.title", {{"name", head.name}}));
    view["revision"] = head.revision;
    view["approval"] = is_approved ? words.format("matrix.publish.approved_by", {{"name", head.approver}}) : words.text("matrix.publish.not_approved");
    view["replay"] = words.text(head.replayed_revision == head.revision ? "matrix.publish.replay_seen" : head.replayed_revision ? "matrix.publish.replay_old" : "matrix.publish.replay_none");
    view["wants_replay"] = head.replayed_revision != head.revision;
    view["typed"] = {{"version", typed.wish.version}, {"from", typed.from}, {"note", typed.wish.note}, {"without_replay", typed.wish.without_replay}};
    view["typed"]["stay"] = typed.wish.split_exceptions == SplitExceptions::Stay;
    view["typed"]["follow"] = typed.wish.split_exceptions == SplitExceptions::Follow;
    check.put_into(view, {"version", "from", "note", "without_replay", "move", "split_exceptions"});
    return services.pages.render(request, status, "matrix/publication", std::move(view));
}

web::Response PublicationPages::publish(const web::Request& request) const {
    const auto& services = desk_.services();
    auto typed = typed_in(request);
    const auto draft = desk_.draft(request);
    std::vector<PublishFault> faults;
    if (!typed.from.empty() && !typed.wish.from) {
        faults.push_back(PublishFault::Past);
    }
    if (typed.move == "chosen" || typed.move == "all") {
        const auto among = services.database.read([&](db::Session& session) { return moves::misplaced(session, draft, &identity::principal(request).person); });
        if (typed.move == "all") {
            for (const auto& each : among.tickets) {
                typed.wish.moves.push_back({each.id, each.from});
            }
        } else if (auto chosen = moves::choose(among, {typed.chosen.begin(), typed.chosen.end()})) {
            typed.wish.moves = std::move(*chosen);
        } else {
            faults.push_back(PublishFault::UnknownTicket);
        }
    }
    if (faults.empty()) {
        if (const auto done = matrix::publish(services.database, draft.head.id, typed.wish, identity::Actor::of(request), services.clock.now()); !done) {
            faults = done.error();
        }
    }
    if (faults.empty()) {
        return web::Response::see_other("/matrix/drafts#versions");
    }
    return page(request, std::find(faults.begin(), faults.end(), PublishFault::Changed) == faults.end() ? 422 : 409, draft, typed, faults);
}

web::Response PublicationPages::approve(const web::Request& request) const {
    const auto id = desk_.draft(request).head.id;
    const auto revision = whole_number<unsigned>(request.form().value("revision")).value_or(0);
    if (!matrix::approve(desk_.services().database, id, revision, identity::Actor::of(request), desk_.services().clock.now())) {
        throw web::Conflict{"the draft has been changed since, or is not open"};
    }
    return web::Response::see_other(DraftDesk::address(id) + "/publication");
}

web::Response PublicationPages::go_back(const web::Request& request) const {
    const auto& services = desk_.services();
    const VersionId version{request.path_number("version")};
    if (!services.database.read([&](db::Session& session) { return find_version(session, version); })) {
        throw web::NotFound{};
    }
    const std::string note{trim(request.form().value("note"))};
    const auto done = matrix::go_back(services.database, version, note, identity::Actor::of(request), services.clock.now());
    if (!done) {
        throw web::Conflict{"that version cannot be taken again"};
    }
    return web::Response::see_other("/matrix/drafts#versions");
}

web::Response PublicationPages::set_rule(const web::Request& request) const {
    const auto& services = desk_.services();
    services.database.in_transaction([&](db::Transaction& tx) {
        set_needs_approval(tx, request.form().has("approval"), identity::Actor::of(request), services.clock.now());
        return 0;
    });
    return web::Response::see_other("/matrix/drafts");
}

}  // namespace ansvar::matrix
