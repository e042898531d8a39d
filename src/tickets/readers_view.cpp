#include "tickets/readers_view.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

class ReadersView {
public:
    explicit ReadersView(const ReadersAsked& asked) : asked_(asked) {}

    json make() const;

private:
    bool allows(Action action) const { return may(asked_.reader, action, asked_.content.ticket, asked_.content.ties); }
    json change_of_readers() const;

    const ReadersAsked& asked_;
};

json ReadersView::make() const {
    const auto& ticket = asked_.content.ticket;
    const auto level = std::string{name(ticket.confidentiality())};
    auto readers = json::array();
    for (const auto& reader : asked_.content.readers) {
        readers.push_back({{"name", reader.name}});
    }
    auto raise = json::array();
    for (const auto to : {Confidentiality::Queue, Confidentiality::Named}) {
        if (to > ticket.confidentiality() && allows(Action::Seal) && (to != Confidentiality::Named || allows(Action::Unseal))) {
            raise.push_back({{"value", name(to)}, {"label", asked_.wording.text("who_reads.raise." + std::string{name(to)})}});
        }
    }
    const bool shows_views = ticket.confidential && allows(Action::Views);
    json glass = false;
    if (asked_.content.ties.glass_until) {
        glass = {{"text", asked_.wording.format("glass.banner", {{"time", clock_time(*asked_.content.ties.glass_until)}})}};
    }
    return {{"text", asked_.wording.format("who_reads." + level, {{"role", asked_.role}})},
            {"copies", asked_.copied.empty() || !ticket.confidential
                           ? json(false)
                           : json{{"text", asked_.wording.format(ticket.named_only ? "who_reads.copies_named" : "who_reads.copies", {{"copies", asked_.copied}})}}},
            {"has_readers", !readers.empty() && ticket.confidential},
            {"readers", std::move(readers)},
            {"can_raise", !raise.empty()},
            {"raise", std::move(raise)},
            {"change", ticket.confidential && allows(Action::Unseal) ? change_of_readers() : json(false)},
            {"views", shows_views ? json{{"has_views", !asked_.content.views.empty()}, {"list", views_view(asked_.content.views, asked_.wording)}} : json(false)},
            {"glass", std::move(glass)}};
}

/// The forms that want a reason: lower, name a reader, take a name away. One that was sent with a fault keeps what was typed.
json ReadersView::change_of_readers() const {
    using Form = TicketFeedback::Form;
    const auto form = [&](Form which, std::string_view field) {
        const bool again = asked_.feedback.form == which;
        return json{{"reason", again ? asked_.feedback.reason : ""},
                    {"to", again ? asked_.feedback.to : ""},
                    {"to_error", again ? asked_.feedback.errors.of(field, asked_.wording) : json(false)},
                    {"why_error", again ? asked_.feedback.errors.of("why", asked_.wording) : json(false)}};
    };
    auto lower = form(Form::Confidentiality, "to");
    lower["levels"] = json::array();
    for (const auto to : {Confidentiality::Queue, Confidentiality::Open}) {
        if (to < asked_.content.ticket.confidentiality()) {
            const auto word = std::string{name(to)};
            lower["levels"].push_back({{"value", word}, {"label", asked_.wording.text("who_reads.lower." + word)}, {"selected", lower["to"] == word}});
        }
    }
    auto remove = form(Form::RemoveReader, "reader");
    remove["readers"] = json::array();
    for (const auto& reader : asked_.content.readers) {
        remove["readers"].push_back({{"value", reader.id.text()}, {"label", reader.name}, {"selected", remove["to"] == reader.id.text()}});
    }
    const bool again = asked_.feedback.form == Form::Confidentiality || asked_.feedback.form == Form::AddReader || asked_.feedback.form == Form::RemoveReader;
    return {{"open", again},
            {"lower", std::move(lower)},
            {"add", form(Form::AddReader, "reader")},
            {"remove", asked_.content.readers.empty() ? json(false) : std::move(remove)}};
}

}  // namespace

json readers_view(const ReadersAsked& asked) { return ReadersView{asked}.make(); }

}  // namespace ansvar::tickets
