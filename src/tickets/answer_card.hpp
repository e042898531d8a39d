#pragma once

#include <nlohmann/json.hpp>

#include <optional>

#include "routing/decision.hpp"
#include "tickets/page_services.hpp"

namespace ansvar::tickets {

/// What the answer card says before sending: who takes this, why, and how long it may take. The view of parts/answer_card.html.
/// `reader` empty: somebody not signed in, who sees no names.
class AnswerCard {
public:
    AnswerCard(const PageServices& services, const Wording& wording, const identity::Person* reader)
        : services_(services), wording_(wording), reader_(reader) {}

    /// For a text, and the area picked ("" lets Ansvar choose, "none": to triage).
    nlohmann::json view(const std::string& subject, const std::string& body, const std::string& area) const;
    /// The card before anything is written.
    static nlohmann::json empty();

private:
    nlohmann::json found(const routing::Decision& decision, bool none_fits) const;
    nlohmann::json referral(const routing::Decision& decision, const identity::Role& role, const std::string& who) const;
    std::string holder_name(const routing::Decision& decision) const;
    nlohmann::json others(const routing::Decision& decision) const;

    const PageServices& services_;
    const Wording& wording_;
    const identity::Person* reader_;
};

/// "Hälften får svar inom …" as {"half", "most", "basis"}, or false when nothing can be said.
nlohmann::json waiting_view(const std::optional<ExpectedWait>& wait, const Wording& wording);

/// Does a text seem to hold a Swedish personal identity number (personnummer, also samordningsnummer), checked by its last digit
/// (Skatteverket SKV 704)? Numbers written with or without century and separator count.
bool holds_personal_number(std::string_view text);

}  // namespace ansvar::tickets
