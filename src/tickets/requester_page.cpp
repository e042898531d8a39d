#include "tickets/requester_page.hpp"

#include "core/secret.hpp"
#include "tickets/alike.hpp"
#include "tickets/answer_all.hpp"
#include "tickets/known_faults.hpp"
#include "tickets/still_there.hpp"
#include "tickets/survey.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;
using Form = TicketFeedback::Form;

/// What is looked up only of a ticket that is done.
struct Afterwards {
    int reopening_days = usual_reopening_days;
    std::optional<Survey> survey;
};

class View {
public:
    explicit View(const RequesterPage& page) : page_(page), role_(page.services.roles().name(page.ticket.role, page.wording.language())), after_(load()) {}

    json make() const {
        const auto& [ticket, wording] = std::tie(page_.ticket, page_.wording);
        const bool replying = page_.feedback.form == Form::Reply;
        const auto who = page_.holder.empty() ? role_ : page_.holder;
        return {{"nav", "mine"},
                {"standing", wording.format("state.plain." + std::string{name(ticket.state)}, {{"who", who}})},
                {"who", page_.holder.empty() ? wording.format("mine.has_role", {{"role", role_}})
                                             : wording.format("mine.has_person", {{"name", page_.holder}, {"role", role_}})},
                {"expected", expected()},
                {"can_close", allows(Action::Close) && ticket.is_open()},
                {"survey", survey()},
                {"still_there", still_there()},
                {"can_reply", allows(Action::Reply) && ticket.is_open()},
                {"reply",
                 {{"label", wording.format("mine.reply", {{"who", who}})},
                  {"send_label", wording.format("mine.reply_send", {{"who", who}})},
                  {"body", replying ? page_.feedback.body : ""},
                  {"error", replying ? page_.feedback.errors.of("body", wording) : json(false)},
                  {"idempotency_key", random_token(12)}}}};
    }

private:
    const identity::Person& person() const { return reader(page_.request); }
    bool allows(Action action) const { return may(person(), action, page_.ticket, page_.ties); }
    bool is_requester() const { return person().id == page_.ticket.requester; }

    Afterwards load() const {
        if (page_.ticket.is_open()) {
            return {};
        }
        return page_.services.database().read([&](db::Session& session) {
            return Afterwards{.reopening_days = reopening_days(session), .survey = find_survey(session, page_.ticket.id)};
        });
    }

    json expected() const {
        if (!page_.ticket.is_open()) {
            return false;
        }
        const auto& ticket = page_.ticket;
        const bool is_answered = ticket.first_response_at && !ticket.asked_at;
        if (ticket.state == State::WaitingRequester && ticket.closes_at && is_requester()) {
            return {{"text", page_.wording.format("mine.closes", {{"when", page_.wording.when(*ticket.closes_at)}})}};
        }
        if (is_waiting(ticket.state) && (is_answered || !ticket.falls_due())) {
            return {{"text", page_.wording.text("mine.expected_paused")}};
        }
        return ticket.falls_due() ? json{{"text", page_.wording.format(is_answered ? "mine.expected_done" : "mine.expected", {{"when", page_.wording.when(ticket.due_at)}})}}
                                  : json(false);
    }

    /// The buttons; once pressed, what was answered, room for words, and the way to change one's mind. A letter's link has chosen a button
    /// and pressed none.
    json survey() const {
        if (!is_requester() || !asks_survey(page_.ticket)) {
            return false;
        }
        const bool again = page_.feedback.form == Form::Survey;
        const auto& given = after_.survey;
        const bool is_given = given && given->is_about(page_.ticket);
        const auto from_letter = page_.request.query("helped").value_or("");
        const bool leaning = !is_given && (from_letter == "yes" || from_letter == "no");
        return {{"from_letter", leaning ? json{{"text", page_.wording.format("survey.from_letter", {{"answer", page_.wording.text("survey." + from_letter)}})}} : json(false)},
                {"error", again ? page_.feedback.errors.of("helped", page_.wording) : json(false)},
                {"ask", is_given ? json(false) : json{{"yes_first", from_letter == "yes"}, {"no_first", from_letter == "no"}}},
                {"given", is_given ? given_view(*given) : json(false)}};
    }

    json given_view(const Survey& given) const {
        const bool again = page_.feedback.form == Form::Survey;
        return {{"text", page_.wording.text(given.helped ? "survey.answered_yes" : "survey.answered_no")},
                {"not_helped", !given.helped},
                {"value", given.helped ? "yes" : "no"},
                {"other", {{"value", given.helped ? "no" : "yes"}, {"label", page_.wording.text(given.helped ? "survey.change_to_no" : "survey.change_to_yes")}}},
                {"words", again ? page_.feedback.body : given.words},
                {"words_error", again ? page_.feedback.errors.of("words", page_.wording) : json(false)}};
    }

    /// "Problemet är kvar", and in words what the button does: opens the ticket again, or makes another one beside it.
    json still_there() const {
        const auto& ticket = page_.ticket;
        if (ticket.is_open() || !allows(Action::Reopen)) {
            return false;
        }
        const bool for_agent = !is_requester() || allows(Action::Handle);
        const bool anew = is_too_late_to_reopen(ticket, for_agent, after_.reopening_days, page_.wording.now());
        const bool again = page_.feedback.form == Form::Reopen || page_.feedback.form == Form::Reply;
        const web::Arguments days{{"days", after_.reopening_days}, {"subject", ticket.subject}};
        return {{"anew", anew},
                {"hint", page_.wording.format(anew ? "mine.becomes_new" : "mine.opens_again", days)},
                {"button", page_.wording.text(anew ? "mine.still_there_new" : "mine.still_there_button")},
                {"field", anew ? "reply" : "reopen-body"},
                {"action", "/tickets/" + ticket.id.text() + (anew ? "/messages" : "/reopening")},
                {"error", again ? page_.feedback.errors.of("body", page_.wording) : json(false)},
                {"body", again ? page_.feedback.body : ""}};
    }

    const RequesterPage& page_;
    std::string role_;
    Afterwards after_;
};

}  // namespace

json requester_view(const RequesterPage& page) { return View{page}.make(); }

json requesters_side_for_agent(db::Session& session, const RequesterPage& page, const Holdings& holdings) {
    const auto& person = reader(page.request);
    const bool handles = may(person, Action::Handle, page.ticket, page.ties);
    const bool is_for_all = page.feedback.form != TicketFeedback::Form::Reply || page.request.form().has("below");  // unless the form came back without
    const auto fault = handles && holdings.known_fault ? find_known_fault(session, page.ticket.id, page.wording.now()) : std::nullopt;
    const auto below = handles && holdings.parts ? open_below(session, page.ticket.id, person, page.wording.now()) : Below{};
    return {{"survey", survey_view(holdings.survey ? find_survey(session, page.ticket.id) : std::nullopt, page.wording)},
            {"known_fault", known_fault_view(fault, page.ticket, handles, page.feedback, page.wording)},
            {"alike", handles ? alike::suggestion(alike::of_ticket(session, page.ticket, person), page.wording) : json(false)},
            {"answer_all", handles ? answer_all_view(below, is_for_all, page.wording) : json(false)}};
}

}  // namespace ansvar::tickets
