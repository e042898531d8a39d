#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::db {

/// The next piece of an SQL text, as far as we need to know SQL: enough to find parameters and ends of statements.
enum class PieceKind {
    Quoted,   ///< '…', "…" or `…`, with both quotes
    Comment,  ///< -- …, # … or /* … */; comments that servers obey (/*! … */, /*M! … */, /*+ … */) are Plain
    Plain,    ///< one character of anything else
};

struct Piece {
    PieceKind kind;
    std::string_view text;
};

/// The piece that begins at `at`, which must be inside the text. An unfinished quote or comment runs to the end.
Piece piece_at(std::string_view sql, std::size_t at);

/// The statements of a file: cut at ";" or at what a "DELIMITER x" line says, without comments and without white space around them.
std::vector<std::string> split_statements(std::string_view sql);

/// A name of a table, column or schema as SQL wants it.
std::string quoted_name(std::string_view name);
/// A text as an SQL literal.
std::string quoted_text(std::string_view value);

}  // namespace ansvar::db
