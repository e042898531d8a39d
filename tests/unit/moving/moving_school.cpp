#include "moving_school.hpp"

namespace ansvar::tests {

std::string MovingSchool::everything() {
    static const db::Query tables{"tests/tables", "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name"};
    static const db::Query columns{"tests/columns",
                                   "SELECT GROUP_CONCAT(CONCAT('HEX(COALESCE(`', column_name, '`, ''-''))') ORDER BY ordinal_position) AS list "
                                   "FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = :table"};
    return database.read([&](db::Session& session) {
        std::string all;
        for (const auto& table : session.rows(tables)) {
            const auto name = table.text("name");
            const auto list = session.row(columns, {{"table", name}}).value().text("list");
            const auto select = "SELECT CONCAT_WS('|', " + list + ") AS line FROM `" + name + "` ORDER BY line";
            const db::Query query{"tests/everything", select};
            all += name + "\n";
            session.each(query, {}, [&](const db::Row& row) { all += row.text("line") + "\n"; });
        }
        return all;
    });
}

}  // namespace ansvar::tests
