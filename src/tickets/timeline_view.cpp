#include "tickets/timeline_view.hpp"

#include <array>
#include <functional>
#include <set>

#include "core/text.hpp"
#include "tickets/markdown.hpp"
#include "tickets/quoted_text.hpp"
#include "tickets/search.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

/// Calls `look` with each number of another ticket in an event. Not those of tickets made from the same text: that there is another part is for
/// everybody to know who answers one.
void each_other(Event& event, const std::function<void(json&)>& look) {
    static constexpr std::array<std::pair<EventKind, const char*>, 9> fields{{{EventKind::Linked, "ticket"},
                                                                              {EventKind::Merged, "into"},
                                                                              {EventKind::Merged, "from"},
                                                                              {EventKind::Unmerged, "into"},
                                                                              {EventKind::Unmerged, "from"},
                                                                              {EventKind::Split, "to"},
                                                                              {EventKind::Carried, "from"},
                                                                              {EventKind::ConfidentialityChanged, "with"},
                                                                              {EventKind::Opened, "split_from"}}};
    for (const auto& [kind, field] : fields) {
        if (event.kind == kind && event.data.contains(field)) {
            look(event.data[field]);
        }
    }
}

class Teller {
public:
    Teller(const TimelineContext& context, const std::vector<ticket_store::Entry>& timeline) : context_(context), wording_(context.wording) {
        for (const auto& [event, body, actor, is_note, is_held] : timeline) {
            if (event.kind == EventKind::Split) {
                for (const auto& seq : event.data.value("messages", json::array())) {
                    taken_along_[seq.get<std::int64_t>()] = event.data.at("to");
                }
            }
        }
    }

    json message(const ticket_store::Entry& entry) const {
        const auto written_at = written(entry.event);
        const auto from = origin(entry.event);
        const bool is_carried = entry.event.kind == EventKind::Carried, is_first = entry.event.kind == EventKind::Opened;
        const bool theirs = is_first || entry.event.data.value("by_requester", false) || (is_carried && entry.event.actor == context_.ticket.requester);
        const bool is_answer = entry.event.kind == EventKind::OutsideAnswered;
        const auto author = is_first && from.empty() ? context_.requester : is_answer ? entry.event.data.value("from", "") : entry.actor;
        const auto when = wording_.when(written_at);
        const bool is_outside = entry.event.kind == EventKind::WroteOutside || is_answer, is_note = entry.is_note && !is_outside;
        auto [body, quoted] = without_quote(*entry.body);
        auto files = json::array();
        for (const auto& file : context_.files) {
            if (file.seq == entry.event.seq && file.ticket == entry.event.ticket) {
                const auto place = "/tickets/" + entry.event.ticket.text() + "/files/" + file.token;
                files.push_back({{"href", place}, {"name", file.name}, {"size", wording_.size(file.bytes)},
                                 {"preview", attachments::is_shown(file.media_type) ? json{{"src", place + "/preview"}} : json(false)}});
            }
        }
        json view = {{"id", entry.event.ticket == context_.ticket.id ? json(entry.event.seq) : json(entry.event.ticket.text() + "-" + std::to_string(entry.event.seq))},
                     {"kind", is_outside && (context_.for_staff || !is_answer) ? "outside" : is_answer ? "ours" : entry.is_note ? "note" : theirs ? "theirs" : "ours"},
                     {"label", wording_.format(is_note ? "ticket.note_label" : "ticket.message_label", {{"author", author}, {"when", when}})},
                     {"is_note", is_note},
                     {"author", author},
                     {"initials", initials(author)},
                     {"relation", !from.empty()   ? wording_.format("merge.from", {{"number", from}})
                                  : is_answer     ? answer_relation(entry)
                                  : is_outside    ? outside_relation(entry.event.data)
                                  : is_note       ? ""
                                  : theirs        ? wording_.text("ticket.relation_requester")
                                                  : reply_relation()},
                     {"html", entry.event.kind == EventKind::Opened ? markdown::plain(body) : markdown::html(body)},
                     {"quoted", quoted.empty() ? json(false) : json{{"text", quoted}}},
                     {"has_files", !files.empty()},
                     {"files", std::move(files)},
                     {"mail", context_.for_staff && entry.event.data.contains("mail") ? json{{"href", "/mails/" + std::to_string(entry.event.data["mail"].get<std::uint64_t>())}} : json(false)},
                     {"taken_along", taken_along(entry.event)},
                     {"share", is_answer && entry.is_note && context_.may_share && entry.event.ticket == context_.ticket.id
                                   ? json{{"action", "/tickets/" + entry.event.ticket.text() + "/messages/" + std::to_string(entry.event.seq) + "/sharing"}}
                                   : json(false)},
                     {"undelivered", false}};
        view.update(wording_.view(written_at));
        if (const auto said = context_.undelivered.find(entry.event.seq); said != context_.undelivered.end()) {
            view["undelivered"] = {{"text", said->second}};
        }
        return view;
    }

    /// What was taken along from another ticket was written earlier.
    static Timestamp written(const Event& event) {
        const auto time = event.kind == EventKind::Carried ? from_rfc3339(event.data.value("written_at", "")) : std::nullopt;
        return time.value_or(event.at);
    }

    /// The number of the ticket where it was written, when that is another one; else "".
    std::string origin(const Event& event) const {
        if (event.ticket != context_.ticket.id) {
            return event.ticket.text();
        }
        return event.kind == EventKind::Carried ? number_of(event.data, "from") : std::string{};
    }

    /// The line in full and its short form, for events without a message; both empty when there is nothing to say.
    std::vector<std::pair<std::string, std::string>> lines(const ticket_store::Entry& entry) const {
        const auto& data = entry.event.data;
        const auto who = entry.actor.empty() ? "Ansvar" : entry.actor;
        switch (entry.event.kind) {
            case EventKind::Opened: return opened(entry);
            case EventKind::Rerouted: {
                const auto from = role(data.value("from", "")), to = role(data.value("to", ""));
                if (data.contains("matrix")) {
                    return {{wording_.format("event.rearranged", {{"version", data.value("matrix", "")}, {"from", from}, {"to", to}}),
                             wording_.format("event.short.rerouted", {{"to", to}})}};
                }
                return {{wording_.format("event.rerouted", {{"who", who}, {"from", from}, {"to", to}, {"reason", data.value("why", "")}}),
                         wording_.format("event.short.rerouted", {{"to", to}})}};
            }
            case EventKind::Assigned: return {assigned(entry, who)};
            case EventKind::PriorityChanged: {
                const auto from = wording_.text("priority." + data.value("from", "normal")), to = wording_.text("priority." + data.value("to", "normal"));
                return {{wording_.format("event.priority_changed", {{"who", who}, {"from", from}, {"to", to}}),
                         wording_.format("event.short.priority_changed", {{"to", to}})}};
            }
            case EventKind::DetailsChanged: return details_changed(data, who);
            case EventKind::Reopened: return {{wording_.format("event.reopened", {{"who", who}}), wording_.text("event.short.reopened")}};
            case EventKind::StateChanged: return {state_changed(data, who)};
            case EventKind::ConfidentialityChanged: return {confidentiality_changed(data, who)};
            case EventKind::GlassBroken:
                return {{context_.for_staff ? wording_.format("event.glass_broken", {{"who", who}, {"reason", data.value("why", "")}})
                                            : wording_.format("event.glass_broken_plain", {{"who", who}}),
                         wording_.text("event.short.glass_broken")}};
            case EventKind::Undone: return {{wording_.format("event.undone", {{"who", who}}), wording_.text("event.short.undone")}};
            case EventKind::Snoozed: return {snoozed(data, who)};
            case EventKind::Tagged: return tagged(data, who);
            case EventKind::ChecklistChanged:
                return {{wording_.format("event.checklist." + data.value("what", "added"), {{"who", who}, {"text", data.value("text", "")}}),
                         wording_.text("event.short.checklist")}};
            case EventKind::TimeSpent: {
                const auto time = wording_.hours(data.value("minutes", std::int64_t{0}));
                if (data.contains("was")) {
                    return {{wording_.format("event.time_corrected", {{"who", who}, {"was", wording_.hours(data["was"].get<std::int64_t>())}, {"duration", time}}),
                             wording_.format("event.short.time_spent", {{"duration", time}})}};
                }
                return {{wording_.format("event.time_spent", {{"who", who}, {"duration", time}}), wording_.format("event.short.time_spent", {{"duration", time}})}};
            }
            case EventKind::WatchersChanged: {
                const auto name = data.value("name", "");
                const std::string what = data.value("mention", false) ? "mentioned" : data.contains("added") ? "watcher_added" : "watcher_removed";
                const std::string alone = data.value("follows", true) ? "" : "_only";
                return {{wording_.format("event." + what + alone, {{"who", who}, {"name", name}}), wording_.format("event.short." + what, {{"name", name}})}};
            }
            case EventKind::Linked: {
                const std::string what = data.value("removed", false) ? "unlinked" : "linked";
                const auto number = number_of(data, "ticket");
                return {{wording_.format("event." + what + "." + data.value("kind", "related"), {{"who", who}, {"number", number}}),
                         wording_.format("event.short." + what, {{"number", number}})}};
            }
            case EventKind::Merged: return {merge("merged", data, who)};
            case EventKind::Unmerged: return {merge("unmerged", data, who)};
            case EventKind::Split: {
                const auto number = number_of(data, "to");
                return {{wording_.format("event.split_off", {{"who", who}, {"number", number}}), wording_.format("event.short.split", {{"number", number}})}};
            }
            case EventKind::Surveyed: {
                const std::string what = data.value("helped", false) ? "event.helped" : "event.not_helped";
                return {{wording_.format(what, {{"who", who}}), wording_.text("event.short.surveyed")}};
            }
            case EventKind::Escalated: return {escalated(data)};
            case EventKind::OutsideAnswered: return shared(entry, who);
            case EventKind::Reminded: return {reminded(data)};
            case EventKind::Replied:
            case EventKind::Noted:
            case EventKind::WroteOutside:
            case EventKind::Carried: return {};
        }
        return {};
    }

private:
    using Line = std::pair<std::string, std::string>;

    /// The other ticket of an event, as far as the reader sees it (hide_unseen).
    std::string number_of(const json& data, const char* key) const {
        return data.at(key).is_null() ? wording_.text("event.another") : std::to_string(data[key].get<std::uint64_t>());
    }

    std::string role(const std::string& code) const { return context_.roles.name(RoleCode{code}, wording_.language()); }

    /// Where else a message stands since the ticket was divided.
    json taken_along(const Event& event) const {
        const auto found = taken_along_.find(event.seq);
        if (event.ticket != context_.ticket.id || found == taken_along_.end()) {
            return false;
        }
        const auto number = found->second.is_null() ? std::string{} : std::to_string(found->second.get<std::uint64_t>());
        return {{"text", number.empty() ? wording_.text("split.taken_along_elsewhere") : wording_.format("split.taken_along", {{"number", number}})},
                {"href", number.empty() ? json(false) : json{{"number", number}}}};
    }

    std::string reply_relation() const {
        return context_.copies.empty() ? wording_.format("ticket.relation_reply", {{"to", context_.requester}})
                                       : wording_.format("ticket.relation_reply_copy", {{"to", context_.requester}, {"copies", context_.copies}});
    }

    /// That an answer from outside was shown to the requester, which carries no text of its own.
    std::vector<Line> shared(const ticket_store::Entry& entry, const std::string& who) const {
        const auto& data = entry.event.data;
        if (!data.contains("shared")) {
            return {};
        }
        return {{wording_.format("event.outside_shared", {{"who", who}, {"from", data.value("from", "")}, {"requester", context_.requester}}),
                 wording_.text("event.short.outside_shared")}};
    }

    std::string answer_relation(const ticket_store::Entry& entry) const {
        return wording_.format("outside.answer_relation", {{"who", !context_.for_staff ? "requester" : entry.is_note ? "agent" : "shared"}, {"requester", context_.requester}});
    }

    std::string outside_relation(const json& data) const {
        const auto reference = data.value("reference", "");
        return wording_.format("outside.relation", {{"to", data.value("to", "")}, {"reference", reference}, {"has_reference", reference.empty() ? "no" : "yes"}});
    }

    std::vector<Line> opened(const ticket_store::Entry& entry) const {
        std::vector<Line> lines;
        if (entry.actor != context_.requester) {
            lines.emplace_back(wording_.format("event.opened_for", {{"who", entry.actor}, {"requester", context_.requester}}), wording_.text("event.short.opened"));
        }
        const auto to = role(entry.event.data.value("to", ""));
        const auto receipt = entry.event.data.value("receipt", json::object());
        const auto reason = receipt.value("reason", "");
        const auto area = area_name(receipt);
        lines.emplace_back(area.empty()         ? wording_.format("event.routed_triage", {{"role", to}})
                           : reason == "chosen" ? wording_.format("event.routed_chosen", {{"who", entry.actor}, {"area", area}, {"role", to}})
                                                : wording_.format("event.routed", {{"role", to}, {"area", area}}),
                           wording_.format("event.short.routed", {{"role", to}}));
        std::vector<std::string> numbers;
        for (const auto& other : entry.event.data.value("split", json::array())) {
            numbers.push_back(std::to_string(other.get<std::uint64_t>()));
        }
        if (!numbers.empty()) {
            lines.emplace_back(wording_.format("event.split", {{"number", wording_.list(numbers)}}), wording_.format("event.short.split", {{"number", wording_.list(numbers)}}));
        }
        return lines;
    }

    /// The area as it was named when the ticket was placed there; the ticket's own name when it has not moved since.
    std::string area_name(const json& receipt) const {
        const auto key = receipt.contains("area") && receipt["area"].is_string() ? receipt["area"].get<std::string>() : std::string{};
        return key.empty() ? key : key == context_.ticket.area_key ? context_.ticket.area.value_or(key) : receipt.value("row", key);
    }

    Line assigned(const ticket_store::Entry& entry, const std::string& who) const {
        const auto& data = entry.event.data;
        if (data.value("left", false)) {
            return {wording_.format("event.handed_back", {{"who", who}}), wording_.text("event.short.unassigned")};
        }
        if (data.at("assignee").is_null()) {
            return {wording_.format("event.unassigned", {{"who", who}}), wording_.text("event.short.unassigned")};
        }
        if (entry.event.actor && data["assignee"].get<std::uint64_t>() == entry.event.actor->value) {
            return {wording_.format("event.taken", {{"who", who}}), wording_.format("event.short.taken", {{"who", who}})};
        }
        const auto to = data.value("name", "");
        return {wording_.format("event.assigned", {{"who", who}, {"to", to}}), wording_.format("event.short.assigned", {{"to", to}})};
    }

    std::vector<Line> details_changed(const json& data, const std::string& who) const {
        std::vector<Line> lines;
        const auto shown = [&](const json& value) { return value.get<std::string>().empty() ? wording_.text("event.empty") : value.get<std::string>(); };
        for (const std::string field : {"subject", "room", "phone"}) {
            if (data.contains(field)) {
                const auto& change = data[field];
                lines.emplace_back(wording_.format("event.details." + field, {{"who", who}, {"from", shown(change.at("from"))}, {"to", shown(change.at("to"))}}),
                                   wording_.text("event.short.details." + field));
            }
        }
        return lines;
    }

    Line snoozed(const json& data, const std::string& who) const {
        const auto until = data.at("until").is_null() ? std::nullopt : from_rfc3339(data["until"].get<std::string>());
        if (!until) {
            return {wording_.text("event.unsnoozed"), wording_.text("event.short.unsnoozed")};
        }
        const auto day = wording_.day(*until);
        return {wording_.format("event.snoozed", {{"who", who}, {"day", day}}), wording_.format("event.short.snoozed", {{"day", day}})};
    }

    std::vector<Line> tagged(const json& data, const std::string& who) const {
        std::vector<Line> lines;
        for (const std::string what : {"added", "removed"}) {
            const auto tags = data.value(what, std::vector<std::string>{});
            if (!tags.empty()) {
                const auto names = wording_.list(tags);
                lines.emplace_back(wording_.format("event.tags_" + what, {{"who", who}, {"tags", names}}),
                                   wording_.format("event.short.tags_" + what, {{"tags", names}}));
            }
        }
        return lines;
    }

    /// At the ticket that goes on elsewhere, or at the one where it goes on.
    Line merge(const std::string& what, const json& data, const std::string& who) const {
        const bool leaves = data.contains("into");
        const auto number = number_of(data, leaves ? "into" : "from");
        return {wording_.format("event." + what + (leaves ? "_into" : "_from"), {{"who", who}, {"number", number}}),
                wording_.format("event.short." + what, {{"number", number}})};
    }

    Line escalated(const json& data) const {
        const auto percent = data.value("percent", std::int64_t{0});
        const std::string clock = "clock.measure." + data.value("clock", "resolution"), step = percent < 100 ? "due_soon" : "overdue";
        std::vector<std::string> whom;
        for (const auto& each : data.value("whom", json::array())) {
            whom.push_back(wording_.text("escalation.whom." + each.get<std::string>()));
        }
        return {wording_.format("event." + step, {{"what", wording_.text(clock)}, {"percent", percent}, {"whom", wording_.list(whom)}}),
                wording_.text("event.short." + step)};
    }

    Line reminded(const json& data) const {
        const auto closes = from_rfc3339(data.value("closes", ""));
        return {wording_.format("event.reminded", {{"when", closes ? wording_.exact(*closes) : ""}}), wording_.text("event.short.reminded")};
    }

    Line state_changed(const json& data, const std::string& who) const {
        const auto to = data.value("to", "new");
        if (data.value("unanswered", false)) {
            return {wording_.text("event.closed_unanswered"), wording_.text("event.short.closed")};
        }
        if (to == "resolved" || to == "closed" || to == "rejected") {
            return {wording_.format("event." + to, {{"who", who}}), wording_.text("event.short." + to)};
        }
        const auto from_word = wording_.text("state." + data.value("from", "new")), to_word = wording_.text("state." + to);
        return {wording_.format("event.state_changed", {{"who", who}, {"from", from_word}, {"to", to_word}}),
                wording_.format("event.short.state_changed", {{"to", to_word}})};
    }

    /// Who changed who reads the ticket and why; in plain words for those who do not work with it.
    Line confidentiality_changed(const json& data, const std::string& who) const {
        const auto from = data.value("from", "open"), to = data.value("to", "open");
        const auto brief = wording_.text(from == to ? "event.short.readers_changed" : "event.short.confidential_" + to);
        if (!context_.for_staff) {
            return {wording_.text(from == to ? "event.readers_changed_plain" : "event.confidential_plain_" + to), brief};
        }
        const auto why = data.value("why", "");
        const web::Arguments arguments{{"who", who}, {"name", data.value("name", "")}, {"reason", why}, {"has_reason", why.empty() ? "no" : "yes"}};
        const auto what = data.contains("reader_added")      ? std::string{"reader_added"}
                          : data.contains("reader_removed")  ? std::string{"reader_removed"}
                          : data.value("by_area", false)     ? std::string{"confidential_by_area"}
                          : data.value("nobody_left", false) ? std::string{"confidential_nobody_left"}
                                                             : "confidential_" + to;
        return {wording_.format("event." + what, arguments), brief};
    }

    const TimelineContext& context_;
    std::map<std::int64_t, json> taken_along_;  ///< by message: the number of the ticket it also stands in, as far as the reader sees it
    const Wording& wording_;
};

}  // namespace

void hide_unseen(db::Session& session, const identity::Person& reader, std::vector<ticket_store::Entry>& timeline) {
    std::set<TicketId> named;
    for (auto& entry : timeline) {
        each_other(entry.event, [&](json& number) { named.insert(TicketId{number.get<std::uint64_t>()}); });
    }
    if (named.empty()) {
        return;
    }
    for (const auto& seen : seen_among(session, named, reader)) {
        named.erase(seen.id);
    }
    for (auto& entry : timeline) {
        each_other(entry.event, [&](json& number) { number = named.contains(TicketId{number.get<std::uint64_t>()}) ? json() : number; });
    }
}

json entries_view(const std::vector<ticket_store::Entry>& timeline, const TimelineContext& context) {
    const Teller teller{context, timeline};
    auto entries = json::array();
    auto lines = json::array();
    std::vector<std::string> short_forms;
    const auto fold = [&] {
        if (!lines.empty()) {
            entries.push_back({{"message", false}, {"events", {{"summary", join(short_forms, ", ")}, {"lines", std::move(lines)}}}});
            lines = json::array();
            short_forms.clear();
        }
    };
    for (const auto& entry : timeline) {
        if (entry.body) {
            fold();
            entries.push_back({{"message", teller.message(entry)}, {"events", false}});
        }
        if (entry.event.ticket != context.ticket.id) {  // of a merged ticket the messages alone
            continue;
        }
        for (auto& [full, brief] : teller.lines(entry)) {
            auto line = context.wording.view(entry.event.at);
            line["text"] = std::move(full);
            lines.push_back(std::move(line));
            short_forms.push_back(std::move(brief));
        }
    }
    fold();
    return entries;
}

json history_view(const std::vector<ticket_store::Entry>& timeline, const TimelineContext& context) {
    const Teller teller{context, timeline};
    auto list = json::array();
    for (const auto& entry : timeline) {
        auto line = context.wording.view(entry.event.at);
        if (entry.body) {
            line["text"] = context.wording.format("history.wrote", {{"who", entry.event.kind == EventKind::OutsideAnswered ? entry.event.data.value("from", "") : entry.actor.empty() ? "Ansvar" : entry.actor},
                                                                    {"what", entry.event.kind == EventKind::Noted ? "note" : std::string{name(entry.event.kind)}}});
            line["href"] = json{{"id", entry.event.seq}};
            list.push_back(line);
        }
        line["href"] = false;
        for (auto& [full, brief] : teller.lines(entry)) {
            line["text"] = std::move(full);
            list.push_back(line);
        }
    }
    return list;
}

}  // namespace ansvar::tickets
