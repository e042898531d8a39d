#include "tickets/bulk_pages.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/number.hpp"
#include "core/secret.hpp"
#include "core/text.hpp"
#include "db/errors.hpp"
#include "identity/sign_in.hpp"
#include "tickets/area_choices.hpp"
#include "tickets/bulk.hpp"
#include "tickets/colleagues.hpp"
#include "tickets/form_errors.hpp"

namespace ansvar::tickets {

namespace {

using bulk::Marked;
using bulk::Order;
using bulk::Preview;
using bulk::What;
using nlohmann::json;

constexpr std::size_t most_recipients_named = 10;

/// What came with the form.
struct Sent {
    std::vector<Marked> tickets;
    bool too_many = false;
    Order order;
    bool has_value = false;
    RoleCode here;       ///< the queue they were marked in
    std::string back;    ///< the list
    std::string row;     ///< the ticket to come back to
    bool at_once = false;  ///< by a key, on one row
    std::string confirmed;  ///< what the summary was of

    /// What a summary is of: a confirmation of another one does nothing.
    std::string fingerprint() const { return sha256(order.value + "\n" + order.why).substr(0, 16); }
};

/// What is chosen to begin with; empty: nothing.
std::string first_choice(What what) {
    return what == What::Assign ? "me" : what == What::State ? "resolved" : what == What::Priority ? "high" : "";
}

class BulkPages {
public:
    explicit BulkPages(PageServices services) : services_(std::move(services)) {}

    web::Response change(const web::Request& request) const {
        const auto sent = read(request);
        std::vector<web::FieldError> faults;
        if (sent.tickets.empty()) {
            faults.push_back(field_fault("/ticket", "required"));
        } else if (sent.too_many) {
            faults.push_back(field_fault("/ticket", "too-many", {{"limit", bulk::most_tickets}}));
        } else if (sent.has_value) {
            faults = bulk::faults(sent.order, services_.now(), services_.desk.services().schedule.calendars.of_school()->hours);
        }
        const bool is_confirmed = sent.confirmed == sent.fingerprint() || (sent.at_once && sent.tickets.size() == 1);
        return faults.empty() && sent.has_value && is_confirmed ? perform(request, sent) : page(request, sent, faults);
    }

private:
    Sent read(const web::Request& request) const;
    web::Response perform(const web::Request& request, const Sent& sent) const;
    web::Response page(const web::Request& request, const Sent& sent, const std::vector<web::FieldError>& faults) const;
    json fields(const Sent& sent, const Wording& wording) const;
    json preview_view(const Sent& sent, const Preview& preview, const Wording& wording) const;
    std::string effect(const Event& event, const Wording& wording) const;
    json letters_view(const std::vector<LetterStatus>& letters, const Wording& wording) const;
    static std::string why_left_out(const std::optional<Refusal>& refusal, const Wording& wording);

    PageServices services_;
};

Sent BulkPages::read(const web::Request& request) const {
    const auto& form = request.form();
    const auto what = bulk::what_from(form.value("action"));
    if (!what) {
        throw web::BadRequest{"nothing that can be done with several tickets"};
    }
    Sent sent;
    for (const auto& text : form.values("ticket")) {
        const auto marked = Marked::parse(text);
        const bool is_new = marked && std::none_of(sent.tickets.begin(), sent.tickets.end(), [&](const auto& each) { return each.id == marked->id; });
        sent.too_many = sent.too_many || (is_new && sent.tickets.size() == bulk::most_tickets);
        if (is_new && !sent.too_many) {
            sent.tickets.push_back(*marked);
        }
    }
    sent.has_value = form.has("value") || !first_choice(*what).empty();
    sent.order = {*what, form.has("value") ? form.value("value") : first_choice(*what), std::string{trim(form.value("why"))}};
    sent.here = RoleCode{form.value("here")};
    if (!services_.roles().table()->find(sent.here) || !may_open_queue(reader(request), sent.here)) {
        throw web::NotFound{};
    }
    sent.back = identity::own_path(form.value("back"));
    sent.row = form.value("row");
    sent.at_once = form.value("at_once") == "yes";
    sent.confirmed = form.value("confirm");
    return sent;
}

/// Ticket by ticket. Those that were not changed are named where one comes back to.
web::Response BulkPages::perform(const web::Request& request, const Sent& sent) const {
    const Undo undo{random_token(16)};
    std::vector<std::string> left;
    for (auto ticket = sent.tickets.begin(); ticket != sent.tickets.end(); ++ticket) {
        try {
            if (!bulk::apply(services_.desk, sent.order, *ticket, reader(request), undo)) {
                left.push_back(ticket->id.text());
            }
        } catch (const db::Error&) {
            if (ticket == sent.tickets.begin()) {
                throw;
            }
            // What is done is done: one comes back to the way to undo it, and hears of the rest.
            std::transform(ticket, sent.tickets.end(), std::back_inserter(left), [](const auto& each) { return each.id.text(); });
            break;
        }
    }
    std::string query = "undo=" + undo.token;
    if (!left.empty()) {
        query += "&left=" + join(left, ",");
    }
    const auto row = id_from<TicketId>(sent.row);
    return web::Response::see_other(sent.back + (sent.back.find('?') == std::string::npos ? "?" : "&") + query + (row ? "#t" + row->text() : ""));
}

/// The field that an order's value is chosen in.
json BulkPages::fields(const Sent& sent, const Wording& wording) const {
    const auto& order = sent.order;
    const auto choice = [&](const std::string& value, const std::string& label) {
        return json{{"value", value}, {"label", label}, {"selected", value == order.value}};
    };
    const auto choices = [&](const std::string& key, std::initializer_list<const char*> values) {
        auto list = json::array();
        for (const std::string value : values) {
            list.push_back(choice(value, wording.text(key + value)));
        }
        return list;
    };
    json options = false, reroute = false;
    if (order.what == What::Assign) {
        options = choices("filter.holder.", {"me", "nobody"});
        for (const auto& one : colleagues(*services_.desk.services().staff.staff(), sent.here, services_.now())) {
            options.push_back(choice(one.id.text(), one.name));
        }
    } else if (order.what == What::State) {
        options = choices("state.", {"new", "in_progress", "waiting_requester", "waiting_other", "resolved", "closed", "rejected"});
    } else if (order.what == What::Priority) {
        options = choices("priority.", {"low", "normal", "high", "urgent"});
    } else if (order.what == What::Reroute) {
        const auto table = services_.roles().table();
        auto roles = json::array();
        for (const auto& role : table->roles()) {
            roles.push_back(choice(role.code.value, table->name(role.code, wording.language())));
        }
        const auto router = services_.desk.services().router();
        reroute = {{"roles", std::move(roles)}, {"areas", area_choices(router->matrix(), *table, wording, order.value)}};
    }
    const auto tomorrow = to_stockholm(stockholm_midnight(wording.now(), 1) + std::chrono::hours{12});
    const auto day = fmt::format("{:04}-{:02}-{:02}", tomorrow.year, tomorrow.month, tomorrow.day);
    return {{"label", wording.text("bulk.field." + std::string{bulk::name(order.what)})},
            {"choice", options.is_array() ? json{{"options", std::move(options)}} : json(false)},
            {"reroute", std::move(reroute)},
            {"tag", order.what == What::Tag},
            {"day", order.what == What::Snooze},
            {"value", order.what == What::Snooze && order.value.empty() ? day : order.value},
            {"why", order.why}};
}

/// What one event of a change means for its ticket.
std::string BulkPages::effect(const Event& event, const Wording& wording) const {
    const auto& data = event.data;
    const auto word = [&](const std::string& key, const char* part) { return wording.text(key + data.at(part).get<std::string>()); };
    switch (event.kind) {
        case EventKind::Assigned: {
            const auto name = data.value("name", std::string{});
            return name.empty() ? wording.text("bulk.effect.nobody") : wording.format("bulk.effect.assigned", {{"name", name}});
        }
        case EventKind::StateChanged:
            return wording.format("bulk.effect.state", {{"from", word("state.", "from")}, {"to", word("state.", "to")}});
        case EventKind::PriorityChanged:
            return wording.format("bulk.effect.priority", {{"from", word("priority.", "from")}, {"to", word("priority.", "to")}});
        case EventKind::Reopened: return wording.text("bulk.effect.reopened");
        case EventKind::Rerouted:
            return wording.format("bulk.effect.rerouted", {{"to", services_.roles().name(RoleCode{data.at("to").get<std::string>()}, wording.language())}});
        case EventKind::Snoozed: {
            const auto until = data.at("until").is_string() ? from_rfc3339(data.at("until").get<std::string>()) : std::nullopt;
            return until ? wording.format("due.back", {{"when", wording.day(*until)}}) : std::string{};
        }
        case EventKind::Tagged: return wording.format("bulk.effect.tagged", {{"tags", join(data.at("added").get<std::vector<std::string>>(), ", ")}});
        case EventKind::ConfidentialityChanged: return wording.text("bulk.effect.confidential");
        default: return {};
    }
}

std::string BulkPages::why_left_out(const std::optional<Refusal>& refusal, const Wording& wording) {
    if (!refusal) {
        return wording.text("bulk.left.same");
    }
    switch (refusal->kind) {
        case Refusal::Kind::NotFound: return wording.text("bulk.left.not_found");
        case Refusal::Kind::NotAllowed: return wording.text("bulk.left.not_allowed");
        case Refusal::Kind::Changed: return wording.text("bulk.left.changed");
        default: break;
    }
    const auto& fault = refusal->fields.front();
    const auto own = "bulk.left" + fault.text_key.substr(fault.text_key.find('.'));
    return wording.has(own) ? wording.text(own) : wording.format(fault.text_key, fault.arguments);
}

/// To whom mail goes: by name, those who get most first.
json BulkPages::letters_view(const std::vector<LetterStatus>& letters, const Wording& wording) const {
    std::map<std::string, std::size_t> by_name;
    for (const auto& letter : letters) {
        ++by_name[letter.recipient];
    }
    std::vector<std::pair<std::string, std::size_t>> recipients{by_name.begin(), by_name.end()};
    std::stable_sort(recipients.begin(), recipients.end(), [](const auto& one, const auto& other) { return one.second > other.second; });
    auto list = json::array();
    for (const auto& [name, count] : recipients) {
        if (list.size() < most_recipients_named) {
            list.push_back({{"name", name}, {"count", count > 1 ? json{{"text", wording.format("bulk.letters_each", {{"count", count}})}} : json(false)}});
        }
    }
    const auto more = recipients.size() - list.size();
    return {{"text", letters.empty() ? wording.text("bulk.no_letters")
                                     : wording.format("bulk.letters", {{"count", letters.size()}, {"people", recipients.size()}})},
            {"has_recipients", !list.empty()},
            {"recipients", std::move(list)},
            {"more", more > 0 ? json{{"text", wording.format("bulk.more_recipients", {{"count", more}})}} : json(false)}};
}

json BulkPages::preview_view(const Sent& sent, const Preview& preview, const Wording& wording) const {
    auto will = json::array();
    for (const auto& [after, events] : preview.will) {
        std::vector<std::string> effects;
        for (const auto& event : events) {
            if (auto said = effect(event, wording); !said.empty()) {
                effects.push_back(std::move(said));
            }
        }
        will.push_back({{"number", after.id.value}, {"subject", after.subject}, {"effects", join(effects, " · ")}});
    }
    auto left = json::array();
    for (const auto& [id, subject, refusal] : preview.left_out) {
        left.push_back({{"number", id.value}, {"subject", subject}, {"why", why_left_out(refusal, wording)}});
    }
    const auto count = preview.will.size();
    return {{"has_will", !will.empty()},
            {"will_title", wording.format("bulk.will", {{"count", count}})},
            {"will", std::move(will)},
            {"has_left", !left.empty()},
            {"left_title", wording.format("bulk.left", {{"count", left.size()}})},
            {"left", std::move(left)},
            {"letters", letters_view(preview.letters, wording)},
            {"confirm", sent.fingerprint()},
            {"confirm_label", wording.format("bulk.confirm", {{"count", count}})}};
}

web::Response BulkPages::page(const web::Request& request, const Sent& sent, const std::vector<web::FieldError>& faults) const {
    const auto wording = services_.wording(request);
    const bool shows = faults.empty() && sent.has_value;
    auto tickets = json::array();
    for (const auto& ticket : sent.tickets) {
        tickets.push_back({{"value", ticket.text()}});
    }
    FormErrors errors;
    errors.add(faults);
    const bool none = errors.has("ticket");
    json view = {{"nav", "queue"},
                 {"queue", sent.here.value},
                 {"back", sent.back},
                 {"row", sent.row},
                 {"action", bulk::name(sent.order.what)},
                 {"count", wording.format("bulk.count", {{"count", sent.tickets.size()}})},
                 {"tickets", std::move(tickets)},
                 {"field", none ? json(false) : fields(sent, wording)},
                 {"ticket_error", errors.of("ticket", wording)},
                 {"preview", shows ? preview_view(sent, bulk::rehearse(services_.desk, services_.ledger, sent.order, sent.tickets, reader(request)), wording)
                                   : json(false)}};
    errors.fill(view, wording, "bulk.title." + std::string{bulk::name(sent.order.what)}, {"value", "why"});
    view["heading"] = wording.text("bulk.title." + std::string{bulk::name(sent.order.what)});
    return services_.pages.render(request, faults.empty() ? 200 : 422, "tickets/bulk", std::move(view), "layout_agent");
}

}  // namespace

std::vector<web::Route> bulk_routes(const PageServices& services) {
    const auto pages = std::make_shared<BulkPages>(services);
    return {{web::Method::Post, "/queues/bulk", {web::Audience::Agent, web::Via::Page}, [pages](const web::Request& request) { return pages->change(request); }}};
}

}  // namespace ansvar::tickets
