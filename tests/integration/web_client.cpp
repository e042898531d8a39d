#include "web_client.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <set>
#include <stdexcept>

#include "captured_log.hpp"
#include "core/text.hpp"

namespace ansvar::tests {

namespace {

/// Fields that hold words of ours, not of a person.
const std::set<std::string> plain_fields{"area", "state", "kind", "to", "assignee", "language", "next", "priority", "then", "version", "role", "channel", "preview", "choose",
                                         "as", "scope", "convention", "slug"};

void note_secret(const std::string& field, const std::string& value) {
    if (!plain_fields.contains(field)) {
        keep_out_of_log(value);
    }
}

std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* answer) {
    const std::string_view line{bytes, count};
    if (const auto colon = line.find(':'); colon != std::string_view::npos) {
        auto& value = static_cast<Answer*>(answer)->headers[lower(line.substr(0, colon))];
        value += (value.empty() ? "" : "\n") + std::string{trim(line.substr(colon + 1))};
    }
    return count;
}

}  // namespace

std::string Answer::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
}

nlohmann::json Answer::json() const {
    auto value = nlohmann::json::parse(body, nullptr, false);
    INFO("status " << status << ", body " << body);
    REQUIRE_FALSE(value.is_discarded());
    return value;
}

class WebClient::Inside {
public:
    explicit Inside(std::uint16_t port) : origin(fmt::format("http://127.0.0.1:{}", port)) {
        if (!curl) {
            throw std::runtime_error("no curl");
        }
        curl_easy_setopt(curl.get(), CURLOPT_COOKIEFILE, "");
        curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, 20'000L);
        curl_easy_setopt(curl.get(), CURLOPT_PATH_AS_IS, 1L);
        curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take_body);
        curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, take_header);
    }

    Answer perform(const std::string& method, const std::string& path, const std::vector<std::string>& headers) {
        Answer answer;
        curl_slist* list = nullptr;
        for (const std::vector<std::string>* some : {&std::as_const(always), &headers}) {
            for (const auto& header : *some) {
                list = curl_slist_append(list, header.c_str());
            }
        }
        const bool says_origin = std::any_of(headers.begin(), headers.end(), [](const std::string& header) { return header.starts_with("Origin:"); });
        if (method != "GET" && token.empty() && !says_origin) {
            list = curl_slist_append(list, ("Origin: " + origin).c_str());
        }
        if (!token.empty()) {
            list = curl_slist_append(list, ("Authorization: Bearer " + token).c_str());
        }
        const bool says_version = std::any_of(headers.begin(), headers.end(), [](const std::string& header) { return header.starts_with("If-Match:"); });
        if (method != "GET" && path.starts_with("/api/v1/") && !says_version) {
            list = curl_slist_append(list, "If-Match: *");  // most tests do not care which version they change
        }
        list = curl_slist_append(list, "Expect:");
        const auto url = origin + path;
        curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
        curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, list);
        listening_to = &answer;
        curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, this);
        curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &answer);
        const auto result = curl_easy_perform(curl.get());
        curl_slist_free_all(list);
        if (result == CURLE_OK || (is_enough && !answer.body.empty())) {
            long status = 0;
            curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
            answer.status = static_cast<int>(status);
        }
        curl_easy_getinfo(curl.get(), CURLINFO_TOTAL_TIME, &answer.seconds);
        note_cookies(answer);
        if (path.starts_with("/api/v1/") && answer.status != 0) {
            note_api_answer(method, path, answer);
        }
        return answer;
    }

    /// Every answer of the API that any test meets, for tests/contract/answers.mjs to hold against the contract.
    static void note_api_answer(const std::string& method, const std::string& path, const Answer& answer) {
        static const char* const file = std::getenv("ANSVAR_API_LOG");
        if (file == nullptr) {
            return;
        }
        static std::mutex mutex;
        const std::lock_guard lock{mutex};
        static std::ofstream log{file};
        const nlohmann::json line{{"method", method}, {"path", path}, {"status", answer.status}, {"type", answer.header("content-type")}, {"body", answer.body}};
        log << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << std::endl;
    }

    static void note_cookies(const Answer& answer) {
        const auto cookies = answer.header("set-cookie");
        for (const auto cookie : split(cookies, '\n')) {
            const auto pair = cookie.substr(0, cookie.find(';'));
            const bool is_token = pair.starts_with("ansvar=") || pair.starts_with("ansvar-step=");
            if (const auto equals = pair.find('='); equals != std::string_view::npos && is_token) {
                keep_out_of_log(std::string{pair.substr(equals + 1)});
            }
        }
    }

    static std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* client) {
        const auto& self = *static_cast<Inside*>(client);
        auto& body = self.listening_to->body;
        body.append(bytes, count);
        return self.is_enough && self.is_enough(body) ? 0 : count;  // fewer than came: no more, please
    }

    Answer* listening_to = nullptr;
    std::function<bool(const std::string&)> is_enough;
    std::string origin;
    std::string token;
    std::vector<std::string> always;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl{curl_easy_init(), &curl_easy_cleanup};
};

WebClient::WebClient(std::uint16_t port) : inside_(std::make_unique<Inside>(port)) {}
WebClient::~WebClient() = default;
WebClient::WebClient(WebClient&&) noexcept = default;
WebClient& WebClient::operator=(WebClient&&) noexcept = default;

void WebClient::bear(const std::string& token) {
    keep_out_of_log(token);
    inside_->token = token;
}

void WebClient::always_say(const std::string& header) { inside_->always.push_back(header); }

Answer WebClient::ask(const std::string& method, const std::string& path, const std::string& body, const std::vector<std::string>& headers) {
    auto* curl = inside_->curl.get();
    curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(curl, CURLOPT_NOBODY, method == "HEAD" ? 1L : 0L);
    if (method != "GET" && method != "HEAD") {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, body.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
    return inside_->perform(method, path, headers);
}

Answer WebClient::listen(const std::string& path, std::function<bool(const std::string&)> is_enough, const std::vector<std::string>& headers) {
    inside_->is_enough = std::move(is_enough);
    auto answer = ask("GET", path, {}, headers);
    inside_->is_enough = {};
    return answer;
}

Answer WebClient::post_form(const std::string& path, const Fields& fields, const std::vector<std::string>& headers) {
    std::string body;
    for (const auto& [name, value] : fields) {
        note_secret(name, value);
        body += (body.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
    }
    auto all = headers;
    all.emplace_back("Content-Type: application/x-www-form-urlencoded");
    return ask("POST", path, body, all);
}

Answer WebClient::post_files(const std::string& path, const Fields& fields, const std::string& name, const std::vector<TestFile>& files) {
    auto* curl = inside_->curl.get();
    auto* mime = curl_mime_init(curl);
    for (const auto& [field, value] : fields) {
        note_secret(field, value);
        auto* part = curl_mime_addpart(mime);
        curl_mime_name(part, field.c_str());
        curl_mime_data(part, value.data(), value.size());
    }
    for (const auto& file : files) {
        keep_out_of_log(file.name);
        auto* part = curl_mime_addpart(mime);
        curl_mime_name(part, name.c_str());
        curl_mime_filename(part, file.name.c_str());
        curl_mime_type(part, "application/octet-stream");
        curl_mime_data(part, file.bytes.data(), file.bytes.size());
    }
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, nullptr);
    curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime);
    auto answer = inside_->perform("POST", path, {});
    curl_easy_setopt(curl, CURLOPT_MIMEPOST, nullptr);
    curl_mime_free(mime);
    return answer;
}

Answer WebClient::post_json(const std::string& path, const nlohmann::json& body, const std::vector<std::string>& headers) {
    if (body.is_object()) {
        for (const auto& [name, value] : body.items()) {
            if (value.is_string()) {
                note_secret(name, value.get<std::string>());
            }
        }
    }
    auto all = headers;
    all.emplace_back("Content-Type: application/json");
    return ask("POST", path, body.dump(), all);
}

}  // namespace ansvar::tests
