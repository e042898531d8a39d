#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "web/headers.hpp"

/// Where one request ends and the next begins, as strictly as RFC 9112 allows: whatever two servers could read differently is refused.
/// Pure functions; Pistache's own parser is never shown a byte.
namespace ansvar::web::framing {

enum class Verb { Get, Head, Post, Put, Patch, Delete, Options };

std::string_view to_string(Verb verb);

/// The head of a request, checked.
struct Head {
    Verb verb = Verb::Get;
    std::string target;  ///< begins with "/", printable ASCII without "#"
    Headers headers;     ///< names lower-case, each once; without content-length, connection and expect
    std::size_t content_length = 0;
    bool keeps_alive = true;
    bool expects_continue = false;
};

/// Why a head is refused: a status, the error's code, and words for the log.
struct Refusal {
    int status;
    std::string_view code;
    std::string_view why;
};

struct Limits {
    std::size_t head_bytes;
    std::size_t target_bytes;
};

struct Incomplete {};

/// Looks for the end of the head in what has arrived so far. `scanned` remembers where to go on and begins at 0.
/// Refuses at once what cannot become a head: a bare LF or CR, a control character, too many bytes.
/// The number is the head's size with its closing blank line.
std::variant<Incomplete, std::size_t, Refusal> find_end(std::string_view arrived, std::size_t& scanned, const Limits& limits);

/// Reads a head whose end has been found.
std::variant<Head, Refusal> read_head(std::string_view head, const Limits& limits);

}  // namespace ansvar::web::framing
