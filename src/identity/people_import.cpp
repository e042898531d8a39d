#include "identity/people_import.hpp"

#include <algorithm>
#include <map>

#include "identity/departure.hpp"
#include "identity/holdings.hpp"
#include "queries/identity.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;
using nlohmann::json;

constexpr std::size_t rows_a_statement = 1000;

/// Hands `rows` over in pieces that a statement can take.
template <class Use>
void in_pieces(const json& rows, const Use& use) {
    for (std::size_t from = 0; from < rows.size(); from += rows_a_statement) {
        auto piece = json::array();
        for (std::size_t at = from; at < std::min(from + rows_a_statement, rows.size()); ++at) {
            piece.push_back(rows[at]);
        }
        use(piece.dump());
    }
}

/// The rows of a plan, sorted by the statements they are for.
struct Work {
    json added = json::array(), changed = json::array(), returned = json::array(), managers = json::array(), gained = json::array(),
         lost = json::array(), signed_out = json::array(), audit = json::array();

    void take(const PlannedPerson& person) {
        const auto& row = person.row;
        (person.id ? changed : added).push_back(row);
        if (row.value("returns", 0) == 1) {
            returned.push_back(person.id.value);
            note(person, "person.returned", json::object());
        }
        if (row.contains("manager")) {
            managers.push_back({{"mail", person.mail}, {"manager", row["manager"]}});
        }
        if (row.contains("gained")) {
            take_roles(person, row["gained"], row["lost"]);
        }
    }

private:
    /// Roles are rights: each change of them has its line in the audit, whichever way it came.
    void take_roles(const PlannedPerson& person, const json& given, const json& taken) {
        for (const auto& role : given) {
            gained.push_back({{"mail", person.mail}, {"role", role}});
        }
        for (const auto& role : taken) {
            lost.push_back({{"id", person.id.value}, {"role", role}});
        }
        if (person.id) {
            signed_out.push_back(person.id.value);
        }
        note(person, "person.roles", {{"given", given}, {"taken", taken}});
    }

    void note(const PlannedPerson& person, const char* action, const json& details) {
        audit.push_back({{"mail", person.mail}, {"action", action}, {"details", details.dump()}});
    }
};

/// New holders are asked last, in the order of the list.
void line_up(db::Session& session, json& gained) {
    std::map<std::string, std::uint64_t> next;
    session.each(sql::select_last_positions, {}, [&](const db::Row& row) { next[row.text("role_code")] = row.unsigned_integer("position") + 1; });
    for (auto& one : gained) {
        one["position"] = next[one["role"].get<std::string>()]++;
    }
}

}  // namespace

json ImportCounts::to_json() const { return {{"added", added}, {"changed", changed}, {"unchanged", unchanged}, {"left", left}}; }

void lock_everybody(db::Transaction& tx) { tx.each(sql::lock_people, {}, [](const db::Row&) {}); }

ImportDone carry_out(db::Transaction& tx, const ImportPlan& plan, const std::vector<PersonId>& leaving, OpenWork* open_work, const Actor& by,
                     Timestamp now) {
    Work work;
    std::for_each(plan.added.begin(), plan.added.end(), [&](const PlannedPerson& person) { work.take(person); });
    std::for_each(plan.changed.begin(), plan.changed.end(), [&](const PlannedPerson& person) { work.take(person); });
    const auto last_day = day_before(now), today = school_day(now);
    in_pieces(work.added, [&](const std::string& rows) { tx.execute(sql::insert_people, {{"rows", rows}, {"now", now}}); });
    in_pieces(work.returned, [&](const std::string& ids) { tx.execute(sql::update_returned, {{"ids", ids}}); });
    in_pieces(work.changed, [&](const std::string& rows) { tx.execute(sql::update_people, {{"rows", rows}}); });
    in_pieces(work.managers, [&](const std::string& rows) { tx.execute(sql::update_managers, {{"rows", rows}}); });
    in_pieces(work.lost, [&](const std::string& rows) {
        tx.execute(sql::delete_holders_to_come, {{"rows", rows}, {"last_day", last_day}});
        tx.execute(sql::end_holders, {{"rows", rows}, {"last_day", last_day}});
    });
    line_up(tx, work.gained);
    in_pieces(work.gained, [&](const std::string& rows) { tx.execute(sql::insert_holders, {{"rows", rows}, {"today", today}}); });
    in_pieces(work.signed_out, [&](const std::string& ids) { tx.execute(sql::delete_sessions_of_people, {{"ids", ids}}); });
    in_pieces(work.audit, [&](const std::string& lines) { record_about_people(tx, by, lines, now); });

    ImportDone done{.counts = {.added = plan.added.size(), .changed = plan.changed.size(), .unchanged = plan.unchanged, .left = 0}};
    done.own_roles_changed = by.person && std::find(work.signed_out.begin(), work.signed_out.end(), json(by.person->value)) != work.signed_out.end();
    for (const auto id : leaving) {
        const bool is_absent = std::any_of(plan.absent.begin(), plan.absent.end(), [&](const ImportPlan::Absent& one) { return one.id == id; });
        if (is_absent && !leave(tx, id, open_work, by, now)) {
            done.is_last_administrator = true;
            return done;
        }
        done.counts.left += is_absent ? 1 : 0;
    }
    return done;
}

}  // namespace ansvar::identity
