#include "identity/audit_store.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;

constexpr auto no_id = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
constexpr Timestamp beginning = std::chrono::sys_days{std::chrono::year{1970} / 1 / 1};
constexpr Timestamp end_of_days = std::chrono::sys_days{std::chrono::year{9999} / 1 / 1};
/// Ids are drawn when a line is written, times when the work began: no work that is noted takes longer.
constexpr std::chrono::hours longest_work{1};

/// What stands in every query: the lines between two moments, below an id.
struct Window {
    Timestamp starts_at = beginning;
    Timestamp ends_at = end_of_days;
    std::uint64_t from_id = 0;
    std::uint64_t before_id = no_id;
};

std::optional<std::uint64_t> id_at(db::Session& session, Timestamp at) {
    const auto row = session.row(sql::select_audit_id_at, {{"at", at}});
    return row ? std::optional{row->unsigned_integer("id")} : std::nullopt;
}

std::optional<std::uint64_t> id_before(db::Session& session, Timestamp at) {
    const auto row = session.row(sql::select_audit_id_before, {{"at", at}});
    return row ? std::optional{row->unsigned_integer("id")} : std::nullopt;
}

Window window_of(db::Session& session, const AuditFilter& filter, std::optional<std::uint64_t> before) {
    Window window;
    window.before_id = std::min(before.value_or(no_id), no_id);
    if (filter.starts_at) {
        window.starts_at = *filter.starts_at;
        window.from_id = id_at(session, window.starts_at - longest_work).value_or(no_id);
    }
    if (filter.ends_at) {
        window.ends_at = *filter.ends_at;
        window.before_id = std::min(window.before_id, id_before(session, window.ends_at + longest_work).value_or(0) + 1);
    }
    return window;
}

AuditLine read_line(const db::Row& row) {
    return {.id = row.unsigned_integer("id"),
            .happened_at = row.time("happened_at"),
            .actor = row.optional_id<PersonId>("actor_id"),
            .actor_name = row.optional_text("actor_name").value_or(""),
            .actor_kind = row.text("actor_kind"),
            .credential = row.is_null("credential_id") ? std::nullopt : std::optional{row.unsigned_integer("credential_id")},
            .client_address = row.optional_text("client_address").value_or(""),
            .action = row.text("action"),
            .object_kind = row.text("object_kind"),
            .object_id = row.text("object_id"),
            .object_name = row.optional_text("object_name").value_or(""),
            .details = nlohmann::json::parse(row.text("details"), nullptr, false)};
}

std::vector<db::Row> rows_of_object(db::Session& session, const AuditFilter& filter, const Window& window, std::size_t limit) {
    const auto actions = filter.actions.empty() ? db::Value{} : db::Value{nlohmann::json(filter.actions).dump()};
    return session.rows(sql::select_audit_of_object, {{"object_kind", filter.object_kind},
                                                      {"object_id", filter.object_id},
                                                      {"actor_id", filter.person},
                                                      {"actions", actions},
                                                      {"starts_at", window.starts_at},
                                                      {"ends_at", window.ends_at},
                                                      {"from_id", window.from_id},
                                                      {"before_id", window.before_id},
                                                      {"page_size", limit}});
}

std::vector<db::Row> rows_of_action(db::Session& session, const std::string& action, const Window& window, std::size_t limit) {
    return session.rows(sql::select_audit_of_action, {{"action", action},
                                                      {"starts_at", window.starts_at},
                                                      {"ends_at", window.ends_at},
                                                      {"from_id", window.from_id},
                                                      {"before_id", window.before_id},
                                                      {"page_size", limit}});
}

std::vector<db::Row> rows_of_action_of(db::Session& session, PersonId person, const std::string& action, const Window& window, std::size_t limit) {
    return session.rows(sql::select_audit_of_actor_and_action, {{"actor_id", person},
                                                                {"action", action},
                                                                {"starts_at", window.starts_at},
                                                                {"ends_at", window.ends_at},
                                                                {"from_id", window.from_id},
                                                                {"before_id", window.before_id},
                                                                {"page_size", limit}});
}

/// The newest of each action; more than enough, in no order.
std::vector<db::Row> rows_of_actions(db::Session& session, const AuditFilter& filter, const Window& window, std::size_t limit) {
    std::vector<db::Row> all;
    for (const auto& action : filter.actions) {
        auto some = filter.person ? rows_of_action_of(session, *filter.person, action, window, limit) : rows_of_action(session, action, window, limit);
        std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    return all;
}

std::vector<db::Row> rows(db::Session& session, const AuditFilter& filter, const Window& window, std::size_t limit) {
    if (!filter.object_kind.empty()) {
        return rows_of_object(session, filter, window, limit);
    }
    if (!filter.actions.empty()) {
        return rows_of_actions(session, filter, window, limit);
    }
    if (filter.person) {
        return session.rows(sql::select_audit_of_actor, {{"actor_id", filter.person},
                                                         {"starts_at", window.starts_at},
                                                         {"ends_at", window.ends_at},
                                                         {"from_id", window.from_id},
                                                         {"before_id", window.before_id},
                                                         {"page_size", limit}});
    }
    return session.rows(sql::select_audit_page, {{"starts_at", window.starts_at},
                                                 {"ends_at", window.ends_at},
                                                 {"from_id", window.from_id},
                                                 {"before_id", window.before_id},
                                                 {"page_size", limit}});
}

/// Adds {"kind", "id"} for each id within details. `field`: what the value stands under.
void collect_ids(const nlohmann::json& value, const std::string& field, nlohmann::json& ids) {
    if (value.is_object()) {
        for (const auto& [key, inner] : value.items()) {
            collect_ids(inner, key == "before" || key == "after" ? field : key, ids);
        }
    } else if (const auto kind = kind_in_field(field); value.is_number_unsigned() && !kind.empty()) {
        ids.push_back({{"kind", kind}, {"id", value}});
    }
}

}  // namespace

std::string_view kind_in_field(std::string_view field) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kinds{{{"person", "person"},
                                                                                   {"as", "person"},
                                                                                   {"manager", "person"},
                                                                                   {"head", "person"},
                                                                                   {"substitute", "person"},
                                                                                   {"reader", "person"},
                                                                                   {"unit", "unit"},
                                                                                   {"parent", "unit"},
                                                                                   {"manages_unit", "unit"},
                                                                                   {"provider", "provider"}}};
    const auto* const found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.first == field; });
    return found == kinds.end() ? std::string_view{} : found->second;
}

AuditNames find_audit_names(db::Session& session, const std::vector<AuditLine>& lines) {
    auto ids = nlohmann::json::array();
    for (const auto& line : lines) {
        collect_ids(line.details, "", ids);
    }
    AuditNames names;
    if (!ids.empty()) {
        session.each(sql::select_audit_names, {{"ids", ids.dump()}},
                     [&](const db::Row& row) { names[{row.text("kind"), row.unsigned_integer("id")}] = row.text("name"); });
    }
    return names;
}

AuditPage load_audit(db::Session& session, const AuditFilter& filter, std::optional<std::uint64_t> before, std::size_t page_size) {
    AuditPage page;
    for (const auto& row : rows(session, filter, window_of(session, filter, before), page_size + 1)) {
        page.lines.push_back(read_line(row));
    }
    std::sort(page.lines.begin(), page.lines.end(), [](const AuditLine& a, const AuditLine& b) { return a.id > b.id; });
    if (page.lines.size() > page_size) {
        page.lines.resize(page_size);
        page.next = page.lines.back().id;
    }
    return page;
}

}  // namespace ansvar::identity
