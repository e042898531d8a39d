#include "app/contract_pages.hpp"

#include <memory>

#include "web/files.hpp"
#include "web/response.hpp"

namespace ansvar::app {

std::vector<web::Route> contract_routes(const std::filesystem::path& folder) {
    return {{web::Method::Get, "/api/openapi.yaml", {web::Audience::Anyone, web::Via::Api}, [contract = web::read_file(folder / "openapi.yaml")](const web::Request&) {
                 auto response = web::Response::text(contract);
                 response.set_header("Content-Type", "application/yaml");  // RFC 9512
                 return response;
             }}};
}

}  // namespace ansvar::app
