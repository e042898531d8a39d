// Hostile clients beside honest ones: nobody gets another's answer, nothing gets stuck (design: http.md, B1, B5, B7).
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "served_site.hpp"

using namespace ansvar::web;
using namespace ansvar::web::test;

namespace {

/// Connections of the hostile side; ANSVAR_HOSTILE_CONNECTIONS changes it for long trials.
long hostile_connections() {
    const char* wanted = std::getenv("ANSVAR_HOSTILE_CONNECTIONS");
    return wanted ? std::atol(wanted) : 100'000;
}

/// The hostile side waits for the honest one, or a loaded machine would run the test without the latter.
constexpr long most_hostile_for_one_honest = 20;

/// -1 when it cannot be had. Each thread comes from a loopback address of its own, so that the ports do not run out.
int connect_from(unsigned thread, std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(0x7f000002U + thread);
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
        return descriptor;
    }
    ::close(descriptor);
    return -1;
}

bool is_readable_within(int descriptor, int milliseconds) {
    pollfd waiting{descriptor, POLLIN, 0};
    return ::poll(&waiting, 1, milliseconds) > 0;
}

std::string receive_once(int descriptor) {
    std::array<char, 4096> bytes;
    const auto got = ::recv(descriptor, bytes.data(), bytes.size(), 0);
    return got > 0 ? std::string(bytes.data(), static_cast<std::size_t>(got)) : "";
}

std::string request_for(std::string_view path, std::string_view id) {
    return fmt::format("GET {}id={} HTTP/1.1\r\nHost: skolan\r\n\r\n", path, id);
}

struct Counts {
    std::atomic<long> hostile{0}, honest{0}, wrong{0}, unanswered{0}, busy{0};
};

/// Asks and leaves at once, or after a moment, politely or with a reset.
void attack(unsigned thread, std::uint16_t port, long total, Counts& counts) {
    constexpr std::array<std::string_view, 5> paths{"/id?", "/sleep?ms=1&", "/big?n=200000&", "/id?", "/events?topic=STREAM&"};
    for (long i = 0; counts.hostile < total; ++i) {
        while (counts.hostile > 1000 + most_hostile_for_one_honest * counts.honest && counts.hostile < total) {
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
        const int descriptor = connect_from(thread, port);
        if (descriptor < 0) {
            std::this_thread::sleep_for(std::chrono::milliseconds{1});
            continue;
        }
        const auto request = request_for(paths[static_cast<std::size_t>(i) % paths.size()], fmt::format("HOSTILE-{}-{}", thread, i));
        ::send(descriptor, request.data(), request.size(), MSG_NOSIGNAL);
        if (i % 5 == 0) {
            std::this_thread::sleep_for(std::chrono::microseconds{200});
        }
        if (i % 3 != 0) {
            const linger at_once{1, 0};
            ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        }
        ::close(descriptor);
        ++counts.hostile;
    }
}

void check_answer(int descriptor, const std::string& id, Counts& counts) {
    if (!is_readable_within(descriptor, 20'000)) {
        ++counts.unanswered;
        return;
    }
    const auto answer = receive_once(descriptor);
    if (answer.find(" 503 ") != std::string::npos) {
        ++counts.busy;
    } else if (answer.empty()) {
        ++counts.unanswered;
    } else if (answer.find("id=" + id + "\n") == std::string::npos) {
        ++counts.wrong;
    }
}

/// Asks for an id and must get that id; every other time waits first, and then must get nothing.
void ask_honestly(unsigned thread, std::uint16_t port, long total, Counts& counts) {
    for (long i = 0; counts.hostile < total; ++i) {
        const int descriptor = connect_from(thread, port);
        if (descriptor < 0) {
            continue;
        }
        const auto id = fmt::format("HONEST-{}-{}", thread, i);
        if (i % 2 == 0 && is_readable_within(descriptor, 1) && !receive_once(descriptor).empty()) {
            ++counts.wrong;
        } else {
            const auto request = request_for("/id?", id);
            ::send(descriptor, request.data(), request.size(), MSG_NOSIGNAL);
            check_answer(descriptor, id, counts);
        }
        ++counts.honest;
        ::close(descriptor);
    }
}

}  // namespace

TEST_CASE("nobody gets another's answer while clients come and vanish", "[attack]") {
    ServedSite site{{}, {.of_one = 500}};
    Counts counts;
    const auto total = hostile_connections();
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] { attack(i, site.port(), total, counts); });
        threads.emplace_back([&, i] { ask_honestly(100 + i, site.port(), total, counts); });
    }
    threads.emplace_back([&] {
        for (std::uint64_t number = 1; counts.hostile < total; ++number) {
            site.hub.publish({"STREAM"}, number);
            std::this_thread::sleep_for(std::chrono::microseconds{100});
        }
    });
    for (auto& thread : threads) {
        thread.join();
    }
    WARN(counts.hostile << " hostile connections, " << counts.honest << " honest requests, " << counts.busy << " told to come back, "
                        << counts.wrong << " wrong answers, " << counts.unanswered << " without an answer");
    CHECK(counts.honest > 100);
    CHECK(counts.wrong == 0);
    CHECK(counts.unanswered == 0);
    for (int i = 0; i < 100 && site.host->figures().connections > 0; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    CHECK(site.host->figures().connections == 0);
}

TEST_CASE("no answer gets stuck in bursts", "[attack]") {
    ServedSite site;
    constexpr std::size_t burst = 32;
    std::vector<pollfd> clients;
    for (unsigned i = 0; i < burst; ++i) {
        clients.push_back({connect_from(i, site.port()), POLLIN, 0});
    }
    const auto request = request_for("/id?", "7");
    long stuck = 0, answered = 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{3};
    while (std::chrono::steady_clock::now() < end) {
        for (const auto& client : clients) {
            ::send(client.fd, request.data(), request.size(), MSG_NOSIGNAL);
        }
        for (const auto& client : clients) {
            if (!is_readable_within(client.fd, 1000)) {
                ++stuck;
            } else {
                answered += receive_once(client.fd).empty() ? 0 : 1;
            }
        }
        std::this_thread::sleep_for(std::chrono::microseconds{std::rand() % 300});
    }
    for (const auto& client : clients) {
        ::close(client.fd);
    }
    WARN(answered << " answers in bursts of " << burst << ", " << stuck << " later than a second");
    CHECK(stuck == 0);
    CHECK(answered > 1000);
}
