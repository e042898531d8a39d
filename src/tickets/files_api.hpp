#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

#include "tickets/api_fields.hpp"
#include "tickets/attachments.hpp"
#include "tickets/page_services.hpp"

/// Files for programs: one is sent by itself, then named by its token in the ticket or the message that it belongs to.
namespace ansvar::tickets {

/// A file as the API tells it: token, name, media type, bytes.
nlohmann::json file_json(const attachments::Attachment& file);

/// The field "files": tokens of files that the asker has sent and that stand on no ticket yet. Others are a fault of that field, and more
/// than ten.
std::vector<std::string> files_of(Fields& fields, const PageServices& services, const web::Request& request);

/// POST /api/v1/files and GET /api/v1/tickets/{number}/files/{token}.
std::vector<web::Route> file_api_routes(const PageServices& services);

}  // namespace ansvar::tickets
