#include "routing/role.hpp"

#include "routing/csv.hpp"
#include "routing/field_check.hpp"
#include "routing/list_field.hpp"
#include "routing/matrix.hpp"
#include "routing/unicode.hpp"
#include "routing/words_of.hpp"

#include <algorithm>
#include <utility>

namespace ansvar::routing {
namespace {

constexpr WordsOf<RoleKind, 3> kinds{{{RoleKind::Queue, "queue"}, {RoleKind::Referral, "referral"}, {RoleKind::Relative, "relative"}}};

constexpr std::size_t longest_code = 32;
constexpr std::size_t longest_name = 100;

void check_code(Faults& faults, const CsvField& field, SeenNames& seen) {
    check_line(faults, field, longest_code);
    if (trim(field.text).empty()) {
        blame(faults, field, "empty-code");
    } else if (field.text.find_first_of(":;/") != std::string::npos) {
        blame(faults, field, "bad-code");
    } else if (const auto line = seen.seen_on(field.text, field.line)) {
        blame(faults, field, "duplicate-role", {field.text, std::to_string(*line)});
    }
}

Role read_role(CsvTable& table, std::size_t record, SeenNames& seen) {
    auto& faults = table.faults();
    check_code(faults, table.at(record, "code"), seen);
    for (const auto* column : {"name_sv", "name_en"}) {
        const auto& name = table.at(record, column);
        check_line(faults, name, longest_name);
        if (trim(name.text).empty()) {
            blame(faults, name, "empty-name");
        }
    }
    const auto& kind_field = table.at(record, "kind");
    const auto kind = kinds.value(trim(kind_field.text));
    if (!kind) {
        blame(faults, kind_field, "bad-kind", {kind_field.text});
    }
    return {table.at(record, "code").text,  table.at(record, "name_sv").text, table.at(record, "name_en").text,
            kind.value_or(RoleKind::Queue), table.at(record, "mail").text,    split_list(table.at(record, "shared_by").text, ';')};
}

void check_sharing(CsvTable& table, const std::vector<Role>& roles) {
    const auto is_known = [&](const std::string& code) {
        return std::any_of(roles.begin(), roles.end(), [&](const Role& role) { return role.code == code; });
    };
    for (std::size_t record = 0; record < roles.size(); ++record) {
        for (const auto& code : roles[record].shared_by) {
            if (!is_known(code)) {
                blame(table.faults(), table.at(record, "shared_by"), "unknown-role", {code});
            }
        }
    }
    const bool has_triage =
        std::any_of(roles.begin(), roles.end(), [](const Role& role) { return role.code == triage_role && role.kind == RoleKind::Queue; });
    if (!has_triage) {
        table.faults().push_back({1, 1, "no-triage", {}});
    }
}

}  // namespace

std::string_view to_string(RoleKind kind) {
    return kinds.word(kind);
}

Read<std::vector<Role>> read_roles(std::string_view csv) {
    CsvTable table(csv, {"code", "name_sv", "name_en", "kind", "mail", "shared_by"}, {});
    if (!table.faults().empty()) {
        return tl::unexpected(table.faults());
    }
    SeenNames seen;
    std::vector<Role> roles;
    for (std::size_t record = 0; record < table.size(); ++record) {
        roles.push_back(read_role(table, record, seen));
    }
    check_sharing(table, roles);
    if (!table.faults().empty()) {
        return tl::unexpected(table.faults());
    }
    return roles;
}

std::string write_roles(const std::vector<Role>& roles) {
    std::string csv = write_csv_row({"code", "name_sv", "name_en", "kind", "mail", "shared_by"});
    for (const auto& role : roles) {
        csv += write_csv_row(
            {role.code, role.name_sv, role.name_en, std::string(to_string(role.kind)), role.mail, join_list(role.shared_by, "; ")});
    }
    return csv;
}

}  // namespace ansvar::routing
