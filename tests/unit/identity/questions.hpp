#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "unit/identity/school.hpp"

namespace ansvar::tests {

/// The first row of a question that only a test asks.
inline db::Row row(School& school, const std::string& sql) {
    return school.db().read([&](db::Session& session) {
        const db::Query query{"test/row", sql};
        return session.row(query).value();
    });
}

/// What the audit says was done with people, roles and units, in order.
inline std::vector<std::string> audited(School& school) {
    std::vector<std::string> actions;
    school.db().read([&](db::Session& session) {
        const db::Query query{"test/audit",
                              "SELECT action FROM audit_log WHERE object_kind IN ('person', 'role', 'unit', 'import', 'export') ORDER BY id"};
        session.each(query, {}, [&](const db::Row& line) { actions.push_back(line.text("action")); });
    });
    return actions;
}

inline bool says(const web::Response& response, const std::string& text) { return response.body.find(text) != std::string::npos; }

}  // namespace ansvar::tests
