#include "app/contract_pages.hpp"

#include <nlohmann/json.hpp>

#include "web/files.hpp"

namespace ansvar::app {

std::vector<web::Route> contract_routes(const std::filesystem::path& share, const web::Pages& pages) {
    const auto contract = [text = web::read_file(share / "templates" / "api" / "openapi.yaml")](const web::Request&) {
        auto response = web::Response::text(text);
        response.set_header("Content-Type", "application/yaml");  // RFC 9512
        return response;
    };
    const auto reference = [&pages, html = web::read_file(share / "assets" / "api" / "reference.html")](const web::Request& request) {
        const auto& title = pages.texts().text(request.language(), "help.api.title");
        return pages.render(request, 200, "help/api", {{"title", title}, {"nav", "help"}, {"reference", html}});
    };
    return {{web::Method::Get, "/api/openapi.yaml", {web::Audience::Anyone, web::Via::Api}, contract},
            {web::Method::Get, "/help/api", {web::Audience::Anyone, web::Via::Page}, reference}};
}

}  // namespace ansvar::app
