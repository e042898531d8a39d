#include "tickets/receipt_view.hpp"

#include <algorithm>

#include "tickets/placement.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

constexpr double worth_showing = 0.001;

std::string key_of(std::string_view prefix, std::string_view word) {
    std::string key{prefix};
    for (const char c : word) {
        key += c == '-' ? '_' : c;
    }
    return key;
}

}  // namespace

std::string by_exception(const routing::Decision& decision, const Wording& wording) {
    return wording.format("exception.by_exception", {{"unit", decision.exception->unit_name}, {"version", decision.matrix_version}});
}

ReceiptView::ReceiptView(const Ticket& ticket, const std::vector<ticket_store::Entry>& timeline, const routing::Matrix& matrix,
                         const identity::RoleTable& roles, const Wording& wording)
    : ticket_(ticket), timeline_(timeline), matrix_(matrix), roles_(roles), wording_(wording) {
    for (const auto& entry : timeline) {
        if (entry.event.data.contains("receipt")) {
            placed_ = &entry;
        }
    }
    if (placed_ != nullptr) {
        if (auto read = routing::decision_from_json(placed_->event.data["receipt"].dump())) {
            decision_ = std::move(*read);
        }
    }
}

std::string ReceiptView::area_name(const std::string& key) const {
    const auto* area = matrix_.find(key);
    return area ? area->name : key;
}

std::string ReceiptView::role_name(const std::string& code) const { return roles_.name(RoleCode{code}, wording_.language()); }

json ReceiptView::together() const {
    std::vector<std::string> names;
    for (const auto& other : decision_ ? decision_->others : std::vector<routing::Responsible>{}) {
        if (!other.role.empty()) {
            names.push_back(role_name(other.role));
        }
    }
    return names.empty() ? json(false) : json{{"text", wording_.format("ticket.together", {{"roles", wording_.list(names)}})}};
}

json ReceiptView::for_agent() const {
    if (!decision_) {
        return false;
    }
    auto list = candidates();
    const bool by_text = decision_->reason == routing::Reason::Classified || decision_->reason == routing::Reason::Triage;
    json disagrees = false;
    if (decision_->note == routing::Note::TextDisagrees && !decision_->candidates.empty()) {
        disagrees = {{"text", wording_.format("ticket.text_disagrees", {{"area", area_name(decision_->candidates.front().area)},
                                                                        {"role", role_name(decision_->candidates.front().role)}})}};
    }
    auto told = notes();
    auto with = others();
    return {{"reason", reason()},
            {"source", source()},
            {"confidence", by_text && decision_->confidence > 0
                               ? json{{"text", wording_.format("ticket.confidence", {{"percent", wording_.decimal(std::min(decision_->confidence * 100, 99.0), 0)}})}}
                               : json(false)},
            {"disagrees", disagrees},
            {"has_notes", !told.empty()},
            {"notes", std::move(told)},
            {"has_candidates", !list.empty()},
            {"candidates", std::move(list)},
            {"has_others", !with.empty()},
            {"others", std::move(with)},
            {"versions", wording_.format("ticket.receipt_versions", {{"matrix", decision_->matrix_version}, {"model", decision_->model_version}})},
            {"moved", moved()}};
}

std::string ReceiptView::reason() const {
    if (decision_->reason == routing::Reason::Corrected) {
        return wording_.format("ticket.reason_corrected", {{"from", role_name(decision_->corrected_from.value_or(""))}, {"to", role_name(ticket_.role.value)}});
    }
    return wording_.text(key_of("ticket.reason_", routing::to_string(decision_->reason)));
}

std::string ReceiptView::source() const {
    if (!decision_->row) {
        return wording_.text("ticket.source_none");
    }
    if (decision_->exception) {
        return wording_.format("ticket.source_exception",
                               {{"unit", decision_->exception->unit_name}, {"version", decision_->matrix_version}, {"row", *decision_->row}});
    }
    return decision_->reason == routing::Reason::Chosen
               ? wording_.format("ticket.source_chosen", {{"row", *decision_->row}})
               : wording_.format("ticket.source_row", {{"version", decision_->matrix_version}, {"row", *decision_->row}});
}

std::string ReceiptView::moved() const {
    std::int64_t moves = 0;
    const ticket_store::Entry* last = nullptr;
    for (const auto& entry : timeline_) {
        if (entry.event.kind == EventKind::Rerouted && !entry.event.data.contains("matrix")) {
            ++moves;
            last = &entry;
        }
    }
    return last ? wording_.format("ticket.moved", {{"count", moves}, {"who", last->actor}, {"reason", last->event.data.value("why", "")}})
                : wording_.text("ticket.never_moved");
}

/// What an agent should know besides: the decision's own note, what was missing among the people, and who stands in for whom.
json ReceiptView::notes() const {
    auto list = json::array();
    const auto add = [&](std::string text) { list.push_back({{"text", std::move(text)}}); };
    if (decision_->note && decision_->note != routing::Note::TextDisagrees) {
        add(wording_.text(key_of("ticket.note_", routing::to_string(*decision_->note))));
    }
    if (decision_->second) {
        const auto* area = matrix_.find(*decision_->second);
        add(wording_.format("ticket.note_second", {{"area", area_name(*decision_->second)}, {"role", area ? role_name(area->lead().role) : std::string{}}}));
    }
    if (const auto placed = placed_->event.data.value("placed", ""); !placed.empty()) {
        const auto key = key_of("ticket.placed_", placed);
        add(wording_.has(key) ? wording_.text(key) : placed);
    }
    for (const auto& one : stand_ins(placed_->event.data.value("people", json()))) {
        const auto last = from_sql(one.until + " 12:00:00");
        const auto until = last ? wording_.day(*last) : one.until;
        add(one.substitute.empty() ? wording_.format("ticket.is_away", {{"away", one.away}, {"until", until}})
                                   : wording_.format("ticket.stands_in", {{"away", one.away}, {"until", until}, {"name", one.substitute}}));
    }
    return list;
}

json ReceiptView::candidates() const {
    auto list = json::array();
    for (const auto& candidate : decision_->candidates) {
        if (candidate.score < worth_showing) {
            continue;
        }
        list.push_back({{"first", list.empty()},
                        {"area", area_name(candidate.area)},
                        {"role", candidate.role},
                        {"score", wording_.format("ticket.percent", {{"percent", wording_.decimal(std::min(candidate.score * 100, 99.0), candidate.score < 0.01 ? 1 : 0)}})},
                        {"percent", static_cast<int>(candidate.score * 100 + 0.5)},
                        {"has_words", !candidate.words.empty()},
                        {"words", words_view(candidate.words)}});
    }
    return list;
}

json ReceiptView::others() const {
    auto list = json::array();
    for (const auto& other : decision_->others) {
        list.push_back({{"text", wording_.format(key_of("ticket.relation_with_", routing::to_string(other.relation)),
                                                 {{"who", other.role.empty() ? other.holder : role_name(other.role)}})}});
    }
    return list;
}

json ReceiptView::for_requester(bool wrote_it) const {
    auto view = why_for_requester(wrote_it);
    if (view.is_object() && decision_->exception && ticket_.role.value == decision_->role) {
        view["text"] = view["text"].get<std::string>() + " " + by_exception(*decision_, wording_);
    }
    return view;
}

json ReceiptView::why_for_requester(bool wrote_it) const {
    if (!decision_) {
        return false;
    }
    const auto role = role_name(ticket_.role.value);
    const auto area = decision_->area ? area_name(*decision_->area) : std::string{};
    const auto reason = decision_->reason;
    if (reason == routing::Reason::Corrected) {
        return {{"text", wording_.format("mine.why_corrected", {{"from", role_name(decision_->corrected_from.value_or(""))}, {"role", role}})}};
    }
    if (reason == routing::Reason::Emergency) {
        return {{"text", wording_.format("mine.why_emergency", {{"role", role}})}};
    }
    if (reason == routing::Reason::Imported) {
        return {{"text", wording_.format("mine.why_imported", {{"role", role}})}};
    }
    if (area.empty() || ticket_.role.value != decision_->role) {
        return {{"text", wording_.format("mine.why_triage", {{"role", role}})}};
    }
    if (reason == routing::Reason::Chosen) {
        return {{"text", wording_.format(wrote_it ? "mine.why_chosen" : "mine.why_area", {{"area", area}, {"role", role}})}};
    }
    if (decision_->words.empty()) {
        return {{"text", wording_.format("mine.why_area", {{"area", area}, {"role", role}})}};
    }
    std::vector<std::string> words;
    for (const auto& word : decision_->words) {
        words.push_back(wording_.format("mine.why_word", {{"word", word}}));
    }
    return {{"text", wording_.format(wrote_it ? "mine.why_wrote" : "mine.why_says", {{"words", wording_.list(words)}, {"area", area}, {"role", role}})}};
}

json plain_receipt(const json& receipt) {
    if (!receipt.is_object()) {
        return receipt;
    }
    auto plain = json::object();
    for (const auto* name : {"reason", "area", "row", "role", "words", "matrix_version", "exception"}) {
        if (receipt.contains(name)) {
            plain[name] = receipt[name];
        }
    }
    return plain;
}

}  // namespace ansvar::tickets
