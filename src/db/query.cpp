#include "db/query.hpp"

#include "core/text.hpp"
#include "db/sql_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace ansvar::db {

namespace {

bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || c == '_';
}
bool is_name_part(char c) {
    return is_name_start(c) || (c >= '0' && c <= '9');
}

/// The name behind the colon at `at`; empty when that colon begins no parameter ("::", ":=", "12:30").
std::string_view parameter_at(std::string_view sql, std::size_t at) {
    if (sql[at] != ':' || at + 1 >= sql.size() || !is_name_start(sql[at + 1])) {
        return {};
    }
    if (at > 0 && (sql[at - 1] == ':' || is_name_part(sql[at - 1]))) {
        return {};
    }
    const auto begin = sql.begin() + static_cast<std::ptrdiff_t>(at) + 1;
    return {begin, std::find_if_not(begin, sql.end(), is_name_part)};
}

}  // namespace

Query::Query(std::string_view query_name, std::string_view text) : name{query_name}, sql{text} {
    for (std::size_t at = 0; at < sql.size();) {
        const auto piece = piece_at(sql, at);
        if (piece.kind == PieceKind::Comment) {
            statement_ += ' ';
        } else if (const auto parameter = parameter_at(sql, at); piece.kind == PieceKind::Plain && !parameter.empty()) {
            statement_ += '?';
            places_.emplace_back(parameter);
            at += parameter.size();
        } else if (piece.text == "?") {
            throw std::logic_error(fmt::format("query {}: parameters have names, write :name for ?", name));
        } else {
            statement_ += piece.text;
        }
        at += piece.text.size();
    }
    statement_ = trim(statement_);
    if (statement_.ends_with(';')) {
        statement_.pop_back();
    }
}

std::vector<std::string> executed_queries() {
    std::vector<std::string> names;
    for (const auto* query : all_queries()) {
        if (query->was_executed()) {
            names.emplace_back(query->name);
        }
    }
    return names;
}

}  // namespace ansvar::db
