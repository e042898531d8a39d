#include "web/access_log.hpp"

#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

namespace ansvar::web {

void write_access_line(const Served& served) {
    const auto logger = spdlog::get("access");
    if (!logger) {
        return;
    }
    nlohmann::ordered_json line{{"request", served.request_id}};
    if (!served.trace_id.empty()) {
        line["trace"] = served.trace_id;
    }
    line["method"] = served.method;
    line["route"] = served.route;
    line["status"] = served.status;
    line["bytes"] = served.bytes;
    line["ms"] = static_cast<double>(served.took.count()) / 1000.0;
    if (!served.principal.empty()) {
        line["principal"] = served.principal;
    }
    logger->info(line.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
}

}  // namespace ansvar::web
