#pragma once

#include <nlohmann/json.hpp>

#include <vector>

#include "identity/role_directory.hpp"
#include "routing/router.hpp"
#include "tickets/ticket_store.hpp"
#include "tickets/wording.hpp"

namespace ansvar::tickets {

/// "Enligt Skola B:s undantag från Blueprint 1.4.0."; the decision must have an exception.
std::string by_exception(const routing::Decision& decision, const Wording& wording);

/// "Varför hit?": why a ticket stands where it does, told from its timeline.
class ReceiptView {
public:
    /// Everything referred to must outlive it.
    ReceiptView(const Ticket& ticket, const std::vector<ticket_store::Entry>& timeline, const routing::Matrix& matrix, const identity::RoleTable& roles,
                const Wording& wording);

    /// Everything there is, for those who handle the ticket; false when the timeline holds no receipt.
    nlohmann::json for_agent() const;
    /// {"text"}: in plain words, without figures. `wrote_it`: the reader wrote the text.
    nlohmann::json for_requester(bool wrote_it) const;
    /// {"text"}: the row's other responsibles; false when there are none.
    nlohmann::json together() const;

private:
    nlohmann::json why_for_requester(bool wrote_it) const;
    std::string reason() const;
    std::string source() const;
    std::string moved() const;
    nlohmann::json notes() const;
    nlohmann::json candidates() const;
    nlohmann::json others() const;
    std::string area_name(const std::string& key) const;
    std::string role_name(const std::string& code) const;

    const Ticket& ticket_;
    const std::vector<ticket_store::Entry>& timeline_;
    const routing::Matrix& matrix_;
    const identity::RoleTable& roles_;
    const Wording& wording_;
    const ticket_store::Entry* placed_ = nullptr;  ///< the newest event with a receipt
    std::optional<routing::Decision> decision_;
};

/// The part of a stored receipt (routing::to_json) that its requester may read: reason, area, row, role, words, matrix version, exception. null stays null.
nlohmann::json plain_receipt(const nlohmann::json& receipt);

}  // namespace ansvar::tickets
