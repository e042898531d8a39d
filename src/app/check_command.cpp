#include "app/check_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <vector>

#include "app/check_database.hpp"
#include "app/check_surroundings.hpp"
#include "app/files.hpp"
#include "app/finding.hpp"

namespace ansvar::app {

namespace {

std::string_view word(Finding::Verdict verdict) {
    switch (verdict) {
        case Finding::Verdict::Ok:
            return "ok";
        case Finding::Verdict::Warn:
            return "warn";
        case Finding::Verdict::Fail:
            break;
    }
    return "fail";
}

}  // namespace

int check_command(const Config& config, std::ostream& out, const identity::Fetch& fetch) {
    for (const auto& line : config.lines()) {
        out << line << "\n";
    }
    out << "share = " << share_folder().string() << "\n\n";
    auto findings = check_database(config, fetch);
    for (const auto check : {&check_public_url, &check_proxies, &check_mail, &check_mailbox, &check_space}) {
        findings.push_back(check(config));
    }
    for (const auto& [verdict, about, words] : findings) {
        out << fmt::format("{:<4}  {}: {}\n", word(verdict), about, words);
    }
    return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) { return finding.verdict == Finding::Verdict::Fail; }) ? 1 : 0;
}

}  // namespace ansvar::app
