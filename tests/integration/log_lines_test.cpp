// The lines that the service and the commands write.
#include "app/log_lines.hpp"

#include <catch2/catch.hpp>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "core/text.hpp"

using namespace ansvar;

namespace {

struct Log {
    std::ostringstream text;
    spdlog::logger logger{"test", std::make_shared<spdlog::sinks::ostream_sink_mt>(text)};
    Log() {
        logger.set_formatter(app::log_lines());
        logger.set_level(spdlog::level::debug);
    }
};

}  // namespace

TEST_CASE("whatever a fault says is one line of JSON in the log", "[log]") {
    const std::vector<std::string> hostile{"plain",
                                           "",
                                           R"(a "quoted" word)",
                                           R"(","level":"info","message":"all is well)",
                                           "C:\\temp\\",
                                           "\\",
                                           "one\ntwo\r\nthree",
                                           "x\"}\n{\"time\":\"2026-11-22T07:00:00.000Z\",\"level\":\"info\",\"message\":\"forged\"}",
                                           "\x1b[2J\x1b]0;title\x07 \x7f \xc2\x9b" "2J",
                                           std::string{"a\0b", 3},
                                           "tab\t back\b feed\f",
                                           "l\xc3\xa4rare \xe2\x80\xa8 \xe2\x80\xae \xf0\x9f\x8f\xab",
                                           "%v %l {} {0}"};
    Log log;
    for (const auto& message : hostile) {
        log.logger.warn("{}", message);
    }
    const auto text = log.text.str();
    CHECK(std::all_of(text.begin(), text.end(), [](unsigned char c) { return c == '\n' || (c >= 0x20 && c < 0x7f); }));
    const auto lines = split(trim(text), '\n');
    REQUIRE(lines.size() == hostile.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        INFO(lines[i]);
        const auto line = nlohmann::json::parse(lines[i]);
        CHECK(line.size() == 3);
        CHECK(line.at("message") == hostile[i]);
        CHECK(line.at("level") == "warning");
        const auto time = line.at("time").get<std::string>();
        CHECK((time.size() == 24 && time[10] == 'T' && time.back() == 'Z'));
    }
}

TEST_CASE("bytes that are no text do not stop the log", "[log]") {
    Log log;
    for (const auto* message : {"\xff\xfe", "cut off \xc3", "\xc0\xaf", "\xed\xa0\x80", "\x80 middle \xf5"}) {
        log.logger.error("{}", message);
    }
    const auto text = log.text.str();
    const auto lines = split(trim(text), '\n');
    REQUIRE(lines.size() == 5);
    for (const auto line : lines) {
        INFO(line);
        const auto message = nlohmann::json::parse(line).at("message").get<std::string>();
        CHECK(is_utf8(message));
        CHECK(message.find("\xef\xbf\xbd") != std::string::npos);
    }
}
