#include "web/pages.hpp"

#include <nlohmann/json.hpp>

namespace ansvar::web {
namespace {

std::string file_of(std::string_view kind, std::string_view name) {
    return std::string{kind} + "/" + std::string{name} + ".html";
}

}  // namespace

Response Pages::render(const Request& request, int status, std::string_view page, nlohmann::json view, std::string_view layout) const {
    const auto language = request.language();
    view.emplace("lang", to_string(language));
    view.emplace("request_id", request.id());
    const auto headers = filler_ ? filler_(request, view) : Headers{};
    auto html = templates_.render(language, file_of("pages", page), view);
    if (!layout.empty()) {
        view["content"] = std::move(html);
        html = templates_.render(language, file_of("parts", layout), view);
    }
    auto response = Response::html(std::move(html), status);
    response.headers.insert(response.headers.end(), headers.begin(), headers.end());
    return response;
}

Response Pages::fragment(const Request& request, int status, std::string_view part, const nlohmann::json& view) const {
    return Response::html(templates_.render(request.language(), file_of("parts", part), view), status);
}

}  // namespace ansvar::web
