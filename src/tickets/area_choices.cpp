#include "tickets/area_choices.hpp"

#include <algorithm>

#include "core/secret.hpp"

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

std::shared_ptr<const AreaList::Text> AreaList::text(const std::shared_ptr<const routing::Router>& router,
                                                     const std::shared_ptr<const identity::RoleTable>& roles, const Wording& wording) const {
    const std::lock_guard lock{mutex_};
    auto& kept = kept_.at(wording.language() == web::Language::Sv ? 0 : 1);
    auto found = std::find_if(kept.begin(), kept.end(), [&](const Kept& one) { return one.router == router && one.roles == roles; });
    if (found == kept.end()) {
        Text text;
        text.html = pages_.templates().render(wording.language(), "parts/area_options.html",
                                              {{"areas", area_choices(router->matrix(), *roles, wording, "")}});
        text.version = std::string{web::to_string(wording.language())} + "-" + sha256(text.html).substr(0, 16);
        // Units' routers belong to the municipality's: what is of another one is in force no longer.
        std::erase_if(kept, [&](const Kept& one) { return one.roles != roles || one.router.owner_before(router) || router.owner_before(one.router); });
        found = kept.insert(kept.end(), {router, roles, std::make_shared<const Text>(std::move(text))});
    }
    return found->text;
}

}  // namespace ansvar::tickets
