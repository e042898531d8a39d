#include <algorithm>
#include <optional>

#include "core/text.hpp"
#include "web/ascii.hpp"
#include "web/errors.hpp"
#include "web/form.hpp"
#include "web/media_type.hpp"

namespace ansvar::web {
namespace {

constexpr std::size_t most_parts = 200;
constexpr std::size_t most_part_head_bytes = 4096;

/// What browsers write in a name or file name in place of a quote or a line break (WHATWG HTML, multipart/form-data encoding).
std::string unescape_browser_name(std::string name) {
    for (const auto& [escape, character] : {std::pair{"%22", '"'}, {"%0D", '\r'}, {"%0A", '\n'}}) {
        for (auto at = name.find(escape); at != std::string::npos; at = name.find(escape, at + 1)) {
            name.replace(at, 3, 1, character);
        }
    }
    return name;
}

std::string checked_text(std::string_view bytes, std::string_view field) {
    if (!is_utf8(bytes)) {
        throw BadRequest("a multipart field is not UTF-8", field);
    }
    return unix_line_ends(nfc(bytes));
}

/// What follows the last slash or backslash: some browsers send a whole path.
std::string base_name(std::string name) {
    const auto slash = name.find_last_of("/\\");
    return slash == std::string::npos ? name : name.substr(slash + 1);
}

/// RFC 5987's UTF-8''na%C3%AFve, which RFC 7578 forbids and some programs send all the same.
std::optional<std::string> extended_value(std::string_view text) {
    const auto language = text.find('\'');
    const auto start = language == std::string_view::npos ? language : text.find('\'', language + 1);
    if (start == std::string_view::npos || !ascii::equal(text.substr(0, language), "utf-8")) {
        return std::nullopt;
    }
    return percent_decode(text.substr(start + 1), false);
}

struct PartHead {
    std::string name;
    std::optional<std::string> file_name;
    std::string type;
};

void read_disposition(std::string_view value, PartHead& head) {
    const auto disposition = read_media_type(value, Quoting::Browser);
    const auto name = disposition ? disposition->parameter("name") : std::nullopt;
    if (!name || disposition->name != "form-data" || !head.name.empty()) {
        throw BadRequest("a part's Content-Disposition is malformed");
    }
    head.name = checked_text(unescape_browser_name(*name), "");
    if (head.name.empty()) {
        throw BadRequest("a part has no name");
    }
    if (const auto file_name = disposition->parameter("filename")) {
        head.file_name = base_name(checked_text(unescape_browser_name(*file_name), head.name));
    }
    if (const auto extended = disposition->parameter("filename*")) {
        const auto file_name = extended_value(*extended);
        if (!file_name) {
            throw BadRequest("a part's filename* cannot be read", head.name);
        }
        head.file_name = base_name(checked_text(*file_name, head.name));
    }
}

PartHead read_part_head(std::string_view lines) {
    PartHead head;
    while (!lines.empty()) {
        const auto end = std::min(lines.find("\r\n"), lines.size());
        const auto line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 2, lines.size()));
        const auto colon = line.find(':');
        const auto name = line.substr(0, colon);
        if (colon == std::string_view::npos || name.empty() || !std::all_of(name.begin(), name.end(), ascii::is_token) ||
            std::any_of(line.begin(), line.end(), ascii::is_control)) {
            throw BadRequest("a part's header field is malformed");
        }
        const auto value = ascii::trim(line.substr(colon + 1));
        if (ascii::equal(name, "content-disposition")) {
            read_disposition(value, head);
        } else if (ascii::equal(name, "content-type")) {
            head.type = value;
        } else if (ascii::equal(name, "content-transfer-encoding") && !ascii::equal(value, "binary") && !ascii::equal(value, "8bit") &&
                   !ascii::equal(value, "7bit")) {
            throw BadRequest("a part has a transfer encoding");  // RFC 7578 §4.7: none is used any more
        }
    }
    if (head.name.empty()) {
        throw BadRequest("a part without Content-Disposition");
    }
    return head;
}

/// The boundary of RFC 2046 §5.1.1: 1–70 of its characters, not ending in a blank.
std::string boundary_of(std::string_view content_type) {
    const auto type = read_media_type(content_type);
    const auto boundary = type ? type->parameter("boundary") : std::nullopt;
    const auto is_allowed = [](char c) {
        return ascii::is_letter(c) || ascii::is_digit(c) || std::string_view{"'()+_,-./:=? "}.find(c) != std::string_view::npos;
    };
    if (!boundary || boundary->empty() || boundary->size() > 70 || boundary->back() == ' ' ||
        !std::all_of(boundary->begin(), boundary->end(), is_allowed)) {
        throw BadRequest("a multipart body without a proper boundary");
    }
    return *boundary;
}

/// Cuts a multipart body into its parts, one after the other.
class Parts {
public:
    Parts(std::string_view body, const std::string& boundary) : rest_(body), delimiter_("\r\n--" + boundary) {
        const auto first = std::string_view{delimiter_}.substr(2);
        if (rest_.substr(0, first.size()) != first) {
            throw BadRequest("a multipart body does not begin with its boundary");
        }
        rest_.remove_prefix(first.size());
    }

    /// The next part, head and content; nothing after the closing boundary.
    std::optional<std::string_view> next() {
        if (rest_.substr(0, 2) == "--") {
            const auto epilogue = rest_.substr(2);
            if (!epilogue.empty() && epilogue != "\r\n") {
                throw BadRequest("bytes after a multipart body's closing boundary");
            }
            return std::nullopt;
        }
        if (rest_.substr(0, 2) != "\r\n") {
            throw BadRequest("a multipart boundary is followed by something else than a line break");
        }
        const auto end = rest_.find(delimiter_);  // a part without content begins with the line break that opens its delimiter
        if (end == std::string_view::npos) {
            throw BadRequest("a multipart body ends before its closing boundary");
        }
        const auto part = rest_.substr(std::min<std::size_t>(2, end), end - std::min<std::size_t>(2, end));
        rest_.remove_prefix(end + delimiter_.size());
        return part;
    }

private:
    std::string_view rest_;
    std::string delimiter_;
};

void add_part(std::string_view part, Form& form) {
    const auto blank = part.substr(0, most_part_head_bytes + 4).find("\r\n\r\n");
    if (blank == std::string_view::npos) {
        if (part.size() > most_part_head_bytes) {
            throw TooLarge("a part's header fields are longer than 4 KB");
        }
        throw BadRequest("a part's header fields do not end");
    }
    auto head = read_part_head(part.substr(0, blank));
    const auto content = part.substr(blank + 4);
    if (!head.file_name) {
        auto value = checked_text(content, head.name);
        form.add(std::move(head.name), std::move(value));
    } else if (!head.file_name->empty() || !content.empty()) {  // a file box left empty is sent as an empty file without a name
        form.add(std::move(head.name), Upload{std::move(*head.file_name), std::move(head.type), content});
    }
}

}  // namespace

Form Form::from_multipart(std::string_view body, std::string_view content_type) {
    Parts parts{body, boundary_of(content_type)};
    Form form;
    std::size_t count = 0;
    while (const auto part = parts.next()) {
        if (++count > most_parts) {
            throw TooLarge("a multipart body of more than 200 parts");
        }
        add_part(*part, form);
    }
    return form;
}

}  // namespace ansvar::web
