#include "app/commands.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "app/backup_commands.hpp"
#include "app/check_command.hpp"
#include "app/command_work.hpp"
#include "app/config.hpp"
#include "app/demo_school.hpp"
#include "app/demo_tickets.hpp"
#include "app/files.hpp"
#include "app/health_check.hpp"
#include "app/log_lines.hpp"
#include "app/mail_commands.hpp"
#include "app/route_command.hpp"
#include "app/serve.hpp"
#include "app/store.hpp"
#include "app/ticket_import_command.hpp"
#include "core/secret.hpp"
#include "core/text.hpp"
#include "db/database.hpp"
#include "identity/api_tokens.hpp"
#include "identity/command_line.hpp"
#include "identity/people_store.hpp"
#include "identity/token_commands.hpp"
#include "identity/unit_commands.hpp"
#include "identity/user_commands.hpp"
#include "matrix/command_line.hpp"
#include "matrix/current_router.hpp"
#include "matrix/import.hpp"
#include "matrix/replay_command.hpp"
#include "web/files.hpp"

namespace ansvar::app {

namespace {

/// ANSVAR_CONFIG names a file of NAME=value lines (as systemd's EnvironmentFile: blank lines and # comments are passed over); what the
/// environment says already stays. Throws std::runtime_error for a line that is neither, or a name that is none of ours.
void read_environment_file() {
    const char* path = std::getenv("ANSVAR_CONFIG");
    if (!path || !*path) {
        return;
    }
    const auto text = web::read_file(path);
    for (const auto line : split(text, '\n')) {
        const auto entry = trim(line);
        const auto equals = entry.find('=');
        if (entry.empty() || entry.front() == '#') {
            continue;
        }
        if (equals == std::string_view::npos || entry.substr(0, 7) != "ANSVAR_") {
            throw std::runtime_error(fmt::format("{}: not a line ANSVAR_NAME=value: {}", path, entry.substr(0, equals)));
        }
        ::setenv(std::string{trim(entry.substr(0, equals))}.c_str(), std::string{trim(entry.substr(equals + 1))}.c_str(), 0);
    }
}

/// What a command was called with, besides the configuration.
struct Arguments {
    std::optional<unsigned> rate;
    std::string name, as, scopes = "all", expires, mail, matrix_file, words_file, version, dated, row, from, note, split_exceptions;
    std::uint64_t tickets = 1000, number = 0;
    bool without_replay = false, move_tickets = false;
    bool resume = false;
    bool words_only = false;
    bool dry_run = false;
    bool no_backup = false;
    std::string file;
    RouteQuestion route;
    TicketImport tickets_from;
    std::uint64_t draft = 0;
    matrix::TypedQuestion replay;
    identity::NewUser user;
    bool left = false;
};

void start_logging(const std::string& level, bool service) {
    // The service logs to stdout, one line each; commands keep stdout for their result.
    auto logger = service ? spdlog::stdout_logger_mt("ansvar") : spdlog::stderr_logger_mt("ansvar");
    logger->set_formatter(log_lines());
    logger->set_level(spdlog::level::from_str(level));
    logger->flush_on(spdlog::level::warn);
    spdlog::set_default_logger(logger);
    if (service) {
        auto access = spdlog::stdout_logger_mt("access");
        access->set_pattern("%v");
        spdlog::flush_every(std::chrono::seconds{1});
    }
}

/// Links that a command prints must lead to the running service.
std::string base_url(const Config& config) {
    if (!config.public_url.empty()) {
        return config.public_url;
    }
    const auto last = last_public_url(config.data);
    return last.empty() ? "http://" + config.listen : last;
}

/// In the demo school "admin" is its administrator.
std::string_view who_is(db::Database& database, const std::string& who) {
    const bool demo = who == "admin" && database.read([](db::Session& session) {
        return identity::find_person_by_email(session, MailAddress::parse("admin@skola.example").value(), SystemClock{}.now()).has_value();
    });
    return demo ? std::string_view{"admin@skola.example"} : std::string_view{who};
}

template <class Made>
int print(const Made& made) {
    if (!made) {
        std::cerr << made.error().what << "\n";
        return 1;
    }
    std::cout << *made << "\n";
    return 0;
}

int user_link(const Config& config, const Arguments& arguments) {
    Store store{config};
    db::Database database{store.settings()};
    const auto settings = config.identity_settings(base_url(config));
    return print(identity::make_link(database, settings, who_is(database, arguments.mail), SystemClock{}.now()));
}

int user_add(const Config& config, const Arguments& arguments) {
    Store store{config};
    db::Database database{store.settings()};
    return print(identity::add_user(database, arguments.user, SystemClock{}.now()));
}

int user_list(const Config& config, const Arguments& arguments) {
    Store store{config};
    db::Database database{store.settings()};
    std::cout << identity::list_users_as_text(database, arguments.left, SystemClock{}.now());
    return 0;
}

int user_disable(const Config& config, const Arguments& arguments) {
    Store store{config};
    db::Database database{store.settings().patient()};
    CommandWork work{config, database};
    return print(identity::disable_user(database, arguments.mail, &work.open_work(), SystemClock{}.now()));
}

int user_reset_second_factor(const Config& config, const Arguments& arguments) {
    Store store{config};
    db::Database database{store.settings()};
    return print(identity::reset_second_factor_of(database, arguments.mail, SystemClock{}.now()));
}

int with_tokens(const Config& config, const std::function<Result<std::string, identity::NobodyThere>(db::Database&, Timestamp)>& work) {
    Store store{config};
    db::Database database{store.settings()};
    return print(work(database, SystemClock{}.now()));
}

using UnitAnswer = Result<std::string, identity::NobodyThere>;
using UnitWork = std::function<UnitAnswer(db::Database&)>;

int with_units(const Config& config, const UnitWork& work) {
    Store store{config};
    db::Database database{store.settings()};
    return print(work(database));
}

/// Prints what a command of the matrix answers, or why it was refused.
int with_matrix(const Config& config, const std::function<Result<std::string, std::string>(db::Database&, Timestamp)>& work) {
    Store store{config};
    db::Database database{store.settings().patient()};
    const auto told = work(database, SystemClock{}.now());
    const auto& text = told ? *told : told.error();
    (told ? std::cout : std::cerr) << text << (text.ends_with('\n') ? "" : "\n");
    return told ? 0 : 1;
}

matrix::ImportPaths matrix_files(const Arguments& arguments) {
    matrix::ImportPaths paths{.matrix = arguments.matrix_file, .words = {}, .roles = {}};
    if (!arguments.words_file.empty()) {
        paths.words = arguments.words_file;
    }
    return paths;
}

int matrix_import(const Config& config, const Arguments& arguments) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) {
        return matrix::import_command(database, matrix_files(arguments), {.version = arguments.version, .dated = arguments.dated, .imported_by = {}}, now);
    });
}

int matrix_export(const Config& config, const Arguments& arguments) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) { return matrix::export_command(database, arguments.words_only, now); });
}

int matrix_diff(const Config& config, const Arguments& arguments) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) { return matrix::diff_command(database, matrix_files(arguments), now); });
}

int matrix_show(const Config& config, const Arguments& arguments) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) { return matrix::show_command(database, arguments.row, now); });
}

int matrix_exceptions(const Config& config) {
    return with_matrix(config, [](db::Database& database, Timestamp now) { return matrix::exceptions_command(database, now); });
}

int matrix_except(const Config& config, const Arguments& arguments) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) { return matrix::except_command(database, arguments.matrix_file, now); });
}

int matrix_replay(const Config& config, const Arguments& arguments) {
    return with_matrix(config, [&](db::Database& database, Timestamp) {
        const auto tell = [](const matrix::ReplayHead& replay) { std::cerr << fmt::format("{} of {} tickets\n", replay.done, replay.tickets.value_or(0)); };
        return matrix::replay_command(database, SystemClock{}, shipped_model(), matrix::DraftId{arguments.draft}, arguments.replay, tell);
    });
}

int matrix_draft(const Config& config, const Arguments& arguments) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) { return matrix::draft_command(database, matrix_files(arguments), arguments.name, now); });
}

int matrix_drafts(const Config& config) {
    return with_matrix(config, [](db::Database& database, Timestamp) { return matrix::list_command(database); });
}

int matrix_publish(const Config& config, const Arguments& arguments) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) -> Result<std::string, std::string> {
        matrix::PublishWish wish{.version = arguments.version, .from = {}, .note = arguments.note, .without_replay = arguments.without_replay};
        wish.split_exceptions = matrix::split_exceptions_from(arguments.split_exceptions);
        if (!arguments.from.empty()) {
            wish.from = from_sql(arguments.from);
            if (!wish.from) {
                return refuse(std::string{"--from: write YYYY-MM-DD HH:MM:SS in UTC"});
            }
        }
        return matrix::publish_command(database, matrix::DraftId{arguments.number}, wish, arguments.move_tickets, now);
    });
}

int matrix_go_back(const Config& config, const Arguments& arguments) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) {
        return matrix::go_back_command(database, matrix::VersionId{arguments.number}, arguments.note, now);
    });
}

int matrix_withdraw(const Config& config, const Arguments& arguments) {
    return with_matrix(config, [&](db::Database& database, Timestamp now) {
        return matrix::withdraw_command(database, matrix::VersionId{arguments.number}, now);
    });
}

int matrix_retrain(const Config& config, const Arguments& arguments) {
    return with_matrix(config, [&](db::Database& database, Timestamp) {
        return matrix::retrain_command(database, SystemClock{}, share_folder() / "routing", matrix::DraftId{arguments.number});
    });
}

std::shared_ptr<const matrix::Edition> current_edition(Store& store) {
    db::Database database{store.settings().patient()};
    return database.read([](db::Session& session) { return matrix::load_current(session, SystemClock{}.now()); });
}

/// Without a data folder or database named, the Blueprint that ships decides, and no database is needed.
int route_command(const Config& config, const Arguments& arguments, bool has_store) {
    auto engine = shipped_engine();
    if (has_store) {
        Store store{config};
        const auto edition = current_edition(store);
        if (!edition) {
            std::cerr << "there is no matrix yet\n";
            return 1;
        }
        engine.matrix = edition->matrix();
        engine.lexicon = edition->router.lexicon();
    }
    return answer_route_question(arguments.route, engine, std::cout);
}

int migrate_command(const Config& config, const Arguments& arguments) {
    if (!arguments.no_backup && !arguments.resume) {
        back_up_before_migrating(config, std::cerr);
    }
    const Store store{config, arguments.resume ? SchemaCare::Resume : SchemaCare::Migrate};
    std::cout << "the schema is at its newest version\n";
    for (const auto& statement : store.grants()) {
        std::cout << statement << "\n";
    }
    return 0;
}

/// Nobody's data is mixed with invented people.
bool is_demo_or_empty(Store& store) {
    db::Database database{store.settings()};
    return database.read([](db::Session& session) {
        const auto now = SystemClock{}.now();
        return identity::find_person_by_email(session, MailAddress::parse("admin@skola.example").value(), now) || identity::list_people(session, now).empty();
    });
}

int demo_command(const Config& config, const Arguments& arguments) {
    Store store{config};
    if (!is_demo_or_empty(store)) {
        std::cerr << "this is a real school: demo tickets are only for the demo school\n";
        return 1;
    }
    make_demo_school(store.settings());
    const auto began = std::chrono::steady_clock::now();
    std::uint64_t told = 0;
    make_demo_tickets(store.settings(), arguments.tickets, [&](std::uint64_t done) {
        if (done - told >= std::max<std::uint64_t>(2000, arguments.tickets / 100) || done == arguments.tickets) {
            const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began;
            std::cerr << fmt::format("{} of {} tickets, {:.0f} s\n", done, arguments.tickets, passed.count());
            told = done;
        }
    });
    return 0;
}

}  // namespace

int run_command(int argc, char** argv) {
    Config config;
    Arguments arguments;
    int result = 0;
    CLI::App app{"Ansvar: a helpdesk for schools that knows who answers for what"};
    app.require_subcommand(1);
    app.set_version_flag("--version", "ansvar " ANSVAR_VERSION);
    app.footer("Every option has an environment variable, ANSVAR_…; ANSVAR_CONFIG names a file of NAME=value lines with any of them.");

    const auto command = [&](CLI::App& parent, const std::string& name, const std::string& what, const std::function<int()>& run, bool service_options = false) {
        auto* sub = parent.add_subcommand(name, what);
        config.add_common_to(*sub);
        if (service_options) {
            config.add_service_to(*sub);
        }
        sub->callback([&, run, name] {
            start_logging(name == "serve" ? config.log_level : config.log_level == "info" ? "warn" : config.log_level, name == "serve");
            start_cryptography();
            result = run();
        });
        return sub;
    };

    auto* serve_command = command(app, "serve", "Run the service", [&] { return serve(config); }, true);
    serve_command->add_flag("--demo", config.demo, "With the demo school");
    auto* migrate = command(app, "migrate", "Bring the schema to its newest version, after a backup", [&] { return migrate_command(config, arguments); });
    migrate->add_flag("--resume", arguments.resume, "Go on with a migration that was left half-way; takes no backup");
    migrate->add_flag("--no-backup", arguments.no_backup, "Take none");
    command(app, "backup", "Write everything to one file, beside the running service or without it", [&] { return backup_command(config, arguments.file, std::cerr); })
        ->add_option("FILE", arguments.file, "Must not exist")
        ->required();
    command(app, "export", "Write everything as JSON lines and files, beside the running service or without it",
            [&] { return export_command(config, arguments.file, std::cerr); })
        ->add_option("FOLDER", arguments.file, "Must be empty or not there")
        ->required();
    command(app, "import", "Make an installation of an export in an empty --data folder", [&] { return import_command(config, arguments.file, std::cerr); })
        ->add_option("FOLDER", arguments.file)
        ->required()
        ->check(CLI::ExistingDirectory);
    command(app, "restore", "Make an installation of a backup in an empty --data folder", [&] { return restore_command(config, arguments.file, std::cerr); })
        ->add_option("FILE", arguments.file)
        ->required()
        ->check(CLI::ExistingFile);
    command(app, "check", "Print the settings in force and how every point stands; 1 when one fails", [&] { return check_command(config, std::cout); }, true);
    auto* health = app.add_subcommand("health", "Ask the running service whether it is ready; 0 when it is");
    health->add_option("--listen", config.listen)->envname("ANSVAR_LISTEN");
    health->callback([&] { result = health_check(config.listen_address(), config.listen_port()) ? 0 : 1; });

    auto* user = app.add_subcommand("user", "People")->require_subcommand(1);
    command(*user, "link", "Print a sign-in link, good once for 15 minutes", [&] { return user_link(config, arguments); })
        ->add_option("MAIL", arguments.mail, "A known address, or admin")
        ->required();
    auto* user_new = command(*user, "add", "Add somebody", [&] { return user_add(config, arguments); });
    user_new->add_option("MAIL", arguments.user.mail)->required();
    user_new->add_option("--name", arguments.user.name, "As others read it")->required();
    user_new->add_option("--role", arguments.user.roles, "A role's code; may be given more than once");
    user_new->add_flag("--administrator", arguments.user.is_administrator);
    user_new->add_flag("--manager", arguments.user.is_manager, "Sees the overview");
    command(*user, "list", "Print people: mail, name, roles and rights", [&] { return user_list(config, arguments); })
        ->add_flag("--left", arguments.left, "Those who have left instead");
    command(*user, "disable", "Somebody has left: ends sessions, tokens and roles, hands open tickets back", [&] { return user_disable(config, arguments); })
        ->add_option("MAIL", arguments.mail)
        ->required();
    command(*user, "reset-second-factor", "Somebody has lost phone and recovery codes: ends sessions, lets them set up a new one",
            [&] { return user_reset_second_factor(config, arguments); })
        ->add_option("MAIL", arguments.mail)
        ->required();

    auto* token = app.add_subcommand("token", "API tokens")->require_subcommand(1);
    const auto token_command = [&](const std::string& name, const std::string& what, const std::function<Result<std::string, identity::NobodyThere>(db::Database&, Timestamp)>& work) {
        return command(*token, name, what, [&, work] { return with_tokens(config, work); });
    };
    auto* create = token_command("create", "Print a new bearer token", [&](db::Database& database, Timestamp now) {
        return identity::make_token(database, {.name = arguments.name, .as = who_is(database, arguments.as), .scopes = arguments.scopes, .expires = arguments.expires, .rate = arguments.rate}, now);
    });
    create->add_option("--name", arguments.name, "What it is for")->required();
    create->add_option("--as", arguments.as, "admin, the mail of whom it acts as, or service:NAME")->required();
    create->add_option("--scopes", arguments.scopes, "What it may be used for, between commas: " + identity::TokenScopes::all_words())->capture_default_str();
    create->add_option("--expires", arguments.expires, "Days (90d) or the last day (2027-08-31); never without it");
    create->add_option("--rate", arguments.rate, "Requests a minute; as many as it likes without it");
    token_command("list", "Print all tokens, newest first, without the tokens themselves", [](db::Database& database, Timestamp now) {
        return Result<std::string, identity::NobodyThere>{identity::list_tokens_as_text(database, now)};
    });
    token_command("revoke", "End a token now", [&](db::Database& database, Timestamp now) {
        return identity::revoke_token_named(database, arguments.name, now);
    })->add_option("ID", arguments.name, "Its number in the list")->required();

    auto* matrix = app.add_subcommand("matrix", "The responsibility matrix")->require_subcommand(1);
    auto* import = command(*matrix, "import", "Make a file the matrix in force; every fault of a bad one is listed", [&] { return matrix_import(config, arguments); });
    import->add_option("FILE", arguments.matrix_file, "CSV with the Blueprint's columns first")->required()->check(CLI::ExistingFile);
    import->add_option("--words", arguments.words_file, "CSV with the word list; without it the words in force are kept")->check(CLI::ExistingFile);
    import->add_option("--version", arguments.version, "What the school calls it, e.g. 1.5.0")->required();
    import->add_option("--dated", arguments.dated, "The document's own date, YYYY-MM-DD");
    auto* diff = command(*matrix, "diff", "Say what a file would change of the matrix in force", [&] { return matrix_diff(config, arguments); });
    diff->add_option("FILE", arguments.matrix_file, "CSV with the Blueprint's columns first")->required()->check(CLI::ExistingFile);
    diff->add_option("--words", arguments.words_file, "CSV with the word list; without it only the matrix is compared")->check(CLI::ExistingFile);
    auto* draft = command(*matrix, "draft", "Make a file a draft of the matrix in force", [&] { return matrix_draft(config, arguments); });
    draft->add_option("FILE", arguments.matrix_file, "CSV with the Blueprint's columns first")->required()->check(CLI::ExistingFile);
    draft->add_option("--words", arguments.words_file, "CSV with the word list; without it the words in force are kept")->check(CLI::ExistingFile);
    draft->add_option("--name", arguments.name, "What people will read")->required();
    command(*matrix, "drafts", "List drafts and versions", [&] { return matrix_drafts(config); });
    auto* publish = command(*matrix, "publish", "Make a draft the matrix in force, now or later", [&] { return matrix_publish(config, arguments); });
    publish->add_option("DRAFT", arguments.number, "Its number in the list")->required();
    publish->add_option("--version", arguments.version, "What the school calls it, e.g. 1.5.0")->required();
    publish->add_option("--from", arguments.from, "From when, YYYY-MM-DD HH:MM:SS in UTC; now without it");
    publish->add_option("--note", arguments.note, "Why, for whoever reads it later");
    publish->add_option("--split-exceptions", arguments.split_exceptions, "Units' exceptions for rows that it splits: for the old row alone, or for the new ones, too")
        ->check(CLI::IsMember({"stay", "follow"}));
    publish->add_flag("--without-replay", arguments.without_replay, "Knowingly without having seen a replay of it");
    publish->add_flag("--move-tickets", arguments.move_tickets, "Open tickets whose row gets another role go along, but confidential ones");
    auto* go_back = command(*matrix, "go-back", "Put a former version in force again, now", [&] { return matrix_go_back(config, arguments); });
    go_back->add_option("VERSION", arguments.number, "Its number in the list")->required();
    go_back->add_option("--note", arguments.note, "Why, for whoever reads it later");
    command(*matrix, "retrain", "Train the router of a draft anew on the school's corrections; nothing is in force before it is published",
            [&] { return matrix_retrain(config, arguments); })
        ->add_option("DRAFT", arguments.number, "Its number in the list")->required();
    command(*matrix, "withdraw", "Take a version back that is to come: it never takes effect", [&] { return matrix_withdraw(config, arguments); })
        ->add_option("VERSION", arguments.number, "Its number in the list")->required();
    command(*matrix, "export", "Print the matrix in force as CSV", [&] { return matrix_export(config, arguments); })
        ->add_flag("--words", arguments.words_only, "The word list instead");
    command(*matrix, "exceptions", "Print the units' exceptions as CSV", [&] { return matrix_exceptions(config); });
    command(*matrix, "except", "Add the units' exceptions of a file", [&] { return matrix_except(config, arguments); })
        ->add_option("FILE", arguments.matrix_file, "CSV unit,row,role,note,from")->required()->check(CLI::ExistingFile);
    command(*matrix, "show", "Print who answers for what", [&] { return matrix_show(config, arguments); })->add_option("AREA", arguments.row, "A row or a key; all without it");

    auto* replay = command(*matrix, "replay", "Say what a draft would have done with past tickets; nothing is changed", [&] { return matrix_replay(config, arguments); });
    replay->add_option("DRAFT", arguments.draft, "The draft's number")->required();
    replay->add_option("--from", arguments.replay.from, "Tickets filed from that day on, YYYY-MM-DD; without it, of the last year");
    replay->add_option("--to", arguments.replay.to, "The last day");
    replay->add_option("--role", arguments.replay.role, "Those in this queue alone");
    replay->add_option("--unit", arguments.replay.unit, "Those of requesters of this unit alone, by its number");

    CLI::App* route = nullptr;
    route = command(app, "route", "Say who answers for a text, or for each text of a file, or how well that goes", [&] {
        const bool has_store = route->get_option("--data")->count() + route->get_option("--database-url")->count() > 0;
        return route_command(config, arguments, has_store);
    });
    auto* text = route->add_option("TEXT", arguments.route.text, "What somebody wrote");
    auto* json = route->add_flag("--json", arguments.route.as_json, "The receipt as JSON")->needs(text);
    auto* cases = route->add_option("--cases", arguments.route.cases, "CSV id,subject,body to route")->check(CLI::ExistingFile)->excludes(text)->excludes(json);
    route->add_option("--out", arguments.route.out, "Where the answers go: id,role,row,confidence,row2,row3,reason")->needs(cases);
    auto* judge = route->add_option("--evaluate", arguments.route.evaluate, "CSV id,subject,body,rows,role,kind to be judged by, trained anew without each fold")
                      ->check(CLI::ExistingFile)->excludes(text)->excludes(cases);
    route->add_option("--folds", arguments.route.folds, "0: nothing is learnt from the file")->needs(judge)->check(CLI::Range(0, 100))->capture_default_str();

    auto* unit = app.add_subcommand("unit", "Schools of the municipality, and parts of them")->require_subcommand(1);
    const auto unit_command = [&](const std::string& name, const std::string& what, const UnitWork& work) {
        return command(*unit, name, what, [&, work] { return with_units(config, work); });
    };
    unit_command("list", "Print them, with heads and how many work there", [](db::Database& database) -> UnitAnswer {
        return identity::list_units_as_text(database);
    });
    auto* unit_add = unit_command("add", "Add one", [&](db::Database& database) {
        return identity::add_unit_named(database, arguments.name, arguments.row);
    });
    unit_add->add_option("NAME", arguments.name)->required();
    unit_add->add_option("--under", arguments.row, "The unit above it");
    const auto of_person = [&](CLI::App* sub) {
        sub->add_option("NAME", arguments.name, "The unit")->required();
        return sub;
    };
    of_person(unit_command("head", "Say who is the head: whom its people have when their own manager is unknown", [&](db::Database& database) {
        return identity::set_head_of(database, arguments.name, arguments.mail, SystemClock{}.now());
    }))->add_option("MAIL", arguments.mail)->required();
    of_person(unit_command("place", "Say that somebody works there", [&](db::Database& database) {
        return identity::place_at(database, arguments.name, arguments.mail, SystemClock{}.now());
    }))->add_option("MAIL", arguments.mail)->required();
    auto* unit_holder = of_person(unit_command("holder", "Let somebody hold a role for its people", [&](db::Database& database) {
        return identity::set_holder_for(database, arguments.name, arguments.as, arguments.mail, SystemClock{}.now());
    }));
    unit_holder->add_option("ROLE", arguments.as)->required();
    unit_holder->add_option("MAIL", arguments.mail)->required();

    auto* ticket_commands = app.add_subcommand("tickets", "Tickets of other helpdesks")->require_subcommand(1);
    auto* bring = command(*ticket_commands, "import", "Bring tickets with their times, beside the running service or without it; again: what is new",
                          [&] { return import_tickets(config, arguments.tickets_from, std::cout, std::cerr); });
    bring->add_option("KIND", arguments.tickets_from.kind)->required()->check(CLI::IsMember({"csv", "osticket", "freescout", "zammad", "znuny"}));
    bring->add_option("WHERE", arguments.tickets_from.where, "A folder (csv, zammad), or mysql://user:password@host/schema")
        ->envname("ANSVAR_IMPORT_FROM")
        ->required();
    bring->add_option("--areas", arguments.tickets_from.areas, "CSV queue,to: the area or role for each queue there")->check(CLI::ExistingFile);
    bring->add_option("--fallback", arguments.tickets_from.fallback, "The area or role for other queues; without it the words decide");
    bring->add_option("--for", arguments.tickets_from.for_whom, "Who gets tickets whose requester has no mail address; without it they are left out");
    bring->add_option("--files", arguments.tickets_from.files, "Where osTicket, FreeScout or Znuny keeps attachments")->check(CLI::ExistingDirectory);
    bring->add_option("--zone", arguments.tickets_from.zone, "Of times without one: stockholm, or utc (FreeScout's)")->check(CLI::IsMember({"utc", "stockholm"}));
    bring->add_option("--name", arguments.tickets_from.name, "Tells this helpdesk from others of its kind; the same each time");
    bring->add_flag("--dry-run", arguments.tickets_from.dry_run, "Read everything, say what would be brought, change nothing");

    auto* mail = app.add_subcommand("mail", "Mail to Ansvar")->require_subcommand(1);
    command(*mail, "receive", "Take a mail from standard input, as a mail server hands it over", [&] { return receive_mail(config, arguments.dry_run); }, true)
        ->add_flag("--dry-run", arguments.dry_run, "Only say what would become of it");
    command(*mail, "test", "Send a short letter now, and print what the mail server said", [&] { return send_test_letter(config, arguments.mail); }, true)
        ->add_option("TO", arguments.mail, "A mail address")
        ->required();
    mail->add_subcommand("read", "")->group("")->callback([&] { result = read_mail_for_service(); });  // what the service starts for each mail

    command(app, "demo", "Add believable tickets to the demo school", [&] { return demo_command(config, arguments); })
        ->add_option("--tickets", arguments.tickets, "How many")
        ->capture_default_str();

    try {
        read_environment_file();
        app.parse(argc, argv);
        return result;
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    } catch (const std::exception& error) {
        spdlog::error("{}", error.what());
        std::cerr << "ansvar: " << error.what() << "\n";
        return 1;
    }
}

}  // namespace ansvar::app
