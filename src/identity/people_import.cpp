#include "identity/people_import.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "core/marks.hpp"
#include "core/secret.hpp"
#include "core/text.hpp"
#include "identity/audit.hpp"
#include "identity/departure.hpp"
#include "identity/holdings.hpp"
#include "identity/people_store.hpp"
#include "identity/people_sheet.hpp"
#include "identity/units.hpp"
#include "queries/identity.hpp"
#include "web/language.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;
using nlohmann::json;

constexpr std::size_t rows_a_statement = 1000;
constexpr std::size_t most_faults = 200;

enum Column : std::size_t { Name, Mail, Title, Phone, Room, Language, Manager, UnitName, Roles, column_count };

struct ColumnName {
    std::string_view heading;  ///< lower case, without marks
    Column column;
};
constexpr std::array headings{
    ColumnName{"namn", Name},       ColumnName{"name", Name},         ColumnName{"e-post", Mail},       ColumnName{"epost", Mail},
    ColumnName{"mail", Mail},       ColumnName{"e-mail", Mail},       ColumnName{"email", Mail},        ColumnName{"titel", Title},
    ColumnName{"title", Title},     ColumnName{"telefon", Phone},     ColumnName{"phone", Phone},       ColumnName{"rum", Room},
    ColumnName{"room", Room},       ColumnName{"sprak", Language},    ColumnName{"language", Language}, ColumnName{"chef", Manager},
    ColumnName{"manager", Manager}, ColumnName{"enhet", UnitName},    ColumnName{"unit", UnitName},     ColumnName{"roller", Roles},
    ColumnName{"roles", Roles}};

struct TextColumn {
    Column column;
    const char* name;  ///< of the field
    std::size_t limit;
};
constexpr std::array text_columns{TextColumn{Name, "name", 200}, TextColumn{Title, "title", 100}, TextColumn{Phone, "phone", 40},
                                  TextColumn{Room, "room", 60}};

/// Somebody as they stand in the database.
struct Known {
    PersonId id;
    std::string mail, name, title, phone, room, language, manager;
    std::optional<UnitId> unit;
    std::set<std::string> roles;
    bool has_left = false;

    const std::string& text(Column column) const {
        return column == Name ? name : column == Title ? title : column == Phone ? phone : room;
    }
};

std::string text_of(const std::set<std::string>& roles) { return join({roles.begin(), roles.end()}, ", "); }

std::optional<std::string> language_of(const std::string& cell) {
    const auto word = lower(cell);
    if (word == "sv" || word == "svenska" || word == "swedish") {
        return "sv";
    }
    return word == "en" || word == "engelska" || word == "english" ? std::optional<std::string>{"en"} : std::nullopt;
}

/// Codes with blanks, commas, semicolons, slashes or lines between.
std::set<std::string> codes_in(std::string cell) {
    std::replace_if(cell.begin(), cell.end(), [](char sign) { return std::string_view{",;/|\n\t"}.find(sign) != std::string_view::npos; }, ' ');
    std::set<std::string> codes;
    for (const auto code : split(cell, ' ')) {
        if (!code.empty()) {
            codes.emplace(code);
        }
    }
    return codes;
}

class Planner {
public:
    Planner(db::Session& session, Timestamp now) {
        session.each(sql::select_import_people, {{"today", school_day(now)}}, [&](const db::Row& row) { know(row); });
        for (const auto& unit : list_units(session)) {
            units_.emplace(lower(unit.name), unit);
            unit_names_.emplace(unit.id, unit.name);
        }
        session.each(sql::select_roles, {{"today", school_day(now)}}, [&](const db::Row& row) {
            if (row.text("kind") != "relative") {  // nobody holds "my manager"
                roles_.insert(row.text("code"));
            }
        });
    }

    ImportPlan plan(std::string_view text) {
        const auto sheet = Sheet::read(text);
        if (sheet.unclosed_quote) {
            fault(*sheet.unclosed_quote, "import.fault.unclosed_quote");
        } else if (sheet.rows.empty()) {
            fault(0, "import.fault.empty");
        } else if (sheet.rows.size() > most_import_lines + 1) {
            fault(0, "import.fault.too_many", {{"limit", most_import_lines}});
        } else if (read_header(sheet.rows.front())) {
            find_addresses(sheet);
            for (auto row = sheet.rows.begin() + 1; row != sheet.rows.end(); ++row) {
                read_row(*row);
            }
            list_absent();
        }
        return std::move(plan_);
    }

private:
    void know(const db::Row& row) {
        Known known{.id = row.id<PersonId>("id"),
                    .mail = row.text("email"),
                    .name = row.text("name"),
                    .title = row.optional_text("title").value_or(""),
                    .phone = row.optional_text("phone").value_or(""),
                    .room = row.optional_text("room").value_or(""),
                    .language = row.text("language"),
                    .manager = row.optional_text("manager_email").value_or(""),
                    .unit = row.optional_id<UnitId>("unit_id"),
                    .roles = {},
                    .has_left = row.flag("has_left")};
        const auto roles = row.optional_text("roles").value_or("");
        for (const auto code : split(roles, '\n')) {
            if (!code.empty()) {
                known.roles.emplace(code);
            }
        }
        order_.push_back(known.mail);
        people_.emplace(known.mail, std::move(known));
    }

    void fault(std::size_t line, const char* key, web::Arguments arguments = {}) {
        if (plan_.faults.size() < most_faults) {
            plan_.faults.push_back({line, key, std::move(arguments)});
        } else {
            plan_.faults.back() = {0, "import.fault.more", {{"limit", most_faults}}};
        }
    }

    bool read_header(const SheetRow& header) {
        for (std::size_t at = 0; at < header.cells.size(); ++at) {
            const auto& cell = header.cells[at];
            const auto heading = without_marks(lower(cell));
            const auto found = std::find_if(headings.begin(), headings.end(), [&](const ColumnName& name) { return name.heading == heading; });
            if (found == headings.end()) {
                if (!cell.empty()) {
                    fault(header.line, "import.fault.unknown_column", {{"name", shorten(cell, 40)}});
                }
            } else if (places_[found->column]) {
                fault(header.line, "import.fault.column_twice", {{"name", cell}});
            } else {
                places_[found->column] = at;
            }
        }
        if (!places_[Mail]) {
            fault(header.line, "import.fault.no_mail_column");
        }
        return plan_.faults.empty();
    }

    std::string cell(const SheetRow& row, Column column) const {
        const auto place = places_[column];
        return place && *place < row.cells.size() ? row.cells[*place] : std::string{};
    }

    /// Managers may stand further down.
    void find_addresses(const Sheet& sheet) {
        for (auto row = sheet.rows.begin() + 1; row != sheet.rows.end(); ++row) {
            if (const auto address = MailAddress::parse(cell(*row, Mail))) {
                lines_.emplace(address->text(), row->line);
            }
        }
    }

    void read_row(const SheetRow& row) {
        const auto typed = cell(row, Mail);
        const auto address = MailAddress::parse(typed);
        if (row.cells.size() > column_limit()) {
            fault(row.line, "import.fault.too_many_cells");
        }
        if (!address) {
            return fault(row.line, typed.empty() ? "import.fault.no_mail" : "import.fault.bad_mail", {{"mail", shorten(typed, 60)}});
        }
        if (const auto first = lines_.find(address->text()); first->second != row.line) {
            return fault(row.line, "import.fault.twice", {{"mail", address->text()}, {"line", first->second}});
        }
        const auto known = people_.find(address->text());
        const Known before = known == people_.end() ? Known{.id = {}, .mail = address->text(), .name = {}, .title = {}, .phone = {}, .room = {}, .language = "sv", .manager = {}, .unit = {}, .roles = {}}
                                                    : known->second;
        auto planned = read_person(row, before);
        if (!before.id) {
            plan_.added.push_back(std::move(planned));
        } else if (planned.fields.empty()) {
            ++plan_.unchanged;
        } else {
            plan_.changed.push_back(std::move(planned));
        }
    }

    std::size_t column_limit() const {
        std::size_t last = 0;
        for (const auto& place : places_) {
            last = std::max(last, place ? *place + 1 : 0);
        }
        return std::max(last, std::size_t{column_count});
    }

    PlannedPerson read_person(const SheetRow& row, const Known& before) {
        PlannedPerson planned{.line = row.line, .id = before.id, .name = before.name, .mail = before.mail};
        planned.row = {{"id", before.id.value}, {"mail", before.mail}, {"language", before.language}, {"returns", before.has_left ? 1 : 0},
                       {"unit", before.unit ? json(before.unit->value) : json()}};
        if (before.has_left) {
            planned.fields.push_back({"left", "import.value.left", "import.value.back"});
        }
        for (const auto& column : text_columns) {
            read_text(row, column, before, planned);
        }
        planned.name = planned.row["name"].get<std::string>();
        read_language(row, before, planned);
        read_unit(row, before, planned);
        read_manager(row, before, planned);
        read_roles(row, before, planned);
        return planned;
    }

    void read_text(const SheetRow& row, const TextColumn& column, const Known& before, PlannedPerson& planned) {
        const auto text = cell(row, column.column);
        const auto& old = before.text(column.column);
        planned.row[column.name] = text.empty() ? old : text;
        if (text.empty() && column.column == Name && !before.id) {
            return fault(row.line, "import.fault.no_name");
        }
        if (const auto wrong = check_line(text, column.limit); wrong != TextFault::None) {
            return fault(row.line, wrong == TextFault::TooLong ? "import.fault.too_long" : "import.fault.bad_characters",
                         {{"column", column.name}, {"limit", column.limit}});
        }
        if (!text.empty() && text != old) {
            planned.fields.push_back({column.name, old, text});
        }
    }

    void read_language(const SheetRow& row, const Known& before, PlannedPerson& planned) {
        const auto text = cell(row, Language);
        const auto language = language_of(text);
        if (text.empty()) {
            return;
        }
        if (!language) {
            return fault(row.line, "import.fault.unknown_language", {{"value", shorten(text, 40)}});
        }
        planned.row["language"] = *language;
        if (*language != before.language) {
            planned.fields.push_back({"language", before.id ? before.language : "", *language});
        }
    }

    void read_unit(const SheetRow& row, const Known& before, PlannedPerson& planned) {
        const auto text = cell(row, UnitName);
        if (text.empty()) {
            return;
        }
        const auto found = units_.find(lower(text));
        if (found == units_.end()) {
            return fault(row.line, "import.fault.unknown_unit", {{"value", shorten(text, 60)}});
        }
        planned.row["unit"] = found->second.id.value;
        if (before.unit != found->second.id) {
            planned.fields.push_back({"unit", before.unit ? unit_names_[*before.unit] : "", found->second.name});
        }
    }

    void read_manager(const SheetRow& row, const Known& before, PlannedPerson& planned) {
        const auto text = cell(row, Manager);
        if (text.empty()) {
            return;
        }
        const auto address = MailAddress::parse(text);
        const auto known = address ? people_.find(address->text()) : people_.end();
        const bool in_file = address && lines_.contains(address->text());
        if (!in_file && (known == people_.end() || known->second.has_left)) {
            return fault(row.line, "import.fault.unknown_manager", {{"value", shorten(text, 60)}});
        }
        if (address->text() == before.mail) {
            return fault(row.line, "import.fault.own_manager");
        }
        if (address->text() != before.manager) {
            planned.row["manager"] = address->text();
            planned.fields.push_back({"manager", before.manager, address->text()});
        }
    }

    void read_roles(const SheetRow& row, const Known& before, PlannedPerson& planned) {
        const auto text = cell(row, Roles);
        if (text.empty()) {
            return;
        }
        std::set<std::string> wanted;
        for (const auto& code : codes_in(text)) {
            const auto known = std::find_if(roles_.begin(), roles_.end(), [&](const std::string& role) { return lower(role) == lower(code); });
            if (known == roles_.end()) {
                fault(row.line, "import.fault.unknown_role", {{"value", shorten(code, 40)}});
            } else {
                wanted.insert(*known);
            }
        }
        if (wanted != before.roles) {
            planned.fields.push_back({"roles", text_of(before.roles), text_of(wanted)});
            auto gained = json::array(), lost = json::array();
            std::set_difference(wanted.begin(), wanted.end(), before.roles.begin(), before.roles.end(), std::back_inserter(gained));
            std::set_difference(before.roles.begin(), before.roles.end(), wanted.begin(), wanted.end(), std::back_inserter(lost));
            planned.row["gained"] = std::move(gained);
            planned.row["lost"] = std::move(lost);
        }
    }

    void list_absent() {
        for (const auto& mail : order_) {
            const auto& known = people_.at(mail);
            if (!known.has_left && !lines_.contains(mail)) {
                plan_.absent.push_back({known.id, known.name, known.mail});
            }
        }
    }

    ImportPlan plan_;
    std::unordered_map<std::string, Known> people_;  // by address
    std::vector<std::string> order_;                 // addresses, by name
    std::map<std::string, Unit> units_;              // by name in lower case
    std::map<UnitId, std::string> unit_names_;
    std::set<std::string> roles_;
    std::unordered_map<std::string, std::size_t> lines_;  // where an address stands first
    std::array<std::optional<std::size_t>, column_count> places_{};
};

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
    json added = json::array(), changed = json::array(), managers = json::array(), gained = json::array(), lost = json::array(),
         signed_out = json::array();

    void take(const PlannedPerson& person) {
        const auto& row = person.row;
        (person.id ? changed : added).push_back(row);
        if (row.contains("manager")) {
            managers.push_back({{"mail", person.mail}, {"manager", row["manager"]}});
        }
        for (const auto& role : row.value("gained", json::array())) {
            gained.push_back({{"mail", person.mail}, {"role", role}});
        }
        for (const auto& role : row.value("lost", json::array())) {
            lost.push_back({{"id", person.id.value}, {"role", role}});
        }
        if (person.id && row.contains("gained")) {
            signed_out.push_back(person.id.value);
        }
    }
};

/// Roles are rights: each change of them has its line in the audit, whichever way it came.
void record_roles(db::Transaction& tx, PersonId id, const PlannedPerson& person, const Actor& by, Timestamp now) {
    const auto gained = person.row.value("gained", json::array()), lost = person.row.value("lost", json::array());
    if (!gained.empty() || !lost.empty()) {
        record(tx, by, {.action = "person.roles", .object_kind = "person", .object_id = id.text(), .details = {{"given", gained}, {"taken", lost}}}, now);
    }
}

/// New holders are asked last, in the order of the list.
void line_up(db::Session& session, json& gained) {
    std::map<std::string, std::uint64_t> next;
    session.each(sql::select_last_positions, {}, [&](const db::Row& row) { next[row.text("role_code")] = row.unsigned_integer("position") + 1; });
    for (auto& one : gained) {
        one["position"] = next[one["role"].get<std::string>()]++;
    }
}

}  // namespace

std::string ImportPlan::fingerprint() const {
    auto all = json::array();
    for (const auto* list : {&added, &changed}) {
        for (const auto& person : *list) {
            auto fields = json::array();
            for (const auto& field : person.fields) {
                fields.push_back({field.name, field.before, field.after});
            }
            all.push_back({person.line, person.row, std::move(fields)});
        }
    }
    for (const auto& one : absent) {
        all.push_back(one.id.value);
    }
    return sha256(all.dump());
}

json ImportCounts::to_json() const { return {{"added", added}, {"changed", changed}, {"unchanged", unchanged}, {"left", left}}; }

ImportPlan plan_import(db::Session& session, std::string_view text, Timestamp now) { return Planner{session, now}.plan(text); }

void lock_everybody(db::Transaction& tx) { tx.each(sql::lock_people, {}, [](const db::Row&) {}); }

ImportDone carry_out(db::Transaction& tx, const ImportPlan& plan, const std::vector<PersonId>& leaving, OpenWork* open_work, const Actor& by,
                     Timestamp now) {
    Work work;
    std::for_each(plan.added.begin(), plan.added.end(), [&](const PlannedPerson& person) { work.take(person); });
    std::for_each(plan.changed.begin(), plan.changed.end(), [&](const PlannedPerson& person) { work.take(person); });
    const auto last_day = day_before(now), today = school_day(now);
    in_pieces(work.added, [&](const std::string& rows) { tx.execute(sql::insert_people, {{"rows", rows}, {"now", now}}); });
    for (const auto& person : plan.changed) {
        if (person.row.value("returns", 0) == 1) {
            come_back(tx, person.id, by, now);
        }
    }
    in_pieces(work.changed, [&](const std::string& rows) { tx.execute(sql::update_people, {{"rows", rows}}); });
    in_pieces(work.managers, [&](const std::string& rows) { tx.execute(sql::update_managers, {{"rows", rows}}); });
    in_pieces(work.lost, [&](const std::string& rows) {
        tx.execute(sql::delete_holders_to_come, {{"rows", rows}, {"last_day", last_day}});
        tx.execute(sql::end_holders, {{"rows", rows}, {"last_day", last_day}});
    });
    line_up(tx, work.gained);
    in_pieces(work.gained, [&](const std::string& rows) { tx.execute(sql::insert_holders, {{"rows", rows}, {"today", today}}); });
    in_pieces(work.signed_out, [&](const std::string& ids) { tx.execute(sql::delete_sessions_of_people, {{"ids", ids}}); });

    std::for_each(plan.changed.begin(), plan.changed.end(), [&](const PlannedPerson& person) { record_roles(tx, person.id, person, by, now); });
    for (const auto& person : plan.added) {
        if (const auto made = person.row.contains("gained") ? find_person_by_email(tx, MailAddress::parse(person.mail).value(), now) : std::nullopt) {
            record_roles(tx, made->id, person, by, now);
        }
    }
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
