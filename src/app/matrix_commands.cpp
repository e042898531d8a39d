// The commands about the matrix and what it says of a text.
#include <fmt/format.h>

#include <functional>
#include <memory>

#include "app/command_line.hpp"
#include "app/files.hpp"
#include "app/route_command.hpp"
#include "app/store.hpp"
#include "db/database.hpp"
#include "matrix/command_line.hpp"
#include "matrix/current_router.hpp"
#include "matrix/import.hpp"
#include "matrix/replay_command.hpp"

namespace ansvar::app {

namespace {

struct Given {
    std::string name, matrix_file, words_file, version, dated, row, from, note, split_exceptions;
    std::uint64_t number = 0;
    bool words_only = false, without_replay = false, move_tickets = false;
    matrix::TypedQuestion replay;
    RouteQuestion route;
    bool has_store = false;  ///< a data folder or a database was named
};

/// Prints what a command of the matrix answers, or why it was refused.
int with_matrix(const Config& config, const std::function<Result<std::string, std::string>(db::Database&, Timestamp)>& work) {
    Store store{config};
    db::Database database{store.settings().patient()};
    const auto told = work(database, SystemClock{}.now());
    const auto& text = told ? *told : told.error();
    (told ? std::cout : std::cerr) << text << (text.ends_with('\n') ? "" : "\n");
    return told ? 0 : 1;
}

matrix::ImportPaths matrix_files(const Given& given) {
    matrix::ImportPaths paths{.matrix = given.matrix_file, .words = {}, .roles = {}};
    if (!given.words_file.empty()) {
        paths.words = given.words_file;
    }
    return paths;
}

int matrix_import(const Config& config, const Given& given) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) {
        return matrix::import_command(database, matrix_files(given), {.version = given.version, .dated = given.dated, .imported_by = {}}, now);
    });
}

int matrix_export(const Config& config, const Given& given) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) { return matrix::export_command(database, given.words_only, now); });
}

int matrix_diff(const Config& config, const Given& given) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) { return matrix::diff_command(database, matrix_files(given), now); });
}

int matrix_show(const Config& config, const Given& given) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) { return matrix::show_command(database, given.row, now); });
}

int matrix_exceptions(const Config& config, const Given&) {
    return with_matrix(config, [](db::Database& database, Timestamp now) { return matrix::exceptions_command(database, now); });
}

int matrix_except(const Config& config, const Given& given) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) { return matrix::except_command(database, given.matrix_file, now); });
}

int matrix_replay(const Config& config, const Given& given) {
    return with_matrix(config, [&](db::Database& database, Timestamp) {
        const auto tell = [](const matrix::ReplayHead& replay) { std::cerr << fmt::format("{} of {} tickets\n", replay.done, replay.tickets.value_or(0)); };
        return matrix::replay_command(database, SystemClock{}, shipped_model(), matrix::DraftId{given.number}, given.replay, tell);
    });
}

int matrix_draft(const Config& config, const Given& given) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) { return matrix::draft_command(database, matrix_files(given), given.name, now); });
}

int matrix_drafts(const Config& config, const Given&) {
    return with_matrix(config, [](db::Database& database, Timestamp) { return matrix::list_command(database); });
}

int matrix_publish(const Config& config, const Given& given) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) -> Result<std::string, std::string> {
        matrix::PublishWish wish{.version = given.version, .from = {}, .note = given.note, .without_replay = given.without_replay};
        wish.split_exceptions = matrix::split_exceptions_from(given.split_exceptions);
        if (!given.from.empty()) {
            wish.from = from_sql(given.from);
            if (!wish.from) {
                return refuse(std::string{"--from: write YYYY-MM-DD HH:MM:SS in UTC"});
            }
        }
        return matrix::publish_command(database, matrix::DraftId{given.number}, wish, given.move_tickets, now);
    });
}

int matrix_go_back(const Config& config, const Given& given) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) {
        return matrix::go_back_command(database, matrix::VersionId{given.number}, given.note, now);
    });
}

int matrix_withdraw(const Config& config, const Given& given) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) {
        return matrix::withdraw_command(database, matrix::VersionId{given.number}, now);
    });
}

int matrix_retrain(const Config& config, const Given& given) {
    return with_matrix(config, [&](db::Database& database, Timestamp) {
        return matrix::retrain_command(database, SystemClock{}, share_folder() / "routing", matrix::DraftId{given.number});
    });
}

std::shared_ptr<const matrix::Edition> current_edition(Store& store) {
    db::Database database{store.settings().patient()};
    return database.read([](db::Session& session) { return matrix::load_current(session, SystemClock{}.now()); });
}

/// Without a data folder or database named, the Blueprint that ships decides, and no database is needed.
int route_command(const Config& config, const Given& given) {
    auto engine = shipped_engine();
    if (given.has_store) {
        Store store{config};
        const auto edition = current_edition(store);
        if (!edition) {
            std::cerr << "there is no matrix yet\n";
            return 1;
        }
        engine.matrix = edition->matrix();
        engine.lexicon = edition->router.lexicon();
    }
    return answer_route_question(given.route, engine, std::cout);
}

/// Adds a command of the matrix: its name, what it does, and how.
using AddCommand = std::function<CLI::App*(const char*, const char*, int (*)(const Config&, const Given&))>;

/// What deals with the matrix in force.
void add_file_commands(Given& given, const AddCommand& add) {
    auto* import = add("import", "Make a file the matrix in force; every fault of a bad one is listed", matrix_import);
    import->add_option("FILE", given.matrix_file, "CSV with the Blueprint's columns first")->required()->check(CLI::ExistingFile);
    import->add_option("--words", given.words_file, "CSV with the word list; without it the words in force are kept")->check(CLI::ExistingFile);
    import->add_option("--version", given.version, "What the school calls it, e.g. 1.5.0")->required();
    import->add_option("--dated", given.dated, "The document's own date, YYYY-MM-DD");
    auto* diff = add("diff", "Say what a file would change of the matrix in force", matrix_diff);
    diff->add_option("FILE", given.matrix_file, "CSV with the Blueprint's columns first")->required()->check(CLI::ExistingFile);
    diff->add_option("--words", given.words_file, "CSV with the word list; without it only the matrix is compared")->check(CLI::ExistingFile);
    add("export", "Print the matrix in force as CSV", matrix_export)
        ->add_flag("--words", given.words_only, "The word list instead");
    add("exceptions", "Print the units' exceptions as CSV", matrix_exceptions);
    add("except", "Add the units' exceptions of a file", matrix_except)
        ->add_option("FILE", given.matrix_file, "CSV unit,row,role,note,from")->required()->check(CLI::ExistingFile);
    add("show", "Print who answers for what", matrix_show)->add_option("AREA", given.row, "A row or a key; all without it");
}

/// What deals with drafts and versions.
void add_draft_commands(Given& given, const AddCommand& add) {
    auto* draft = add("draft", "Make a file a draft of the matrix in force", matrix_draft);
    draft->add_option("FILE", given.matrix_file, "CSV with the Blueprint's columns first")->required()->check(CLI::ExistingFile);
    draft->add_option("--words", given.words_file, "CSV with the word list; without it the words in force are kept")->check(CLI::ExistingFile);
    draft->add_option("--name", given.name, "What people will read")->required();
    add("drafts", "List drafts and versions", matrix_drafts);
    auto* publish = add("publish", "Make a draft the matrix in force, now or later", matrix_publish);
    publish->add_option("DRAFT", given.number, "Its number in the list")->required();
    publish->add_option("--version", given.version, "What the school calls it, e.g. 1.5.0")->required();
    publish->add_option("--from", given.from, "From when, YYYY-MM-DD HH:MM:SS in UTC; now without it");
    publish->add_option("--note", given.note, "Why, for whoever reads it later");
    publish->add_option("--split-exceptions", given.split_exceptions, "Units' exceptions for rows that it splits: for the old row alone, or for the new ones, too")
        ->check(CLI::IsMember({"stay", "follow"}));
    publish->add_flag("--without-replay", given.without_replay, "Knowingly without having seen a replay of it");
    publish->add_flag("--move-tickets", given.move_tickets, "Open tickets whose row gets another role go along, but confidential ones");
    auto* go_back = add("go-back", "Put a former version in force again, now", matrix_go_back);
    go_back->add_option("VERSION", given.number, "Its number in the list")->required();
    go_back->add_option("--note", given.note, "Why, for whoever reads it later");
    add("retrain", "Train the router of a draft anew on the school's corrections; nothing is in force before it is published", matrix_retrain)
        ->add_option("DRAFT", given.number, "Its number in the list")->required();
    add("withdraw", "Take a version back that is to come: it never takes effect", matrix_withdraw)
        ->add_option("VERSION", given.number, "Its number in the list")->required();
    auto* replay = add("replay", "Say what a draft would have done with past tickets; nothing is changed", matrix_replay);
    replay->add_option("DRAFT", given.number, "The draft's number")->required();
    replay->add_option("--from", given.replay.from, "Tickets filed from that day on, YYYY-MM-DD; without it, of the last year");
    replay->add_option("--to", given.replay.to, "The last day");
    replay->add_option("--role", given.replay.role, "Those in this queue alone");
    replay->add_option("--unit", given.replay.unit, "Those of requesters of this unit alone, by its number");
}

void add_route_command(CommandLine& line, const std::shared_ptr<Given>& given) {
    auto* route = line.add(line.app(), "route", "Say who answers for a text, or for each text of a file, or how well that goes", [&config = line.config(), given] {
        return route_command(config, *given);
    });
    for (const auto* where : {"--data", "--database-url"}) {
        route->get_option(where)->each([given](const std::string&) { given->has_store = true; });
    }
    auto& question = given->route;
    auto* text = route->add_option("TEXT", question.text, "What somebody wrote");
    auto* json = route->add_flag("--json", question.as_json, "The receipt as JSON")->needs(text);
    auto* cases = route->add_option("--cases", question.cases, "CSV id,subject,body to route")->check(CLI::ExistingFile)->excludes(text)->excludes(json);
    route->add_option("--out", question.out, "Where the answers go: id,role,row,confidence,row2,row3,reason")->needs(cases);
    auto* judge = route->add_option("--evaluate", question.evaluate, "CSV id,subject,body,rows,role,kind to be judged by, trained anew without each fold")
                      ->check(CLI::ExistingFile)->excludes(text)->excludes(cases);
    route->add_option("--folds", question.folds, "0: nothing is learnt from the file")->needs(judge)->check(CLI::Range(0, 100))->capture_default_str();
}

}  // namespace

void add_matrix_commands(CommandLine& line) {
    const auto given = std::make_shared<Given>();
    auto& matrix = line.group("matrix", "The responsibility matrix");
    const AddCommand add = [&](const char* name, const char* what, int (*run)(const Config&, const Given&)) {
        return line.add(matrix, name, what, [&config = line.config(), given, run] { return run(config, *given); });
    };
    add_file_commands(*given, add);
    add_draft_commands(*given, add);
    add_route_command(line, given);
}

}  // namespace ansvar::app
