#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace ansvar::moving {

/// What an import did, or would do.
struct Report {
    std::uint64_t tickets = 0;    ///< that the source has
    std::uint64_t opened = 0;     ///< of these, new here
    std::uint64_t continued = 0;  ///< here already, with something new
    std::uint64_t left = 0;       ///< not brought here; `faults` says why
    std::uint64_t messages = 0;   ///< new here, with the first of each ticket
    std::uint64_t files = 0;
    std::uint64_t file_bytes = 0;
    std::set<std::string> people;                   ///< addresses of those who become known by it
    std::map<std::string, std::uint64_t> queues;    ///< tickets of each queue that the table of areas has
    std::map<std::string, std::uint64_t> unmapped;  ///< and of those it does not have
    std::vector<std::string> faults;                ///< a line each: where, and what was left out or mended

    void fault(const std::string& where, const std::string& what) { faults.push_back(where + ": " + what); }
    /// For the one who runs it: a few lines of numbers, the queues, and every fault.
    std::string text(bool is_rehearsal) const;
};

}  // namespace ansvar::moving
