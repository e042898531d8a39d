#include "matrix/command_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>

#include "core/text.hpp"
#include "identity/units.hpp"
#include "matrix/current_router.hpp"
#include "matrix/draft_edits.hpp"
#include "matrix/matrix_store.hpp"
#include "matrix/models.hpp"
#include "matrix/retraining.hpp"
#include "matrix/unit_exceptions.hpp"
#include "matrix/withdrawal.hpp"
#include "routing/csv.hpp"
#include "routing/difference.hpp"
#include "routing/lexicon.hpp"
#include "routing/matrix.hpp"
#include "routing/school_data.hpp"

namespace ansvar::matrix {

namespace {

Result<std::string, std::string> read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream bytes;
    bytes << file.rdbuf();
    if (!file || bytes.str().empty()) {
        return refuse(fmt::format("cannot read {}, or it is empty", path.string()));
    }
    return std::move(bytes).str();
}

Result<ImportFiles, std::string> read_files(const ImportPaths& paths) {
    ImportFiles files;
    const std::pair<std::optional<std::filesystem::path>, std::string*> wanted[]{
        {paths.matrix, &files.matrix}, {paths.words, &files.words}, {paths.roles, &files.roles}};
    for (const auto& [path, bytes] : wanted) {
        if (path) {
            auto read = read_file(*path);
            if (!read) {
                return refuse(std::move(read.error()));
            }
            *bytes = *std::move(read);
        }
    }
    return files;
}

std::shared_ptr<const Edition> current(db::Database& database, Timestamp now) {
    return database.read([&](db::Session& session) { return load_current(session, now); });
}

/// What texts are read with, when it is not the model that ships.
std::string model_of(db::Session& session, std::optional<ModelId> id) {
    const auto kept = id ? models::find(session, *id) : std::nullopt;
    return kept ? fmt::format("\tmodel {}, trained on {} corrections", kept->fingerprint, kept->corrections) : std::string{};
}

const auto no_matrix = [] { return refuse(std::string{"no matrix has been imported yet"}); };

/// "ITS:A.W lead, Resp chef co-responsible"
std::string responsible_of(const routing::Area& area) {
    std::vector<std::string> parts;
    for (const auto& one : area.responsible) {
        const auto who = one.holder.empty() ? one.role : one.role + ':' + one.holder;
        parts.push_back(fmt::format("{} {}", who, routing::to_string(one.relation)));
    }
    return join(parts, ", ");
}

std::string describe(const Edition& edition, const routing::Area& area) {
    const auto& words = edition.router.lexicon().of(area);
    return fmt::format(
        "{} {}\n  area         {}\n  level        {}, {}\n  responsible  {}\n  priority     {}{}{}\n  words        {}\n  note         {}\n",
        area.row, area.key, area.name, area.level, area.column, responsible_of(area), routing::to_string(area.default_priority),
        area.confidential ? ", confidential" : "", area.emergency ? ", emergency" : "", join(words.terms, ", "), area.note);
}

std::string describe_all(const Edition& edition, const std::string& model) {
    auto lines = fmt::format("version {}, {} areas{}\n", edition.matrix().version(), edition.matrix().areas().size(), model);
    for (const auto& area : edition.matrix().areas()) {
        lines += fmt::format("{}\t{}\t{}\t{}\n", area.row, area.lead().role, area.key, area.name);
    }
    return lines;
}

/// What was read, or the sentences about every fault.
template <class Value>
Result<Value, std::string> or_faults(routing::Read<Value> read, ImportFile file) {
    if (read) {
        return *std::move(read);
    }
    std::vector<std::string> lines;
    for (const auto& fault : read.error()) {
        lines.push_back(explain(ImportFault{file, fault}));
    }
    return refuse(join(lines, "\n"));
}

/// What the files would put in force: what they leave out stays as it is.
Result<routing::SchoolData, std::string> read_draft(const ImportFiles& files, const Edition& edition) {
    auto roles = files.roles.empty() ? Result<std::vector<routing::Role>, std::string>{edition.matrix().roles()}
                                     : or_faults(routing::read_roles(files.roles), ImportFile::Roles);
    if (!roles) {
        return refuse(std::move(roles.error()));
    }
    auto matrix = or_faults(routing::read_matrix(files.matrix, *std::move(roles), "draft"), ImportFile::Matrix);
    if (!matrix) {
        return refuse(std::move(matrix.error()));
    }
    auto words = files.words.empty() ? Result<routing::Lexicon, std::string>{edition.router.lexicon()}
                                     : or_faults(routing::read_lexicon(files.words, *matrix), ImportFile::Words);
    if (!words) {
        return refuse(std::move(words.error()));
    }
    return routing::SchoolData{*std::move(matrix), *std::move(words)};
}

}  // namespace

Result<std::string, std::string> import_command(db::Database& database, const ImportPaths& paths, const ImportNote& note, Timestamp now) {
    const auto files = read_files(paths);
    if (!files) {
        return refuse(files.error());
    }
    auto by_command = note;
    by_command.by = identity::Actor::command();
    const auto done = import_files(database, *files, by_command, now);
    if (!done) {
        std::vector<std::string> lines;
        for (const auto& fault : done.error()) {
            lines.push_back(explain(fault));
        }
        return refuse(fmt::format("{}\n{} faults; nothing was imported", join(lines, "\n"), lines.size()));
    }
    const auto model = database.read([&](db::Session& session) { return model_of(session, store::get_version(session, done->version).model); });
    return fmt::format("matrix version {} {}{}", note.version, done->is_new ? "takes effect now" : "is in effect already", model);
}

Result<std::string, std::string> export_command(db::Database& database, bool words, Timestamp now) {
    const auto edition = current(database, now);
    if (!edition) {
        return no_matrix();
    }
    return words ? routing::write_lexicon(edition->router.lexicon(), edition->matrix()) : routing::write_matrix(edition->matrix());
}

Result<std::string, std::string> diff_command(db::Database& database, const ImportPaths& paths, Timestamp now) {
    const auto files = read_files(paths);
    if (!files) {
        return refuse(files.error());
    }
    const auto edition = current(database, now);
    if (!edition) {
        return no_matrix();
    }
    const auto draft = read_draft(*files, *edition);
    if (!draft) {
        return refuse(draft.error());
    }
    std::string lines;
    for (const auto& change : routing::compare(edition->matrix(), draft->matrix)) {
        lines += routing::explain(change) + "\n";
    }
    const auto& words = edition->router.lexicon();
    for (const auto& change : routing::compare({words, edition->matrix()}, {draft->lexicon, draft->matrix})) {
        lines += routing::explain(change) + "\n";
    }
    return lines.empty() ? std::string{"nothing differs\n"} : lines;
}

Result<std::string, std::string> show_command(db::Database& database, std::string_view row, Timestamp now) {
    const auto edition = current(database, now);
    if (!edition) {
        return no_matrix();
    }
    if (row.empty()) {
        return describe_all(*edition, database.read([&](db::Session& session) { return model_of(session, store::get_version(session, edition->id).model); }));
    }
    const auto* area = edition->matrix().find(row);
    return area != nullptr ? Result<std::string, std::string>{describe(*edition, *area)} : refuse(std::string{"there is no such row"});
}

Result<std::string, std::string> draft_command(db::Database& database, const ImportPaths& paths, std::string_view name, Timestamp now) {
    const auto files = read_files(paths);
    if (!files) {
        return refuse(files.error());
    }
    const auto base = database.read([&](db::Session& session) { return store::find_current(session, now); });
    if (!base) {
        return no_matrix();
    }
    const auto made =
        import_as_draft(database, name, base->id, {.matrix = files->matrix, .words = files->words}, identity::Actor::command(), now);
    if (made) {
        return fmt::format("draft {} of version {}", made->value, base->version);
    }
    std::vector<std::string> lines;
    for (const auto& fault : made.error().matrix) {
        lines.push_back(explain(ImportFault{ImportFile::Matrix, fault}));
    }
    for (const auto& fault : made.error().words) {
        lines.push_back(explain(ImportFault{ImportFile::Words, fault}));
    }
    return refuse(join(lines, "\n"));
}

Result<std::string, std::string> list_command(db::Database& database) {
    return database.read([](db::Session& session) -> Result<std::string, std::string> {
        constexpr std::string_view states[]{"open", "published", "discarded"};
        std::string lines;
        for (const auto& head : drafts::list(session)) {
            lines += fmt::format("draft {}\t{}\t{}\t{} changes of {}\n", head.id.value, head.name, states[static_cast<std::size_t>(head.state)],
                                 head.revision, head.base_version);
        }
        for (const auto& version : list_versions(session)) {
            lines += fmt::format("version {}\t{}\tfrom {} UTC{}\n", version.id.value, version.version, to_sql(version.valid_from),
                                 (version.withdrawn_at ? "\ttaken back" : "") + model_of(session, version.model));
        }
        return lines;
    });
}

namespace {

Result<std::string, std::string> answer(const Publishing& done, std::string_view said) {
    if (done) {
        return fmt::format("version {}: {}", done->value, said);
    }
    std::vector<std::string> lines;
    for (const auto fault : done.error()) {
        lines.emplace_back(code(fault));
    }
    return refuse("not published: " + join(lines, ", "));
}

}  // namespace

Result<std::string, std::string> publish_command(db::Database& database, DraftId id, PublishWish wish, bool moves_tickets, Timestamp now) {
    const auto draft = database.read([&](db::Session& session) { return moves_tickets ? drafts::read(session, id) : std::nullopt; });
    if (draft) {
        wish.seen_revision = draft->head.revision;
        wish.moves = moves::changed(database.read([&](db::Session& session) { return moves::misplaced(session, *draft, nullptr); }));
    }
    return answer(publish(database, id, wish, identity::Actor::command(), now), wish.from ? "takes effect at its time" : "takes effect now");
}

Result<std::string, std::string> go_back_command(db::Database& database, VersionId to, std::string_view note, Timestamp now) {
    return answer(go_back(database, to, note, identity::Actor::command(), now), "takes effect now");
}

Result<std::string, std::string> withdraw_command(db::Database& database, VersionId id, Timestamp now) {
    const auto undone = withdraw(database, id, identity::Actor::command(), now);
    if (!undone) {
        return refuse(std::string{"not taken back: there is no such version that is still to come"});
    }
    const auto draft = undone->draft ? fmt::format(", draft {} is open again", undone->draft->value) : std::string{};
    return fmt::format("version {} is taken back{}; {} tickets stay, {} exceptions are as before\n", undone->version, draft, undone->moves,
                       undone->exceptions);
}

Result<std::string, std::string> retrain_command(db::Database& database, const Clock& clock, const std::filesystem::path& data, DraftId id) {
    if (!retraining::ask(database, id, identity::Actor::command(), clock.now())) {
        return refuse(std::string{"there is no such draft that is open"});
    }
    const auto state = [&] { return database.read([&](db::Session& session) { return retraining::find(session, id); }); };
    for (auto now = state(); now; now = state()) {
        if (*now == retraining::State::Failed) {
            return refuse(std::string{"the router could not be trained; the log says why"});
        }
        if (!retraining::run_next(database, clock, data, {}, id)) {
            std::this_thread::sleep_for(std::chrono::milliseconds{500});  // a service is at it
        }
    }
    return database.read([&](db::Session& session) {
        const auto model = models::find(session, drafts::read(session, id).value().model.value()).value();
        return fmt::format("draft {} has model {}, trained on {} requests that ship and {} corrections; try it with `ansvar matrix replay {}`\n", id.value,
                           model.fingerprint, model.requests, model.corrections, id.value);
    });
}

Result<std::string, std::string> exceptions_command(db::Database& database, Timestamp now) {
    const auto all = database.read([](db::Session& session) { return unit_exceptions::list(session); });
    auto csv = routing::write_csv_row({"unit", "row", "role", "note", "from"});
    for (const auto& one : all) {
        if (one.goes_on_after(now)) {
            csv += routing::write_csv_row({one.unit_name, one.area_key, one.role.value, one.note, to_sql(one.starts_at).substr(0, 19)});
        }
    }
    return csv;
}

Result<std::string, std::string> except_command(db::Database& database, const std::filesystem::path& file, Timestamp now) {
    const auto bytes = read_file(file);
    if (!bytes) {
        return refuse(bytes.error());
    }
    routing::CsvTable table{*bytes, {"unit", "row", "role", "note"}, {"from"}};
    if (!table.faults().empty()) {
        return refuse(explain(ImportFault{ImportFile::Matrix, table.faults().front()}));
    }
    const auto [there, edition] = database.read([&](db::Session& session) { return std::pair{unit_exceptions::list(session), load_current(session, now)}; });
    std::vector<std::string> wrong;
    std::size_t made = 0;
    for (std::size_t at = 0; at < table.size(); ++at) {
        const auto& unit_field = table.at(at, "unit");
        const auto row = table.at(at, "row").text, role = table.at(at, "role").text;
        const auto* area = edition ? edition->matrix().find(row) : nullptr;
        const auto is_there = std::any_of(there.begin(), there.end(), [&](const auto& one) {
            return area != nullptr && one.goes_on_after(now) && one.unit_name == unit_field.text && one.area_key == area->key && one.role.value == role;
        });
        if (is_there) {
            continue;
        }
        const auto unit = database.read([&](db::Session& session) { return identity::find_unit(session, unit_field.text); });
        const auto from = table.has("from") ? from_sql(table.at(at, "from").text) : std::nullopt;
        const auto done = unit_exceptions::add(database,
                                               {.unit = unit ? unit->id : UnitId{0}, .area = row, .role = role, .note = table.at(at, "note").text,
                                                .from = from && *from > now ? from : std::nullopt},
                                               identity::Actor::command(), now);
        made += done ? 1U : 0U;
        for (const auto fault : done ? std::vector<ExceptionFault>{} : done.error()) {
            wrong.push_back(fmt::format("line {}: {}", unit_field.line, code(fault)));
        }
    }
    return wrong.empty() ? Result<std::string, std::string>{fmt::format("{} exceptions made\n", made)} : refuse(join(wrong, "\n"));
}

}  // namespace ansvar::matrix
