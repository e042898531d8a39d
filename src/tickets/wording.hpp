#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "web/language.hpp"
#include "web/moments.hpp"
#include "web/texts.hpp"

namespace ansvar::tickets {

/// What web::Moments says of times, and the rest that ticket pages say: texts, sizes, lists of names, numbers.
class Wording : public web::Moments {
public:
    /// `texts` must outlive it.
    Wording(const web::Texts& texts, web::Language language, Timestamp now)
        : web::Moments(texts, language, now), texts_(texts), language_(language), now_(now) {}

    const std::string& text(std::string_view key) const { return texts_.text(language_, key); }
    bool has(std::string_view key) const { return texts_.has(key); }
    std::string format(std::string_view key, const web::Arguments& arguments) const { return texts_.format(language_, key, arguments); }
    web::Language language() const { return language_; }
    Timestamp now() const { return now_; }

    /// "1,2 MB"
    std::string size(std::int64_t bytes) const;
    /// "Anna, Bo och Cy"
    std::string list(const std::vector<std::string>& names) const { return listed(names, "common.list_two"); }
    /// "1042, 1043 och 1050"
    std::string list(const std::vector<TicketId>& tickets) const;
    /// "Anna, Bo eller Cy"
    std::string list_or(const std::vector<std::string>& names) const { return listed(names, "common.list_or"); }
    /// A decimal number with the language's mark: "0,82".
    std::string decimal(double value, int digits) const;

private:
    std::string listed(const std::vector<std::string>& names, std::string_view last_two) const;

    const web::Texts& texts_;
    web::Language language_;
    Timestamp now_;
};

/// "10:40", Stockholm's clock.
std::string clock_time(Timestamp moment);
/// "Anna Maria Lindqvist" → "AL"
std::string initials(std::string_view name);
/// Words for parts/words.html: [{"word", "comma", "and"}].
nlohmann::json words_view(const std::vector<std::string>& words);

}  // namespace ansvar::tickets
