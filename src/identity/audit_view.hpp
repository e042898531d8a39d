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
    AuditWording(const web::Texts& texts, web::Language language, Timestamp now) : texts_{texts}, language_{language}, moments_{texts, language, now} {}

    /// Who did it, and as what: "Ada Admin", "Ada Admin, genom token 3".
    std::string who(const AuditLine& line) const;
    /// "Loggade in"; the action's own name when it has no words.
    std::string what(const AuditLine& line) const;
    /// What it was done to: "Amir Wallin", a ticket's number. Empty when there is nothing to name.
    std::string object(const AuditLine& line) const;
    /// [{"label", "text"}]: what was before and after, by ids and codes.
    nlohmann::json details(const AuditLine& line) const;
    /// What the page shows of a line.
    nlohmann::json view(const AuditLine& line) const;

private:
    std::string label(const std::string& key) const;
    std::string value(const nlohmann::json& value) const;

    const web::Texts& texts_;
    web::Language language_;
    web::Moments moments_;
};

}  // namespace ansvar::identity
