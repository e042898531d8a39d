#include "web/request.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "web/ascii.hpp"
#include "web/errors.hpp"
#include "web/json_body.hpp"
#include "web/media_type.hpp"
#include "web/quality_list.hpp"

namespace ansvar::web {
namespace {

template <class Pairs>
const std::string* find_in(const Pairs& pairs, std::string_view name) {
    const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.first == name; });
    return found == pairs.end() ? nullptr : &found->second;
}

bool is_plain_number(std::string_view text) {
    return !text.empty() && text.size() <= 18 && text[0] != '0' && std::all_of(text.begin(), text.end(), ascii::is_digit);
}

}  // namespace

Request::Request(RequestParts parts) : parts_(std::move(parts)) {
    const auto question = std::min(parts_.target.find('?'), parts_.target.size());
    path_ = parts_.target.substr(0, question);
    query_text_ = parts_.target.substr(std::min(question + 1, parts_.target.size()));
}

const std::string& Request::path_value(std::string_view name) const {
    const auto* value = find_in(path_values_, name);
    if (!value) {
        throw std::logic_error("route " + route_ + " has no placeholder " + std::string{name});
    }
    return *value;
}

std::uint64_t Request::path_number(std::string_view name) const {
    const auto& text = path_value(name);
    if (!is_plain_number(text)) {
        throw NotFound("the path's number is not one");
    }
    return std::stoull(text);
}

const std::vector<std::pair<std::string, std::string>>& Request::query_pairs() const {
    if (!query_) {
        query_ = Form::from_urlencoded(query_text_).fields();
    }
    return *query_;
}

std::optional<std::string> Request::query(std::string_view name) const {
    const auto* value = find_in(query_pairs(), name);
    return value ? std::optional{*value} : std::nullopt;
}

std::vector<std::string> Request::query_all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [key, value] : query_pairs()) {
        if (key == name) {
            values.push_back(value);
        }
    }
    return values;
}

std::optional<std::string> Request::header(std::string_view name) const {
    const auto* value = find_in(parts_.headers, name);
    return value ? std::optional{*value} : std::nullopt;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
    const auto* header_text = find_in(parts_.headers, "cookie");
    if (!header_text) {
        return std::nullopt;
    }
    for (const auto pair : split(*header_text, ';')) {
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && ascii::trim(pair.substr(0, equals)) == name) {
            return std::string{ascii::trim(pair.substr(equals + 1))};
        }
    }
    return std::nullopt;
}

const Form& Request::form() const {
    if (!form_) {
        const auto content_type = header("content-type").value_or("");
        const auto type = read_media_type(content_type);
        const auto charset = type ? type->parameter("charset") : std::nullopt;
        if (charset && !ascii::equal(*charset, "utf-8")) {
            throw UnsupportedMediaType("a form in another charset than UTF-8");
        }
        if (type && type->name == "application/x-www-form-urlencoded") {
            form_ = Form::from_urlencoded(parts_.body);
        } else if (type && type->name == "multipart/form-data") {
            form_ = Form::from_multipart(parts_.body, content_type);
        } else if (content_type.empty() && parts_.body.empty()) {
            form_ = Form{};
        } else {
            throw UnsupportedMediaType("a form is neither urlencoded nor multipart");
        }
    }
    return *form_;
}

nlohmann::json Request::json() const {
    const auto type = read_media_type(header("content-type").value_or(""));
    const auto charset = type ? type->parameter("charset") : std::nullopt;
    if (!type || type->name != "application/json" || (charset && !ascii::equal(*charset, "utf-8"))) {
        throw UnsupportedMediaType("the body is not application/json in UTF-8");
    }
    return read_json(parts_.body);
}

Language Request::language() const {
    if (const auto asked = header("accept-language"); via_ == Via::Api && asked) {
        return preferred_language(*asked);  // a program says what it wants; a browser says what it was installed with
    }
    if (admission_.language) {
        return *admission_.language;
    }
    if (via_ == Via::Page) {
        if (const auto chosen = language_from(cookie("language").value_or(""))) {
            return *chosen;
        }
    }
    return preferred_language(header("accept-language").value_or(""));
}

std::chrono::milliseconds Request::time_left() const {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(parts_.deadline - std::chrono::steady_clock::now());
    return std::max(left, std::chrono::milliseconds{0});
}

bool Request::wants_html() const {
    const auto accept = header("accept").value_or("");
    const auto choices = quality_list(accept);
    const auto html = std::max(weight_of(choices, "text/html"), weight_of(choices, "application/xhtml+xml"));
    const auto data = std::max(weight_of(choices, "application/json"), weight_of(choices, "application/problem+json"));
    return html > 0 && html >= data;
}

bool Request::is_fragment() const {
    return header("hx-request").value_or("") == "true";
}

bool Request::is_ahead_of_reader() const {
    return header("sec-purpose").value_or("").starts_with("prefetch") || header("purpose") == "prefetch";
}

void Request::matched(std::string route, Via via, PathValues values) {
    route_ = std::move(route);
    via_ = via;
    path_values_ = std::move(values);
}

}  // namespace ansvar::web
