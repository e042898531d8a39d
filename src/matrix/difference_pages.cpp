#include <algorithm>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "matrix/draft_pages.hpp"
#include "matrix/draft_values.hpp"
#include "matrix/exception_view.hpp"
#include "matrix/matrix_store.hpp"
#include "matrix/models.hpp"
#include "queries/matrix.hpp"
#include "web/errors.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;

std::map<std::string, std::int64_t> tickets_of_areas(db::Session& session, Timestamp now) {
    std::map<std::string, std::int64_t> counts;
    session.each(queries::matrix::count_tickets_of_areas, {{"since", now - std::chrono::days{365}}},
                 [&](const db::Row& row) { counts[row.text("area_key")] = row.integer("tickets"); });
    return counts;
}

json against_options(const std::vector<PublishedVersion>& versions, VersionId chosen, const web::Moments& moments, const ChangeWords& words) {
    json options = json::array();
    for (const auto& version : versions) {
        options.push_back({{"value", version.id.text()},
                           {"label", words.format("matrix.version_option", {{"version", version.version}, {"date", moments.date(version.valid_from)}})},
                           {"selected", version.id == chosen}});
    }
    return options;
}

VersionId asked_version(const web::Request& request, VersionId otherwise) {
    const auto asked = request.query("against");
    const auto number = asked ? whole_number<std::uint64_t>(*asked) : std::nullopt;
    return number ? VersionId{*number} : otherwise;
}

/// What a model has learnt from, as a change.
std::string say_model(db::Session& session, const std::optional<ModelId>& model, const ChangeWords& words) {
    const auto kept = model ? models::find(session, *model) : std::nullopt;
    return kept ? words.format("matrix.change.retrained", {{"count", kept->corrections}, {"model", kept->fingerprint}}) : words.text("matrix.change.model_shipped");
}

/// "Skrivare: ITS → VAKT", or the word that was added.
std::string sentence_of(const DraftChange& change, const routing::Matrix& matrix, const std::map<std::string, std::string>& names, const ChangeWords& words) {
    if (change.kind != DraftChange::Kind::Row) {
        const auto found = names.find(change.row);
        const auto name = found == names.end() ? words.text("matrix.words.nowhere") : found->second;
        const bool is_term = change.kind == DraftChange::Kind::Term;
        routing::WordsChange said{.area = change.row, .added_terms = {}, .removed_terms = {}, .added_examples = {}, .removed_examples = {}};
        auto& list = change.after ? (is_term ? said.added_terms : said.added_examples) : (is_term ? said.removed_terms : said.removed_examples);
        list.push_back(change.after ? *change.after : *change.before);
        return words.say(said, name);
    }
    const auto of = [&](const std::optional<std::string>& value) {
        std::vector<routing::Area> areas;
        if (value) {
            areas.push_back(read_area(*value));
        }
        return routing::Matrix{"", matrix.roles(), std::move(areas)};
    };
    std::string all;
    for (const auto& one : routing::compare(of(change.before), of(change.after))) {
        all += (all.empty() ? "" : "; ") + words.say(one);
    }
    return all;
}

}  // namespace

Side side_of(const Candidate& draft) { return {draft.head.name, draft.matrix, draft.lexicon, draft.model}; }

Side side_of(db::Session& session, VersionId id) {
    if (!find_version(session, id)) {
        throw web::NotFound{};
    }
    const auto head = store::get_version(session, id);
    auto matrix = store::load_matrix(session, head);
    auto lexicon = store::load_lexicon(session, id, matrix);
    return {head.version, std::move(matrix), std::move(lexicon), head.model};
}

std::vector<std::string> sentences(db::Session& session, const Side& before, const Side& after, const ChangeWords& words, Timestamp now) {
    const auto counts = tickets_of_areas(session, now);
    std::vector<std::string> all;
    const auto add = [&](const std::string& key, std::string sentence) {
        const auto found = counts.find(key);
        all.push_back(found == counts.end() ? std::move(sentence)
                                            : words.format("matrix.change_with_tickets", {{"change", sentence}, {"count", found->second}}));
    };
    for (const auto& change : routing::compare(before.matrix, after.matrix)) {
        add(change.subject, words.say(change));
    }
    for (const auto& change : routing::compare({before.lexicon, before.matrix}, {after.lexicon, after.matrix})) {
        const auto* area = after.matrix.find(change.area);
        area = area == nullptr ? before.matrix.find(change.area) : area;
        all.push_back(words.say(change, area == nullptr ? "" : area->name));
    }
    if (before.model != after.model) {
        all.push_back(say_model(session, after.model, words));
    }
    return all;
}

namespace {

web::Response difference_page(const DraftDesk& desk, const web::Request& request, json view, const Side& after, VersionId against,
                              const Candidate* draft = nullptr) {
    const auto words = desk.words(request);
    const auto moments = desk.moments(request);
    desk.services().database.read([&](db::Session& session) {
        const auto before = side_of(session, against);
        const auto all = sentences(session, before, after, words, desk.services().clock.now());
        view["title"] = words.format("matrix.difference.title", {{"name", after.name}});
        view["heading"] = words.format("matrix.difference.heading", {{"after", after.name}, {"before", before.name}});
        view["count"] = words.format("matrix.difference.count", {{"count", all.size()}});
        view["changes"] = all;
        view["effects"] = json::array();
        if (draft != nullptr) {
            const auto base = side_of(session, draft->head.base);
            view["effects"] = say(unit_exceptions::effects_of(session, *draft, desk.services().clock.now()), base.matrix, words);
        }
        view["has_effects"] = !view["effects"].empty();
        view["try_it"] = draft != nullptr && draft->model != before.model ? json(DraftDesk::address(draft->head.id) + "/replays") : json(false);
        view["against"] = against_options(list_versions(session), against, moments, words);
        return 0;
    });
    return desk.services().pages.render(request, 200, "matrix/difference", std::move(view));
}

}  // namespace

web::Response DifferencePages::of_draft(const web::Request& request) const {
    const auto draft = desk_.draft(request);
    const auto address = DraftDesk::address(draft.head.id);
    return difference_page(desk_, request, {{"nav", "matrix"}, {"action", address + "/difference"}, {"back", {{"href", address}, {"name", draft.head.name}}}},
                           side_of(draft), asked_version(request, draft.head.base), &draft);
}

web::Response DifferencePages::of_version(const web::Request& request) const {
    const VersionId id{request.path_number("version")};
    const auto& services = desk_.services();
    const auto [side, versions] =
        services.database.read([&](db::Session& session) { return std::pair{side_of(session, id), list_versions(session)}; });
    const auto at = std::find_if(versions.begin(), versions.end(), [&](const auto& one) { return one.id == id; });
    const auto before = at == versions.end() || std::next(at) == versions.end() ? id : std::next(at)->id;
    const auto name = desk_.words(request).text("matrix.drafts");
    return difference_page(desk_, request,
                           {{"nav", "matrix"}, {"action", "/matrix/versions/" + id.text() + "/difference"}, {"back", {{"href", "/matrix/drafts"}, {"name", name}}}},
                           side, asked_version(request, before));
}

web::Response DifferencePages::history(const web::Request& request) const {
    const auto draft = desk_.draft(request);
    const auto words = desk_.words(request);
    const auto moments = desk_.moments(request);
    std::map<std::string, std::string> models_said;
    const auto [changes, base] = desk_.services().database.read([&](db::Session& session) {
        auto all = drafts::changes(session, draft.head.id, draft.head.revision);
        for (const auto& change : all) {
            if (change.kind == DraftChange::Kind::Trained) {
                models_said[change.after.value_or("")] = say_model(session, id_from<ModelId>(change.after.value_or("")), words);
            }
        }
        return std::pair{std::move(all), side_of(session, draft.head.base)};
    });
    std::map<std::string, std::string> names;
    for (const auto* matrix : {&base.matrix, &draft.matrix}) {
        for (const auto& area : matrix->areas()) {
            names[area.row] = area.name;
        }
    }
    json lines = json::array();
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        lines.push_back({{"number", change->number},
                         {"at", moments.exact(change->at)},
                         {"by", change->by.empty() ? words.text("matrix.draft.command_line") : change->by},
                         {"row", change->row},
                         {"text", change->kind == DraftChange::Kind::Trained ? models_said.at(change->after.value_or("")) : sentence_of(*change, draft.matrix, names, words)}});
    }
    auto view = desk_.head_view(request, draft.head);
    view["title"] = words.format("matrix.history.title", {{"name", draft.head.name}});
    view["has_changes"] = !lines.empty();
    view["changes"] = std::move(lines);
    return desk_.services().pages.render(request, 200, "matrix/history", std::move(view));
}

}  // namespace ansvar::matrix
