#include "routing/csv.hpp"
#include "routing/field_check.hpp"
#include "routing/list_field.hpp"
#include "routing/matrix.hpp"
#include "routing/slug.hpp"
#include "routing/unicode.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace ansvar::routing {
namespace {

constexpr std::string_view hygiene = "HYGIEN";
constexpr std::array<std::string_view, 4> levels{hygiene, "ADMINISTRATION", "PEDAGOGIK", "ALLA"};

constexpr std::size_t longest_row = 16;
constexpr std::size_t longest_column = 100;
constexpr std::size_t longest_name = 200;
constexpr std::size_t longest_note = 500;
constexpr std::size_t longest_responsible = 1000;
constexpr std::size_t longest_holder = 16;
constexpr std::size_t longest_source = 1000;

bool is_row_number(std::string_view text) {
    const auto is_fit = [](char byte) {
        return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '-';
    };
    return !text.empty() && text.size() <= longest_row && std::all_of(text.begin(), text.end(), is_fit);
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char byte) { return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte; });
    return text;
}

/// Reads the records of one file; every fault goes to the table's list.
class MatrixReader {
public:
    MatrixReader(CsvTable& table, const std::vector<Role>& roles) : table_(table), roles_(roles) {}

    std::vector<Area> read() {
        std::vector<Area> areas;
        areas.reserve(table_.size());
        for (record_ = 0; record_ < table_.size(); ++record_) {
            areas.push_back(read_area());
        }
        give_keys(areas);
        return areas;
    }

private:
    const CsvField& field(std::string_view name) const { return table_.at(record_, name); }
    const CsvField* optional_field(std::string_view name) const { return table_.has(name) ? &field(name) : nullptr; }
    Faults& faults() { return table_.faults(); }

    Area read_area() {
        Area area;
        area.row = read_row_number();
        area.level = read_level();
        area.column = read_text("column", "empty-column", longest_column);
        area.name = read_text("area", "empty-area", longest_name);
        area.responsible = read_responsible();
        area.note = field("note").text;
        area.source_text = field("source_text").text;
        check_line(faults(), field("note"), longest_note);
        check_length(faults(), field("source_text"), longest_source);
        area.default_priority = read_priority(area.level);
        area.confidential = read_optional_flag("confidential");
        area.emergency = read_optional_flag("emergency");
        area.key = read_key();
        if (const auto line = seen_areas_.seen_on(area.column + '\n' + area.name, field("area").line); line && !area.name.empty()) {
            blame(faults(), field("area"), "duplicate-area", {area.name, std::to_string(*line)});
        }
        return area;
    }

    std::string read_row_number() {
        const auto& row = field("row");
        if (!is_row_number(row.text)) {
            blame(faults(), row, "bad-row", {row.text});
        } else if (const auto line = seen_rows_.seen_on(upper(row.text), row.line)) {
            blame(faults(), row, "duplicate-row", {row.text, std::to_string(*line)});
        }
        return row.text;
    }

    std::string read_level() {
        const auto& level = field("level");
        if (std::find(levels.begin(), levels.end(), level.text) == levels.end()) {
            blame(faults(), level, "bad-level", {level.text});
        }
        return level.text;
    }

    std::string read_text(std::string_view name, std::string code_if_empty, std::size_t limit) {
        const auto& text = field(name);
        check_line(faults(), text, limit);
        if (trim(text.text).empty()) {
            blame(faults(), text, std::move(code_if_empty));
        }
        return text.text;
    }

    std::vector<Responsible> read_responsible() {
        const auto& list = field("responsible");
        std::vector<Responsible> responsible;
        check_line(faults(), list, longest_responsible);
        if (count_characters(list.text) > longest_responsible) {
            return responsible;
        }
        std::set<std::string> seen;
        for (const auto& part : split_list(list.text, ';')) {
            const auto colon = std::min(part.find(':'), part.size());
            const std::string role{trim(std::string_view(part).substr(0, colon))};
            const std::string holder{trim(std::string_view(part).substr(std::min(colon + 1, part.size())))};
            if (role.empty() && holder.empty()) {
                blame(faults(), list, "empty-responsible");
            } else if (!role.empty() && !is_known_role(role)) {
                blame(faults(), list, "unknown-role", {role});
            } else if (!seen.insert(part).second) {
                blame(faults(), list, "repeated-responsible", {part});
            } else if (count_characters(holder) > longest_holder) {
                blame(faults(), list, "too-long", {std::to_string(longest_holder)});
            }
            responsible.push_back({role, holder, responsible.empty() ? Relation::Lead : Relation::CoResponsible});
        }
        if (responsible.empty()) {
            blame(faults(), list, "no-responsible");
        }
        read_relations(responsible);
        return responsible;
    }

    bool is_known_role(const std::string& code) const {
        return std::any_of(roles_.begin(), roles_.end(), [&](const Role& role) { return role.code == code; });
    }

    void read_relations(std::vector<Responsible>& responsible) {
        const auto* list = optional_field("relation");
        const auto words = list ? split_list(list->text, ';') : std::vector<std::string>{};
        if (words.empty()) {
            return;
        }
        if (words.size() != responsible.size()) {
            blame(faults(), *list, "relation-count", {std::to_string(words.size()), std::to_string(responsible.size())});
            return;
        }
        for (std::size_t place = 0; place < words.size(); ++place) {
            const auto relation = relation_from(words[place]);
            if (!relation) {
                blame(faults(), *list, "bad-relation", {words[place]});
            } else if ((*relation == Relation::Lead) != (place == 0)) {
                blame(faults(), *list, "lead-not-first");
            }
            responsible[place].relation = relation.value_or(Relation::CoResponsible);
        }
    }

    Priority read_priority(std::string_view level) {
        const auto by_level = level == hygiene ? Priority::High : Priority::Normal;
        const auto* word = optional_field("priority");
        if (!word || trim(word->text).empty()) {
            return by_level;
        }
        const auto priority = priority_from(trim(word->text));
        if (!priority) {
            blame(faults(), *word, "bad-priority", {word->text});
        }
        return priority.value_or(by_level);
    }

    bool read_optional_flag(std::string_view name) {
        const auto* flag = optional_field(name);
        return flag && read_flag(faults(), *flag);
    }

    std::string read_key() {
        const auto* key = optional_field("key");
        if (!key || key->text.empty()) {
            return {};
        }
        if (!is_slug(key->text)) {
            blame(faults(), *key, "bad-key", {key->text});
        }
        return key->text;
    }

    /// Keys that the file does not give are made from the name, with the column where the name stands in several.
    void give_keys(std::vector<Area>& areas) {
        std::unordered_map<std::string, std::set<std::string>> columns_of;
        for (const auto& area : areas) {
            columns_of[slug(area.name)].insert(area.column);
        }
        SeenNames seen;
        for (record_ = 0; record_ < areas.size(); ++record_) {
            auto& area = areas[record_];
            const auto& blamed = table_.has("key") ? field("key") : field("area");
            if (area.key.empty()) {
                const auto made = slug(area.name);
                area.key = columns_of[made].size() > 1 ? made + '-' + slug(area.column) : made;
                if (!trim(area.name).empty() && !is_slug(area.key)) {
                    blame(faults(), blamed, "bad-key", {area.key});
                }
            }
            if (const auto line = seen_rows_.line_of(upper(area.key)); line && upper(area.row) != upper(area.key)) {
                blame(faults(), blamed, "duplicate-key", {area.key, std::to_string(*line)});  // `Matrix::find` takes either
            }
            if (const auto line = seen.seen_on(area.key, blamed.line); line && !area.key.empty()) {
                blame(faults(), blamed, "duplicate-key", {area.key, std::to_string(*line)});
            }
        }
    }

    CsvTable& table_;
    const std::vector<Role>& roles_;
    std::size_t record_ = 0;
    SeenNames seen_rows_;
    SeenNames seen_areas_;
};

}  // namespace

Read<Matrix> read_matrix(std::string_view csv, std::vector<Role> roles, std::string version) {
    CsvTable table(csv, {"row", "level", "column", "area", "responsible", "note", "source_text"},
                   {"key", "relation", "priority", "confidential", "emergency"});
    auto areas = MatrixReader(table, roles).read();
    if (!table.faults().empty()) {
        return tl::unexpected(in_order(table.faults()));
    }
    return Matrix(std::move(version), std::move(roles), std::move(areas));
}

}  // namespace ansvar::routing
