#include "identity/audit_question.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"
#include "identity/person_search.hpp"
#include "identity/school_day.hpp"

namespace ansvar::identity {

namespace {

constexpr std::string_view prefix = "audit.action.";
constexpr std::size_t limit = 254;

/// A parameter, unless it is longer than anything that could be meant.
std::string asked(const web::Request& request, std::string_view name) {
    const auto text = request.query(name).value_or("");
    return shorten(trim(text), limit);
}

std::optional<PersonId> read_person_asked(db::Session& session, const std::string& typed, Timestamp now, std::vector<QuestionFault>& faults) {
    if (typed.empty()) {
        return std::nullopt;
    }
    const auto found = find_typed_person(session, typed, now);
    if (found) {
        return found->id;
    }
    if (found.error().names.empty()) {
        faults.push_back({.field = "person", .text_key = "typed_person.unknown"});
    } else {
        faults.push_back({.field = "person", .text_key = "typed_person.several", .arguments = {{"names", join(found.error().names, ", ")}}});
    }
    return std::nullopt;
}

std::vector<std::string> read_actions(const std::string& asked, const std::vector<std::string>& known, std::vector<QuestionFault>& faults) {
    std::vector<std::string> actions;
    if (asked.empty()) {
        return actions;
    }
    std::copy_if(known.begin(), known.end(), std::back_inserter(actions),
                 [&](const std::string& action) { return action == asked || group_of(action) == asked; });
    if (actions.empty()) {
        faults.push_back({.field = "action", .text_key = "field.unknown_value"});
    }
    return actions;
}

}  // namespace

std::string_view group_of(std::string_view action) {
    return action.substr(0, action.find('.'));
}

std::vector<std::string> known_audit_actions(const web::Texts& texts) {
    std::vector<std::string> actions;
    for (const auto& key : texts.keys()) {
        if (key.starts_with(prefix)) {
            actions.push_back(key.substr(prefix.size()));
        }
    }
    return actions;
}

AuditQuestion AuditQuestion::from_query(const web::Request& request) {
    return {.person = asked(request, "person"),
            .action = asked(request, "action"),
            .object_kind = asked(request, "object_kind"),
            .object_id = asked(request, "object_id"),
            .from = asked(request, "from"),
            .to = asked(request, "to")};
}

std::string AuditQuestion::as_query() const {
    const std::array<std::pair<std::string_view, const std::string*>, 6> parts{{{"person", &person},
                                                                                {"action", &action},
                                                                                {"object_kind", &object_kind},
                                                                                {"object_id", &object_id},
                                                                                {"from", &from},
                                                                                {"to", &to}}};
    std::string query;
    for (const auto& [name, value] : parts) {
        if (!value->empty()) {
            query += (query.empty() ? "" : "&") + std::string{name} + "=" + percent_encode(*value);
        }
    }
    return query;
}

AuditFilter AuditQuestion::read(db::Session& session, const std::vector<std::string>& known_actions, Timestamp now,
                                std::vector<QuestionFault>& faults) const {
    AuditFilter filter;
    filter.person = read_person_asked(session, person, now, faults);
    filter.actions = read_actions(action, known_actions, faults);
    filter.object_kind = object_kind;
    filter.object_id = object_id;
    if (object_kind.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string::npos) {  // no kind; and the column is ASCII
        faults.push_back({.field = "object_kind", .text_key = "audit.what_kind"});
    } else if (!object_kind.empty() && object_id.empty()) {
        faults.push_back({.field = "object_id", .text_key = "audit.which_one"});
    } else if (object_kind.empty() && !object_id.empty()) {
        faults.push_back({.field = "object_kind", .text_key = "audit.what_kind"});
    }
    const std::array<std::pair<const char*, const std::string*>, 2> days{{{"from", &from}, {"to", &to}}};
    for (const auto& [field, day] : days) {
        if (!day->empty() && !midnight_of(*day)) {
            faults.push_back({.field = field, .text_key = "field.not_a_date"});
        }
    }
    filter.starts_at = midnight_of(from);
    filter.ends_at = midnight_of(to, 1);
    if (filter.starts_at && filter.ends_at && *filter.starts_at >= *filter.ends_at) {
        faults.push_back({.field = "to", .text_key = "field.dates_reversed"});
    }
    return filter;
}

}  // namespace ansvar::identity
