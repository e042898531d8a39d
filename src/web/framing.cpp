#include "web/framing.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "web/ascii.hpp"

namespace ansvar::web::framing {
namespace {

constexpr std::size_t most_fields = 100;
constexpr Refusal bad(std::string_view why) {
    return {400, "bad-request", why};
}

/// Fields of which a second one would change the meaning, depending on who reads.
constexpr std::array<std::string_view, 11> singletons{"host",     "content-length", "content-type",   "authorization",
                                                      "origin",   "referer",        "sec-fetch-site", "idempotency-key",
                                                      "if-match", "traceparent",    "hx-request"};

std::optional<Verb> verb_from(std::string_view text) {
    for (const auto verb : {Verb::Get, Verb::Head, Verb::Post, Verb::Put, Verb::Patch, Verb::Delete, Verb::Options}) {
        if (to_string(verb) == text) {
            return verb;
        }
    }
    return std::nullopt;
}

bool is_version(std::string_view text) {
    return text.size() == 8 && text.substr(0, 5) == "HTTP/" && ascii::is_digit(text[5]) && text[6] == '.' && ascii::is_digit(text[7]);
}

/// Host and port as RFC 3986 writes them; not resolved, not compared with anything here.
bool is_host(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return ascii::is_letter(c) || ascii::is_digit(c) || std::string_view{".-_:[]"}.find(c) != std::string_view::npos;
    });
}

bool has_token(std::string_view list, std::string_view token) {
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        if (ascii::equal(ascii::trim(list.substr(0, comma)), token)) {
            return true;
        }
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

/// Reads a head line by line; the first refusal stands.
class HeadReader {
public:
    explicit HeadReader(const Limits& limits) : limits_(limits) {}

    std::variant<Head, Refusal> run(std::string_view text) {
        auto refusal = read_request_line(take_line(text));
        for (std::size_t count = 0; !refusal && text != "\r\n"; ++count) {
            refusal = count == most_fields ? Refusal{431, "headers-too-large", "too many header fields"} : read_field(take_line(text));
        }
        if (!refusal) {
            refusal = check_whole();
        }
        if (refusal) {
            return *refusal;
        }
        return std::move(head_);
    }

private:
    static std::string_view take_line(std::string_view& text) {
        const auto end = text.find("\r\n");
        const auto line = text.substr(0, end);
        text.remove_prefix(end + 2);
        return line;
    }

    std::optional<Refusal> read_request_line(std::string_view line) {
        const auto first = line.find(' ');
        const auto second = line.find(' ', first + 1);
        if (first == std::string_view::npos || second == std::string_view::npos || line.find(' ', second + 1) != std::string_view::npos) {
            return bad("the request line is not method, target and version");
        }
        const auto method = line.substr(0, first);
        const auto version = line.substr(second + 1);
        if (method.empty() || !std::all_of(method.begin(), method.end(), ascii::is_token) || !is_version(version)) {
            return bad("the request line is malformed");
        }
        if (version != "HTTP/1.1" && version != "HTTP/1.0") {
            return Refusal{505, "version-not-supported", "another version of HTTP"};
        }
        is_1_1_ = version == "HTTP/1.1";
        head_.keeps_alive = is_1_1_;
        const auto verb = verb_from(method);
        if (!verb) {
            return Refusal{501, "not-implemented", "another method"};
        }
        head_.verb = *verb;
        return read_target(line.substr(first + 1, second - first - 1));
    }

    std::optional<Refusal> read_target(std::string_view target) {
        if (target.size() > limits_.target_bytes) {
            return Refusal{414, "address-too-long", "the target is too long"};
        }
        if (target.empty() || target[0] != '/') {
            return bad("the target is not an absolute path");
        }
        const auto is_allowed = [](char c) { return c > 0x20 && c < 0x7f && c != '#'; };
        if (!std::all_of(target.begin(), target.end(), is_allowed)) {
            return bad("the target has a character that must be percent-encoded");
        }
        head_.target = target;
        return std::nullopt;
    }

    std::optional<Refusal> read_field(std::string_view line) {
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0 ||
            !std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon), ascii::is_token)) {
            return bad("a header field's name is malformed");  // also a folded line and a blank before the colon
        }
        const auto value = ascii::trim(line.substr(colon + 1));
        if (std::any_of(value.begin(), value.end(), ascii::is_control)) {
            return bad("a header field has a control character");
        }
        return take_field(ascii::lower(line.substr(0, colon)), value);
    }

    std::optional<Refusal> take_field(std::string name, std::string_view value) {
        if (name == "transfer-encoding") {
            has_transfer_encoding_ = true;
            return std::nullopt;
        }
        if (std::find(singletons.begin(), singletons.end(), name) != singletons.end()) {
            if (std::find(seen_.begin(), seen_.end(), name) != seen_.end()) {
                return bad("a header field stands twice that may stand once");
            }
            seen_.push_back(name);
        }
        if (name == "content-length") {
            return read_length(value);
        }
        if (name == "connection") {
            says_close_ = says_close_ || has_token(value, "close");
            head_.keeps_alive = !says_close_ && (head_.keeps_alive || has_token(value, "keep-alive"));
            return std::nullopt;
        }
        if (name == "expect") {
            head_.expects_continue = ascii::equal(value, "100-continue");
            return head_.expects_continue ? std::nullopt : std::optional{Refusal{417, "expectation-failed", "another expectation"}};
        }
        if (name == "host" && !is_host(value)) {
            return bad("Host is malformed");
        }
        add(std::move(name), value);
        return std::nullopt;
    }

    void add(std::string name, std::string_view value) {
        for (auto& [known, text] : head_.headers) {
            if (known == name) {
                text.append(name == "cookie" ? "; " : ", ").append(value);
                return;
            }
        }
        head_.headers.emplace_back(std::move(name), value);
    }

    std::optional<Refusal> read_length(std::string_view value) {
        constexpr std::size_t most_digits = 15;
        if (value.empty() || !std::all_of(value.begin(), value.end(), ascii::is_digit)) {
            return bad("Content-Length is not a number");
        }
        if (value.size() > most_digits) {
            return Refusal{413, "too-large", "Content-Length is beyond all measure"};
        }
        has_length_ = true;
        head_.content_length = std::stoull(std::string{value});
        return std::nullopt;
    }

    std::optional<Refusal> check_whole() const {
        if (has_transfer_encoding_) {
            return has_length_ ? bad("Content-Length beside Transfer-Encoding")
                               : Refusal{501, "not-implemented", "Transfer-Encoding is not taken; send Content-Length"};
        }
        const bool has_host = std::find(seen_.begin(), seen_.end(), "host") != seen_.end();
        return is_1_1_ && !has_host ? std::optional{bad("no Host")} : std::nullopt;
    }

    const Limits& limits_;
    Head head_;
    std::vector<std::string> seen_;
    bool is_1_1_ = true;
    bool says_close_ = false;
    bool has_length_ = false;
    bool has_transfer_encoding_ = false;
};

}  // namespace

std::string_view to_string(Verb verb) {
    switch (verb) {
        case Verb::Get:
            return "GET";
        case Verb::Head:
            return "HEAD";
        case Verb::Post:
            return "POST";
        case Verb::Put:
            return "PUT";
        case Verb::Patch:
            return "PATCH";
        case Verb::Delete:
            return "DELETE";
        case Verb::Options:
            return "OPTIONS";
    }
    return "";
}

std::variant<Incomplete, std::size_t, Refusal> find_end(std::string_view arrived, std::size_t& scanned, const Limits& limits) {
    const auto stop = std::min(arrived.size(), limits.head_bytes);
    for (; scanned < stop; ++scanned) {
        const char c = arrived[scanned];
        const bool after_cr = scanned > 0 && arrived[scanned - 1] == '\r';
        if ((c == '\n') != after_cr) {
            return bad("a line does not end in CR LF");
        }
        if (c != '\r' && c != '\n' && ascii::is_control(c)) {
            return bad("a control character in the head");
        }
        if (c == '\n' && scanned >= 3 && arrived[scanned - 2] == '\n') {
            return scanned + 1;
        }
    }
    if (arrived.size() < limits.head_bytes) {
        return Incomplete{};
    }
    return arrived.find('\n') == std::string_view::npos ? Refusal{414, "address-too-long", "the request line does not end"}
                                                        : Refusal{431, "headers-too-large", "the head is too long"};
}

std::variant<Head, Refusal> read_head(std::string_view head, const Limits& limits) {
    return HeadReader{limits}.run(head);
}

}  // namespace ansvar::web::framing
