// The commands about an installation as a whole.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "app/backup_commands.hpp"
#include "app/check_command.hpp"
#include "app/command_line.hpp"
#include "app/demo_school.hpp"
#include "app/demo_tickets.hpp"
#include "app/health_check.hpp"
#include "app/serve.hpp"
#include "app/store.hpp"
#include "db/database.hpp"
#include "identity/people_store.hpp"

namespace ansvar::app {

namespace {

struct Given {
    std::string file;
    bool resume = false, no_backup = false;
    std::uint64_t tickets = 1000;
};

int migrate_command(const Config& config, const Given& given) {
    if (!given.no_backup && !given.resume) {
        back_up_before_migrating(config, std::cerr);
    }
    const Store store{config, given.resume ? SchemaCare::Resume : SchemaCare::Migrate};
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

int demo_command(const Config& config, const Given& given) {
    Store store{config};
    if (!is_demo_or_empty(store)) {
        std::cerr << "this is a real school: demo tickets are only for the demo school\n";
        return 1;
    }
    make_demo_school(store.settings());
    const auto began = std::chrono::steady_clock::now();
    std::uint64_t told = 0;
    make_demo_tickets(store.settings(), given.tickets, [&](std::uint64_t done) {
        if (done - told >= std::max<std::uint64_t>(2000, given.tickets / 100) || done == given.tickets) {
            const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began;
            std::cerr << fmt::format("{} of {} tickets, {:.0f} s\n", done, given.tickets, passed.count());
            told = done;
        }
    });
    return 0;
}

}  // namespace

void add_installation_commands(CommandLine& line) {
    auto& config = line.config();
    auto& app = line.app();
    const auto given = std::make_shared<Given>();
    line.add(app, "serve", "Run the service", [&config] { return serve(config); }, true)->add_flag("--demo", config.demo, "With the demo school");
    auto* migrate = line.add(app, "migrate", "Bring the schema to its newest version, after a backup", [&config, given] { return migrate_command(config, *given); });
    migrate->add_flag("--resume", given->resume, "Go on with a migration that was left half-way; takes no backup");
    migrate->add_flag("--no-backup", given->no_backup, "Take none");

    const auto with_file = [&](const char* name, const char* what, int (*run)(const Config&, const std::string&, std::ostream&)) {
        return line.add(app, name, what, [&config, given, run] { return run(config, given->file, std::cerr); });
    };
    with_file("backup", "Write everything to one file, beside the running service or without it", backup_command)
        ->add_option("FILE", given->file, "Must not exist")
        ->required();
    with_file("export", "Write everything as JSON lines and files, beside the running service or without it", export_command)
        ->add_option("FOLDER", given->file, "Must be empty or not there")
        ->required();
    with_file("import", "Make an installation of an export in an empty --data folder", import_command)
        ->add_option("FOLDER", given->file)
        ->required()
        ->check(CLI::ExistingDirectory);
    with_file("restore", "Make an installation of a backup in an empty --data folder", restore_command)
        ->add_option("FILE", given->file)
        ->required()
        ->check(CLI::ExistingFile);

    line.add(app, "check", "Print the settings in force and how every point stands; 1 when one fails", [&config] { return check_command(config, std::cout); }, true);
    line.add_bare(app, "health", "Ask the running service whether it is ready; 0 when it is", [&config] {
        return health_check(config.listen_address(), config.listen_port()) ? 0 : 1;
    })->add_option("--listen", config.listen)->envname("ANSVAR_LISTEN");
    line.add(app, "demo", "Add believable tickets to the demo school", [&config, given] { return demo_command(config, *given); })
        ->add_option("--tickets", given->tickets, "How many")
        ->capture_default_str();
}

}  // namespace ansvar::app
