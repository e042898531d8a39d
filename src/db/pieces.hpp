#pragma once

#include <cstddef>
#include <string_view>

namespace ansvar::db {

/// Large bytes are stored in pieces that pass through any server's packet limit: calls `store(position, piece)` for each, 0 first.
template <class Store>
void in_pieces(std::string_view bytes, const Store& store) {
    constexpr std::size_t piece_bytes = 512 * 1024;
    for (std::size_t at = 0, position = 0; at < bytes.size(); at += piece_bytes, ++position) {
        store(position, bytes.substr(at, piece_bytes));
    }
}

}  // namespace ansvar::db
