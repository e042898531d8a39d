#include "tickets/tags.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "queries/tickets.hpp"
#include "tickets/change.hpp"
#include "tickets/queues_json.hpp"

namespace ansvar::tickets::tags {

namespace {

constexpr std::size_t longest_tag = 40, most_tags = 20;

bool has(const std::vector<std::string>& tags, const std::string& tag) { return std::find(tags.begin(), tags.end(), tag) != tags.end(); }

void write(db::Transaction& tx, TicketId ticket, const std::vector<std::string>& added, const std::vector<std::string>& removed) {
    for (const auto& tag : added) {
        tx.execute(queries::tickets::insert_tag, {{"ticket_id", ticket}, {"tag", tag}});
    }
    for (const auto& tag : removed) {
        tx.execute(queries::tickets::delete_tag, {{"ticket_id", ticket}, {"tag", tag}});
    }
}

}  // namespace

std::optional<std::string> from(std::string_view typed) {
    if (check_line(typed, 1000) != TextFault::None) {
        return {};
    }
    const auto text = lower(nfc(typed));
    std::string tag;
    for (const auto word : split(text, ' ')) {  // blanks within become one
        const auto plain = trim(word);
        if (!plain.empty()) {
            tag += (tag.empty() ? "" : " ") + std::string{plain};
        }
    }
    tag.erase(0, std::min(tag.find_first_not_of('#'), tag.size()));
    tag = std::string{trim(tag)};
    const bool is_one = !tag.empty() && tag.find(',') == std::string::npos && count_characters(tag) <= longest_tag;
    return is_one ? std::optional{std::move(tag)} : std::nullopt;
}

Result<std::vector<std::string>, Refusal> all_from(std::string_view typed) {
    std::vector<std::string> tags;
    for (const auto one : split(typed, ',')) {
        if (trim(one).empty()) {
            continue;
        }
        auto tag = from(one);
        if (!tag) {
            return refuse(Refusal::invalid(field_fault("/tag", "not-a-tag", {{"limit", longest_tag}})));
        }
        if (!has(tags, *tag)) {
            tags.push_back(std::move(*tag));
        }
    }
    if (tags.empty()) {
        return refuse(Refusal::invalid(field_fault("/tag", "required")));
    }
    return tags;
}

Result<Ticket, Refusal> change(Desk& desk, TicketId ticket, const std::vector<std::string>& add, const std::vector<std::string>& remove,
                               const identity::Person& by, std::optional<std::int64_t> version, const Undo& undo) {
    return desk.change(ticket, Action::Handle, by, version, [&](Change& change) -> std::optional<Refusal> {
        const auto before = list(change.tx(), ticket);
        std::vector<std::string> added, removed;
        for (const auto& tag : add) {  // one may be named twice
            if (!has(before, tag) && !has(added, tag)) {
                added.push_back(tag);
            }
        }
        std::copy_if(before.begin(), before.end(), std::back_inserter(removed), [&](const auto& tag) { return has(remove, tag) && !has(add, tag); });
        if (before.size() + added.size() - removed.size() > most_tags) {
            return Refusal::invalid(field_fault("/tag", "too-many", {{"limit", most_tags}}));
        }
        if (added.empty() && removed.empty()) {
            return {};
        }
        write(change.tx(), ticket, added, removed);
        change.happened(EventKind::Tagged, {{"added", added}, {"removed", removed}});
        return {};
    }, undo);
}

void take_back(db::Transaction& tx, TicketId ticket, std::int64_t first_seq, std::int64_t last_seq) {
    for (const auto& row : tx.rows(queries::tickets::select_tagged_events, {{"ticket_id", ticket}, {"first_seq", first_seq}, {"last_seq", last_seq}})) {
        const auto data = nlohmann::json::parse(row.text("data"));
        const auto tags = [&](const char* what) { return data.value(what, std::vector<std::string>{}); };
        write(tx, ticket, tags("removed"), tags("added"));
    }
}

std::vector<std::string> list(db::Session& session, TicketId ticket) {
    std::vector<std::string> tags;
    for (const auto& row : session.rows(queries::tickets::select_tags, {{"ticket_id", ticket}})) {
        tags.push_back(row.text("tag"));
    }
    return tags;
}

std::vector<std::string> list_in_use(db::Session& session, const identity::Person& reader) {
    std::vector<std::string> tags;
    for (const auto& row : session.rows(queries::tickets::select_tags_in_use, {{"person_id", reader.id},
                                                                               {"is_administrator", reader.is_administrator},
                                                                               {"role_codes", queues_json(reader)}})) {
        tags.push_back(row.text("tag"));
    }
    return tags;
}

}  // namespace ansvar::tickets::tags
