#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "identity/audit_store.hpp"
#include "web/request.hpp"
#include "web/texts.hpp"

namespace ansvar::identity {

/// Something in a question that means nothing, by the field it stands in.
struct QuestionFault {
    std::string field;     ///< "person", "action", "object_kind", "object_id", "from", "to"
    std::string text_key;
    web::Arguments arguments = {};
};

/// What somebody asks the audit, as it stands in a page's address and in the API's.
struct AuditQuestion {
    std::string person;       ///< an id, an address or a name
    std::string action;       ///< "session.begun", or a group of them: "session"
    std::string object_kind;
    std::string object_id;
    std::string from, to;     ///< Stockholm days, both included: "2026-11-21"

    static AuditQuestion from_query(const web::Request& request);
    /// "person=17&action=session": to be asked again, without what is empty.
    std::string as_query() const;
    bool is_empty() const { return as_query().empty(); }

    /// What to look for; what is wrong is added to `faults`.
    AuditFilter read(db::Session& session, const std::vector<std::string>& known_actions, Timestamp now,
                     std::vector<QuestionFault>& faults) const;
};

/// The actions that the catalogues have words for, sorted.
std::vector<std::string> known_audit_actions(const web::Texts& texts);
/// What stands before an action's dot: "session".
std::string_view group_of(std::string_view action);

}  // namespace ansvar::identity
