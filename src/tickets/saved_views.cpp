#include "tickets/saved_views.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

#include "queries/tickets.hpp"
#include "tickets/access.hpp"
#include "tickets/draft.hpp"

namespace ansvar::tickets::saved_views {

namespace {

std::vector<View> read(db::Session& session, const std::optional<std::uint64_t>& id, const identity::Person& person) {
    auto queues = nlohmann::json::array();
    for (const auto& queue : person.queues) {
        queues.push_back(queue.value);
    }
    std::vector<View> views;
    for (const auto& row : session.rows(queries::tickets::select_saved_views, {{"id", id}, {"person_id", person.id}, {"queues", queues.dump()}})) {
        const auto role = row.optional_text("role_code");
        views.push_back({.id = row.unsigned_integer("id"),
                         .owner = row.id<PersonId>("owner_id"),
                         .owner_name = row.text("owner"),
                         .shared_with = role ? std::optional{RoleCode{*role}} : std::nullopt,
                         .name = row.text("name"),
                         .filter = Filter::from_json(row.text("filter"))});
    }
    return views;
}

}  // namespace

std::vector<View> list(db::Session& session, const identity::Person& person) { return read(session, {}, person); }

std::optional<View> find(db::Session& session, std::uint64_t id, const identity::Person& person) {
    auto found = read(session, id, person);
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<web::FieldError> faults(db::Session& session, const View& view, const identity::Person& person) {
    std::vector<web::FieldError> faults;
    if (view.name.empty()) {
        faults.push_back(field_fault("/name", "required"));
    } else if (auto fault = line_fault("/name", view.name, longest_name)) {
        faults.push_back(std::move(*fault));
    }
    if (view.shared_with && !person.works_in(*view.shared_with)) {
        faults.push_back(field_fault("/share", "unknown-value"));
    }
    const auto all = list(session, person);
    const auto own = std::count_if(all.begin(), all.end(), [&](const View& each) { return each.owner == person.id && each.id != view.id; });
    if (static_cast<std::size_t>(own) >= most_of_one) {
        faults.push_back(field_fault("/name", "too-many", {{"limit", most_of_one}}));
    }
    return faults;
}

Filter filter_for(const Filter::Lookup& values, const identity::Person& person, const identity::RoleTable& roles, std::vector<web::FieldError>* faults) {
    auto filter = Filter::from(values, faults);
    if (filter.roles.empty()) {
        for (const auto& here : values("here")) {
            filter.roles.push_back(RoleCode{here});
        }
    }
    std::erase_if(filter.roles, [&](const RoleCode& role) { return !roles.find(role) || !may_open_queue(person, role); });
    return filter.roles.empty() ? Filter{} : filter;
}

std::uint64_t add(db::Database& database, const View& view, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) {
        tx.execute(queries::tickets::insert_saved_view, {{"owner_id", view.owner},
                                                         {"role_code", view.shared_with},
                                                         {"name", view.name},
                                                         {"filter", view.filter.to_json()},
                                                         {"now", now}});
        return tx.last_insert_id();
    });
}

bool change(db::Database& database, const View& view, Timestamp now) {
    return database.in_transaction([&](db::Transaction& tx) {
        return tx.execute(queries::tickets::update_saved_view, {{"id", view.id},
                                                                {"owner_id", view.owner},
                                                                {"role_code", view.shared_with},
                                                                {"name", view.name},
                                                                {"filter", view.filter.to_json()},
                                                                {"now", now}});
    }) == 1;
}

bool remove(db::Database& database, std::uint64_t id, PersonId owner) {
    return database.in_transaction([&](db::Transaction& tx) {
        return tx.execute(queries::tickets::delete_saved_view, {{"id", id}, {"owner_id", owner}});
    }) == 1;
}

}  // namespace ansvar::tickets::saved_views
