#include "matrix/replay_pieces.hpp"

#include <limits>
#include <stdexcept>

namespace ansvar::matrix {

namespace {

constexpr std::size_t id_bytes = 8, number_bytes = 2, ticket_bytes = id_bytes + 4 * number_bytes + 1;
enum Flag : unsigned { FinalKnown = 1, WasRight = 2, IsRight = 4 };

void put(std::string& packed, std::uint64_t number, std::size_t bytes) {
    for (std::size_t byte = 0; byte < bytes; ++byte) {
        packed.push_back(static_cast<char>(static_cast<unsigned char>(number >> (8 * byte))));
    }
}

void put_number(std::string& packed, std::uint32_t number) {
    if (number > std::numeric_limits<std::uint16_t>::max()) {
        throw std::out_of_range{"a replay of too many roles or areas"};
    }
    put(packed, number, number_bytes);
}

std::uint64_t take(std::string_view& packed, std::size_t bytes) {
    std::uint64_t number = 0;
    for (std::size_t byte = 0; byte < bytes; ++byte) {
        number |= static_cast<std::uint64_t>(static_cast<unsigned char>(packed[byte])) << (8 * byte);
    }
    packed.remove_prefix(bytes);
    return number;
}

std::uint32_t take_number(std::string_view& packed) { return static_cast<std::uint32_t>(take(packed, number_bytes)); }

}  // namespace

std::string pack(const std::vector<routing::Outcome>& outcomes) {
    std::string packed;
    packed.reserve(outcomes.size() * ticket_bytes);
    for (const auto& outcome : outcomes) {
        put(packed, outcome.ticket, id_bytes);
        for (const auto& placed : {outcome.before, outcome.after}) {
            put_number(packed, placed.role);
            put_number(packed, placed.area);
        }
        const unsigned flags = (outcome.is_final_known ? FinalKnown : 0U) | (outcome.was_right ? WasRight : 0U) | (outcome.is_right ? IsRight : 0U);
        put(packed, flags, 1);
    }
    return packed;
}

void unpack(std::string_view packed, std::vector<routing::Outcome>& outcomes) {
    if (packed.size() % ticket_bytes != 0) {
        throw std::runtime_error{"a piece of a replay is cut off"};
    }
    while (!packed.empty()) {
        routing::Outcome outcome;
        outcome.ticket = take(packed, id_bytes);
        for (auto* placed : {&outcome.before, &outcome.after}) {
            placed->role = take_number(packed);
            placed->area = take_number(packed);
        }
        const auto flags = static_cast<unsigned>(take(packed, 1));
        outcome.is_final_known = (flags & FinalKnown) != 0;
        outcome.was_right = (flags & WasRight) != 0;
        outcome.is_right = (flags & IsRight) != 0;
        outcomes.push_back(outcome);
    }
}

}  // namespace ansvar::matrix
