#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <map>

#include "moving/foreign.hpp"

namespace ansvar::moving {

/// A folder with the answers of Zammad's API as files of JSON (docs/moving.md says how they are fetched): tickets*.json (GET /tickets),
/// users*.json, groups*.json, ticket_states*.json, articles/ID.json (GET /ticket_articles/by_ticket/ID) and attachments/TICKET/ARTICLE/ID.
class ZammadSource final : public Source {
public:
    explicit ZammadSource(std::filesystem::path folder) : folder_(std::move(folder)) {}
    void each(const std::function<void(const ForeignTicket&)>& take, const TellFault& fault) override;

private:
    ForeignTicket read(const nlohmann::json& json, const TellFault& tell) const;
    ForeignMessage read_article(const nlohmann::json& json, std::int64_t ticket, std::int64_t customer) const;
    ForeignPerson person(const nlohmann::json& json, const char* field) const;

    std::filesystem::path folder_;
    std::map<std::int64_t, ForeignPerson> people_;
    std::map<std::int64_t, std::string> groups_, states_;
};

}  // namespace ansvar::moving
