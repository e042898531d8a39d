#pragma once

#include <nlohmann/json.hpp>

#include <memory>
#include <optional>
#include <string>

#include "routing/decision.hpp"
#include "tickets/draft.hpp"
#include "tickets/page_services.hpp"
#include "tickets/placement.hpp"

namespace ansvar::tickets {

/// What the answer card says before sending: who takes this, why, how sure that is, and how long it may take. The view of
/// parts/answer_card.html. `reader` empty: somebody not signed in, who sees no names.
class AnswerCard {
public:
    /// `part`: "" for the only or the first ticket of a form, "2" for the second; the card's buttons carry it in their names.
    AnswerCard(const PageServices& services, const Wording& wording, const identity::Person* reader, std::string part = {})
        : services_(services), wording_(wording), reader_(reader), part_(std::move(part)), router_(services.desk.services().router_of(reader ? reader->unit : std::nullopt)) {}

    /// For what is typed so far. `may_split`: offer two tickets when the text seems to hold two matters.
    nlohmann::json view(const Draft& draft, bool may_split) const;
    /// The card before anything is written.
    nlohmann::json empty() const;

private:
    nlohmann::json found(const Draft& draft, const routing::Decision& decision) const;
    nlohmann::json holder(const routing::Decision& decision, const Placement& placement) const;
    nlohmann::json referral(const routing::Decision& decision, const identity::Role* role, const std::string& who, const Placement& placement) const;
    nlohmann::json because(const Draft& draft, const routing::Decision& decision) const;
    nlohmann::json chosen(const Draft& draft, const routing::Decision& decision) const;
    nlohmann::json unsure(const routing::Decision& decision) const;
    nlohmann::json rows(const routing::Decision& decision) const;
    nlohmann::json others(const routing::Decision& decision, const nlohmann::json& found) const;
    nlohmann::json split(const Draft& draft, const routing::Decision& decision) const;
    nlohmann::json cautions(const Draft& draft) const;
    nlohmann::json choice(const routing::Area& area) const;
    const routing::Area* area_of(const std::string& key) const;

    const PageServices& services_;
    const Wording& wording_;
    const identity::Person* reader_;
    std::string part_;
    std::shared_ptr<const routing::Router> router_;  // keeps the matrix that areas point into, should another take its place
};

/// "Hälften får svar inom …" as {"half", "most", "basis"}, or false when nothing can be said.
nlohmann::json waiting_view(const std::optional<ExpectedWait>& wait, const Wording& wording);

/// The areas of the same role that a text may be about when only the role is sure; empty when one area stands out.
std::vector<std::string> rows_in_doubt(const routing::Decision& decision);

}  // namespace ansvar::tickets
