#include "tickets/area_choices.hpp"

namespace ansvar::tickets {

std::string lead_name(const routing::Area& area, const identity::RoleTable& roles, const Wording& wording) {
    const auto& lead = area.lead();
    return lead.role.empty() ? lead.holder : roles.name(RoleCode{lead.role}, wording.language());
}

nlohmann::json area_choices(const routing::Matrix& matrix, const identity::RoleTable& roles, const Wording& wording, std::string_view selected) {
    auto groups = nlohmann::json::array();
    std::string last;
    for (const auto& area : matrix.areas()) {
        const auto group = area.level + "/" + area.column;
        if (group != last) {
            const auto key = "level." + area.level;
            groups.push_back({{"label", wording.has(key) ? wording.text(key) + " – " + area.column : area.column},
                              {"options", nlohmann::json::array()}});
            last = group;
        }
        groups.back()["options"].push_back({{"row", area.row},
                                            {"area", area.name},
                                            {"role", lead_name(area, roles, wording)},
                                            {"selected", area.row == selected || area.key == selected}});
    }
    return groups;
}

}  // namespace ansvar::tickets
