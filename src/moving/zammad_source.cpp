#include "moving/zammad_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "moving/cleaned.hpp"
#include "moving/foreign_file.hpp"
#include "web/files.hpp"

namespace ansvar::moving {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::int64_t nobody = 1;  // Zammad's own account "-", the owner of what nobody has

std::string text(const json& object, const char* field) {
    const auto found = object.find(field);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::int64_t number(const json& object, const char* field) {
    const auto found = object.find(field);
    return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

/// A list of objects; anything else is told of and left out.
std::vector<json> read_list(const fs::path& file, const TellFault& tell) {
    const auto bytes = as_utf8(web::read_file(file));
    const auto list = json::parse(bytes.text, nullptr, false);
    std::vector<json> objects;
    if (list.is_array()) {
        std::copy_if(list.begin(), list.end(), std::back_inserter(objects), [](const json& each) { return each.is_object(); });
    }
    if (!list.is_array() || objects.size() != list.size()) {
        tell(file.filename().string(), "no list of objects as Zammad gives: what is none is left out");
    }
    return objects;
}

/// All pages of one kind: "tickets.json", "tickets-2.json" …, by the ids in them.
std::map<std::int64_t, json> read_pages(const fs::path& folder, const std::string& kind, const TellFault& tell) {
    std::map<std::int64_t, json> all;
    for (const auto& entry : fs::directory_iterator{folder}) {
        const auto name = entry.path().filename().string();
        const bool is_of_kind = name.starts_with(kind) && name.ends_with(".json") && (name.size() == kind.size() + 5 || name[kind.size()] == '-');
        for (auto& object : is_of_kind ? read_list(entry.path(), tell) : std::vector<json>{}) {
            const auto id = number(object, "id");
            all[id] = std::move(object);
        }
    }
    return all;
}

/// Names of the types of states, by the ids that Zammad's db/seeds/ticket_state_types.rb gives them. A state's own name belongs to the school that made it.
const std::map<std::int64_t, std::string>& state_types() {
    static const std::map<std::int64_t, std::string> types{{1, "new"},    {2, "open"},    {3, "pending reminder"}, {4, "pending action"}, {5, "closed"},
                                                           {6, "merged"}, {7, "removed"}, {8, "pending review"},   {9, "delegated"}};
    return types;
}

/// Empty: no type that Zammad's seeds know.
std::optional<tickets::State> state_of(const std::string& type) {
    using tickets::State;
    static const std::map<std::string, State> states{{"new", State::New},
                                                     {"open", State::InProgress},
                                                     {"pending reminder", State::WaitingOther},
                                                     {"pending review", State::WaitingOther},
                                                     {"delegated", State::WaitingOther},
                                                     {"pending action", State::WaitingRequester},
                                                     {"pending close", State::WaitingRequester},
                                                     {"closed", State::Closed},
                                                     {"merged", State::Closed},
                                                     {"removed", State::Rejected}};
    const auto found = states.find(type);
    return found == states.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace

void ZammadSource::each(const std::function<void(const ForeignTicket&)>& take, const TellFault& tell) {
    states_ = {{1, "new"}, {2, "open"}, {3, "pending reminder"}, {4, "closed"}, {5, "merged"}, {6, "removed"}, {7, "pending close"}};
    for (const auto& [id, user] : read_pages(folder_, "users", tell)) {
        auto name = text(user, "firstname") + " " + text(user, "lastname");
        people_[id] = {.name = name == " " ? std::string{} : std::move(name), .address = text(user, "email")};
    }
    for (const auto& [id, group] : read_pages(folder_, "groups", tell)) {
        groups_[id] = text(group, "name");
    }
    for (const auto& [id, state] : read_pages(folder_, "ticket_states", tell)) {
        const auto type = state_types().find(number(state, "state_type_id"));
        states_[id] = type == state_types().end() ? text(state, "name") : type->second;
    }
    const auto tickets = read_pages(folder_, "tickets", tell);
    if (tickets.empty()) {
        throw std::runtime_error(folder_.string() + ": there are no tickets in tickets*.json");
    }
    for (const auto& [id, ticket] : tickets) {
        take(read(ticket, tell));
    }
}

ForeignPerson ZammadSource::person(const json& object, const char* field) const {
    const auto id = number(object, field);
    const auto found = people_.find(id);
    return id == nobody ? ForeignPerson{} : found != people_.end() ? found->second : ForeignPerson{.name = id == 0 ? "" : fmt::format("user {}", id)};
}

ForeignTicket ZammadSource::read(const json& object, const TellFault& tell) const {
    const auto id = number(object, "id");
    ForeignTicket ticket{.id = std::to_string(id), .where = fmt::format("ticket {} ({})", id, text(object, "number"))};
    ticket.subject = text(object, "title");
    const auto group = groups_.find(number(object, "group_id"));
    ticket.queue = group == groups_.end() ? text(object, "group") : group->second;
    ticket.requester = person(object, "customer_id");
    ticket.assignee = person(object, "owner_id");
    const auto state = states_.find(number(object, "state_id"));
    const auto state_type = state == states_.end() ? text(object, "state") : state->second;
    const auto known = state_of(state_type);
    ticket.state = known.value_or(tickets::State::InProgress);
    if (!known) {
        tell(ticket.where, "unknown state, taken as in progress: " + state_type);
    }
    ticket.opened = time_of(text(object, "created_at"), Zone::Utc);
    const auto last = text(object, "last_close_at");  // close_at is the first closing of a ticket that was opened again
    ticket.done = time_of(last.empty() ? text(object, "close_at") : last, Zone::Utc);
    const auto file = folder_ / "articles" / (ticket.id + ".json");
    if (!fs::exists(file)) {
        tell(ticket.where, fmt::format("articles/{}.json is not there: only its title is brought", id));
        return ticket;
    }
    for (const auto& article : read_list(file, tell)) {
        ticket.messages.push_back(read_article(article, id, number(object, "customer_id")));
    }
    return ticket;
}

ForeignMessage ZammadSource::read_article(const json& object, std::int64_t ticket, std::int64_t customer) const {
    const auto id = number(object, "id");
    ForeignMessage message{.id = std::to_string(id)};
    const auto sender = text(object, "sender");
    const auto sender_id = number(object, "sender_id");  // 1 an agent, 2 a customer, 3 Zammad itself
    const auto author = number(object, "origin_by_id") != 0 ? "origin_by_id" : "created_by_id";
    message.by_staff = sender.empty() && sender_id == 0 ? number(object, author) != customer : sender != "Customer" && sender_id != 2;
    message.is_note = object.value("internal", json{}) == true;
    message.author = person(object, author);
    if (message.author.is_nobody()) {
        message.author.name = text(object, "from");
    }
    message.is_html = text(object, "content_type") == "text/html";
    message.at = time_of(text(object, "created_at"), Zone::Utc);
    message.body = text(object, "body");
    const auto files = object.find("attachments");
    for (const auto& file : files != object.end() && files->is_array() ? *files : json::array()) {
        if (file.is_object()) {
            const auto path = fs::path{"attachments"} / std::to_string(ticket) / message.id / std::to_string(number(file, "id"));
            message.files.push_back(read_foreign_file(folder_, path, text(file, "filename")));
        }
    }
    return message;
}

}  // namespace ansvar::moving
