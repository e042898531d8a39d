#include "app/demo_school.hpp"

#include <map>
#include <stdexcept>

#include "app/demo_table.hpp"
#include "app/files.hpp"
#include "core/text.hpp"
#include "db/database.hpp"
#include "identity/absences.hpp"
#include "identity/people_store.hpp"
#include "identity/role_store.hpp"
#include "identity/school_settings.hpp"
#include "identity/units.hpp"
#include "matrix/current_router.hpp"
#include "matrix/import.hpp"
#include "routing/csv.hpp"
#include "web/files.hpp"

namespace ansvar::app {

std::vector<std::map<std::string, std::string>> read_demo_table(const std::filesystem::path& file) {
    const auto table = routing::read_csv(web::read_file(file));
    if (!table) {
        throw std::runtime_error("faulty CSV in " + file.string());
    }
    std::vector<std::map<std::string, std::string>> rows;
    for (std::size_t line = 1; line < table->size(); ++line) {
        auto& row = rows.emplace_back();
        for (std::size_t column = 0; column < (*table)[0].size() && column < (*table)[line].size(); ++column) {
            row[(*table)[0][column].text] = (*table)[line][column].text;
        }
    }
    return rows;
}

namespace {

identity::PersonDraft draft_of(const std::map<std::string, std::string>& row, const std::map<std::string, PersonId>& known) {
    identity::PersonDraft draft{.email = MailAddress::parse(row.at("email")), .name = row.at("name")};
    draft.initials = row.at("initials");
    draft.title = row.at("title");
    draft.phone = row.at("phone");
    draft.room = row.at("room");
    draft.is_manager = row.at("rights") == "manager";
    draft.is_administrator = row.at("rights") == "administrator";
    if (const auto manager = known.find(row.at("manager")); manager != known.end()) {
        draft.manager = manager->second;
    }
    return draft;
}

using Row = std::map<std::string, std::string>;

/// The units, their heads, and who works at which. What is there stays as it is.
void make_units(db::Transaction& tx, const std::vector<Row>& units, const std::vector<Row>& people, const std::map<std::string, PersonId>& known) {
    for (const auto& row : units) {
        if (!identity::find_unit(tx, row.at("name"))) {
            const auto parent = identity::find_unit(tx, row.at("parent"));
            const auto unit = identity::add_unit(tx, row.at("name"), parent ? std::optional{parent->id} : std::nullopt);
            identity::set_unit_head(tx, unit, known.at(row.at("head")));
            for (const auto& person : people) {
                if (person.at("unit") == row.at("name")) {
                    identity::place_person(tx, known.at(person.at("email")), unit);
                }
            }
        }
    }
}

/// Somebody is away these days, with a substitute.
void make_absences(db::Transaction& tx, const std::vector<Row>& absences, const std::map<std::string, PersonId>& known, Timestamp now) {
    for (const auto& row : absences) {
        const auto person = known.at(row.at("email"));
        if (identity::list_absences(tx, person, identity::school_day(now)).empty()) {
            const std::chrono::hours days{24 * std::stoi(row.at("days"))};
            identity::Absence absence{.first_day = identity::school_day(now), .last_day = identity::school_day(now + days)};
            absence.substitute = known.at(row.at("substitute"));
            identity::add_absence(tx, person, absence, now);
        }
    }
}

}  // namespace

void make_demo_school(const db::Settings& settings) {
    db::Database database{settings.patient()};
    const auto now = SystemClock{}.now();
    matrix::seed(database, share_folder() / "routing", now);
    const auto rows = read_demo_table(share_folder() / "demo" / "people.csv");
    const auto units = read_demo_table(share_folder() / "demo" / "units.csv");
    const auto absences = read_demo_table(share_folder() / "demo" / "absences.csv");
    database.in_transaction([&](db::Transaction& tx) {
        std::map<std::string, PersonId> known;
        for (const auto& row : rows) {
            const auto found = identity::find_person_by_email(tx, MailAddress::parse(row.at("email")).value(), now);
            known[row.at("email")] = found ? found->id : identity::insert_person(tx, draft_of(row, {}), now);
        }
        for (const auto& row : rows) {
            const auto id = known.at(row.at("email"));
            if (const auto person = identity::find_person(tx, id, now); !row.at("manager").empty() && person && !person->manager) {
                identity::update_person(tx, id, draft_of(row, known));
            }
            for (const auto role : split(row.at("roles"), ';')) {
                if (!role.empty()) {
                    identity::set_holder(tx, {.role = RoleCode{std::string{role}}, .person = id});
                }
            }
        }
        make_units(tx, units, rows, known);
        make_absences(tx, absences, known, now);
        if (!identity::read_setting(tx, identity::second_factor_setting)) {  // links let in at once here
            identity::write_setting(tx, identity::second_factor_setting, identity::name(identity::SecondFactorRule::Nobody), std::nullopt, now);
        }
    });
}

}  // namespace ansvar::app
