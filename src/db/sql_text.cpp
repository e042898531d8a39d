#include "db/sql_text.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace ansvar::db {

namespace {

constexpr std::string_view delimiter_word = "DELIMITER ";

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Behind the quote that ends the one at `at`. Doubled quotes belong to the text, and so does what follows a backslash.
std::size_t end_of_quoted(std::string_view sql, std::size_t at) {
    const char quote = sql[at];
    for (++at; at < sql.size(); ++at) {
        if (sql[at] == '\\' && quote != '`') {
            ++at;
        } else if (sql[at] == quote) {
            if (at + 1 < sql.size() && sql[at + 1] == quote) {
                ++at;
            } else {
                return at + 1;
            }
        }
    }
    return sql.size();
}

bool begins_line_comment(std::string_view rest) {
    return rest.starts_with('#') || (rest.starts_with("--") && (rest.size() == 2 || is_space(rest[2])));
}

bool begins_block_comment(std::string_view rest) {
    return rest.starts_with("/*") && !rest.starts_with("/*!") && !rest.starts_with("/*M!") && !rest.starts_with("/*+");
}

std::size_t end_of(std::string_view sql, std::string_view mark, std::size_t from, std::size_t behind) {
    const auto found = sql.find(mark, from);
    return found == std::string_view::npos ? sql.size() : found + behind;
}

}  // namespace

Piece piece_at(std::string_view sql, std::size_t at) {
    const auto rest = sql.substr(at);
    const auto piece = [&](PieceKind kind, std::size_t end) { return Piece{kind, sql.substr(at, end - at)}; };
    if (rest[0] == '\'' || rest[0] == '"' || rest[0] == '`') {
        return piece(PieceKind::Quoted, std::min(end_of_quoted(sql, at), sql.size()));
    }
    if (begins_line_comment(rest)) {
        return piece(PieceKind::Comment, end_of(sql, "\n", at, 0));
    }
    if (begins_block_comment(rest)) {
        return piece(PieceKind::Comment, end_of(sql, "*/", at + 2, 2));
    }
    return piece(PieceKind::Plain, at + 1);
}

std::vector<std::string> split_statements(std::string_view sql) {
    std::vector<std::string> statements;
    std::string current, delimiter = ";";
    const auto finish = [&] {
        if (const auto statement = trim(current); !statement.empty()) {
            statements.emplace_back(statement);
        }
        current.clear();
    };
    for (std::size_t at = 0; at < sql.size();) {
        const bool at_line_start = at == 0 || sql[at - 1] == '\n';
        if (at_line_start && sql.substr(at).starts_with(delimiter_word)) {
            const auto end = end_of(sql, "\n", at, 0);
            delimiter = trim(sql.substr(at + delimiter_word.size(), end - at - delimiter_word.size()));
            at = end;
            continue;
        }
        if (sql.substr(at).starts_with(delimiter)) {
            finish();
            at += delimiter.size();
            continue;
        }
        const auto piece = piece_at(sql, at);
        current += piece.kind == PieceKind::Comment ? std::string_view{" "} : piece.text;
        at += piece.text.size();
    }
    finish();
    return statements;
}

std::string quoted_name(std::string_view name) {
    std::string text = "`";
    for (const char c : name) {
        text += c;
        if (c == '`') {
            text += c;
        }
    }
    return text + "`";
}

std::string quoted_text(std::string_view value) {
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') {
            text += '\\';
        }
        text += c;
    }
    return text + "'";
}

}  // namespace ansvar::db
