#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace ansvar::web::test {

/// One answer as it came over the wire.
struct Answer {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names lower-case; repeated ones joined by "\n"
    std::string body;

    std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? "" : found->second;
    }
};

/// A TCP connection to 127.0.0.1 that says exactly what it is told to.
class RawClient {
public:
    /// `receive_buffer`: bytes, for clients that read slowly; 0: the system's choice.
    explicit RawClient(std::uint16_t port, int receive_buffer = 0);
    ~RawClient();
    RawClient(RawClient&& other) noexcept;
    RawClient(const RawClient&) = delete;

    /// False when the other side has closed.
    bool send(std::string_view bytes);
    /// One whole answer; nothing when the connection ends or time runs out first. `to_head`: it has no body whatever it says.
    std::optional<Answer> answer(std::chrono::milliseconds timeout = std::chrono::seconds{10}, bool to_head = false);
    /// Whatever comes until the connection ends or nothing has come for `quiet`.
    std::string rest(std::chrono::milliseconds quiet = std::chrono::milliseconds{500});
    /// True when the other side closes within the time.
    bool is_closed_within(std::chrono::milliseconds timeout);
    bool has_something_within(std::chrono::milliseconds timeout) const;
    void close_writing();
    /// Closes with a reset instead of a farewell.
    void reset();
    int descriptor() const { return descriptor_; }

private:
    bool receive_more(std::chrono::milliseconds timeout);

    int descriptor_;
    std::string buffer_;
};

/// Sends on a connection of its own and returns the answer (status 0 when there was none).
Answer ask(std::uint16_t port, std::string_view request);
/// A GET with HTTP/1.1, Host and `fields` ("Name: value\r\n…").
Answer get(std::uint16_t port, std::string_view target, std::string_view fields = "");
/// The text of a request with a body.
std::string post(std::string_view target, std::string_view body, std::string_view fields);

}  // namespace ansvar::web::test
