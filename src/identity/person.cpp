#include "identity/person.hpp"

#include <algorithm>

#include "core/text.hpp"

#include <fmt/format.h>

namespace ansvar::identity {

namespace {

/// GROUP_CONCAT's lines; nothing for NULL.
std::vector<RoleCode> read_codes(const db::Row& row, std::string_view column) {
    std::vector<RoleCode> codes;
    const auto lines = row.optional_text(column);
    if (!lines) {
        return codes;
    }
    for (const auto line : split(*lines, '\n')) {
        RoleCode code{std::string{line}};
        if (std::find(codes.begin(), codes.end(), code) == codes.end()) {  // held for several units
            codes.push_back(std::move(code));
        }
    }
    return codes;
}

}  // namespace

bool Person::works_in(const RoleCode& queue) const {
    return std::find(queues.begin(), queues.end(), queue) != queues.end();
}

bool Person::manages(std::optional<UnitId> of) const {
    return is_manager && (!manages_unit || (of && std::find(managed_units.begin(), managed_units.end(), *of) != managed_units.end()));
}

Person read_person(const db::Row& row) {
    Person person;
    person.id = row.id<PersonId>("id");
    if (const auto email = row.optional_text("email")) {
        person.email = MailAddress::parse(*email);
    }
    person.name = row.text("name");
    person.initials = row.optional_text("initials").value_or("");
    person.title = row.optional_text("title").value_or("");
    person.phone = row.optional_text("phone").value_or("");
    person.room = row.optional_text("room").value_or("");
    person.language = web::language_from(row.text("language")).value_or(web::Language::Sv);
    person.manager = row.optional_id<PersonId>("manager_id");
    person.unit = row.optional_id<UnitId>("unit_id");
    person.is_manager = row.flag("is_manager");
    person.manages_unit = row.optional_id<UnitId>("manages_unit_id");
    person.is_administrator = row.flag("is_administrator");
    person.is_matrix_owner = row.flag("is_matrix_owner");
    person.is_auditor = row.flag("is_auditor");
    person.wants_shortcuts = row.flag("wants_shortcuts");
    person.left_at = row.optional_time("left_at");
    person.roles = read_codes(row, "roles");
    person.queues = person.roles;
    for (auto& shared : read_codes(row, "shared_queues")) {
        if (!person.works_in(shared)) {
            person.queues.push_back(std::move(shared));
        }
    }
    return person;
}

std::string school_day(Timestamp now) {
    const auto day = to_stockholm(now);
    return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}

}  // namespace ansvar::identity
