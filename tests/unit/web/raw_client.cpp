#include "raw_client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace ansvar::web::test {
namespace {

std::string lower(std::string text) {
    for (auto& c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    return text;
}

Answer read_head(std::string_view head) {
    Answer answer;
    answer.status = std::stoi(std::string{head.substr(9, 3)});
    head.remove_prefix(head.find("\r\n") + 2);
    while (!head.empty()) {
        const auto end = head.find("\r\n");
        const auto line = head.substr(0, end);
        head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
        if (const auto colon = line.find(": "); colon != std::string_view::npos) {
            auto& value = answer.headers[lower(std::string{line.substr(0, colon)})];
            value += (value.empty() ? "" : "\n") + std::string{line.substr(colon + 2)};
        }
    }
    return answer;
}

}  // namespace

RawClient::RawClient(std::uint16_t port, int receive_buffer) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer > 0) {
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    const int on = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(descriptor_);
        throw std::runtime_error("cannot connect");
    }
}

RawClient::~RawClient() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

RawClient::RawClient(RawClient&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), buffer_(std::move(other.buffer_)) {}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool RawClient::has_something_within(std::chrono::milliseconds timeout) const {
    pollfd waiting{descriptor_, POLLIN, 0};
    return ::poll(&waiting, 1, static_cast<int>(timeout.count())) > 0;
}

bool RawClient::receive_more(std::chrono::milliseconds timeout) {
    if (!has_something_within(timeout)) {
        return false;
    }
    std::array<char, 65536> bytes;
    const auto got = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
    if (got <= 0) {
        return false;
    }
    buffer_.append(bytes.data(), static_cast<std::size_t>(got));
    return true;
}

std::optional<Answer> RawClient::answer(std::chrono::milliseconds timeout, bool to_head) {
    auto end = buffer_.find("\r\n\r\n");
    while (end == std::string::npos) {
        if (!receive_more(timeout)) {
            return std::nullopt;
        }
        end = buffer_.find("\r\n\r\n");
    }
    auto answer = read_head(std::string_view{buffer_}.substr(0, end));
    buffer_.erase(0, end + 4);
    const auto length_text = answer.header("content-length");
    const auto length = to_head || length_text.empty() ? 0 : std::stoull(length_text);
    while (buffer_.size() < length) {
        if (!receive_more(timeout)) {
            return std::nullopt;
        }
    }
    answer.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return answer;
}

std::string RawClient::rest(std::chrono::milliseconds quiet) {
    while (receive_more(quiet)) {
    }
    return std::exchange(buffer_, {});
}

bool RawClient::is_closed_within(std::chrono::milliseconds timeout) {
    const auto end = std::chrono::steady_clock::now() + timeout;
    std::array<char, 4096> bytes;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (left.count() <= 0 || !has_something_within(left)) {
            return false;
        }
        if (::recv(descriptor_, bytes.data(), bytes.size(), 0) <= 0) {
            return true;
        }
    }
}

void RawClient::close_writing() {
    ::shutdown(descriptor_, SHUT_WR);
}

void RawClient::reset() {
    const linger at_once{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(descriptor_);
    descriptor_ = -1;
}

Answer ask(std::uint16_t port, std::string_view request) {
    RawClient client{port};
    client.send(request);
    return client.answer().value_or(Answer{});
}

Answer get(std::uint16_t port, std::string_view target, std::string_view fields) {
    return ask(port, fmt::format("GET {} HTTP/1.1\r\nHost: skolan\r\nConnection: close\r\n{}\r\n", target, fields));
}

std::string post(std::string_view target, std::string_view body, std::string_view fields) {
    return fmt::format("POST {} HTTP/1.1\r\nHost: skolan\r\nContent-Length: {}\r\n{}\r\n{}", target, body.size(), fields, body);
}

}  // namespace ansvar::web::test
