#include "tickets/receipt_page.hpp"

#include <algorithm>
#include <map>

#include "tickets/answer_card.hpp"
#include "tickets/attachments.hpp"
#include "tickets/ticket_store.hpp"
#include "tickets/views.hpp"

namespace ansvar::tickets {

namespace {

using nlohmann::json;

class ReceiptPage {
public:
    ReceiptPage(const PageServices& services, const web::Request& request)
        : services_(services), request_(request), person_(reader(request)), wording_(services.wording(request)) {}

    web::Response render(TicketId id) {
        services_.database().read([&](db::Session& session) { load(session, id); });
        for (const auto& each : tickets_) {
            note_view(services_, request_, each, {}, "receipt");
        }
        const auto& ticket = tickets_.front();
        const bool for_another = ticket.requester != person_.id;
        const bool several = tickets_.size() > 1;
        auto list = json::array();
        for (const auto& each : tickets_) {
            list.push_back(facts(each));
        }
        return services_.pages.render(
            request_, 200, "tickets/receipt",
            {{"title", several ? wording_.text("receipt.title_several") : wording_.format("receipt.title", {{"number", ticket.id.text()}})},
             {"nav", "new"},
             {"heading", for_another ? wording_.format("receipt.heading_for", {{"requester", named(ticket.requester).name}})
                         : several   ? wording_.format("receipt.heading_several", {{"count", tickets_.size()}})
                                     : wording_.text("receipt.heading")},
             {"lead", several ? wording_.format("receipt.lead_several", {{"mail", named(ticket.requester).email}})
                              : wording_.format("receipt.lead", {{"role", role_of(ticket)}, {"mail", named(ticket.requester).email}})},
             {"number", ticket.id.value},
             {"several", several},
             {"tickets", std::move(list)},
             {"steps", steps()}});
    }

private:
    void load(db::Session& session, TicketId id) {
        tickets_.clear();  // a read may run twice
        add(session, id);
        if (tickets_.empty()) {
            throw web::NotFound{};
        }
        const auto timeline = ticket_store::timeline(session, id, false, services_.now());
        for (const auto& other : timeline.empty() ? json::array() : timeline.front().event.data.value("split", json::array())) {
            add(session, TicketId{other.get<std::uint64_t>()});
        }
        std::vector<PersonId> ids{tickets_.front().requester};
        for (const auto& ticket : tickets_) {
            if (ticket.assignee) {
                ids.push_back(*ticket.assignee);
            }
            files_[ticket.id] = attachments::list(session, ticket.id);
        }
        names_ = ticket_store::list_names(session, ids);
    }

    void add(db::Session& session, TicketId id) {
        auto found = ticket_store::find(session, id, person_.id, wording_.now());
        if (found && (found->ticket.requester == person_.id || found->ticket.filed_by == person_.id)) {
            tickets_.push_back(std::move(found->ticket));
        }
    }

    const ticket_store::Named& named(PersonId id) const {
        const auto one = std::find_if(names_.begin(), names_.end(), [&](const auto& each) { return each.id == id; });
        if (one == names_.end()) {
            throw web::NotFound{};
        }
        return *one;
    }

    std::string role_of(const Ticket& ticket) const { return services_.roles().name(ticket.role, wording_.language()); }

    std::string who(const Ticket& ticket) const {
        return ticket.assignee ? wording_.format("receipt.who_person", {{"name", named(*ticket.assignee).name}, {"role", role_of(ticket)}})
                               : wording_.format("receipt.who_role", {{"role", role_of(ticket)}});
    }

    bool is_referral(const Ticket& ticket) const {
        const auto roles = services_.roles().table();
        const auto* role = roles->find(ticket.role);
        return role && role->kind != identity::RoleKind::Queue;
    }

    json facts(const Ticket& ticket) const {
        json waiting = false;
        const auto wait = waiting_view(services_.waiting_times.first_response(ticket.area_key, ticket.role), wording_);
        if (wait.is_object() && !is_referral(ticket)) {
            waiting = {{"text", wording_.format("receipt.waiting", {{"half", wait["half"].get<std::string>()}, {"most", wait["most"].get<std::string>()}})},
                       {"basis", wait["basis"]}};
        }
        auto files = json::array();
        for (const auto& file : files_.at(ticket.id)) {
            if (file.seq == 1) {
                files.push_back({{"name", file.name}, {"size", wording_.size(file.bytes)}});
            }
        }
        const bool own_room = ticket.requester == person_.id && ticket.room == person_.room;
        return {{"number", ticket.id.value}, {"subject", ticket.subject}, {"who", who(ticket)}, {"waiting", std::move(waiting)},
                {"sent", wording_.view(ticket.opened_at)},
                {"room", ticket.room.empty() ? json(false) : json{{"name", ticket.room}, {"own", own_room}}},
                {"has_files", !files.empty()},
                {"files", std::move(files)}};
    }

    json steps() const {
        auto steps = json::array();
        bool answers = false;
        for (const auto& ticket : tickets_) {
            const bool referral = is_referral(ticket);
            answers = answers || !referral;
            auto text = referral ? wording_.format("receipt.step_referral", {{"who", who(ticket)}}) : wording_.format("receipt.step_read", {{"role", role_of(ticket)}});
            if (steps.empty() || steps.back()["text"] != text) {
                steps.push_back({{"text", std::move(text)}});
            }
        }
        if (answers) {
            steps.push_back({{"text", wording_.text("receipt.step_answer")}});
        }
        steps.push_back({{"text", wording_.text("receipt.step_still")}});
        return steps;
    }

    const PageServices& services_;
    const web::Request& request_;
    const identity::Person& person_;
    Wording wording_;
    std::vector<Ticket> tickets_;
    std::vector<ticket_store::Named> names_;
    std::map<TicketId, std::vector<attachments::Attachment>> files_;
};

}  // namespace

web::Response receipt_page(const PageServices& services, const web::Request& request) {
    return ReceiptPage{services, request}.render(TicketId{request.path_number("number")});
}

}  // namespace ansvar::tickets
