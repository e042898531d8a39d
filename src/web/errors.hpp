#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "web/headers.hpp"
#include "web/texts.hpp"

namespace ansvar::web {

/// What is wrong with one field of what was sent.
struct FieldError {
    std::string pointer;   ///< JSON pointer ("/subject"); for forms the field's name after the slash
    std::string code;      ///< stable, for programs: "too-long"
    std::string text_key;  ///< catalogue key of what a person reads
    Arguments arguments = {};
};

/// Ends the request. Everything stands in this base, so that it may be copied without losing anything.
/// What the person reads are the texts `problem.<code>.title` and `problem.<code>.detail` (or `detail_key` when set);
/// what() goes to the log only.
class Error : public std::runtime_error {
public:
    Error(int status, std::string_view code, const std::string& for_the_log = "");

    int status;
    std::string code;        ///< stable: "not-found"
    std::string detail_key;  ///< empty: problem.<code>.detail
    Arguments arguments;
    Headers headers;
    std::vector<FieldError> fields;

    /// The same error with a text of its own instead of the code's.
    Error&& explained(std::string_view key, Arguments with = {}) &&;
};

struct NotFound : Error {
    explicit NotFound(const std::string& for_the_log = "") : Error(404, "not-found", for_the_log) {}
};
struct Forbidden : Error {
    explicit Forbidden(const std::string& for_the_log = "") : Error(403, "forbidden", for_the_log) {}
};
/// Pages: leads to the sign-in page and back. API: 401 with WWW-Authenticate.
struct SignInNeeded : Error {
    explicit SignInNeeded(const std::string& for_the_log = "") : Error(401, "sign-in-needed", for_the_log) {}
};
struct BadRequest : Error {
    /// `field` is named to the person when it is not empty.
    explicit BadRequest(const std::string& for_the_log = "", std::string_view field = "");
};
struct Unprocessable : Error {
    explicit Unprocessable(std::vector<FieldError> what);
};
struct Conflict : Error {
    explicit Conflict(const std::string& for_the_log = "") : Error(409, "conflict", for_the_log) {}
};
struct PreconditionFailed : Error {
    explicit PreconditionFailed(const std::string& for_the_log = "") : Error(412, "precondition-failed", for_the_log) {}
};
struct PreconditionRequired : Error {
    explicit PreconditionRequired(const std::string& for_the_log = "") : Error(428, "precondition-required", for_the_log) {}
};
struct TooLarge : Error {
    explicit TooLarge(const std::string& for_the_log = "") : Error(413, "too-large", for_the_log) {}
};
struct UnsupportedMediaType : Error {
    explicit UnsupportedMediaType(const std::string& for_the_log = "") : Error(415, "unsupported-media-type", for_the_log) {}
};
struct TooManyRequests : Error {
    explicit TooManyRequests(std::chrono::seconds retry_after, const std::string& for_the_log = "");
};
struct Unavailable : Error {
    explicit Unavailable(std::chrono::seconds retry_after = std::chrono::seconds{5}, const std::string& for_the_log = "");
};
/// Showing it would be noted, and nobody has asked to see it yet (Request::is_ahead_of_reader): browsers then ask again when somebody does.
struct NobodyAsked : Error {
    NobodyAsked() : Error(425, "nobody-asked") {}
};
/// The host itself is full; short of anything being wrong.
struct Overloaded : Error {
    explicit Overloaded(const std::string& for_the_log = "");
};

}  // namespace ansvar::web
