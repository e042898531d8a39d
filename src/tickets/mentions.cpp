#include "tickets/mentions.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/text.hpp"
#include "identity/people_store.hpp"
#include "queries/tickets.hpp"
#include "tickets/asked_ticket.hpp"

namespace ansvar::tickets::mentions {

namespace {

using nlohmann::json;

/// A byte of a word: a letter or digit, or part of one beyond ASCII.
bool is_of_word(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

bool stands_at(std::string_view lowered, std::size_t at, const std::string& name) {
    return lowered.substr(at).starts_with(name) && (at + name.size() == lowered.size() || !is_of_word(lowered[at + name.size()]));
}

/// People by their names in lower case.
using ByName = std::multimap<std::string, const ticket_store::Named*>;

ByName by_name(const std::vector<ticket_store::Named>& people) {
    ByName names;
    for (const auto& person : people) {
        names.emplace(lower(person.name), &person);
    }
    return names;
}

/// The longest name that stands there; "" for none. Names that fit begin with the same byte as the text, so only these are compared.
std::string longest_at(const ByName& names, std::string_view lowered, std::size_t at) {
    std::string longest;
    const auto beginning = std::string{lowered.substr(at, 1)};
    for (auto one = names.lower_bound(beginning); !beginning.empty() && one != names.end() && one->first.front() == beginning.front(); ++one) {
        if (one->first.size() > longest.size() && stands_at(lowered, at, one->first)) {
            longest = one->first;
        }
    }
    return longest;
}

bool may_see(Change& change, const ticket_store::Named& person) {
    const auto somebody = identity::find_person(change.tx(), person.id, change.now());
    const auto found = ticket_store::find(change.tx(), change.ticket().id, person.id, change.now());
    return somebody && found && may(*somebody, Action::View, change.ticket(), found->ties);
}

}  // namespace

std::vector<ticket_store::Named> list(db::Session& session, Timestamp now) {
    std::vector<ticket_store::Named> people;
    for (const auto& row : session.rows(queries::tickets::select_mentionable, {{"today", identity::school_day(now)}})) {
        people.push_back({row.id<PersonId>("id"), row.text("name"), "", row.text("title"), ""});
    }
    return people;
}

std::vector<ticket_store::Named> find(std::string_view text, const std::vector<ticket_store::Named>& people) {
    const auto lowered = lower(text);
    const auto names = by_name(people);
    std::vector<ticket_store::Named> found;
    std::set<std::uint64_t> known;
    std::size_t signs = 0;
    for (auto at = lowered.find('@'); at != std::string::npos && found.size() < most_mentions && ++signs <= most_signs; at = lowered.find('@', at + 1)) {
        if (at > 0 && is_of_word(lowered[at - 1])) {
            continue;  // a mail address
        }
        const auto [first, last] = names.equal_range(longest_at(names, lowered, at + 1));
        for (auto one = first; one != last; ++one) {
            if (known.insert(one->second->id.value).second) {
                found.push_back(*one->second);
            }
        }
    }
    return found;
}

std::optional<Refusal> add(Change& change, std::string_view text) {
    if (text.find('@') == std::string_view::npos) {
        return {};
    }
    const auto mentioned = find(text, list(change.tx(), change.now()));
    for (const auto& person : mentioned) {
        const auto same = std::count_if(mentioned.begin(), mentioned.end(), [&](const auto& one) { return lower(one.name) == lower(person.name); });
        if (same > 1) {
            return Refusal::invalid(field_fault("/body", "mention-ambiguous", {{"name", person.name}}));
        }
        if (change.ticket().confidential && !may_see(change, person)) {
            return Refusal::invalid(field_fault("/body", "mention-may-not-read", {{"name", person.name}}));
        }
    }
    for (const auto& person : mentioned) {
        if (person.id != change.by().id && person.id != change.ticket().requester) {
            const auto ties = ticket_store::find(change.tx(), change.ticket().id, person.id, change.now())->ties;
            const bool follows = !change.ticket().confidential && !ties.is_watcher && !ties.follows;
            if (follows) {
                ticket_store::insert_watcher(change.tx(), change.ticket().id, person.id);
            }
            change.happened(EventKind::WatchersChanged, {{"added", person.id.value}, {"name", person.name}, {"mention", true}, {"follows", follows}});
        }
    }
    return {};
}

std::vector<web::Route> routes(const PageServices& services) {
    return {{web::Method::Get, "/tickets/{number}/mentionable", {web::Audience::SignedIn, web::Via::Page}, [services](const web::Request& request) {
                 auto names = json::array();
                 services.database().read([&](db::Session& session) {
                     asked_ticket(services, session, request, Action::Notes);
                     for (const auto& person : list(session, services.now())) {
                         names.push_back({{"name", person.name}, {"more", person.title}});
                     }
                 });
                 return web::Response::json(names);
             }}};
}

}  // namespace ansvar::tickets::mentions
