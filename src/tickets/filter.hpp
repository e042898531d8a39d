#pragma once

#include <nlohmann/json.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/ids.hpp"
#include "tickets/ticket.hpp"
#include "web/errors.hpp"

namespace ansvar::tickets {

/// What a list of tickets is narrowed to. A part that is empty lets everything through. The same in an address
/// ("state=new&tag=projektor"), in a saved view (JSON) and in the form.
struct Filter {
    std::vector<RoleCode> roles;       ///< queues; empty: the one it is used in
    std::string area;                  ///< an area's key or its number in the matrix
    std::string level;                 ///< a level of the matrix: "HYGIEN"
    std::string state;                 ///< a state's word, or "done"; empty: all that are open
    std::optional<Priority> priority;
    std::optional<UnitId> unit;        ///< the requester's
    std::string holder;                ///< "me" (whoever looks), "nobody", or a person's number
    std::string tag;
    std::int64_t days = 0;             ///< opened more than so many days ago
    std::string due;                   ///< "late", "today" or "week"
    std::string text;                  ///< words of the subject

    bool operator==(const Filter&) const = default;
    bool is_empty() const { return *this == Filter{}; }
    /// Of tickets that are resolved, closed or rejected, which are listed in another order than open ones.
    bool is_of_done() const;

    /// All values of a name, as sent.
    using Lookup = std::function<std::vector<std::string>(std::string_view name)>;
    /// What the values say; those that say nothing a filter knows are left out, and named in `faults`.
    static Filter from(const Lookup& values, std::vector<web::FieldError>* faults = nullptr);
    static Filter from_json(const std::string& text);

    /// Its parts that are not empty, by name, in a fixed order.
    std::vector<std::pair<std::string, std::string>> parts() const;
    /// "state=new&tag=projektor"
    std::string query() const;
    std::string to_json() const;
    /// Without one part: "state", or one of several roles.
    Filter without(const std::string& name, const std::string& value) const;
};

/// When something is due, as a filter can ask for it.
inline constexpr std::string_view filter_dues[] = {"late", "today", "week"};

}  // namespace ansvar::tickets
