#include "tickets/answer_card.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "tickets/area_choices.hpp"
#include "tickets/marked_text.hpp"
#include "tickets/receipt_view.hpp"
#include "tickets/sensitive_text.hpp"
#include "tickets/text_split.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

constexpr double sure_of_role = 0.6;    // below it the card says that it is unsure
constexpr double sure_of_row = 0.5;     // below it, with a rival of the same role, the card names the role and asks for the row
constexpr double close_behind = 0.5;    // how much of the best row's score a rival has
constexpr double worth_showing = 0.02;
constexpr std::size_t most_others = 3;

bool is_triage(std::string_view role) { return role == routing::triage_role; }

bool sounds_dangerous(const routing::Decision& decision) {
    return decision.reason == routing::Reason::Emergency || decision.note == routing::Note::SoundsLikeEmergency;
}

/// The names of those who answer, as an event's `people` lists them.
std::vector<std::string> names_of(const json& people) {
    std::vector<std::string> names;
    for (const auto& person : people.value("answers", json::array())) {
        names.push_back(person.value("name", ""));
    }
    return names;
}

}  // namespace

json waiting_view(const std::optional<ExpectedWait>& wait, const Wording& wording) {
    if (!wait) {
        return false;
    }
    return {{"half", wording.duration(wait->median_minutes)},
            {"most", wording.duration(wait->nine_of_ten_minutes)},
            {"basis", wording.format("answer.basis", {{"count", wait->count}, {"since", wording.date(wait->since)}})}};
}

std::vector<std::string> rows_in_doubt(const routing::Decision& decision) {
    std::vector<std::string> rows;
    if (decision.reason != routing::Reason::Classified || decision.confidence < sure_of_role || decision.candidates.empty() ||
        decision.candidates.front().score >= sure_of_row) {
        return rows;
    }
    const auto& best = decision.candidates.front();
    for (const auto& candidate : decision.candidates) {
        if (candidate.role == best.role && candidate.score >= close_behind * best.score && rows.size() < most_others) {
            rows.push_back(candidate.area);
        }
    }
    return rows.size() > 1 ? rows : std::vector<std::string>{};
}

json AnswerCard::empty() const {
    return {{"empty", true}, {"part", part_}, {"emergency", false}, {"has_cautions", false}, {"cautions", json::array()}, {"confidential", false},
            {"split", false}, {"found", false}, {"has_others", false}, {"none_button", false}, {"others", json::array()}};
}

json AnswerCard::view(const Draft& draft, bool may_split) const {
    auto view = empty();
    const bool is_read = !draft.is_far_too_long();
    if (is_read) {
        view["cautions"] = cautions(draft);
    }
    view["has_cautions"] = !view["cautions"].empty();
    view["confidential"] = {{"checked", draft.confidential}};
    if (!is_read || (trim(draft.body).empty() && trim(draft.subject).empty() && !draft.area)) {
        return view;
    }
    view["empty"] = false;
    const auto decision = services_.desk.preview(draft, reader_ ? reader_->unit : std::nullopt);
    if (sounds_dangerous(decision)) {
        const auto caretaker = services_.roles().name(RoleCode{"VAKT"}, wording_.language());
        view["emergency"] = {{"text", wording_.format("answer.emergency", {{"caretaker", lower(caretaker)}})}};
    }
    view["found"] = found(draft, decision);
    if (view["emergency"].is_object()) {
        view["found"]["waiting"] = false;  // nobody waits for what burns
    }
    view["others"] = others(decision, view["found"]);
    view["none_button"] = !draft.no_area_fits && !(view["found"]["referral"].is_object() && view["found"]["referral"]["anyway"].get<bool>());
    view["has_others"] = !view["others"].empty() || view["none_button"].get<bool>();
    view["split"] = may_split && !view["has_cautions"].get<bool>() ? split(draft, decision) : json(false);
    return view;
}

const routing::Area* AnswerCard::area_of(const std::string& key) const { return router_->matrix().find(key); }

json AnswerCard::cautions(const Draft& draft) const {
    auto list = json::array();
    if (!find_personal_numbers(draft.body).empty() || !find_personal_numbers(draft.subject).empty()) {
        list.push_back({{"title", wording_.text("answer.personal_number_title")}, {"text", wording_.text("answer.personal_number")}, {"remove", true}});
    }
    if (names_protected_identity(draft.body) || names_protected_identity(draft.subject)) {
        list.push_back({{"title", wording_.text("answer.protected_identity_title")}, {"text", wording_.text("answer.protected_identity")}, {"remove", false}});
    }
    return list;
}

json AnswerCard::found(const Draft& draft, const routing::Decision& decision) const {
    const auto roles = services_.roles().table();
    const auto placement = place(decision, reader_, *services_.desk.services().staff.staff(), services_.now());
    const auto* area = decision.area ? area_of(*decision.area) : nullptr;
    const auto* role = roles->find(RoleCode{decision.role});
    const bool stranded = is_triage(placement.queue.value) && !placement.holder && !is_triage(decision.role);
    const bool unknown_manager = reader_ == nullptr && role && role->kind == identity::RoleKind::Relative;
    const bool triage = is_triage(placement.queue.value) && !placement.holder && !unknown_manager;
    const bool outside = role && role->kind != identity::RoleKind::Queue && !is_triage(decision.role);
    const auto shown = triage ? placement.queue : RoleCode{decision.role};
    const auto role_name = area && area->lead().role.empty() ? area->lead().holder : roles->name(shown, wording_.language());
    const auto person = holder(decision, placement);
    const auto who = person.is_object() ? person["name"].get<std::string>() : std::string{};
    auto in_doubt = rows(decision);

    std::vector<std::string> together;
    for (const auto& other : decision.others) {
        if (!other.role.empty()) {
            const auto* known = roles->find(RoleCode{other.role});
            together.push_back(known && known->kind == identity::RoleKind::Relative ? wording_.text("answer.your_manager")
                                                                                    : roles->name(RoleCode{other.role}, wording_.language()));
        }
    }
    auto view = json{{"area", area && in_doubt.is_boolean() ? area->name : area ? role_name : wording_.text("ticket.no_area")},
                     {"role", role_name},
                     {"holder", person},
                     {"together", together.empty() ? json(false) : json{{"text", wording_.format("answer.together", {{"roles", wording_.list(together)}})}}},
                     {"referral", outside || stranded ? referral(decision, role, who, placement) : json(false)},
                     {"waiting", false},
                     {"chosen", chosen(draft, decision)},
                     {"because", because(draft, decision)},
                     {"exception", decision.exception && !stranded ? json{{"text", by_exception(decision, wording_)}} : json(false)},
                     {"unsure", draft.no_area_fits ? json(false) : unsure(decision)},
                     {"rows", in_doubt}};
    view["lead"] = outside  ? wording_.text("answer.lead_referral")
                   : triage ? wording_.text("answer.lead_triage")
                            : wording_.format("answer.lead", {{"role", role_name}});
    view["send_label"] = triage                     ? wording_.text("answer.send_to_helpdesk")
                         : outside && !who.empty() ? wording_.format("ticket.new.hand_to", {{"who", who}})
                                                   : wording_.format("ticket.new.send_to", {{"role", role_name}});
    if (!outside) {
        view["waiting"] = waiting_view(services_.waiting_times.first_response(triage ? std::nullopt : decision.area, shown), wording_);
    }
    return view;
}

/// The one person who will have it, for readers who are signed in.
json AnswerCard::holder(const routing::Decision& decision, const Placement& placement) const {
    const auto names = names_of(placement.people);
    if (reader_ == nullptr || names.size() != 1 || names.front().empty()) {
        return false;
    }
    const auto roles = services_.roles().table();
    const auto* role = roles->find(RoleCode{decision.role});
    const auto role_name = roles->name(RoleCode{decision.role}, wording_.language());
    const bool own_manager = role && role->kind == identity::RoleKind::Relative;
    const auto away = stand_ins(placement.people);
    const bool stands_in = !away.empty() && away.front().is_lead && away.front().substitute == names.front();
    const auto label = stands_in                  ? wording_.format("answer.stands_in", {{"name", names.front()}, {"away", away.front().away}})
                       : own_manager              ? wording_.format("answer.holder_own_manager", {{"name", names.front()}})
                       : is_triage(decision.role) ? names.front()
                                                  : wording_.format("answer.holder", {{"name", names.front()}, {"role", role_name}});
    return {{"name", names.front()}, {"label", label}};
}

/// Not the helpdesk's: whose it is, and what sending it from here leads to.
json AnswerCard::referral(const routing::Decision& decision, const identity::Role* role, const std::string& who, const Placement& placement) const {
    const auto name = lower(services_.roles().name(RoleCode{decision.role}, wording_.language()));
    const bool relative = role && role->kind == identity::RoleKind::Relative;
    const bool outside = role && role->kind != identity::RoleKind::Queue;
    if (is_triage(placement.queue.value) && !placement.holder && !(relative && reader_ == nullptr)) {
        return {{"text", wording_.format(relative ? "answer.referral_no_manager" : "answer.referral_nobody", {{"role", name}})}, {"anyway", false}};
    }
    const auto key = !who.empty() ? "answer.referral" : relative ? "answer.referral_manager" : "answer.referral_colleague";
    return {{"text", wording_.format(key, {{"role", name}, {"who", who}})}, {"anyway", outside}};
}

json AnswerCard::because(const Draft& draft, const routing::Decision& decision) const {
    const bool by_text = decision.reason == routing::Reason::Classified || decision.reason == routing::Reason::Emergency;
    if (!by_text || decision.words.empty()) {
        return false;
    }
    const auto request = draft.tidied().request();
    auto sentences = marked_sentences(request.subject + "\n" + request.body, decision.words);
    const bool has_sentences = !sentences.empty();
    return {{"sentences", std::move(sentences)}, {"has_sentences", has_sentences}, {"words", words_view(decision.words)}};
}

json AnswerCard::chosen(const Draft& draft, const routing::Decision& decision) const {
    if (decision.reason != routing::Reason::Chosen && !draft.no_area_fits) {
        return false;
    }
    json disagrees = false;
    if (decision.note == routing::Note::TextDisagrees && !decision.candidates.empty()) {
        if (const auto* area = area_of(decision.candidates.front().area)) {
            disagrees = {{"text", wording_.format("answer.text_disagrees", {{"area", area->name}})}};
        }
    }
    return {{"text", wording_.text(draft.no_area_fits ? "answer.you_chose_none" : "answer.you_chose")}, {"disagrees", disagrees}};
}

json AnswerCard::unsure(const routing::Decision& decision) const {
    if (decision.reason == routing::Reason::Triage && !decision.candidates.empty()) {
        return {{"text", wording_.text("answer.unsure")}};
    }
    if (decision.reason != routing::Reason::Classified || decision.confidence >= sure_of_role) {
        return false;
    }
    for (const auto& candidate : decision.candidates) {
        const auto* area = candidate.role != decision.role ? area_of(candidate.area) : nullptr;
        if (area) {
            return {{"text", wording_.format("answer.unsure_other", {{"area", area->name}, {"role", lead_name(*area, *services_.roles().table(), wording_)}})}};
        }
    }
    return false;
}

/// The role is sure, which of its rows is not.
json AnswerCard::rows(const routing::Decision& decision) const {
    std::vector<std::string> names;
    auto choices = json::array();
    for (const auto& key : rows_in_doubt(decision)) {
        if (const auto* area = area_of(key)) {
            names.push_back(area->name);
            choices.push_back(choice(*area));
        }
    }
    if (choices.empty()) {
        return false;
    }
    const auto role = services_.roles().name(RoleCode{decision.role}, wording_.language());
    return {{"text", wording_.format("answer.rows", {{"role", role}, {"areas", wording_.list_or(names)}})}, {"choices", std::move(choices)}};
}

/// An area to choose; of those whose name stands twice in the matrix, the column tells which.
json AnswerCard::choice(const routing::Area& area) const {
    const auto& areas = router_->matrix().areas();
    const bool twice = std::any_of(areas.begin(), areas.end(), [&](const auto& each) { return each.name == area.name && each.key != area.key; });
    return {{"row", area.row}, {"area", twice ? area.name + " (" + area.column + ")" : area.name}, {"role", lead_name(area, *services_.roles().table(), wording_)}};
}

json AnswerCard::others(const routing::Decision& decision, const json& found) const {
    auto view = json::array();
    if (decision.reason == routing::Reason::Emergency) {
        return view;  // what else the words might mean can wait
    }
    for (const auto& candidate : decision.candidates) {
        const auto* area = area_of(candidate.area);
        const bool shown = candidate.area == decision.area && found["rows"].is_boolean();
        const bool doubtful = found["rows"].is_object() && candidate.role == decision.role;  // they have buttons above
        if (area && !shown && !doubtful && candidate.score >= worth_showing && view.size() < most_others) {
            view.push_back(choice(*area));
        }
    }
    return view;
}

json AnswerCard::split(const Draft& draft, const routing::Decision& decision) const {
    if (decision.area && !decision.second) {
        return false;  // the desk has looked for another matter
    }
    const auto two = find_two_matters(draft.body, decision, *router_);
    const auto* first = two ? area_of(two->first) : nullptr;
    const auto* second = two ? area_of(two->second) : nullptr;
    if (first == nullptr || second == nullptr) {
        return false;
    }
    const auto roles = services_.roles().table();
    return {{"text", wording_.format("answer.split", {{"first", first->name},
                                                      {"first_role", lead_name(*first, *roles, wording_)},
                                                      {"second", second->name},
                                                      {"second_role", lead_name(*second, *roles, wording_)}})}};
}

}  // namespace ansvar::tickets
