#include "routing/fault.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace ansvar::routing {
namespace {

/// "{1}" stands for the first argument.
constexpr std::array<std::pair<std::string_view, std::string_view>, 39> sentences{{
    {"bad-utf8", "this is not UTF-8 text"},
    {"nul-character", "a NUL character"},
    {"bare-quote", "a quotation mark inside a field that is not quoted"},
    {"text-after-quote", "text after the closing quotation mark"},
    {"unclosed-quote", "a quotation mark that is never closed"},
    {"no-header", "the file is empty; its first line must name the columns"},
    {"missing-column", "the column \"{1}\" is missing"},
    {"misplaced-column", "the column \"{1}\" must stand in its fixed place"},
    {"unknown-column", "nobody knows a column \"{1}\""},
    {"repeated-column", "the column \"{1}\" stands twice"},
    {"field-count", "{1} fields where the header has {2}"},
    {"control-character", "a control character"},
    {"too-long", "longer than {1} characters"},
    {"bad-row", "\"{1}\" is not a row number: 1 to 16 of A-Z, a-z, 0-9 and '-'"},
    {"duplicate-row", "the row \"{1}\" stands on line {2} already"},
    {"bad-level", "\"{1}\" is not a level: HYGIEN, ADMINISTRATION, PEDAGOGIK or ALLA"},
    {"empty-column", "the column of the Blueprint is not named"},
    {"empty-area", "the area has no name"},
    {"duplicate-area", "the same area stands in the same column on line {2} already"},
    {"no-responsible", "nobody answers for this area"},
    {"empty-responsible", "an empty place in the list of responsibles"},
    {"unknown-role", "there is no role \"{1}\""},
    {"repeated-responsible", "\"{1}\" stands twice in the list of responsibles"},
    {"relation-count", "{1} relations for {2} responsibles"},
    {"bad-relation", "\"{1}\" is not a relation"},
    {"lead-not-first", "the first responsible, and no other, has the relation \"lead\""},
    {"bad-priority", "\"{1}\" is not a priority: low, normal, high or urgent"},
    {"bad-flag", "\"{1}\" is neither \"yes\" nor \"no\""},
    {"bad-key", "\"{1}\" is not a key: a-z, 0-9 and single '-', at most 120"},
    {"duplicate-key", "the key \"{1}\" stands on line {2} already"},
    {"empty-code", "the role has no code"},
    {"bad-code", "a role's code cannot hold ':', ';' or '/'"},
    {"duplicate-role", "the role \"{1}\" stands on line {2} already"},
    {"empty-name", "the role lacks a name"},
    {"bad-kind", "\"{1}\" is not a kind of role: queue, referral or relative"},
    {"no-triage", "the role TRIAGE is missing, or is not a queue"},
    {"unknown-area", "there is no area \"{1}\""},
    {"bad-model", "this is not a model that training wrote"},
    {"bad-json", "this is not a decision in JSON: {1}"},
}};

std::string fill(std::string_view sentence, const std::vector<std::string>& arguments) {
    std::string filled(sentence);
    for (std::size_t number = 1; number <= arguments.size(); ++number) {
        const std::string place = "{" + std::to_string(number) + "}";
        if (const auto at = filled.find(place); at != std::string::npos) {
            filled.replace(at, place.size(), arguments[number - 1]);
        }
    }
    return filled;
}

}  // namespace

std::string explain(const Fault& fault) {
    std::string_view sentence = fault.code;
    for (const auto& [code, text] : sentences) {
        if (code == fault.code) {
            sentence = text;
        }
    }
    return "line " + std::to_string(fault.line) + ", column " + std::to_string(fault.column) + ": " + fill(sentence, fault.arguments);
}

}  // namespace ansvar::routing
