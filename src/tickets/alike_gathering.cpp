#include "tickets/alike_gathering.hpp"

#include <algorithm>

#include "tickets/links.hpp"
#include "tickets/ticket_store.hpp"

namespace ansvar::tickets::alike {

namespace {

/// The area, or the likeliest, that the ticket came here by; an area that has left the matrix since is no help.
std::optional<std::string> area_of(const Desk& desk, const Group& group) {
    const auto itself = std::find_if(group.all.begin(), group.all.end(), [&](const auto& each) { return each.id == group.ticket.id; });
    const bool is_known = itself != group.all.end() && itself->area_key && desk.services().router()->matrix().find(*itself->area_key);
    return is_known ? itself->area_key : std::nullopt;
}

}  // namespace

bool Group::has(TicketId id) const {
    return std::any_of(all.begin(), all.end(), [&](const auto& each) { return each.id == id; });
}

Group load(const PageServices& services, TicketId id, const identity::Person& reader) {
    return services.database().read([&](db::Session& session) {
        auto found = ticket_store::find(session, id, reader.id, services.now());
        if (!found || !may(reader, Action::View, found->ticket, found->ties)) {
            throw web::NotFound{};
        }
        if (!may(reader, Action::Handle, found->ticket, found->ties)) {
            throw web::Forbidden{};
        }
        auto all = of_ticket(session, found->ticket, reader);
        return Group{std::move(found->ticket), std::move(all)};
    });
}

Gathering offered(const Group& group, const Wording& wording) {
    Gathering gathering;
    for (const auto& each : group.all) {
        gathering.chosen.push_back(each.id);
        if (each.is_parent) {
            gathering.parent = each.id;
        }
    }
    const auto offer = suggestion(group.all, wording);
    gathering.subject = offer.is_object() ? offer["text"].get<std::string>() : "";
    gathering.body = wording.format("alike.body", {{"numbers", wording.list(gathering.chosen)}});
    return gathering;
}

Result<TicketId, Refusal> parent_of(Desk& desk, const Group& group, const Gathering& gathering, const identity::Person& by, const IdempotencyKey& key) {
    if (std::none_of(gathering.chosen.begin(), gathering.chosen.end(), [&](TicketId id) { return id != gathering.parent; })) {
        return refuse(Refusal::invalid(field_fault("/ticket", "none-chosen")));
    }
    if (gathering.parent) {
        if (!group.has(*gathering.parent)) {
            return refuse(Refusal::invalid(field_fault("/parent", "unknown-value")));
        }
        return *gathering.parent;
    }
    const Draft draft{.subject = gathering.subject, .body = gathering.body, .area = area_of(desk, group), .room = group.ticket.room};
    auto written = desk.open(draft, by, key);
    if (!written) {
        return refuse(std::move(written.error()));
    }
    return written->ticket.id;
}

bool lies_under(Desk& desk, TicketId child, TicketId parent, const identity::Person& by) {
    const auto links = desk.services().database.read([&](db::Session& session) { return links::list(session, child, by); });
    return std::any_of(links.begin(), links.end(), [&](const auto& each) { return each.ticket == parent && each.kind == links::Kind::Parent; });
}

std::vector<TicketId> put_under(Desk& desk, const Gathering& gathering, TicketId parent, const identity::Person& by) {
    std::vector<TicketId> left;
    std::copy_if(gathering.chosen.begin(), gathering.chosen.end(), std::back_inserter(left),
                 [&](TicketId child) {
                     return child != parent && !lies_under(desk, child, parent, by) && !links::add(desk, child, parent, links::Kind::Parent, by);
                 });
    return left;
}

}  // namespace ansvar::tickets::alike
