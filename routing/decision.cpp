#include "routing/decision.hpp"

#include "routing/words_of.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ansvar::routing {
namespace {

using Json = nlohmann::ordered_json;

constexpr WordsOf<Reason, 6> reasons{{{Reason::Chosen, "chosen"},
                                      {Reason::Classified, "classified"},
                                      {Reason::Triage, "triage"},
                                      {Reason::Emergency, "emergency"},
                                      {Reason::Corrected, "corrected"},
                                      {Reason::Imported, "imported"}}};

constexpr WordsOf<Note, 3> notes{
    {{Note::TextDisagrees, "text-disagrees"}, {Note::UnknownArea, "unknown-area"}, {Note::SoundsLikeEmergency, "sounds-like-emergency"}}};

template <class Value>
Json or_null(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json others_json(const Decision& decision) {
    Json list = Json::array();
    for (const auto& other : decision.others) {
        list.push_back({{"role", other.role}, {"holder", other.holder}, {"relation", to_string(other.relation)}});
    }
    return list;
}

Json candidates_json(const Decision& decision) {
    Json list = Json::array();
    for (const auto& candidate : decision.candidates) {
        list.push_back({{"row", candidate.row},
                        {"area", candidate.area},
                        {"role", candidate.role},
                        {"score", candidate.score},
                        {"words", candidate.words}});
    }
    return list;
}

std::optional<std::string> optional_text(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? std::nullopt : std::optional(found->get<std::string>());
}

/// A word that must stand for one of the values.
template <class Value>
Value known(std::optional<Value> value, const std::string& word) {
    if (!value) {
        throw std::invalid_argument("nobody knows the word " + word);
    }
    return *value;
}

Decision read_decision(const Json& object) {
    Decision decision;
    decision.row = optional_text(object, "row");
    decision.area = optional_text(object, "area");
    object.at("role").get_to(decision.role);
    object.at("holder").get_to(decision.holder);
    for (const auto& other : object.at("others")) {
        const auto relation = other.at("relation").get<std::string>();
        decision.others.push_back({other.at("role"), other.at("holder"), known(relation_from(relation), relation)});
    }
    const auto priority = object.at("priority").get<std::string>();
    decision.priority = known(priority_from(priority), priority);
    object.at("confidential").get_to(decision.confidential);
    object.at("confidence").get_to(decision.confidence);
    for (const auto& each : object.at("candidates")) {
        decision.candidates.push_back({each.at("row"), each.at("area"), each.at("role"), each.at("score"), each.at("words")});
    }
    object.at("words").get_to(decision.words);
    const auto reason = object.at("reason").get<std::string>();
    decision.reason = known(reason_from(reason), reason);
    object.at("matrix_version").get_to(decision.matrix_version);
    object.at("model_version").get_to(decision.model_version);
    if (const auto note = optional_text(object, "note")) {
        decision.note = known(note_from(*note), *note);
    }
    decision.second = optional_text(object, "second");
    decision.corrected_from = optional_text(object, "corrected_from");
    if (const auto exception = object.find("exception"); exception != object.end() && !exception->is_null()) {  // receipts before 0082 have none
        decision.exception = {exception->at("id"), exception->at("unit"), exception->at("unit_name"), exception->at("instead_of")};
    }
    return decision;
}

}  // namespace

std::string_view to_string(Reason reason) {
    return reasons.word(reason);
}

std::string_view to_string(Note note) {
    return notes.word(note);
}

std::optional<Reason> reason_from(std::string_view word) {
    return reasons.value(word);
}

std::optional<Note> note_from(std::string_view word) {
    return notes.value(word);
}

std::vector<std::string> best_rows(const Decision& decision) {
    std::vector<std::string> rows;
    const auto add = [&](const std::string& row) {
        if (std::find(rows.begin(), rows.end(), row) == rows.end()) {
            rows.push_back(row);
        }
    };
    if (decision.row) {
        add(*decision.row);
    }
    for (const auto& candidate : decision.candidates) {
        add(candidate.row);
    }
    rows.resize(std::min<std::size_t>(rows.size(), 5));
    return rows;
}

std::string to_json(const Decision& decision) {
    const Json exception = decision.exception ? Json{{"id", decision.exception->id},
                                                     {"unit", decision.exception->unit},
                                                     {"unit_name", decision.exception->unit_name},
                                                     {"instead_of", decision.exception->instead_of}}
                                              : Json(nullptr);
    const Json object{{"row", or_null(decision.row)},
                      {"area", or_null(decision.area)},
                      {"role", decision.role},
                      {"holder", decision.holder},
                      {"others", others_json(decision)},
                      {"priority", to_string(decision.priority)},
                      {"confidential", decision.confidential},
                      {"confidence", decision.confidence},
                      {"candidates", candidates_json(decision)},
                      {"words", decision.words},
                      {"reason", to_string(decision.reason)},
                      {"matrix_version", decision.matrix_version},
                      {"model_version", decision.model_version},
                      {"note", decision.note ? Json(to_string(*decision.note)) : Json(nullptr)},
                      {"second", or_null(decision.second)},
                      {"corrected_from", or_null(decision.corrected_from)},
                      {"exception", exception}};
    return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Read<Decision> decision_from_json(std::string_view json) {
    try {
        return read_decision(Json::parse(json));
    } catch (const std::exception& error) {
        return tl::unexpected(Faults{{1, 1, "bad-json", {error.what()}}});
    }
}

}  // namespace ansvar::routing
