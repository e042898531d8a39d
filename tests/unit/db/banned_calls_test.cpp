#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace fs = std::filesystem;

namespace {

/// Without // and /* */ comments. Good enough for our sources: what looks like a comment in a literal hides no call.
std::string code_of(const std::string& text) {
    std::string code;
    for (std::size_t at = 0; at < text.size();) {
        const bool is_line = text.compare(at, 2, "//") == 0;
        if (!is_line && text.compare(at, 2, "/*") != 0) {
            code += text[at++];
            continue;
        }
        const auto end = is_line ? text.find('\n', at) : text.find("*/", at + 2);
        at = end == std::string::npos ? text.size() : end + (is_line ? 0 : 2);
    }
    return code;
}

std::string_view banned_call_in(std::string_view code) {
    for (const std::string_view call : {"->commit(", ".commit(", "rollback(", "setAutoCommit("}) {
        if (code.find(call) != std::string_view::npos) {
            return call;
        }
    }
    return {};
}

}  // namespace

TEST_CASE("nothing calls the connector's commit, rollback or setAutoCommit, which swallow every error", "[banned]") {
    CHECK(banned_call_in(code_of("con->commit();")) == "->commit(");
    CHECK(banned_call_in(code_of("/* safe */ connection.rollback();")) == "rollback(");
    CHECK(banned_call_in(code_of("c->setAutoCommit(false); // why")) == "setAutoCommit(");
    CHECK(banned_call_in(code_of("f(); // never con->commit()\n/* nor rollback() */")).empty());
    for (const auto& entry : fs::recursive_directory_iterator(fs::path{ANSVAR_SOURCE_DIR} / "src")) {
        const auto extension = entry.path().extension();
        if (extension == ".cpp" || extension == ".hpp") {
            std::ifstream file{entry.path()};
            CAPTURE(entry.path().string());
            CHECK(banned_call_in(code_of({std::istreambuf_iterator<char>{file}, {}})).empty());
        }
    }
}
