#include "db/statement_cache.hpp"

namespace ansvar::db {

StatementCache::Found StatementCache::get(const std::string& text, std::size_t places) {
    if (const auto found = index_.find(text); found != index_.end()) {
        entries_.splice(entries_.begin(), entries_, found->second);
        return {entries_.front().prepared, false};
    }
    std::unique_ptr<sql::PreparedStatement> statement{connection_.prepareStatement(sql::SQLString{text})};
    if (entries_.size() >= capacity_) {
        forget(entries_.back().text);
    }
    entries_.push_front({text, {std::move(statement), std::vector<bool>(places, false)}});
    index_.emplace(entries_.front().text, entries_.begin());
    return {entries_.front().prepared, true};
}

void StatementCache::forget(const std::string& text) {
    if (const auto found = index_.find(text); found != index_.end()) {
        const auto entry = found->second;
        index_.erase(found);  // first: its key lives in the entry
        entries_.erase(entry);
    }
}

}  // namespace ansvar::db
