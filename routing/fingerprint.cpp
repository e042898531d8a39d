#include "routing/fingerprint.hpp"

#include <algorithm>
#include <cstdint>

namespace ansvar::routing {

std::string fingerprint_of(std::string_view bytes) {
    constexpr std::uint64_t prime = 0x100000001b3U;  // FNV-1a's, over eight bytes at a time: a model has millions
    std::uint64_t hash = 0xcbf29ce484222325U ^ bytes.size();
    for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(8, bytes.size()))) {
        std::uint64_t block = 0;
        for (std::size_t at = 0; at < std::min<std::size_t>(8, bytes.size()); ++at) {
            block |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at])) << (8 * at);
        }
        hash = (hash ^ block) * prime;
        hash ^= hash >> 32U;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string name;
    for (unsigned shift = 64; shift > 0; shift -= 4) {
        name += digits[hash >> (shift - 4) & 0xFU];
    }
    return name;
}

}  // namespace ansvar::routing
