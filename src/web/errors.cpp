#include "web/errors.hpp"

namespace ansvar::web {
namespace {

std::string seconds_text(std::chrono::seconds seconds) {
    return std::to_string(seconds.count());
}

}  // namespace

Error::Error(int status_, std::string_view code_, const std::string& for_the_log)
    : std::runtime_error(for_the_log.empty() ? std::string{code_} : for_the_log), status(status_), code(code_) {}

Error&& Error::explained(std::string_view key, Arguments with) && {
    detail_key = key;
    arguments = std::move(with);
    return std::move(*this);
}

BadRequest::BadRequest(const std::string& for_the_log, std::string_view field) : Error(400, "bad-request", for_the_log) {
    if (!field.empty()) {
        fields.push_back({.pointer = "/" + std::string{field},
                          .code = "malformed",
                          .text_key = "problem.field.malformed",
                          .arguments = {{"field", field}}});
    }
}

Unprocessable::Unprocessable(std::vector<FieldError> what) : Error(422, "validation") {
    fields = std::move(what);
}

TooManyRequests::TooManyRequests(std::chrono::seconds retry_after, const std::string& for_the_log)
    : Error(429, "too-many-requests", for_the_log) {
    headers.emplace_back("Retry-After", seconds_text(retry_after));
}

Unavailable::Unavailable(std::chrono::seconds retry_after, const std::string& for_the_log) : Error(503, "unavailable", for_the_log) {
    headers.emplace_back("Retry-After", seconds_text(retry_after));
}

Overloaded::Overloaded(const std::string& for_the_log) : Error(503, "overloaded", for_the_log) {
    headers.emplace_back("Retry-After", "1");
}

}  // namespace ansvar::web
