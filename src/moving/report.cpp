#include "moving/report.hpp"

#include <fmt/format.h>

namespace ansvar::moving {

std::string Report::text(bool is_rehearsal) const {
    auto text = fmt::format("{}\n  {} tickets read: {} new, {} with something new, {} here already, {} left out\n"
                            "  {} messages, {} files ({:.1f} MB), {} people not known before\n",
                            is_rehearsal ? "Nothing was changed. An import would bring:" : "Brought:", tickets, opened, continued,
                            tickets - opened - continued - left, left, messages, files, static_cast<double>(file_bytes) / 1e6, people.size());
    const auto list = [&](const char* title, const std::map<std::string, std::uint64_t>& of) {
        text += of.empty() ? "" : fmt::format("{}\n", title);
        for (const auto& [queue, count] : of) {
            text += fmt::format("  {:>7}  {}\n", count, queue.empty() ? "(none)" : queue);
        }
    };
    list("Queues in the table of areas:", queues);
    list("Queues that are not in it; the words or --fallback decide:", unmapped);
    text += faults.empty() ? "" : fmt::format("{} remarks:\n", faults.size());
    for (const auto& fault : faults) {
        text += "  " + fault + "\n";
    }
    return text;
}

}  // namespace ansvar::moving
