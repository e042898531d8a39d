#include "matrix/routes.hpp"

#include <memory>

#include "matrix/draft_api.hpp"
#include "matrix/draft_pages.hpp"
#include "matrix/exception_pages.hpp"
#include "matrix/matrix_api.hpp"
#include "matrix/matrix_pages.hpp"
#include "matrix/version_api.hpp"

namespace ansvar::matrix {

namespace {

constexpr web::Limits files{.max_body_bytes = 2 * 1024 * 1024, .pool = web::Pool::Uploads};

template <class Pages>
auto handlers(const Services& services) {
    const auto pages = std::make_shared<Pages>(services);
    return [pages](web::Response (Pages::*handler)(const web::Request&) const) {
        return [pages, handler](const web::Request& request) { return (*pages.*handler)(request); };
    };
}

}  // namespace

std::vector<web::Route> draft_routes(const Services& services) {
    using web::Method;
    const auto drafts = handlers<DraftPages>(services);
    const auto differences = handlers<DifferencePages>(services);
    const auto sheets = handlers<DraftFilesPages>(services);
    const auto publication = handlers<PublicationPages>(services);
    constexpr web::Access owners{web::Audience::MatrixOwner, web::Via::Page};
    constexpr web::Access administrators{web::Audience::Administrator, web::Via::Page};
    return {{Method::Get, "/matrix/drafts", owners, drafts(&DraftPages::list)},
            {Method::Post, "/matrix/drafts", owners, drafts(&DraftPages::start)},
            {Method::Get, "/matrix/drafts/{draft}", owners, drafts(&DraftPages::show)},
            {Method::Post, "/matrix/drafts/{draft}/rows", owners, drafts(&DraftPages::add)},
            {Method::Post, "/matrix/drafts/{draft}/rows/{row}", owners, drafts(&DraftPages::save)},
            {Method::Post, "/matrix/drafts/{draft}/rows/{row}/retirement", owners, drafts(&DraftPages::retire)},
            {Method::Post, "/matrix/drafts/{draft}/rows/{row}/return", owners, drafts(&DraftPages::take_back)},
            {Method::Post, "/matrix/drafts/{draft}/rows/{row}/parts", owners, drafts(&DraftPages::split)},
            {Method::Post, "/matrix/drafts/{draft}/removal", owners, drafts(&DraftPages::discard)},
            {Method::Post, "/matrix/drafts/{draft}/base", owners, drafts(&DraftPages::bring_up)},
            {Method::Post, "/matrix/drafts/{draft}/training", owners, drafts(&DraftPages::retrain)},
            {Method::Post, "/matrix/drafts/{draft}/training/removal", owners, drafts(&DraftPages::drop_training)},
            {Method::Get, "/matrix/drafts/{draft}/difference", owners, differences(&DifferencePages::of_draft)},
            {Method::Get, "/matrix/drafts/{draft}/history", owners, differences(&DifferencePages::history)},
            {Method::Get, "/matrix/drafts/{draft}/files/{file}", owners, sheets(&DraftFilesPages::download)},
            {Method::Get, "/matrix/drafts/{draft}/upload", owners, sheets(&DraftFilesPages::ask)},
            {Method::Post, "/matrix/drafts/{draft}/upload", owners, sheets(&DraftFilesPages::preview), files},
            {Method::Post, "/matrix/drafts/{draft}/upload/acceptance", owners, sheets(&DraftFilesPages::take), files},
            {Method::Get, "/matrix/drafts/{draft}/publication", owners, publication(&PublicationPages::ask)},
            {Method::Post, "/matrix/drafts/{draft}/publication", owners, publication(&PublicationPages::publish)},
            {Method::Post, "/matrix/drafts/{draft}/approval", owners, publication(&PublicationPages::approve)},
            {Method::Get, "/matrix/versions/{version}/difference", owners, differences(&DifferencePages::of_version)},
            {Method::Post, "/matrix/versions/{version}/restoration", owners, publication(&PublicationPages::go_back)},
            {Method::Post, "/matrix/versions/{version}/withdrawal", owners, drafts(&DraftPages::withdraw)},
            {Method::Post, "/matrix/approval-rule", administrators, publication(&PublicationPages::set_rule)}};
}

std::vector<web::Route> matrix_routes(const Services& services) {
    using web::Access, web::Audience, web::Method, web::Via;
    std::vector<web::Route> routes{{.method = Method::Get,
             .path = "/matrix",
             .access = Access{Audience::Anyone, Via::Page},
             .handler = [services](const web::Request& request) { return show_matrix(services, request); }},
            {.method = Method::Get,
             .path = "/api/v1/areas",
             .access = Access{Audience::SignedIn, web::Scope::MatrixRead},
             .handler = [services](const web::Request& request) { return list_areas(services, request); }},
            {.method = Method::Get,
             .path = "/api/v1/matrix/versions",
             .access = Access{Audience::MatrixOwner, web::Scope::MatrixRead},
             .handler = [services](const web::Request& request) { return list_versions_api(services, request); },
             .manners = {.query = {"limit", "after"}}}};
    for (auto& more : {draft_routes(services), draft_api_routes(services), exception_routes(services)}) {
        routes.insert(routes.end(), more.begin(), more.end());
    }
    return routes;
}

}  // namespace ansvar::matrix
