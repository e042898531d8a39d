#include "tickets/merge.hpp"

#include <algorithm>
#include <tuple>

#include "tickets/two_tickets.hpp"

namespace ansvar::tickets::merging {

namespace {

Refusal wrong(std::string_view code) { return Refusal::invalid(field_fault("/into", code)); }

bool is_copied_in(db::Session& session, TicketId ticket, PersonId person, Timestamp now) {
    return ticket_store::find(session, ticket, person, now)->ties.is_watcher;
}

/// Also when the ticket goes on elsewhere itself.
bool would_handle(db::Session& session, TicketId ticket, const identity::Person& person, Timestamp now) {
    const auto found = ticket_store::find(session, ticket, person.id, now);
    return may(person, Action::Handle, found->ticket, found->ties) || may_unmerge(person, found->ticket, found->ties);
}

/// The follower whom the newest merge of `source` into `target` brought.
std::optional<PersonId> brought_watcher(db::Session& session, TicketId target, TicketId source, Timestamp now) {
    std::optional<PersonId> watcher;
    for (const auto& entry : ticket_store::timeline(session, target, true, now)) {
        if (entry.event.kind == EventKind::Merged && entry.event.data.value("from", std::uint64_t{0}) == source.value) {
            const auto brought = entry.event.data.value("watcher", std::uint64_t{0});
            watcher = brought == 0 ? std::nullopt : std::optional{PersonId{brought}};
        }
    }
    return watcher;
}

/// Does another ticket of theirs go on there too?
bool has_another_source(db::Session& session, TicketId target, TicketId source, PersonId requester, Timestamp now) {
    const auto ids = ticket_store::list_merged_into(session, target);
    return std::any_of(ids.begin(), ids.end(), [&](TicketId id) {
        const auto found = id == source ? std::nullopt : ticket_store::find(session, id, requester, now);
        return found && found->ticket.requester == requester;
    });
}

/// Gathers what a reader may see of the sources, and of theirs.
class Gathering {
public:
    Gathering(db::Session& session, const identity::Person& reader, Timestamp now, std::vector<ticket_store::Entry>& timeline,
              std::vector<attachments::Attachment>& files)
        : session_(session), reader_(reader), now_(now), timeline_(timeline), files_(files) {}

    void take_from_sources_of(const ticket_store::Found& target) {
        for (const auto id : ticket_store::list_merged_into(session_, target.ticket.id)) {
            auto source = ticket_store::find(session_, id, reader_.id, now_);
            if (source && may(reader_, Action::View, source->ticket, source->ties)) {
                take(*source, reads_notes(target) && reads_notes(*source));
                take_from_sources_of(*source);
                shown.push_back(std::move(*source));
            }
        }
    }

    std::vector<ticket_store::Found> shown;

private:
    bool reads_notes(const ticket_store::Found& found) const { return may(reader_, Action::Notes, found.ticket, found.ties); }

    void take(const ticket_store::Found& source, bool with_notes) {
        const auto names = ticket_store::list_names(session_, {source.ticket.requester});
        for (auto& entry : ticket_store::timeline(session_, source.ticket.id, with_notes, now_)) {
            if (!entry.body) {
                continue;
            }
            if (entry.event.kind == EventKind::Opened && !names.empty()) {  // whoever filed it, it is the requester's text
                entry.actor = names.front().name;
            }
            entry.event.data.erase("receipt");  // says why the source is where it is
            timeline_.push_back(std::move(entry));
        }
        const auto files = attachments::list(session_, source.ticket.id);
        files_.insert(files_.end(), files.begin(), files.end());
    }

    db::Session& session_;
    const identity::Person& reader_;
    Timestamp now_;
    std::vector<ticket_store::Entry>& timeline_;
    std::vector<attachments::Attachment>& files_;
};

}  // namespace

std::optional<Refusal> fault(const Ticket& source, const Ticket& target) {
    if (source.id == target.id) {
        return wrong("same-ticket");
    }
    if (source.merged_into || target.merged_into) {  // so there are no circles
        return wrong("merged-already");
    }
    if (!target.is_open()) {
        return wrong("target-done");
    }
    if (source.named_only || target.named_only) {
        return wrong("for-named");
    }
    if (source.confidential != target.confidential) {
        return wrong("other-secrecy");
    }
    if (source.confidential && source.requester != target.requester) {
        return wrong("others-secrets");
    }
    return {};
}

Result<Ticket, Refusal> merge(Desk& desk, TicketId source, TicketId target, const identity::Person& by, std::optional<std::int64_t> version,
                              std::optional<std::int64_t> target_version) {
    if (source == target) {
        return refuse(wrong("same-ticket"));
    }
    const auto as_it_is = [](Refusal refusal) { return refusal; };
    return change_two(desk, {source, Action::View, version}, {target, Action::View, target_version}, by, as_it_is,
                      [&](Change& leaves, Change& stays) -> std::optional<Refusal> {
        if (!leaves.ticket().merged_into && !leaves.allows(Action::Handle)) {
            return Refusal{Refusal::Kind::NotAllowed};
        }
        if (auto refusal = fault(leaves.ticket(), stays.ticket())) {
            return refusal;
        }
        if (!stays.allows(Action::Handle)) {
            return wrong("not-handled");
        }
        leaves.merge_into(target);
        const auto requester = leaves.ticket().requester;
        nlohmann::json data{{"from", source.value}};
        if (requester != stays.ticket().requester && !is_copied_in(stays.tx(), target, requester, stays.now())) {
            ticket_store::insert_watcher(stays.tx(), target, requester);
            data["watcher"] = requester.value;
        }
        stays.happened(EventKind::Merged, std::move(data));
        return {};
    });
}

Result<Ticket, Refusal> unmerge(Desk& desk, TicketId source, const identity::Person& by, std::optional<std::int64_t> version) {
    const auto now = desk.services().clock.now();
    const auto found = desk.services().database.read([&](db::Session& session) { return ticket_store::find(session, source, by.id, now); });
    if (!found || !may(by, Action::View, found->ticket, found->ties)) {
        return refuse(Refusal{Refusal::Kind::NotFound});
    }
    if (!may_unmerge(by, found->ticket, found->ties)) {
        return refuse(Refusal{may(by, Action::Handle, found->ticket, found->ties) ? Refusal::Kind::Changed : Refusal::Kind::NotAllowed});
    }
    const auto target = *found->ticket.merged_into;
    const auto unknown_is_not_allowed = [](Refusal) { return Refusal{Refusal::Kind::NotAllowed}; };
    return change_two(desk, {source, Action::View, version}, {target, Action::View}, by, unknown_is_not_allowed,
                      [&](Change& comes_back, Change& stays) -> std::optional<Refusal> {
        if (comes_back.ticket().merged_into != target) {  // somebody was faster
            return Refusal{Refusal::Kind::Changed};
        }
        if (!would_handle(stays.tx(), target, by, now)) {
            return Refusal{Refusal::Kind::NotAllowed};
        }
        const auto watcher = brought_watcher(stays.tx(), target, source, now);
        comes_back.merge_into({});
        if (watcher && !has_another_source(stays.tx(), target, source, *watcher, now)) {
            ticket_store::delete_watcher(stays.tx(), target, *watcher);
        }
        stays.happened(EventKind::Unmerged, {{"from", source.value}});
        return {};
    });
}

Result<TicketId, Refusal> where_to_write(db::Session& session, TicketId ticket, const identity::Person& by, Timestamp now) {
    for (bool is_first = true;; is_first = false) {
        const auto found = ticket_store::find(session, ticket, by.id, now);
        if (!found || !may(by, Action::View, found->ticket, found->ties)) {
            return refuse(Refusal{is_first ? Refusal::Kind::NotFound : Refusal::Kind::NotAllowed});
        }
        if (!found->ticket.merged_into) {
            return ticket;
        }
        ticket = *found->ticket.merged_into;
    }
}

std::vector<ticket_store::Found> add_messages(db::Session& session, const ticket_store::Found& target, const identity::Person& reader, Timestamp now,
                                              std::vector<ticket_store::Entry>& timeline, std::vector<attachments::Attachment>& files) {
    Gathering gathering{session, reader, now, timeline, files};
    gathering.take_from_sources_of(target);
    if (!gathering.shown.empty()) {
        const auto place = [](const ticket_store::Entry& entry) { return std::tuple{entry.event.at, entry.event.ticket.value, entry.event.seq}; };
        std::sort(timeline.begin(), timeline.end(), [&](const auto& one, const auto& other) { return place(one) < place(other); });
    }
    return std::move(gathering.shown);
}

}  // namespace ansvar::tickets::merging
