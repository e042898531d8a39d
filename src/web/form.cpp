#include "web/form.hpp"

#include "core/text.hpp"
#include "web/errors.hpp"

namespace ansvar::web {
namespace {

constexpr std::size_t most_fields = 1000;

std::string decode(std::string_view text, std::string_view field) {
    auto decoded = percent_decode(text, true);
    if (!decoded) {
        throw BadRequest("a form field is not percent-encoded UTF-8", field);
    }
    return unix_line_ends(nfc(*decoded));
}

}  // namespace

Form Form::from_urlencoded(std::string_view body) {
    Form form;
    while (!body.empty()) {
        const auto end = std::min(body.find('&'), body.size());
        const auto pair = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        if (pair.empty()) {
            continue;
        }
        if (form.fields_.size() == most_fields) {
            throw TooLarge("a form of more than 1,000 fields");
        }
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = decode(pair.substr(0, equals), "");
        auto value = decode(pair.substr(std::min(equals + 1, pair.size())), name);
        form.add(std::move(name), std::move(value));
    }
    return form;
}

std::string Form::value(std::string_view name) const {
    for (const auto& [field, value] : fields_) {
        if (field == name) {
            return value;
        }
    }
    return "";
}

bool Form::has(std::string_view name) const {
    for (const auto& [field, value] : fields_) {
        if (field == name) {
            return true;
        }
    }
    return false;
}

std::vector<std::string> Form::values(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [field, value] : fields_) {
        if (field == name) {
            values.push_back(value);
        }
    }
    return values;
}

std::vector<Upload> Form::uploads(std::string_view name) const {
    std::vector<Upload> uploads;
    for (const auto& [field, upload] : uploads_) {
        if (field == name) {
            uploads.push_back(upload);
        }
    }
    return uploads;
}

}  // namespace ansvar::web
