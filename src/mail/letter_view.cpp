#include "mail/letter_view.hpp"

#include "core/text.hpp"
#include "tickets/markdown.hpp"
#include "web/moments.hpp"

namespace ansvar::mail {

namespace {

using nlohmann::json;
using tickets::EventKind;

constexpr std::size_t longest_message = 20'000;  ///< characters; the rest is read on the page

/// Is this a letter to somebody who works with the ticket?
bool is_for_staff(LetterKind kind) {
    return kind == LetterKind::NewTicket || kind == LetterKind::RequesterWrote || kind == LetterKind::Reopened || kind == LetterKind::Assigned ||
           kind == LetterKind::DueSoon || kind == LetterKind::Overdue;
}

/// Puts one letter about an open matter together.
class TicketLetterView {
public:
    TicketLetterView(const Letter& letter, const LetterFacts& facts, const Settings& settings, const web::Texts& texts)
        : letter_{letter}, facts_{facts}, settings_{settings}, texts_{texts}, kind_{letter.kind.value()} {}

    json make() const {
        const auto url = settings_.base_url + "/tickets/" + facts_.ticket.text();
        const auto arguments = gather();
        return {{"language", web::to_string(letter_.language)},
                {"school", settings_.school},
                {"number", kind_ == LetterKind::Outside ? "" : "#" + facts_.ticket.text()},  // without: nothing of a page to answer on
                {"subject", facts_.confidential ? text("subject") : facts_.subject},
                {"url", url},
                {"action", text("action")},
                {"author", author()},
                {"who", facts_.who()},
                {"requester", facts_.requester},
                {"why", why()},
                {"other", other_ticket()},
                {"reference", reference()},
                {"closes", closes()},
                {"heading", texts_.format(letter_.language, key("heading"), arguments)},
                {"intro", texts_.format(letter_.language, key("intro"), arguments)},
                {"message", message()},
                {"facts", facts()},
                {"has_facts", !facts().empty()},
                {"standing", standing(arguments)},
                {"survey", asks_survey() ? json{{"yes_url", url + "?helped=yes#helped"}, {"no_url", url + "?helped=no#helped"}} : json(false)},
                {"problem_url", is_finished() ? url + "#still-there" : ""}};
    }

private:
    std::string key(std::string_view part) const { return "mailed." + folder_of(letter_, facts_) + "." + std::string{part}; }
    const std::string& text(std::string_view part) const { return texts_.text(letter_.language, key(part)); }

    const FactEvent* event(EventKind kind) const { return facts_.find(kind, letter_.first_seq); }

    /// The state the change brought; empty when it brought none.
    std::string new_state() const {
        const auto* moved = event(EventKind::StateChanged);
        return moved ? moved->data.value("to", std::string{}) : "";
    }

    bool is_finished() const {
        const auto state = tickets::state_from(new_state());
        return state && !tickets::is_open(*state);
    }

    /// "Blev du hjälpt?" is for the requester alone, of what is solved. The links lead to the page: a letter's link answers nothing by itself.
    bool asks_survey() const {
        const auto state = tickets::state_from(new_state());
        return letter_.recipient == facts_.requester_id && (state == tickets::State::Resolved || state == tickets::State::Closed);
    }

    web::Arguments gather() const {
        const auto* moved = event(EventKind::Rerouted);
        const bool by_other = facts_.filed_by != facts_.requester_id;
        const auto* escalated = escalation();
        return {{"number", "#" + facts_.ticket.text()},
                {"requester", facts_.requester},
                {"filer", facts_.filer},
                {"author", author()},
                {"who", facts_.who()},
                {"why", why()},
                {"has_why", why().empty() ? "no" : "yes"},
                {"moved", moved ? "yes" : "no"},
                {"by_other", by_other ? "yes" : "no"},
                {"watching", letter_.recipient == facts_.requester_id ? "no" : "yes"},
                {"state", new_state()},
                {"reference", reference()},
                {"has_reference", reference().empty() ? "no" : "yes"},
                {"other", other_ticket()},
                {"what", escalated ? texts_.text(letter_.language, "clock.measure." + escalated->data.value("clock", std::string{"resolution"})) : ""},
                {"percent", std::to_string(escalated ? escalated->data.value("percent", std::int64_t{0}) : 0)},
                {"closes", closes()},
                {"unanswered", is_unanswered() ? "yes" : "no"},
                {"apart", event(EventKind::Unmerged) ? "yes" : "no"},
                {"school", settings_.school}};
    }

    /// Why it was handed over.
    std::string why() const {
        const auto* moved = event(EventKind::Rerouted);
        return moved ? moved->data.value("why", std::string{}) : std::string{};
    }

    /// What somebody outside calls the matter.
    std::string reference() const {
        const auto* outside = event(EventKind::WroteOutside);
        return outside ? outside->data.value("reference", std::string{}) : std::string{};
    }

    /// When the ticket is closed unless its requester answers.
    std::string closes() const {
        const auto* reminded = event(EventKind::Reminded);
        const auto at = reminded ? from_rfc3339(reminded->data.value("closes", std::string{})) : std::nullopt;
        return at ? web::Moments{texts_, letter_.language, letter_.created_at}.exact(*at) : "";
    }

    /// Was it closed because no answer came?
    bool is_unanswered() const {
        const auto* moved = event(EventKind::StateChanged);
        return moved && moved->data.value("unanswered", false);
    }

    /// The step of the escalation that the letter is about: of several the one that is worst.
    const FactEvent* escalation() const {
        const FactEvent* worst = nullptr;
        for (const auto& each : facts_.events) {
            const bool is_of_letter = each.seq >= letter_.first_seq && each.seq <= letter_.last_seq && each.kind == EventKind::Escalated;
            if (is_of_letter && (!worst || each.data.value("percent", 0) > worst->data.value("percent", 0))) {
                worst = &each;
            }
        }
        return worst;
    }

    /// The other one of two tickets that were merged, or one that was split.
    std::string other_ticket() const {
        for (const auto& [kind, field] : {std::pair{EventKind::Merged, "into"}, {EventKind::Unmerged, "into"}, {EventKind::Opened, "split_from"}}) {
            const auto* told = event(kind);
            if (told && told->data.contains(field)) {
                return "#" + std::to_string(told->data[field].get<std::uint64_t>());
            }
        }
        return {};
    }

    std::string author() const {
        for (const auto& each : facts_.events) {
            if (each.seq >= letter_.first_seq && each.kind == EventKind::OutsideAnswered && !each.data.contains("shared")) {
                return each.data.value("from", settings_.school);
            }
            if (each.seq >= letter_.first_seq && !each.actor.empty()) {
                return each.actor;
            }
        }
        return settings_.school;
    }

    /// What was written in this change, and in others that are told along; for those who get the ticket only now, what it is about.
    json message() const {
        auto list = json::array();
        const bool tells_several = kind_ == LetterKind::Reply || kind_ == LetterKind::RequesterWrote;
        for (const auto& each : facts_.events) {
            if (each.body && each.seq >= letter_.first_seq && (list.empty() || tells_several)) {
                list.push_back(message(each));
                list.back()["by"] = each.data.contains("shared")
                                        ? texts_.format(letter_.language, "mailed.shared", {{"author", each.actor}, {"from", each.data.value("from", "")}})
                                    : list.size() == 1 ? ""
                                                       : texts_.format(letter_.language, "mailed.then", {{"author", each.actor}});
            }
        }
        const bool is_new_to_them = kind_ == LetterKind::NewTicket || kind_ == LetterKind::Assigned;
        if (list.empty() && is_new_to_them && !facts_.events.empty() && facts_.events.front().body) {
            list.push_back(message(facts_.events.front()));
        }
        return list.empty() ? json(false) : list;
    }

    json message(const FactEvent& event) const {
        const auto& body = *event.body;
        const auto shown = shorten(body, longest_message);
        const bool is_own = kind_ == LetterKind::Receipt && facts_.filed_by == facts_.requester_id;
        const bool is_told = kind_ == LetterKind::Receipt || kind_ == LetterKind::NewTicket || kind_ == LetterKind::Assigned || kind_ == LetterKind::Copied;
        return {{"label", is_told ? texts_.text(letter_.language, is_own ? "mailed.you_wrote" : "mailed.text") : ""},
                {"by", ""},
                {"text", shown},
                {"html", event.kind == EventKind::Opened ? tickets::markdown::plain(shown) : tickets::markdown::html(shown)},
                {"is_cut", shown.size() != body.size()}};
    }

    /// "Enligt Skola B:s undantag från Blueprint 1.4.0.", when that placed the ticket; else "".
    std::string by_exception() const {
        const auto* placed = event(EventKind::Rerouted);
        placed = placed ? placed : event(EventKind::Opened);
        const auto receipt = placed ? placed->data.value("receipt", json::object()) : json::object();
        const auto exception = receipt.value("exception", json());
        return exception.is_object() ? texts_.format(letter_.language, "exception.by_exception",
                                                     {{"unit", exception.value("unit_name", "")}, {"version", receipt.value("matrix_version", "")}})
                                     : "";
    }

    json facts() const {
        auto list = json::array();
        if (facts_.confidential || (!is_for_staff(kind_) && kind_ != LetterKind::Receipt && kind_ != LetterKind::Copied)) {
            return list;
        }
        const auto add = [&](std::string_view name, const std::string& value) {
            if (!value.empty()) {
                list.push_back({{"label", texts_.text(letter_.language, "mailed.fact." + std::string{name})}, {"value", value}});
            }
        };
        add("ticket", facts_.subject);
        add("area", facts_.area);
        add("exception", by_exception());
        if (is_for_staff(kind_)) {
            add("requester", facts_.requester);
            add("room", facts_.room);
            add("phone", facts_.phone);
            add("priority", texts_.text(letter_.language, "priority." + std::string{tickets::name(facts_.priority)}));
            add("due", facts_.due_at >= tickets::never_due ? "" : web::Moments{texts_, letter_.language, letter_.created_at}.exact(facts_.due_at));
        }
        return list;
    }

    std::string standing(const web::Arguments& arguments) const {
        const auto told = "mailed.standing." + new_state();
        return kind_ == LetterKind::Reply && texts_.has(told) ? texts_.format(letter_.language, told, arguments) : "";
    }

    const Letter& letter_;
    const LetterFacts& facts_;
    const Settings& settings_;
    const web::Texts& texts_;
    LetterKind kind_;
};

}  // namespace

std::string folder_of(const Letter& letter, const LetterFacts& facts) {
    return facts.confidential && !is_number_only(letter.kind.value()) ? "confidential" : std::string{name(letter.kind.value())};
}

json view_of_ticket_letter(const Letter& letter, const LetterFacts& facts, const Settings& settings, const web::Texts& texts) {
    return TicketLetterView{letter, facts, settings, texts}.make();
}

json view_of_link_letter(const Letter& letter, const std::string& url, const Settings& settings, const web::Texts& texts) {
    const auto key = "mailed." + std::string{name(letter.kind.value())} + ".";
    const auto say = [&](std::string_view part) {
        return texts.format(letter.language, key + std::string{part}, {{"school", settings.school}});
    };
    return {{"language", web::to_string(letter.language)},
            {"school", settings.school},
            {"number", ""},
            {"subject", say("subject")},
            {"url", url},
            {"action", say("action")},
            {"heading", say("heading")},
            {"intro", say("intro")}};
}

}  // namespace ansvar::mail
