#include "tickets/search_store.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "queries/tickets.hpp"
#include "tickets/search_terms.hpp"

namespace ansvar::tickets::search_store {

namespace {

constexpr std::uint64_t batch = 100;

/// In the order of the table, so that two who write the same ticket's words wait for each other instead of dying.
using Words = std::map<std::pair<std::string, std::uint64_t>, bool>;

void note(Words& words, std::uint64_t ticket, std::string_view text, bool is_internal) {
    for (const auto& term : terms_of(text)) {
        const auto [place, is_new] = words.emplace(std::pair{term, ticket}, is_internal);
        place->second = place->second && is_internal;
    }
}

void insert(db::Transaction& tx, const Words& words) {
    if (words.empty()) {
        return;
    }
    auto rows = nlohmann::json::array();
    for (const auto& [word, is_internal] : words) {
        rows.push_back({word.first, word.second, is_internal ? 1 : 0});
    }
    tx.execute(queries::tickets::insert_terms, {{"rows", rows.dump()}});
}

/// Takes words away from a ticket, but for those that stand elsewhere in it.
void forget(db::Transaction& tx, TicketId ticket, const Words& words, Timestamp now) {
    auto terms = nlohmann::json::array();
    for (const auto& [word, is_internal] : words) {
        terms.push_back(word.first);
    }
    tx.execute(queries::tickets::delete_terms, {{"terms", terms.dump()}, {"ticket_id", ticket}});
    add_all(tx, ticket, ticket, now);
}

}  // namespace

void add(db::Transaction& tx, TicketId ticket, std::string_view text, bool is_internal) {
    Words words;
    note(words, ticket.value, text, is_internal);
    insert(tx, words);
}

void add_all(db::Transaction& tx, TicketId first, TicketId last, Timestamp now) {
    Words words;
    tx.each(queries::tickets::select_texts, {{"first", first}, {"last", last}, {"now", now}}, [&](const db::Row& row) {
        if (!row.flag("withdrawn")) {
            note(words, row.unsigned_integer("ticket_id"), row.text("words"), row.flag("is_internal"));
        }
    });
    insert(tx, words);
}

void forget_withdrawn(db::Transaction& tx, TicketId ticket, Timestamp now) {
    Words gone;
    tx.each(queries::tickets::select_texts, {{"first", ticket}, {"last", ticket}, {"now", now}}, [&](const db::Row& row) {
        if (row.flag("withdrawn")) {
            note(gone, ticket.value, row.text("words"), true);
        }
    });
    forget(tx, ticket, gone, now);
}

void replace(db::Transaction& tx, TicketId ticket, std::string_view gone, Timestamp now) {
    Words words;
    note(words, ticket.value, gone, true);
    forget(tx, ticket, words, now);
}

bool read_backlog(db::Database& database, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) {
        const auto row = tx.row(queries::tickets::lock_search_backlog);
        if (!row) {
            return false;
        }
        const auto first = row->unsigned_integer("next_id");
        const auto last = std::min(first + batch - 1, row->unsigned_integer("last_id"));
        add_all(tx, TicketId{first}, TicketId{last}, now);
        tx.execute(queries::tickets::update_search_backlog, {{"next_id", last + 1}});
        return true;
    });
}

}  // namespace ansvar::tickets::search_store
