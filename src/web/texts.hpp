#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "core/time.hpp"
#include "web/language.hpp"

namespace ansvar::web {

/// A value for a placeholder of a message: a number, a text, or a moment (for {x, date, …}; shown in Stockholm's time).
class Argument {
public:
    template <std::integral Integer>
    Argument(Integer number) : value_(static_cast<std::int64_t>(number)) {}
    Argument(double number) : value_(number) {}
    Argument(std::string text) : value_(std::move(text)) {}
    Argument(std::string_view text) : value_(std::string{text}) {}
    Argument(const char* text) : value_(std::string{text}) {}
    Argument(Timestamp moment) : value_(moment) {}

    const std::variant<std::int64_t, double, std::string, Timestamp>& value() const { return value_; }

private:
    std::variant<std::int64_t, double, std::string, Timestamp> value_;
};

/// {{"n", 20}, {"name", "Anna"}}
using Arguments = std::map<std::string, Argument, std::less<>>;

/// The catalogues templates/text/sv.* and en.*: lines `key = ICU message pattern`, `#` comments, UTF-8.
/// Dates are shown in Stockholm's time: loading sets ICU's default time zone. (ICU keeps a blank before a date pattern: {at, date,d MMM}.)
/// Loading throws std::runtime_error naming file, line and key for: a line that is neither, a double key, a faulty pattern,
/// a key or a placeholder that one language lacks. Afterwards nothing changes and any thread may ask.
class Texts {
public:
    explicit Texts(const std::filesystem::path& folder);
    /// For tests: catalogues from memory.
    Texts(std::string_view swedish, std::string_view english);

    bool has(std::string_view key) const;
    /// Every key, sorted; the same in both languages.
    std::vector<std::string> keys() const;
    /// A message without placeholders. Throws std::logic_error for an unknown key or one that needs arguments.
    const std::string& text(Language language, std::string_view key) const;
    /// A message with placeholders filled. Throws std::logic_error for an unknown key or when an argument it names is not given.
    std::string format(Language language, std::string_view key, const Arguments& arguments = {}) const;

private:
    struct Message {
        std::string pattern;
        std::string plain;                   ///< the finished text when there are no placeholders
        std::set<std::string> placeholders;  ///< the argument names
        std::string origin;                  ///< "sv.ini:12"
        std::uint64_t serial = 0;            ///< unlike any other message's in this process
    };
    using Catalogue = std::unordered_map<std::string, Message>;

    void read(Language language, std::string_view text, const std::string& file);
    void add(Language language, std::string_view key, std::string_view pattern, std::string origin);
    void check_agreement() const;
    const Message& message(Language language, std::string_view key) const;

    std::array<Catalogue, 2> catalogues_;
};

}  // namespace ansvar::web
