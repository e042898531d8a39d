#include "tickets/survey.hpp"

#include "queries/tickets.hpp"
#include "tickets/change.hpp"
#include "tickets/ticket_page.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// POST /tickets/{number}/survey: the two buttons, and the words afterwards.
web::Response answer(const PageServices& services, const web::Request& request) {
    const TicketId id{request.path_number("number")};
    const auto& form = request.form();
    const auto helped = form.value("helped");
    if (helped != "yes" && helped != "no") {
        throw web::Unprocessable{{field_fault("/helped", "unknown-value")}};
    }
    const auto words = form.has("words") ? std::optional{form.value("words")} : std::nullopt;
    const auto answered = answer_survey(services.desk, id, helped == "yes", words, reader(request));
    if (answered) {
        return web::Response::see_other("/tickets/" + id.text() + "#helped");
    }
    if (answered.error().kind != Refusal::Kind::Invalid) {
        throw_as_error(answered.error());
    }
    TicketFeedback feedback{.form = TicketFeedback::Form::Survey, .body = form.value("words"), .to = helped, .status = 422};
    feedback.errors.add(answered.error().fields);
    return ticket_page(services, request, id, feedback);
}

}  // namespace

std::optional<Survey> find_survey(db::Session& session, TicketId ticket) {
    const auto row = session.row(queries::tickets::select_survey, {{"ticket_id", ticket}});
    if (!row) {
        return {};
    }
    return Survey{.helped = row->flag("helped"), .words = row->text("words"), .answered_at = row->time("answered_at")};
}

bool asks_survey(const Ticket& ticket) { return ticket.state == State::Resolved || ticket.state == State::Closed; }

Result<Ticket, Refusal> answer_survey(Desk& desk, TicketId id, bool helped, const std::optional<std::string>& typed, const identity::Person& by) {
    const auto words = typed ? std::optional{tidy_block(*typed)} : std::nullopt;
    if (words) {
        if (auto fault = block_fault("/words", *words, max_survey_words)) {
            return refuse(Refusal::invalid(std::move(*fault)));
        }
    }
    return desk.change(id, Action::View, by, {}, [&](Change& change) -> std::optional<Refusal> {
        if (!change.by_requester()) {
            return Refusal{Refusal::Kind::NotAllowed};
        }
        if (!asks_survey(change.ticket())) {
            return Refusal::invalid(field_fault("/helped", "not-done"));
        }
        auto before = find_survey(change.tx(), id);
        if (before && !before->is_about(change.ticket())) {
            before.reset();
        }
        change.tx().execute(queries::tickets::put_survey, {{"ticket_id", id},
                                                           {"helped", helped},
                                                           {"words", words.value_or(before ? before->words : std::string{})},
                                                           {"now", change.now()}});
        if (!before || before->helped != helped) {
            change.happened(EventKind::Surveyed, {{"helped", helped}});
        }
        return {};
    });
}

json survey_view(const std::optional<Survey>& survey, const Wording& wording) {
    if (!survey) {
        return false;
    }
    auto view = wording.view(survey->answered_at);
    view["answer"] = wording.text(survey->helped ? "survey.yes" : "survey.no");
    view["words"] = survey->words.empty() ? json(false) : json{{"text", survey->words}};
    return view;
}

std::vector<web::Route> survey_routes(const PageServices& services) {
    return {{web::Method::Post, "/tickets/{number}/survey", {web::Audience::SignedIn, web::Via::Page},
             [services](const web::Request& request) { return answer(services, request); }}};
}

}  // namespace ansvar::tickets
