#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "web/access_log.hpp"
#include "web/assets.hpp"
#include "web/gate.hpp"
#include "web/problems.hpp"
#include "web/route_table.hpp"

namespace ansvar::web {

/// How much of the machine a stranger can take.
struct HostLimits {
    std::size_t head_bytes = 16 * 1024;              ///< request line and header fields; more → 431
    std::size_t target_bytes = 4096;                 ///< path and query; more → 414
    std::size_t connections = 12'000;                ///< lowered to the process's descriptor limit less 256
    std::size_t buffered_bytes = 128 * 1024 * 1024;  ///< bodies being read or waiting, all connections together; more → 503
    std::chrono::milliseconds head{15'000};          ///< for a whole head
    std::chrono::milliseconds body{60'000};          ///< for a body, plus one second for each 64 KiB of it
    std::chrono::milliseconds idle{75'000};          ///< between two requests of a connection
    std::chrono::milliseconds write_stall{30'000};   ///< a client that takes nothing for so long is cut
    std::chrono::milliseconds linger{5'000};         ///< for the client to read a last answer
    std::chrono::milliseconds request{5'000};        ///< Request::deadline, counted from the whole request read
    std::chrono::milliseconds upload{30'000};        ///< the same for uploads
    std::chrono::milliseconds heartbeat{15'000};     ///< an event stream that said nothing for so long says that it is there
    std::chrono::milliseconds stream{600'000};       ///< an event stream ends, so that whoever comes back is admitted again
};

struct HostSettings {
    std::string address = "127.0.0.1";              ///< IPv4 or IPv6 address to listen on
    std::uint16_t port = 0;                         ///< 0: the system picks; see Host::port
    std::size_t workers = 8;                        ///< handler threads; as many as database connections for requests
    std::size_t queue = 512;                        ///< requests waiting for a worker; the next gets 503 + Retry-After: 1
    std::size_t uploads = 4;                        ///< upload requests at once, from the head read to the answer sent
    std::string public_url = {};                    ///< "https://ansvar.skola.se": HSTS, Secure cookies, accepted as Origin
    std::vector<std::string> trusted_proxies = {};  ///< addresses or networks ("10.0.0.0/8") whose X-Forwarded-For is believed
    HostLimits limits = {};
};

/// What is served. Everything referred to must outlive the host.
struct Site {
    const RouteTable& routes;
    Gate& gate;
    const Problems& problems;
    const Assets& assets;
    std::vector<Observer> observers = {write_access_line};
};

/// The HTTP/1.1 server: Pistache's listener and reactor on one I/O thread with our own framing, limits, timers and paced writes,
/// and a bounded pool of workers that run the handlers. See src/decisions for why Pistache is not used as its examples show.
class Host {
public:
    /// Throws std::invalid_argument for an address, network or URL it cannot read.
    Host(HostSettings settings, Site site);
    /// Stops, if that has not been done.
    ~Host();
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;

    /// Listens and returns. Throws std::runtime_error when the address is taken.
    void start();
    /// The port that is listened on, after start.
    std::uint16_t port() const;

    /// From now on /readyz answers 503, so that a proxy sends its requests elsewhere; everything is still served.
    void begin_draining();
    bool is_draining() const;
    /// Begins draining, closes idle connections and event streams, finishes what is in flight. True when all was answered in time.
    bool drain(std::chrono::milliseconds timeout);
    /// Closes everything and ends all threads; waits for running handlers. May be called more than once.
    void stop();

    struct Figures {
        std::size_t connections, in_flight, waiting, uploads;
        std::uint64_t answered, refused_full, dropped;  ///< dropped: jobs whose client had left before they ran
    };
    Figures figures() const;

private:
    class Front;
    std::unique_ptr<Front> front_;
};

}  // namespace ansvar::web
