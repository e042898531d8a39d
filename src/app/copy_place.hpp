#pragma once

#include <functional>
#include <string>
#include <string_view>

/// Where a copy of an installation is written to or read from: an archive in one file, or a folder.
namespace ansvar::app {

/// Takes named pieces, one after the other. Destroyed without finish() it leaves nothing that could be taken for a copy.
class CopySink {
public:
    virtual ~CopySink() = default;
    /// `name` is a relative path with "/". Throws std::runtime_error that says what went wrong.
    virtual void put(const std::string& name, std::string_view content) = 0;
    /// From now on the copy is there, whatever happens to the machine.
    virtual void finish() = 0;
};

class CopySource {
public:
    virtual ~CopySource() = default;
    /// Hands over every piece, in the order it was put; may be called again. Throws std::runtime_error when something is damaged.
    virtual void each(const std::function<void(const std::string& name, const std::string& content)>& take) const = 0;
};

}  // namespace ansvar::app
