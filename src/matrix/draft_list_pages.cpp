#include <nlohmann/json.hpp>
#include <utility>

#include "identity/principal.hpp"
#include "identity/rights.hpp"
#include "matrix/draft_pages.hpp"
#include "matrix/matrix_store.hpp"
#include "matrix/withdrawal.hpp"
#include "web/errors.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;

constexpr std::size_t longest_name = 100;

std::string state_of(const PublishedVersion& version, bool is_current, const ChangeWords& words, const web::Moments& moments, Timestamp now) {
    if (version.withdrawn_at) {
        return words.format("matrix.version.withdrawn", {{"by", version.withdrawn_by.empty() ? words.text("matrix.draft.command_line") : version.withdrawn_by},
                                                         {"at", moments.exact(*version.withdrawn_at)}});
    }
    return words.text(is_current ? "matrix.version.current" : version.valid_from > now ? "matrix.version.planned" : "matrix.version.former");
}

/// What whoever takes a planned version back is told first; false for others.
json withdrawal_view(db::Session& session, const PublishedVersion& version, const ChangeWords& words, Timestamp now) {
    const auto undone = withdrawal_of(session, version.id, now);
    if (!undone) {
        return false;
    }
    const auto sentence = [&](const char* key, std::int64_t count) { return count > 0 ? json(words.format(key, {{"count", count}})) : json(false); };
    return {{"action", "/matrix/versions/" + version.id.text() + "/withdrawal"},
            {"moves", sentence("matrix.withdraw.moves", undone->moves)},
            {"exceptions", sentence("matrix.withdraw.exceptions", undone->exceptions)}};
}

}  // namespace

web::Response DraftPages::list(const web::Request& request) const { return list_page(request, 200, "", desk_.check(request)); }

web::Response DraftPages::list_page(const web::Request& request, int status, const std::string& name, const identity::FormCheck& check) const {
    const auto& services = desk_.services();
    const auto now = services.clock.now();
    const auto words = desk_.words(request);
    const auto moments = desk_.moments(request);
    json draft_views = json::array(), version_views = json::array();
    bool asks = false;
    services.database.read([&](db::Session& session) {
        for (const auto& head : drafts::list(session)) {
            draft_views.push_back(desk_.head_view(request, head));
        }
        const auto current = store::find_current(session, now);
        asks = needs_approval(session);
        const auto outcomes = moves::outcomes(session);
        for (const auto& version : list_versions(session)) {
            const auto outcome = outcomes.find(version.id);
            const bool is_current = current && current->id == version.id;
            const bool is_former = !is_current && !version.withdrawn_at && version.valid_from <= now && (!current || version.checksum != current->checksum);
            const auto id = version.id.text();
            version_views.push_back({{"version", version.version},
                                     {"href", "/matrix?version=" + id},
                                     {"difference", "/matrix/versions/" + id + "/difference"},
                                     {"from", moments.exact(version.valid_from)},
                                     {"by", version.by.empty() ? words.text("matrix.draft.command_line") : version.by},
                                     {"note", version.note},
                                     {"moves", outcome == outcomes.end() ? json(false)
                                                                         : json(words.format("matrix.moves.outcome", {{"chosen", outcome->second.chosen},
                                                                                                                      {"moved", outcome->second.moved},
                                                                                                                      {"stayed", outcome->second.stayed}}))},
                                     {"state", state_of(version, is_current, words, moments, now)},
                                     {"withdraw", withdrawal_view(session, version, words, now)},
                                     {"restore", is_former ? json{{"action", "/matrix/versions/" + id + "/restoration"}} : json(false)}});
        }
        return 0;
    });
    json view{{"nav", "matrix"},
              {"title", check.title(words.text("matrix.drafts"))},
              {"drafts", std::move(draft_views)},
              {"versions", std::move(version_views)},
              {"typed_name", name},
              {"asks_approval", asks},
              {"may_set_rule", identity::may(identity::principal(request).person, identity::Right::People)}};
    view["has_drafts"] = !view["drafts"].empty();
    check.put_into(view, {"name"});
    return services.pages.render(request, status, "matrix/drafts", std::move(view));
}

web::Response DraftPages::withdraw(const web::Request& request) const {
    const auto& services = desk_.services();
    const VersionId id{request.path_number("version")};
    const auto version = services.database.read([&](db::Session& session) { return find_version(session, id); });
    if (!version) {
        throw web::NotFound{};
    }
    if (const auto undone = matrix::withdraw(services.database, id, identity::Actor::of(request), services.clock.now())) {
        return web::Response::see_other(undone->draft ? DraftDesk::address(*undone->draft) : "/matrix/drafts#versions");
    }
    auto check = desk_.check(request);
    check.add("versions", version->withdrawn_at ? "matrix.withdraw.done_before" : "matrix.withdraw.in_force");
    return list_page(request, 409, "", check);
}

web::Response DraftPages::start(const web::Request& request) const {
    const auto& services = desk_.services();
    auto check = desk_.check(request);
    const auto name = check.read_line(request.form(), "name", "matrix.draft.name", longest_name);
    if (name.empty()) {
        check.add_general("name", "matrix.draft.name", "field.required");
    }
    if (!check.is_fine()) {
        return list_page(request, 422, name, check);
    }
    const auto now = services.clock.now();
    const auto id = services.database.in_transaction([&](db::Transaction& tx) {
        const auto base = store::find_current(tx, now);
        if (!base) {
            throw web::Unavailable{};
        }
        const auto made = drafts::start(tx, name, base->id, DraftDesk::reader(request), now);
        identity::record(tx, identity::Actor::of(request),
                         {.action = "matrix.draft_started", .object_kind = "matrix", .object_id = base->version, .details = {{"draft", made.value}}}, now);
        return made;
    });
    return web::Response::see_other(DraftDesk::address(id));
}

}  // namespace ansvar::matrix
