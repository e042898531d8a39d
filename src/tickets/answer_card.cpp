#include "tickets/answer_card.hpp"

#include "core/text.hpp"
#include "identity/people_store.hpp"
#include "tickets/area_choices.hpp"

namespace ansvar::tickets {

namespace {

/// Roles that are the requester's own colleagues: the form says so instead of promising an answer from the helpdesk.
bool is_colleague(const identity::Role& role) { return role.kind == identity::RoleKind::Referral; }

bool names_protected_identity(std::string_view text) {
    const auto low = lower(text);
    for (const std::string_view word : {"skyddad identitet", "skyddade personuppgifter", "skyddad adress", "protected identity"}) {
        if (low.find(word) != std::string::npos) {
            return true;
        }
    }
    return false;
}

}  // namespace

nlohmann::json waiting_view(const std::optional<ExpectedWait>& wait, const Wording& wording) {
    if (!wait) {
        return false;
    }
    return {{"half", wording.duration(wait->median_minutes)},
            {"most", wording.duration(wait->nine_of_ten_minutes)},
            {"basis", wording.format("answer.basis", {{"count", wait->count}, {"since", wording.date(wait->since)}})}};
}

nlohmann::json AnswerCard::empty() {
    return {{"empty", true}, {"emergency", false}, {"confidential", false}, {"found", false}, {"has_others", false}, {"others", nlohmann::json::array()}};
}

nlohmann::json AnswerCard::view(const std::string& subject, const std::string& body, const std::string& area) const {
    auto view = empty();
    const bool none_fits = area == "none";
    if (trim(body).empty() && (area.empty() || none_fits)) {
        return view;
    }
    view["empty"] = false;
    const auto decision =
        services_.desk.preview(subject, body, area.empty() || none_fits ? std::nullopt : std::optional{area});
    const auto roles = services_.roles().table();
    if (decision.reason == routing::Reason::Emergency || decision.note == routing::Note::SoundsLikeEmergency) {
        view["emergency"] = {{"text", wording_.format("answer.emergency", {{"caretaker", lower(roles->name(RoleCode{"VAKT"}, wording_.language()))}})}};
    }
    if (holds_personal_number(body)) {
        view["confidential"] = {{"text", wording_.text("answer.personal_number")}};
    } else if (names_protected_identity(body)) {
        view["confidential"] = {{"text", wording_.text("answer.protected_identity")}};
    }
    view["found"] = found(decision, none_fits);
    view["others"] = others(decision);
    view["has_others"] = !view["others"].empty();
    return view;
}

std::string AnswerCard::holder_name(const routing::Decision& decision) const {
    if (!reader_) {
        return {};
    }
    const auto now = services_.now();
    return services_.database().read([&](db::Session& session) -> std::string {
        const auto roles = services_.roles().table();
        const auto* role = roles->find(RoleCode{decision.role});
        std::optional<identity::Person> person;
        if (role && role->kind == identity::RoleKind::Relative) {
            person = reader_->manager ? identity::find_person(session, *reader_->manager, now) : std::nullopt;
        } else if (!decision.holder.empty()) {
            person = identity::find_person_by_initials(session, decision.holder, now);
        }
        return person ? person->name : std::string{};
    });
}

nlohmann::json AnswerCard::found(const routing::Decision& decision, bool none_fits) const {
    const auto roles = services_.roles().table();
    const auto router = services_.desk.services().router();
    const auto* area = !none_fits && decision.area ? router->matrix().find(*decision.area) : nullptr;
    const bool triage = none_fits || (decision.role == "TRIAGE" && !area);
    const auto* role = roles->find(RoleCode{triage ? "TRIAGE" : decision.role});
    const auto role_name = roles->name(RoleCode{triage ? "TRIAGE" : decision.role}, wording_.language());
    const auto holder = triage ? std::string{} : holder_name(decision);
    const bool own_manager = role && role->kind == identity::RoleKind::Relative;
    const bool outside = role && role->kind != identity::RoleKind::Queue;

    std::vector<std::string> together;
    for (const auto& other : decision.others) {
        if (!triage && !other.role.empty()) {
            together.push_back(roles->name(RoleCode{other.role}, wording_.language()));
        }
    }
    auto view = nlohmann::json{{"area", area ? area->name : triage ? wording_.text("ticket.no_area") : role_name},
                               {"role", role_name},
                               {"holder", false},
                               {"together", false},
                               {"referral", false},
                               {"waiting", false},
                               {"chosen", decision.reason == routing::Reason::Chosen || none_fits},
                               {"because", false},
                               {"unsure", decision.reason == routing::Reason::Triage && !none_fits}};
    view["lead"] = triage   ? wording_.text("answer.lead_triage")
                   : outside ? wording_.text("answer.lead_referral")
                             : wording_.format("answer.lead", {{"role", role_name}});
    view["send_label"] = outside && !holder.empty() ? wording_.format("ticket.new.hand_to", {{"who", holder}})
                                                    : wording_.format("ticket.new.send_to", {{"role", role_name}});
    if (!holder.empty()) {
        view["holder"] = {{"label", own_manager ? wording_.format("answer.holder_own_manager", {{"name", holder}})
                                                : wording_.format("answer.holder", {{"name", holder}, {"role", role_name}})}};
    }
    if (!together.empty()) {
        view["together"] = {{"text", wording_.format("answer.together", {{"roles", wording_.list(together)}})}};
    }
    if (outside) {
        view["referral"] = referral(decision, *role, holder);
    } else {
        view["waiting"] = waiting_view(services_.waiting_times.first_response(triage ? std::nullopt : decision.area, RoleCode{decision.role}), wording_);
    }
    if (!view["chosen"].get<bool>() && !triage && !decision.words.empty()) {
        view["because"] = {{"words", words_view(decision.words)}};
    }
    return view;
}

nlohmann::json AnswerCard::referral(const routing::Decision&, const identity::Role& role, const std::string& who) const {
    const auto name = lower(services_.roles().name(role.code, wording_.language()));
    if (!role.is_staffed && role.kind != identity::RoleKind::Relative) {
        return {{"text", wording_.format("answer.referral_nobody", {{"role", name}})}};
    }
    if (is_colleague(role) && who.empty()) {
        return {{"text", wording_.format("answer.referral_colleague", {{"role", name}})}};
    }
    return {{"text", wording_.format("answer.referral", {{"role", name}, {"who", who.empty() ? name : who}})}};
}

nlohmann::json AnswerCard::others(const routing::Decision& decision) const {
    const auto roles = services_.roles().table();
    const auto router = services_.desk.services().router();
    auto view = nlohmann::json::array();
    for (const auto& candidate : decision.candidates) {
        const auto* area = router->matrix().find(candidate.area);
        if (!area || candidate.area == decision.area || candidate.score < 0.02 || view.size() == 3) {
            continue;
        }
        view.push_back({{"row", area->row}, {"area", area->name}, {"role", lead_name(*area, *roles, wording_)}});
    }
    return view;
}

bool holds_personal_number(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at]) || (at > 0 && is_digit(text[at - 1]))) {
            continue;
        }
        std::string digits;
        std::size_t end = at;
        for (; end < text.size() && digits.size() <= 12; ++end) {
            const bool separator = (text[end] == '-' || text[end] == '+') && (digits.size() == 6 || digits.size() == 8);
            if (is_digit(text[end])) {
                digits += text[end];
            } else if (!separator) {
                break;
            }
        }
        if (digits.size() == 12) {
            digits.erase(0, 2);
        }
        if (digits.size() != 10) {
            continue;
        }
        const int month = (digits[2] - '0') * 10 + digits[3] - '0';
        const int day = (digits[4] - '0') * 10 + digits[5] - '0';
        int sum = 0;
        for (std::size_t place = 0; place < 10; ++place) {
            const int product = (digits[place] - '0') * (place % 2 == 0 ? 2 : 1);
            sum += product > 9 ? product - 9 : product;
        }
        if (month >= 1 && month <= 12 && ((day >= 1 && day <= 31) || (day >= 61 && day <= 91)) && sum % 10 == 0) {
            return true;
        }
    }
    return false;
}

}  // namespace ansvar::tickets
