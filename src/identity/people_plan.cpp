#include "identity/people_plan.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "core/marks.hpp"
#include "core/secret.hpp"
#include "core/text.hpp"
#include "identity/people_sheet.hpp"
#include "identity/person.hpp"
#include "identity/units.hpp"
#include "queries/identity.hpp"
#include "web/language.hpp"

namespace ansvar::identity {

namespace {

namespace sql = queries::identity;
using nlohmann::json;

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
        static const std::set<std::string> none;
        const auto text = cell(row, Roles);
        const auto& kept = before.has_left ? none : before.roles;  // whoever is back begins without the roles they had
        const auto wanted = text.empty() ? kept : read_codes(row, text);
        auto gained = json::array(), lost = json::array();
        std::set_difference(wanted.begin(), wanted.end(), kept.begin(), kept.end(), std::back_inserter(gained));
        const auto& stay = before.has_left ? none : wanted;
        std::set_difference(before.roles.begin(), before.roles.end(), stay.begin(), stay.end(), std::back_inserter(lost));
        if (!gained.empty() || !lost.empty()) {
            planned.fields.push_back({"roles", text_of(before.roles), text_of(wanted)});
            planned.row["gained"] = std::move(gained);
            planned.row["lost"] = std::move(lost);
        }
    }

    std::set<std::string> read_codes(const SheetRow& row, const std::string& text) {
        std::set<std::string> wanted;
        for (const auto& code : codes_in(text)) {
            const auto known = std::find_if(roles_.begin(), roles_.end(), [&](const std::string& role) { return lower(role) == lower(code); });
            if (known == roles_.end()) {
                fault(row.line, "import.fault.unknown_role", {{"value", shorten(code, 40)}});
            } else {
                wanted.insert(*known);
            }
        }
        return wanted;
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

ImportPlan plan_import(db::Session& session, std::string_view text, Timestamp now) { return Planner{session, now}.plan(text); }

}  // namespace ansvar::identity
