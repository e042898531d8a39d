#include "routing/fingerprint.hpp"

#include <cstdint>

namespace ansvar::routing {

std::string fingerprint_of(std::string_view bytes) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char byte : bytes) {
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string name;
    for (unsigned shift = 64; shift > 0; shift -= 4) {
        name += digits[hash >> (shift - 4) & 0xFU];
    }
    return name;
}

}  // namespace ansvar::routing
