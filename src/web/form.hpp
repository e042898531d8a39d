#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ansvar::web {

/// A file of a multipart form. `bytes` points into the request's body and lives as long as the request.
struct Upload {
    std::string file_name;      ///< as the browser sent it, valid UTF-8 in NFC, without any path before it; may be empty
    std::string declared_type;  ///< what the browser believes; never trust it
    std::string_view bytes;
};

/// What a form sent: fields in order, each value valid UTF-8 in NFC without NUL and with unix line ends.
class Form {
public:
    /// Reads application/x-www-form-urlencoded. Throws BadRequest (naming the field) for bad escapes or bad UTF-8, TooLarge for
    /// more than 1,000 fields.
    static Form from_urlencoded(std::string_view body);
    /// Reads multipart/form-data (RFC 7578) as browsers send it. Throws BadRequest when it is malformed, TooLarge beyond 200 parts or
    /// 4 KB of headers in a part. `body` must outlive the form's uploads.
    static Form from_multipart(std::string_view body, std::string_view content_type);

    /// The first value of that name, or empty when there is none.
    std::string value(std::string_view name) const;
    bool has(std::string_view name) const;
    std::vector<std::string> values(std::string_view name) const;
    /// Files sent under that name; a file box left empty sends none.
    std::vector<Upload> uploads(std::string_view name) const;

    void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
    void add(std::string name, Upload upload) { uploads_.emplace_back(std::move(name), std::move(upload)); }
    const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
    std::vector<std::pair<std::string, Upload>> uploads_;
};

}  // namespace ansvar::web
