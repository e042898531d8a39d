#pragma once

#include <cstddef>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace ansvar::routing {

/// One thing that is wrong with a file, where it stands. A reader lists every fault and then loads nothing.
struct Fault {
    std::size_t line = 0;                ///< from 1, as an editor counts; a quoted line break counts
    std::size_t column = 0;              ///< the field's first character on that line, from 1, in characters
    std::string code;                    ///< stable, e.g. "unknown-role"; the whole list stands in routing/README.md
    std::vector<std::string> arguments;  ///< what the sentence about it names, in order, e.g. {"VAKTT"}

    bool operator==(const Fault&) const = default;
};

using Faults = std::vector<Fault>;

/// A value read from a file, or every fault of the file in the order they stand.
template <class Value>
using Read = tl::expected<Value, Faults>;

/// "line 3, column 12: unknown role “VAKTT”": English, for logs and the command line. Pages have their own catalogue.
std::string explain(const Fault& fault);

}  // namespace ansvar::routing
