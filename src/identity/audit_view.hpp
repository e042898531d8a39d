#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "identity/audit_store.hpp"
#include "web/moments.hpp"
#include "web/texts.hpp"

namespace ansvar::identity {

/// The audit in words.
class AuditWording {
public:
    AuditWording(const web::Texts& texts, web::Language language, Timestamp now, AuditNames names = {})
        : texts_{texts}, language_{language}, moments_{texts, language, now}, names_{std::move(names)} {}

    /// Who did it, and as what: "Ada Admin", "Ada Admin, genom token 3".
    std::string who(const AuditLine& line) const;
    /// "Loggade in"; the action's own name when it has no words.
    std::string what(const AuditLine& line) const;
    /// What it was done to: "Amir Wallin", a ticket's number. Empty when there is nothing to name.
    std::string object(const AuditLine& line) const;
    /// [{"label", "text"}]: what was before and after, with names for ids, words ("audit.value.<field>.<value>") for codes, and times as
    /// the clock on the wall shows them.
    nlohmann::json details(const AuditLine& line) const;
    /// What the page shows of a line.
    nlohmann::json view(const AuditLine& line) const;

private:
    std::string label(const std::string& key) const;
    std::string value(const std::string& field, const nlohmann::json& value) const;
    std::string words(const std::string& field, const std::string& text) const;
    std::string named(const std::string& kind, std::uint64_t id) const;

    const web::Texts& texts_;
    web::Language language_;
    web::Moments moments_;
    AuditNames names_;
};

}  // namespace ansvar::identity
