#include "app/log_lines.hpp"

#include <spdlog/pattern_formatter.h>

#include <nlohmann/json.hpp>
#include <string>

namespace ansvar::app {

namespace {

/// The message as a JSON string, quotation marks and all; U+FFFD stands for what is no UTF-8.
class JsonMessage final : public spdlog::custom_flag_formatter {
public:
    void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& line) override {
        const nlohmann::json text = std::string{message.payload.data(), message.payload.size()};
        const auto escaped = text.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
        line.append(escaped.data(), escaped.data() + escaped.size());
    }
    std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<JsonMessage>(); }
};

}  // namespace

std::unique_ptr<spdlog::formatter> log_lines() {
    auto lines = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc, "\n");
    lines->add_flag<JsonMessage>('*').set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":%*})");
    return lines;
}

}  // namespace ansvar::app
