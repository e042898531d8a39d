#include "captured_log.hpp"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <catch2/catch.hpp>
#include <mutex>
#include <set>

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

private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        text_.append(message.payload.data(), message.payload.size());
        text_ += '\n';
    }
    void flush_() override {}

    std::string text_;
};

const std::shared_ptr<StringSink>& sink() {
    static const auto one = std::make_shared<StringSink>();
    return one;
}

std::mutex secrets_mutex;

std::set<std::string>& secrets() {
    static std::set<std::string> all;
    return all;
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
            secrets().emplace(text);
        }
    }
}

std::string captured_log() { return sink()->text(); }

std::string find_leak() {
    const auto log = captured_log();
    const std::lock_guard lock{secrets_mutex};
    for (const auto& secret : secrets()) {
        if (const auto at = log.find(secret); at != std::string::npos) {
            const auto begin = log.rfind('\n', at) + 1;
            return "\"" + secret + "\" in: " + log.substr(begin, log.find('\n', at) - begin);
        }
    }
    return {};
}

WatchedLog::~WatchedLog() {
    const auto leak = find_leak();
    CHECK(leak == "");
}

}  // namespace ansvar::tests
