#include "captured_log.hpp"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "core/text.hpp"
#include "support/test_database.hpp"

namespace ansvar::tests {

namespace {

class StringSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    std::string text() {
        const std::lock_guard lock{mutex_};
        return text_;
    }
    std::string torn() {
        const std::lock_guard lock{mutex_};
        return torn_;
    }

private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        const std::string_view line{message.payload.data(), message.payload.size()};
        if (torn_.empty() && std::any_of(line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; })) {
            torn_ = line;
        }
        text_.append(line);
        text_ += '\n';
    }
    void flush_() override {}

    std::string text_, torn_;
};

const std::shared_ptr<StringSink>& sink() {
    static const auto one = std::make_shared<StringSink>();
    return one;
}

std::mutex secrets_mutex;

/// Each with how much of the log has been looked through for it.
std::map<std::string, std::size_t>& secrets() {
    static std::map<std::string, std::size_t> all;
    return all;
}

/// As a secret may stand in a line: itself, within a URL, within a form, within JSON that keeps to ASCII.
std::set<std::string> spellings(const std::string& secret) {
    const auto in_url = percent_encode(secret);
    std::string in_form, in_json = nlohmann::json(secret).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    for (std::size_t at = 0; at < in_url.size(); ++at) {
        const bool is_blank = in_url.compare(at, 3, "%20") == 0;
        in_form += is_blank ? '+' : in_url[at];
        at += is_blank ? 2 : 0;
    }
    return {secret, in_url, in_form, in_json.substr(1, in_json.size() - 2)};
}

std::string leak_of(const std::string& secret, std::string_view log, std::size_t from) {
    for (const auto& spelling : spellings(secret)) {
        if (const auto at = log.find(spelling, from); at != std::string_view::npos) {
            const auto begin = log.rfind('\n', at) + 1;
            return "\"" + secret + "\" in: " + std::string{log.substr(begin, log.find('\n', at) - begin)};
        }
    }
    return {};
}

}  // namespace

void capture_log() {
    static std::once_flag once;
    prepare_tests();
    std::call_once(once, [] {
        auto logger = std::make_shared<spdlog::logger>("ansvar", sink());
        logger->set_level(spdlog::level::debug);
        spdlog::set_default_logger(logger);
        auto access = std::make_shared<spdlog::logger>("access", sink());
        access->set_level(spdlog::level::debug);
        spdlog::register_logger(access);
    });
}

void keep_out_of_log(const std::string& secret) {
    const std::lock_guard lock{secrets_mutex};
    for (const auto line : split(secret, '\n')) {
        if (const auto text = trim(line); text.size() >= 6 && text.size() < 10'000) {
            secrets().emplace(text, 0);
        }
    }
}

std::string captured_log() { return sink()->text(); }

std::string find_leak() {
    const auto log = captured_log();
    const std::lock_guard lock{secrets_mutex};
    for (auto& [secret, looked_through] : secrets()) {
        if (auto leak = leak_of(secret, log, looked_through); !leak.empty()) {
            return leak;
        }
        looked_through = log.size();
    }
    return {};
}

std::string find_leak_in(std::string_view lines) {
    const std::lock_guard lock{secrets_mutex};
    for (const auto& [secret, looked_through] : secrets()) {
        if (auto leak = leak_of(secret, lines, 0); !leak.empty()) {
            return leak;
        }
    }
    return {};
}

std::string find_control_character() { return sink()->torn(); }

WatchedLog::~WatchedLog() {
    const auto leak = find_leak();
    CHECK(leak == "");
    const auto torn = find_control_character();
    CHECK(torn == "");
}

}  // namespace ansvar::tests
