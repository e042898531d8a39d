#include "db/statement_cache.hpp"

namespace ansvar::db {

StatementCache::Found StatementCache::get(const std::string& text) {
    if (const auto found = index_.find(text); found != index_.end()) {
        entries_.splice(entries_.begin(), entries_, found->second);
        return {*entries_.front().statement, false};
    }
    std::unique_ptr<sql::PreparedStatement> statement{connection_.prepareStatement(sql::SQLString{text})};
    if (entries_.size() >= capacity_) {
        index_.erase(entries_.back().text);
        entries_.pop_back();
    }
    entries_.push_front({text, std::move(statement)});
    index_.emplace(entries_.front().text, entries_.begin());
    return {*entries_.front().statement, true};
}

}  // namespace ansvar::db
