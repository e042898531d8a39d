#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace ansvar::tests {

/// One answer as it came over the wire.
struct Answer {
    int status = 0;                              ///< 0: there was none
    std::map<std::string, std::string> headers;  ///< names lower-case; repeated ones joined by "\n"
    std::string body;
    double seconds = 0;

    std::string header(const std::string& name) const;
    /// The body as JSON; fails the test when it is none.
    nlohmann::json json() const;
    bool says(std::string_view text) const { return body.find(text) != std::string::npos; }
};

using Fields = std::vector<std::pair<std::string, std::string>>;

/// A file of a multipart form.
struct TestFile {
    std::string name;
    std::string bytes;
};

/// A browser without JavaScript, or a program with a token: keeps cookies, follows nothing, waits at most 20 s. For one thread.
/// A browser says its own origin with what changes something, unless a header "Origin: …" is given ("Origin:" for none).
/// What it types into texts and addresses, and its tokens and cookies, become secrets that no log may hold (see captured_log.hpp).
class WebClient {
public:
    explicit WebClient(std::uint16_t port);
    ~WebClient();
    WebClient(WebClient&&) noexcept;
    WebClient& operator=(WebClient&&) noexcept;

    /// From now on every request bears this token.
    void bear(const std::string& token);
    /// Added to every request: "Accept-Language: en".
    void always_say(const std::string& header);

    Answer ask(const std::string& method, const std::string& path, const std::string& body = {}, const std::vector<std::string>& headers = {});
    Answer get(const std::string& path, const std::vector<std::string>& headers = {}) { return ask("GET", path, {}, headers); }
    Answer post_form(const std::string& path, const Fields& fields, const std::vector<std::string>& headers = {});
    Answer post_files(const std::string& path, const Fields& fields, const std::string& name, const std::vector<TestFile>& files);
    /// Reads an answer that stays open until `is_enough` of what has come, or it ends, or twenty seconds are over.
    Answer listen(const std::string& path, std::function<bool(const std::string& heard)> is_enough, const std::vector<std::string>& headers = {});
    Answer post_json(const std::string& path, const nlohmann::json& body, const std::vector<std::string>& headers = {});

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace ansvar::tests
