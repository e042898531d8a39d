#include "matrix/replay_question.hpp"

#include "core/number.hpp"
#include "identity/person.hpp"

namespace ansvar::matrix {

namespace {

/// Noon of a day: on the same day in Stockholm, whatever the season.
std::optional<Timestamp> noon_of(const std::string& day) { return day.size() == 10 ? from_sql(day + " 12:00:00") : std::nullopt; }

}  // namespace

TypedQuestion typed_days(Timestamp now) {
    return {identity::school_day(stockholm_midnight(now, -365)), identity::school_day(now)};
}

std::optional<PastQuestion> read_question(const TypedQuestion& typed, const identity::RoleTable& roles, const routing::Staff& staff,
                                          const std::function<void(const char* field, const char* text_key)>& fault) {
    const auto first = noon_of(typed.from), last = noon_of(typed.to);
    bool is_fine = true;
    const auto expect = [&](bool holds, const char* field, const char* text_key) {
        if (!holds) {
            fault(field, text_key);
            is_fine = false;
        }
    };
    expect(first.has_value(), "from", "replay.day_wrong");
    expect(last.has_value(), "to", "replay.day_wrong");
    expect(!first || !last || *first <= *last, "to", "replay.period_wrong");
    expect(typed.role.empty() || roles.find(RoleCode{typed.role}) != nullptr, "role", "field.unknown_value");
    const auto unit = whole_number<std::uint64_t>(typed.unit);
    const auto units = unit ? staff.units_within(*unit) : std::vector<routing::UnitNumber>{};
    expect(typed.unit.empty() || !units.empty(), "unit", "field.unknown_value");
    if (!is_fine) {
        return {};
    }
    PastQuestion question{.from = stockholm_midnight(*first), .until = stockholm_midnight(*last, 1)};
    if (!typed.role.empty()) {
        question.role = RoleCode{typed.role};
    }
    if (!units.empty()) {
        question.unit = UnitId{*unit};
        std::string ids;
        for (const auto each : units) {
            ids += (ids.empty() ? "" : ",") + std::to_string(each);
        }
        question.unit_ids = ids;
    }
    return question;
}

}  // namespace ansvar::matrix
