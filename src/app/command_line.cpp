#include "app/command_line.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <fmt/format.h>

#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "app/log_lines.hpp"
#include "core/secret.hpp"
#include "core/text.hpp"
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

}  // namespace

CommandLine::CommandLine() : app_("Ansvar: a helpdesk for schools that knows who answers for what") {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", "ansvar " ANSVAR_VERSION);
    app_.footer("Every option has an environment variable, ANSVAR_…; ANSVAR_CONFIG names a file of NAME=value lines with any of them.");
}

CLI::App* CommandLine::add(CLI::App& parent, const std::string& name, const std::string& what, std::function<int()> run, bool service_options) {
    auto* sub = parent.add_subcommand(name, what);
    config_.add_common_to(*sub);
    if (service_options) {
        config_.add_service_to(*sub);
    }
    sub->callback([this, run = std::move(run), is_service = name == "serve"] {
        start_logging(is_service ? config_.log_level : config_.log_level == "info" ? "warn" : config_.log_level, is_service);
        start_cryptography();
        result_ = run();
    });
    return sub;
}

CLI::App& CommandLine::group(const std::string& name, const std::string& what) {
    auto* words = app_.add_subcommand(name, what);
    words->require_subcommand(1);
    return *words;
}

CLI::App* CommandLine::add_bare(CLI::App& parent, const std::string& name, const std::string& what, std::function<int()> run) {
    auto* sub = parent.add_subcommand(name, what);
    sub->callback([this, run = std::move(run)] { result_ = run(); });
    return sub;
}

int CommandLine::run(int argc, char** argv) {
    try {
        read_environment_file();
        app_.parse(argc, argv);
        return result_;
    } catch (const CLI::ParseError& error) {
        return app_.exit(error);
    } catch (const std::exception& error) {
        spdlog::error("{}", error.what());
        std::cerr << "ansvar: " << error.what() << "\n";
        return 1;
    }
}

}  // namespace ansvar::app
