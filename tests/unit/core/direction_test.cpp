// The law of direction: reads our #includes against the table of modules and names the line that breaks it.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Modules = std::set<std::string>;

/// Which modules a file of the module may include. "queries" are the generated headers of named SQL.
const std::map<std::string, Modules>& may_include() {
    static const Modules identity{"core", "db", "web", "queries", "identity"};
    static const Modules tickets{"core", "db", "web", "queries", "identity", "clock", "schedule", "tickets"};
    static const auto plus = [](Modules modules, const std::string& more) {
        modules.insert(more);
        return modules;
    };
    static const std::map<std::string, Modules> table{
        {"core", {"core"}},
        {"db", {"core", "db", "queries"}},
        {"web", {"core", "web"}},
        {"clock", {"core", "clock"}},
        {"routing", {"routing"}},
        {"identity", identity},
        {"schedule", plus(plus(identity, "clock"), "schedule")},
        {"tickets", plus(tickets, "routing")},
        {"matrix", plus(plus(tickets, "routing"), "matrix")},
        {"mail", plus(tickets, "mail")},
        {"inbox", plus(plus(tickets, "mail"), "inbox")},
        {"hooks", plus(plus(tickets, "mail"), "hooks")},
        {"moving", plus(plus(plus(tickets, "routing"), "mail"), "moving")},
        {"reports", plus(plus(plus(plus(tickets, "routing"), "matrix"), "mail"), "reports")},
        {"app", {"core", "db", "web", "queries", "identity", "clock", "schedule", "tickets", "routing", "matrix", "mail", "inbox", "hooks", "moving", "reports", "app"}},
    };
    return table;
}

/// Libraries that one module hides from all others, known by how their headers begin.
const std::map<std::string, std::string>& hidden_libraries() {
    static const std::map<std::string, std::string> table{
        {"cppconn/", "db"}, {"mysql_", "db"},     {"mysql/", "db"},    {"mysql.h", "db"},       {"mariadb/", "db"},
        {"jdbc/", "db"},    {"pistache/", "web"}, {"gmime/", "mail"},   {"cjose/", "identity"}, {"liboath/", "identity"},
        {"libical/", "schedule"},
        {"xlsxwriter", "core"}, {"zip.h", "core"}, {"pugixml", "core"},
    };
    return table;
}

struct SourceLine {
    std::string place;  ///< "src/web/host.cpp:12"
    std::string module;
    std::string text;
};

bool begins_with(const std::string& text, const std::string& start) {
    return text.compare(0, start.size(), start) == 0;
}

/// What is wrong with one line, or nothing. Lines that include no header are always right.
std::optional<std::string> fault_of(const SourceLine& line) {
    static const std::regex include{R"(^\s*#\s*include\s*(["<])([^">]+)[">].*)"};
    std::smatch match;
    if (!std::regex_match(line.text, match, include)) {
        return {};
    }
    const std::string header = match[2];
    for (const auto& [start, owner] : hidden_libraries()) {
        if (begins_with(header, start) && line.module != owner) {
            return line.place + ": only " + owner + " may include <" + header + ">";
        }
    }
    if (match[1] == "<") {
        return {};
    }
    const auto slash = header.find('/');
    if (slash == std::string::npos) {
        return line.place + ": name the module too, as in \"core/text.hpp\", not \"" + header + "\"";
    }
    const auto module = header.substr(0, slash);
    if (may_include().at(line.module).count(module) == 0) {
        return line.place + ": " + line.module + " may not include " + module + " (\"" + header + "\")";
    }
    return {};
}

std::vector<SourceLine> lines_of(const std::filesystem::path& file, const std::string& name, const std::string& module) {
    std::vector<SourceLine> lines;
    std::ifstream stream(file);
    std::string text;
    for (int number = 1; std::getline(stream, text); ++number) {
        lines.push_back({name + ":" + std::to_string(number), module, text});
    }
    return lines;
}

/// Every line of a module's C++ files, its subfolders included.
std::vector<SourceLine> lines_of_module(const std::string& module) {
    const std::filesystem::path top{ANSVAR_SOURCE_DIR};
    const auto folder = module == "routing" ? top / module : top / "src" / module;
    std::vector<SourceLine> lines;
    if (!std::filesystem::exists(folder)) {
        return lines;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const auto kind = entry.path().extension();
        if (kind == ".cpp" || kind == ".hpp") {
            const auto more = lines_of(entry.path(), std::filesystem::relative(entry.path(), top).string(), module);
            lines.insert(lines.end(), more.begin(), more.end());
        }
    }
    return lines;
}

}  // namespace

TEST_CASE("every include goes down the table of modules", "[direction]") {
    std::string faults;
    std::size_t read = 0;
    for (const auto& [module, allowed] : may_include()) {
        for (const auto& line : lines_of_module(module)) {
            ++read;
            if (const auto fault = fault_of(line)) {
                faults += *fault + "\n";
            }
        }
    }
    INFO(faults);
    CHECK(faults.empty());
    CHECK(read > 500);
}

TEST_CASE("every folder of src stands in the table of modules", "[direction]") {
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path{ANSVAR_SOURCE_DIR} / "src")) {
        const auto name = entry.path().filename().string();
        CAPTURE(name);
        CHECK((!entry.is_directory() || name == "decisions" || may_include().count(name) == 1));
    }
}

TEST_CASE("an include that climbs or tells a module's secret is named with its line", "[direction]") {
    const auto [module, text, wrong] = GENERATE(table<std::string, std::string, bool>({
        {"db", "#include \"tickets/ticket.hpp\"", true},
        {"web", "#include \"db/database.hpp\"", true},
        {"web", "#include \"queries/web.hpp\"", true},
        {"routing", "#include \"core/text.hpp\"", true},
        {"mail", "#include \"reports/response_times.hpp\"", true},
        {"mail", "#include \"routing/router.hpp\"", true},
        {"tickets", "  #  include \"mail/outbox.hpp\"  // why", true},
        {"tickets", "#include <cppconn/connection.h>", true},
        {"app", "#include <pistache/http.h>", true},
        {"tickets", "#include \"ticket.hpp\"", true},
        {"tickets", "#include \"routing/router.hpp\"", false},
        {"db", "#include <cppconn/connection.h>", false},
        {"db", "#include \"core/text.hpp\"", false},
        {"core", "#include <string>", false},
        {"core", "// #include \"db/database.hpp\"", false},
    }));
    const auto fault = fault_of({"src/x/y.cpp:7", module, text});
    CAPTURE(module, text);
    CHECK(fault.has_value() == wrong);
    CHECK((!fault || begins_with(*fault, "src/x/y.cpp:7: ")));
}
