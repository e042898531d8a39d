#pragma once

#include <string>
#include <utility>

namespace ansvar::app {

/// What `ansvar check` says of one point.
struct Finding {
    enum class Verdict { Ok, Warn, Fail } verdict = Verdict::Ok;
    std::string about;
    std::string words;  ///< what is so, and what helps

    static Finding ok(std::string about, std::string words) { return {Verdict::Ok, std::move(about), std::move(words)}; }
    static Finding warn(std::string about, std::string words) { return {Verdict::Warn, std::move(about), std::move(words)}; }
    static Finding fail(std::string about, std::string words) { return {Verdict::Fail, std::move(about), std::move(words)}; }
};

}  // namespace ansvar::app
