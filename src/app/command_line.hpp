#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <iostream>
#include <string>

#include "app/config.hpp"

namespace ansvar::app {

/// The command line while it is put together and read: each file of commands adds its own. One thread.
class CommandLine {
public:
    CommandLine();

    /// Adds a command, with the options that every command has and, of those that mail or serve, the service's. `run` gives the exit code; it is
    /// called when logging and cryptography are ready. Owned by `parent`.
    CLI::App* add(CLI::App& parent, const std::string& name, const std::string& what, std::function<int()> run, bool service_options = false);
    /// Adds a word that commands stand behind.
    CLI::App& group(const std::string& name, const std::string& what);
    /// Adds a command that needs neither configuration nor logging.
    CLI::App* add_bare(CLI::App& parent, const std::string& name, const std::string& what, std::function<int()> run);

    CLI::App& app() { return app_; }
    Config& config() { return config_; }

    /// Reads what the program was called with, and runs it. The exit code.
    int run(int argc, char** argv);

private:
    CLI::App app_;
    Config config_;
    int result_ = 0;
};

/// Prints what a command made, or on stderr what was wrong. The exit code.
template <class Made>
int print(const Made& made) {
    if (!made) {
        std::cerr << made.error().what << "\n";
        return 1;
    }
    std::cout << *made << "\n";
    return 0;
}

/// serve, migrate, backup, export, import, restore, check, health, demo.
void add_installation_commands(CommandLine& line);
/// user …, token …, unit …
void add_people_commands(CommandLine& line);
/// matrix …, route.
void add_matrix_commands(CommandLine& line);
/// tickets …
void add_ticket_commands(CommandLine& line);
/// mail …
void add_mail_commands(CommandLine& line);

}  // namespace ansvar::app
