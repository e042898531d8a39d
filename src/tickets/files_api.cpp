#include "tickets/files_api.hpp"

#include <set>

#include "tickets/readable_file.hpp"
#include "web/media_type.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// The bytes as they are, so that the same request is the same bytes; what kind they are is found by looking.
web::Response upload(const PageServices& services, const web::Request& request) {
    const auto name = request.query("name").value_or("");
    if (name.empty()) {
        throw web::Unprocessable{{field_fault("/name", "required")}};
    }
    const auto type = request.header("content-type");
    const auto read = type ? web::read_media_type(*type) : std::nullopt;
    if (!read || read->name != "application/octet-stream") {
        throw web::UnsupportedMediaType{};
    }
    const auto stored = attachments::store(services.database(), {{.file_name = name, .declared_type = "", .bytes = request.body()}}, reader(request).id, services.now());
    if (!stored) {
        throw_as_error(stored.error());
    }
    const auto kept = services.database().read([&](db::Session& session) { return attachments::list_kept(session, *stored, reader(request).id); });
    return web::Response::json(file_json(kept.at(0)), 201);
}

web::Response download(const PageServices& services, const web::Request& request) {
    auto content = readable_file(services, request);
    return web::Response::attachment(std::move(content.bytes), content.attachment.name, content.attachment.media_type);
}

}  // namespace

json file_json(const attachments::Attachment& file) {
    return {{"token", file.token}, {"name", file.name}, {"media_type", file.media_type}, {"bytes", file.bytes}};
}

std::vector<std::string> files_of(Fields& fields, const PageServices& services, const web::Request& request) {
    const auto named = fields.texts("files");
    const std::set<std::string> different{named.begin(), named.end()};
    std::vector<std::string> tokens{different.begin(), different.end()};
    if (tokens.size() > attachments::max_files) {
        fields.fault(field_fault("/files", "too-many", {{"limit", attachments::max_files}}));
        return {};
    }
    if (!tokens.empty() && services.database().read([&](db::Session& session) {
            return attachments::list_kept(session, tokens, reader(request).id).size() != tokens.size();
        })) {
        fields.fault(field_fault("/files", "unknown-file"));
    }
    return tokens;
}

std::vector<web::Route> file_api_routes(const PageServices& services) {
    using web::Method;
    const web::Limits one_file{.max_body_bytes = attachments::max_file_bytes + 1024 * 1024, .pool = web::Pool::Uploads};
    return {{Method::Post, "/api/v1/files", {web::Audience::SignedIn, web::Scope::TicketsWrite},
             [services](const web::Request& request) { return upload(services, request); }, one_file, {.query = {"name"}}},
            {Method::Get, "/api/v1/tickets/{number}/files/{token}", {web::Audience::SignedIn, web::Scope::TicketsRead},
             [services](const web::Request& request) { return download(services, request); }}};
}

}  // namespace ansvar::tickets
