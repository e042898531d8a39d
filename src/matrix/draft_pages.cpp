#include "matrix/draft_pages.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/number.hpp"
#include "core/text.hpp"
#include "identity/principal.hpp"
#include "identity/rights.hpp"
#include "matrix/matrix_store.hpp"
#include "matrix/models.hpp"
#include "matrix/retraining.hpp"
#include "matrix/withdrawal.hpp"
#include "web/errors.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;
using Refusal = EditRefusal::Kind;

constexpr std::size_t longest_name = 100;
constexpr std::string_view new_row = "new";

/// The row the table is to show open: "B017", "new" or none.
std::string asked_row(const web::Request& request) { return request.query("edit").value_or(""); }

/// The one after it in the table, to go through all of them.
std::string next_row(const routing::Matrix& matrix, const std::string& row) {
    const auto& areas = matrix.areas();
    const auto at = std::find_if(areas.begin(), areas.end(), [&](const auto& area) { return area.row == row; });
    return at == areas.end() || std::next(at) == areas.end() ? "" : std::next(at)->row;
}

routing::Area empty_area(const routing::Matrix& matrix) {
    routing::Area area;
    if (!matrix.areas().empty()) {
        area.level = matrix.areas().front().level;
        area.column = matrix.areas().front().column;
    }
    area.responsible = {{std::string{routing::triage_role}, "", routing::Relation::Lead}};
    return area;
}

json open_form(const std::string& address, const RowForm& form, const Candidate& draft, const ChangeWords& words, web::Language language,
               const identity::FormCheck& check) {
    auto view = form.view(draft.matrix, words, language);
    view["action"] = form.row.empty() ? address + "/rows" : address + "/rows/" + form.row;
    view["cancel"] = address + (form.row.empty() ? "" : "#" + form.row);
    check.put_into(view, row_fields());
    const auto& have = form.terms_before;
    json terms = json::array();
    for (const auto& term : have) {
        terms.push_back(term);
    }
    view["split_terms"] = std::move(terms);
    return view;
}

}  // namespace

Candidate DraftDesk::draft(const web::Request& request) const {
    auto draft = services_.database.read([&](db::Session& session) { return drafts::read(session, id_of(request)); });
    if (!draft) {
        throw web::NotFound{};
    }
    return *std::move(draft);
}

PersonId DraftDesk::reader(const web::Request& request) { return identity::principal(request).person.id; }

std::string DraftDesk::who_answers(const routing::Area& area) {
    std::vector<std::string> parts;
    for (const auto& one : area.responsible) {
        parts.push_back(one.role.empty() ? one.holder : one.holder.empty() ? one.role : one.role + " (" + one.holder + ")");
    }
    return join(parts, ", ");
}

json DraftDesk::head_view(const web::Request& request, const DraftHead& head) const {
    const auto say = words(request);
    const auto by = head.started_by.empty() ? say.text("matrix.draft.command_line") : head.started_by;
    constexpr std::string_view states[]{"matrix.draft.open", "matrix.draft.published", "matrix.draft.discarded"};
    return {{"nav", "matrix"},
            {"name", head.name},
            {"address", address(head.id)},
            {"is_open", head.state == DraftHead::State::Open},
            {"about", say.format("matrix.draft.about", {{"state", say.text(states[static_cast<std::size_t>(head.state)])},
                                                        {"version", head.base_version},
                                                        {"by", by},
                                                        {"at", moments(request).date(head.started_at)},
                                                        {"count", head.revision}})}};
}

namespace {

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

web::Response DraftPages::show(const web::Request& request) const {
    const auto draft = desk_.draft(request);
    std::optional<RowForm> form;
    if (const auto row = asked_row(request); draft.head.state == DraftHead::State::Open && !row.empty()) {
        if (row == new_row) {
            form = RowForm{.area = empty_area(draft.matrix)};
        } else if (const auto* area = draft.matrix.find(row)) {
            form = RowForm::of(draft, *area);
        }
    }
    return table(request, 200, draft, form, desk_.check(request), {});
}

json DraftPages::row_view(const web::Request& request, const Candidate& draft, const routing::Area& area) const {
    const auto words = desk_.words(request);
    std::vector<std::string> flags;
    if (area.confidential) {
        flags.push_back(words.text("matrix.row.is_confidential"));
    }
    if (area.emergency) {
        flags.push_back(words.text("matrix.row.is_emergency"));
    }
    const auto& of_area = draft.lexicon.of(area);
    return {{"row", area.row},
            {"area", area.name},
            {"who", DraftDesk::who_answers(area)},
            {"priority", words.text("priority." + std::string{routing::to_string(area.default_priority)})},
            {"flags", join(flags, ", ")},
            {"words", std::to_string(of_area.terms.size() + of_area.examples.size())},
            {"changed", draft.revision_of(area.row) > 0},
            {"edit", draft.head.state == DraftHead::State::Open
                         ? json{{"href", DraftDesk::address(draft.head.id) + "?edit=" + area.row}}
                         : json(false)},
            {"form", false}};
}

web::Response DraftPages::table(const web::Request& request, int status, const Candidate& draft, const std::optional<RowForm>& form,
                                const identity::FormCheck& check, const std::vector<std::string>& differs) const {
    const auto& services = desk_.services();
    const auto words = desk_.words(request);
    const auto address = DraftDesk::address(draft.head.id);
    json groups = json::array(), retired = json::array(), faults = json::array();
    for (const auto& area : draft.matrix.areas()) {
        const auto name = words.text("level." + area.level) + ": " + area.column;
        auto group = std::find_if(groups.begin(), groups.end(), [&](const json& one) { return one["name"] == name; });
        if (group == groups.end()) {
            groups.push_back({{"name", name}, {"rows", json::array()}});
            group = std::prev(groups.end());
        }
        auto row = row_view(request, draft, area);
        if (form && form->row == area.row) {
            row["form"] = open_form(address, *form, draft, words, request.language(), check);
            row["form"]["differs"] = differs;
            row["form"]["has_differs"] = !differs.empty();
        }
        (*group)["rows"].push_back(std::move(row));
    }
    for (const auto& fault : draft_faults(draft)) {
        faults.push_back({{"row", row_on_line(draft.matrix, fault.line)}, {"text", words.say(fault)}});
    }
    const auto current = services.database.read([&](db::Session& session) { return store::find_current(session, services.clock.now()); });
    for (const auto& [row, area] : draft.retired) {
        retired.push_back({{"row", row}, {"area", area.name}, {"expected", draft.revision_of(row)}, {"action", address + "/rows/" + row + "/return"}});
    }
    auto view = desk_.head_view(request, draft.head);
    view["title"] = check.title(draft.head.name);
    view["groups"] = std::move(groups);
    view["has_retired"] = !retired.empty();
    view["retired"] = std::move(retired);
    view["has_faults"] = !faults.empty();
    view["faults"] = std::move(faults);
    view["outdated"] = draft.head.state == DraftHead::State::Open && current && current->id != draft.head.base ? json{{"version", current->version}} : json(false);
    view["retraining"] = draft.head.state == DraftHead::State::Open ? retraining_view(request, draft) : json(false);
    const bool is_new = form && form->row.empty();
    view["new_form"] = is_new ? open_form(address, *form, draft, words, request.language(), check) : json(false);
    if (is_new) {
        view["new_form"]["differs"] = json::array();
        view["new_form"]["has_differs"] = false;
    }
    check.put_into(view, {});
    return services.pages.render(request, status, "matrix/draft", std::move(view));
}

/// How texts are read with the draft, and what can be done about it.
json DraftPages::retraining_view(const web::Request& request, const Candidate& draft) const {
    const auto words = desk_.words(request);
    const auto address = DraftDesk::address(draft.head.id) + "/training";
    return desk_.services().database.read([&](db::Session& session) {
        const auto asked = retraining::find(session, draft.head.id);
        const auto kept = draft.model ? models::find(session, *draft.model) : std::nullopt;
        const bool is_other = draft.model != store::get_version(session, draft.head.base).model;
        return json{{"is_under_way", asked && *asked != retraining::State::Failed},
                    {"has_failed", asked == retraining::State::Failed},
                    {"trained", kept ? json(words.format("matrix.retrain.trained", {{"count", kept->corrections}, {"model", kept->fingerprint}})) : json(false)},
                    {"action", address},
                    {"drop", is_other ? json(address + "/removal") : json(false)}};
    });
}

web::Response DraftPages::retrain(const web::Request& request) const {
    const auto id = desk_.draft(request).head.id;
    if (!retraining::ask(desk_.services().database, id, identity::Actor::of(request), desk_.services().clock.now())) {
        throw web::Conflict{"the draft is not open"};
    }
    return web::Response::see_other(DraftDesk::address(id) + "#training");
}

web::Response DraftPages::drop_training(const web::Request& request) const {
    const auto id = desk_.draft(request).head.id;
    if (!retraining::drop(desk_.services().database, id, identity::Actor::of(request), desk_.services().clock.now())) {
        throw web::Conflict{"the draft is not open, or reads texts as its base does"};
    }
    return web::Response::see_other(DraftDesk::address(id) + "#training");
}

web::Response DraftPages::add(const web::Request& request) const { return saved(request, RowForm::typed(request.form(), ""), desk_.draft(request)); }

web::Response DraftPages::save(const web::Request& request) const {
    return saved(request, RowForm::typed(request.form(), request.path_value("row")), desk_.draft(request));
}

web::Response DraftPages::saved(const web::Request& request, const RowForm& form, const Candidate& draft) const {
    const auto& services = desk_.services();
    const auto* stored = form.row.empty() ? nullptr : draft.matrix.find(form.row);
    if (!form.row.empty() && stored == nullptr) {
        throw web::Conflict{"a row that the draft no longer has"};
    }
    const auto done = edit_row(services.database, draft.head.id, form.edit(stored), DraftDesk::reader(request), services.clock.now());
    if (done) {
        const auto next = request.form().has("next") ? next_row(draft.matrix, *done) : std::string{};
        const auto address = DraftDesk::address(draft.head.id);
        return web::Response::see_other(next.empty() ? address + "#" + *done : address + "?edit=" + next);
    }
    auto check = desk_.check(request);
    if (done.error().kind == Refusal::Faulty) {
        add_faults(check, done.error().faults);
        return table(request, 422, draft, form, check, {});
    }
    if (done.error().kind != Refusal::Changed) {
        throw web::Conflict{"the draft is not open"};
    }
    // What stands now is shown beside what was typed; saving once more decides for what was typed.
    const auto fresh = desk_.draft(request);
    auto again = form;
    again.expected = fresh.revision_of(form.row);
    std::vector<std::string> differs;
    const auto words = desk_.words(request);
    if (const auto* now = fresh.matrix.find(form.row); now != nullptr && !form.area.responsible.empty()) {
        const auto wanted = form.edit(now).area.value();
        for (const auto& change : routing::compare({"", fresh.matrix.roles(), {wanted}}, {"", fresh.matrix.roles(), {*now}})) {
            differs.push_back(words.say(change));
        }
    }
    check.add("name", "matrix.row.changed_meanwhile");
    return table(request, 409, fresh, again, check, differs);
}

web::Response DraftPages::after(const web::Request& request, DraftId id, const Result<std::string, EditRefusal>& done, const std::string& row) const {
    if (done) {
        return web::Response::see_other(DraftDesk::address(id) + "#" + *done);
    }
    const auto draft = desk_.draft(request);
    auto check = desk_.check(request);
    if (done.error().kind == Refusal::Changed) {
        check.add("name", "matrix.row.changed_meanwhile");
    } else if (done.error().kind == Refusal::Faulty) {
        add_faults(check, done.error().faults);
    } else {
        throw web::Conflict{"the draft is not open, or has no such row"};
    }
    const auto* area = draft.matrix.find(row);
    return table(request, done.error().kind == Refusal::Changed ? 409 : 422, draft,
                 area == nullptr ? std::nullopt : std::optional{RowForm::of(draft, *area)}, check, {});
}

web::Response DraftPages::retire(const web::Request& request) const {
    const auto& services = desk_.services();
    const auto id = DraftDesk::id_of(request);
    const auto row = request.path_value("row");
    const auto expected = whole_number<unsigned>(request.form().value("expected")).value_or(0);
    const auto done = edit_row(services.database, id, {.row = row, .expected = expected}, DraftDesk::reader(request), services.clock.now());
    return after(request, id, done, row);
}

web::Response DraftPages::take_back(const web::Request& request) const {
    const auto& services = desk_.services();
    const auto draft = desk_.draft(request);
    const auto row = request.path_value("row");
    const auto area = draft.retired.find(row);
    if (area == draft.retired.end()) {
        throw web::NotFound{};
    }
    const auto expected = whole_number<unsigned>(request.form().value("expected")).value_or(0);
    const auto done =
        edit_row(services.database, draft.head.id, {.row = row, .expected = expected, .area = area->second}, DraftDesk::reader(request), services.clock.now());
    return after(request, draft.head.id, done, row);
}

web::Response DraftPages::split(const web::Request& request) const {
    const auto& services = desk_.services();
    const auto id = DraftDesk::id_of(request);
    const auto& form = request.form();
    const RowSplit part{.row = request.path_value("row"),
                        .expected = whole_number<unsigned>(form.value("expected")).value_or(0),
                        .name = form.value("name"),
                        .terms = form.values("term")};
    return after(request, id, split_row(services.database, id, part, DraftDesk::reader(request), services.clock.now()), part.row);
}

web::Response DraftPages::discard(const web::Request& request) const {
    if (!matrix::discard(desk_.services().database, desk_.draft(request).head.id, identity::Actor::of(request), desk_.services().clock.now())) {
        throw web::Conflict{"the draft is not open"};
    }
    return web::Response::see_other("/matrix/drafts");
}

web::Response DraftPages::bring_up(const web::Request& request) const {
    const auto id = desk_.draft(request).head.id;
    matrix::bring_up(desk_.services().database, id, identity::Actor::of(request), desk_.services().clock.now());
    return web::Response::see_other(DraftDesk::address(id));
}

}  // namespace ansvar::matrix
