#include "matrix/routes.hpp"

#include "matrix/matrix_api.hpp"
#include "matrix/matrix_pages.hpp"

namespace ansvar::matrix {

std::vector<web::Route> matrix_routes(const Services& services) {
    using web::Access, web::Audience, web::Method, web::Via;
    return {{.method = Method::Get,
             .path = "/matrix",
             .access = Access{Audience::Anyone, Via::Page},
             .handler = [services](const web::Request& request) { return show_matrix(services, request); }},
            {.method = Method::Get,
             .path = "/api/v1/areas",
             .access = Access{Audience::SignedIn, web::Scope::MatrixRead},
             .handler = [services](const web::Request& request) { return list_areas(services, request); }}};
}

}  // namespace ansvar::matrix
