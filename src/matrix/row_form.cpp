#include "matrix/row_form.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "core/text.hpp"

namespace ansvar::matrix {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> levels{"HYGIEN", "ADMINISTRATION", "PEDAGOGIK", "ALLA"};
constexpr std::array<routing::Relation, 6> relations{routing::Relation::CoResponsible, routing::Relation::Joint,   routing::Relation::AnyOf,
                                                     routing::Relation::EachOwn,       routing::Relation::Approve, routing::Relation::Consulted};
constexpr std::array<routing::Priority, 4> priorities{routing::Priority::Low, routing::Priority::Normal, routing::Priority::High,
                                                      routing::Priority::Urgent};
constexpr std::size_t empty_lines = 2;  ///< for more responsibles
constexpr std::size_t most_responsibles = 20;

std::vector<std::string> parts_of(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (const auto part : split(text, separator)) {
        if (!trim(part).empty()) {
            parts.emplace_back(trim(part));
        }
    }
    return parts;
}

std::vector<std::string> lacking(const std::vector<std::string>& from, const std::vector<std::string>& in) {
    std::vector<std::string> words;
    std::copy_if(from.begin(), from.end(), std::back_inserter(words),
                 [&](const auto& word) { return std::find(in.begin(), in.end(), word) == in.end(); });
    return words;
}

std::vector<routing::Responsible> typed_responsibles(const web::Form& form) {
    const auto roles = form.values("role"), holders = form.values("holder"), given = form.values("relation");
    std::vector<routing::Responsible> all;
    for (std::size_t line = 0; line < std::min(roles.size(), most_responsibles); ++line) {
        const std::string holder{line < holders.size() ? trim(holders[line]) : ""};
        if (roles[line].empty() && holder.empty()) {
            continue;
        }
        const auto relation = line < given.size() ? routing::relation_from(given[line]) : std::nullopt;
        const bool is_other = relation && *relation != routing::Relation::Lead;
        all.push_back({.role = roles[line],
                       .holder = holder,
                       .relation = all.empty() ? routing::Relation::Lead : is_other ? *relation : routing::Relation::CoResponsible});
    }
    return all;
}

json option(std::string_view value, const std::string& label, bool selected) {
    return {{"value", value}, {"label", label}, {"selected", selected}};
}

std::string_view field_of(const std::string& code) {
    constexpr std::pair<std::string_view, std::string_view> fields[]{
        {"bad-level", "level"},           {"empty-column", "column"},           {"unknown-role", "responsible"},
        {"no-responsible", "responsible"}, {"empty-responsible", "responsible"}, {"repeated-responsible", "responsible"},
        {"relation-count", "responsible"}, {"lead-not-first", "responsible"},    {"bad-relation", "responsible"},
        {"bad-word", "terms"},            {"bad-priority", "priority"}};
    const auto found = std::find_if(std::begin(fields), std::end(fields), [&](const auto& one) { return one.first == code; });
    return found == std::end(fields) ? "name" : found->second;
}

}  // namespace

RowForm RowForm::of(const Candidate& draft, const routing::Area& area) {
    const auto& words = draft.lexicon.of(area);
    return {.row = area.row,
            .expected = draft.revision_of(area.row),
            .area = area,
            .terms = words.terms,
            .examples = words.examples,
            .terms_before = words.terms,
            .examples_before = words.examples};
}

RowForm RowForm::typed(const web::Form& form, const std::string& row) {
    const auto line = [&](const char* name) { return std::string{trim(form.value(name))}; };
    return {.row = row,
            .expected = whole_number<unsigned>(form.value("expected")).value_or(0),
            .area = {.key = "",
                     .row = row,
                     .level = line("level"),
                     .column = line("column"),
                     .name = line("name"),
                     .responsible = typed_responsibles(form),
                     .default_priority = routing::priority_from(line("priority")).value_or(routing::Priority::Normal),
                     .confidential = form.has("confidential"),
                     .emergency = form.has("emergency"),
                     .note = line("note"),
                     .source_text = ""},
            .terms = parts_of(form.value("terms"), '\n'),
            .examples = parts_of(form.value("examples"), '\n'),
            .terms_before = parts_of(form.value("terms_before"), ';'),
            .examples_before = parts_of(form.value("examples_before"), '|')};
}

RowEdit RowForm::edit(const routing::Area* stored) const {
    auto wanted = area;
    if (stored != nullptr) {
        wanted.key = stored->key;
        wanted.source_text = stored->source_text;
    }
    return {.row = row,
            .expected = expected,
            .area = std::move(wanted),
            .words = {.added_terms = lacking(terms, terms_before),
                      .removed_terms = lacking(terms_before, terms),
                      .added_examples = lacking(examples, examples_before),
                      .removed_examples = lacking(examples_before, examples)}};
}

json RowForm::view(const routing::Matrix& matrix, const ChangeWords& words, web::Language language) const {
    json level_options = json::array(), priority_options = json::array(), lines = json::array(), columns = json::array();
    for (const auto level : levels) {
        level_options.push_back(option(level, words.text("level." + std::string{level}), area.level == level));
    }
    for (const auto priority : priorities) {
        const auto word = routing::to_string(priority);
        priority_options.push_back(option(word, words.text("priority." + std::string{word}), area.default_priority == priority));
    }
    for (const auto& one : matrix.areas()) {
        if (std::find(columns.begin(), columns.end(), one.column) == columns.end()) {
            columns.push_back(one.column);
        }
    }
    for (std::size_t line = 0; line < area.responsible.size() + empty_lines; ++line) {
        const auto one = line < area.responsible.size() ? area.responsible[line] : routing::Responsible{"", "", routing::Relation::CoResponsible};
        json roles = json::array(), how = json::array();
        roles.push_back(option("", words.text("matrix.row.no_role"), one.role.empty()));
        for (const auto& role : matrix.roles()) {
            roles.push_back(option(role.code, role.code + " \u2013 " + (language == web::Language::Sv ? role.name_sv : role.name_en), one.role == role.code));
        }
        for (const auto relation : relations) {
            const auto word = routing::to_string(relation);
            how.push_back(option(word, words.text("change.relation." + std::string{word}), one.relation == relation));
        }
        lines.push_back({{"number", line + 1},
                         {"label", words.format("matrix.row.responsible_number", {{"number", line + 1}})},
                         {"roles", std::move(roles)},
                         {"holder", one.holder},
                         {"is_lead", line == 0},
                         {"relations", std::move(how)}});
    }
    return {{"row", row},
            {"number", row.empty() ? words.text("matrix.row.new") : row},
            {"expected", expected},
            {"name", area.name},
            {"column", area.column},
            {"columns", std::move(columns)},
            {"levels", std::move(level_options)},
            {"priorities", std::move(priority_options)},
            {"responsibles", std::move(lines)},
            {"confidential", area.confidential},
            {"emergency", area.emergency},
            {"note", area.note},
            {"terms", join(terms, "\n")},
            {"examples", join(examples, "\n")},
            {"terms_before", join(terms_before, ";")},
            {"examples_before", join(examples_before, "|")},
            {"is_new", row.empty()}};
}

void add_faults(identity::FormCheck& check, const routing::Faults& faults) {
    for (const auto& fault : faults) {
        const auto argument = [&](std::size_t place) { return place < fault.arguments.size() ? fault.arguments[place] : std::string{}; };
        check.add(field_of(fault.code), "matrix.fault." + fault.code, {{"first", argument(0)}, {"second", argument(1)}});
    }
}

const std::vector<std::string_view>& row_fields() {
    static const std::vector<std::string_view> fields{"name", "level", "column", "responsible", "priority", "terms"};
    return fields;
}

}  // namespace ansvar::matrix
