#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/ids.hpp"
#include "core/number.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "web/errors.hpp"
#include "web/manners.hpp"
#include "web/request.hpp"

namespace ansvar::web {

/// What is wrong with a field: `pointer` is "/subject", `code` for programs, "field.<code>" for people.
inline FieldError field_fault(std::string_view pointer, std::string_view code, Arguments arguments = {}) {
    std::string key{code};
    std::replace(key.begin(), key.end(), '-', '_');
    return {.pointer = std::string{pointer}, .code = std::string{code}, .text_key = "field." + key, .arguments = std::move(arguments)};
}

/// Reads a JSON object field by field, strictly: a field of the wrong type, or one nobody asked for, is a fault that names it.
class Fields {
public:
    explicit Fields(const Request& request) : body_(request.json()) {
        if (!body_.is_object()) {
            throw BadRequest{"the body is no JSON object"};
        }
    }

    /// Whether it was sent, if only as null: null takes away what somebody may be without.
    bool has(const std::string& name) const { return body_.contains(name); }
    /// Whether it was sent and is not null.
    bool says(const std::string& name) const { return has(name) && !body_.at(name).is_null(); }

    std::optional<std::string> text(const std::string& name) {
        known_.insert(name);
        const auto found = body_.find(name);
        if (found == body_.end() || found->is_null()) {
            return {};
        }
        if (!found->is_string()) {
            faults_.push_back(field_fault(at_ + "/" + name, "wrong-type"));
            return {};
        }
        return found->get<std::string>();
    }

    std::optional<std::int64_t> number(const std::string& name) {
        known_.insert(name);
        const auto found = body_.find(name);
        if (found == body_.end() || found->is_null()) {
            return {};
        }
        if (!found->is_number_integer()) {
            faults_.push_back(field_fault(at_ + "/" + name, "wrong-type"));
            return {};
        }
        return found->get<std::int64_t>();
    }

    /// A list of texts; empty when there is none.
    std::vector<std::string> texts(const std::string& name) {
        known_.insert(name);
        const auto found = body_.find(name);
        if (found == body_.end() || found->is_null()) {
            return {};
        }
        if (!found->is_array() || !std::all_of(found->begin(), found->end(), [](const auto& each) { return each.is_string(); })) {
            faults_.push_back(field_fault(at_ + "/" + name, "wrong-type"));
            return {};
        }
        return found->get<std::vector<std::string>>();
    }

    bool flag(const std::string& name) { return maybe_flag(name).value_or(false); }

    std::optional<bool> maybe_flag(const std::string& name) {
        known_.insert(name);
        const auto found = body_.find(name);
        if (found == body_.end() || found->is_null()) {
            return {};
        }
        if (!found->is_boolean()) {
            faults_.push_back(field_fault(at_ + "/" + name, "wrong-type"));
            return {};
        }
        return found->get<bool>();
    }

    /// A list of whole numbers; empty when there is none.
    std::vector<std::int64_t> numbers(const std::string& name) {
        known_.insert(name);
        const auto found = body_.find(name);
        if (found == body_.end() || found->is_null()) {
            return {};
        }
        if (!found->is_array() || !std::all_of(found->begin(), found->end(), [](const auto& each) { return each.is_number_integer(); })) {
            faults_.push_back(field_fault(at_ + "/" + name, "wrong-type"));
            return {};
        }
        return found->get<std::vector<std::int64_t>>();
    }

    bool required_flag(const std::string& name) {
        const auto value = maybe_flag(name);
        if (!value && faults_.empty()) {
            faults_.push_back(field_fault(at_ + "/" + name, "required"));
        }
        return value.value_or(false);
    }

    std::string required_text(const std::string& name) {
        auto value = text(name);
        if (!value && faults_.empty()) {
            faults_.push_back(field_fault(at_ + "/" + name, "required"));
        }
        return value.value_or("");
    }

    void fault(FieldError error) { faults_.push_back(std::move(error)); }

    /// An object with texts under these names alone; null takes one away. Empty when there is none.
    template <class Names>
    std::map<std::string, std::optional<std::string>> texts_by_name(const std::string& name, const Names& names) {
        known_.insert(name);
        std::map<std::string, std::optional<std::string>> texts;
        const auto found = body_.find(name);
        if (found == body_.end() || found->is_null()) {
            return texts;
        }
        if (!found->is_object()) {
            faults_.push_back(field_fault(at_ + "/" + name, "wrong-type"));
            return texts;
        }
        for (const auto& [key, value] : found->items()) {
            const bool is_known = std::find(std::begin(names), std::end(names), std::string_view{key}) != std::end(names);
            if (!is_known || !(value.is_null() || value.is_string())) {
                faults_.push_back(field_fault(at_ + "/" + name + "/" + key, is_known ? "wrong-type" : "unknown-field"));
            } else {
                texts[key] = value.is_null() ? std::nullopt : std::optional{value.template get<std::string>()};
            }
        }
        return texts;
    }

    /// A list of objects, each to be read field by field, and then given back with `finish_row`. Empty when there is none.
    std::vector<Fields> rows(const std::string& name) {
        known_.insert(name);
        std::vector<Fields> all;
        const auto found = body_.find(name);
        if (found == body_.end() || found->is_null()) {
            return all;
        }
        if (!found->is_array() || !std::all_of(found->begin(), found->end(), [](const auto& each) { return each.is_object(); })) {
            faults_.push_back(field_fault(at_ + "/" + name, "wrong-type"));
            return all;
        }
        for (const auto& each : *found) {
            all.push_back(Fields{each, at_ + "/" + name + "/" + std::to_string(all.size())});
        }
        return all;
    }
    /// What is wrong with a row is wrong with the whole. Call when everything of it has been asked for.
    void finish_row(Fields& row) {
        row.refuse_unknown();
        std::move(row.faults_.begin(), row.faults_.end(), std::back_inserter(faults_));
    }

    /// Call when everything has been asked for.
    void finish() {
        refuse_unknown();
        if (!faults_.empty()) {
            throw Unprocessable{faults_};
        }
    }

private:
    Fields(nlohmann::json body, std::string at) : body_(std::move(body)), at_(std::move(at)) {}

    void refuse_unknown() {
        for (const auto& [name, value] : body_.items()) {
            if (!known_.contains(name)) {
                faults_.push_back(field_fault(at_ + "/" + name, "unknown-field"));
            }
        }
    }

    nlohmann::json body_;
    std::string at_ = {};  ///< the pointer of the object; "" for the whole body
    std::set<std::string> known_;
    std::vector<FieldError> faults_;
};

inline nlohmann::json or_null(const std::optional<std::string>& text) { return text ? nlohmann::json(*text) : nlohmann::json(); }
inline nlohmann::json or_null(const std::optional<Timestamp>& time) { return time ? nlohmann::json(to_rfc3339(*time)) : nlohmann::json(); }
inline nlohmann::json or_null(const std::optional<std::int64_t>& number) { return number ? nlohmann::json(*number) : nlohmann::json(); }

/// ?limit=: how many a page holds at most, 1 to 200, 50 when nothing is said; 0 and a fault when it is wrong.
inline std::size_t limit_of(const Request& request, std::vector<FieldError>& faults) {
    constexpr std::size_t usual = 50, most = 200;
    const auto text = request.query("limit");
    const auto limit = text ? whole_number<std::size_t>(*text).value_or(0) : usual;
    if (limit < 1 || limit > most) {
        faults.push_back(field_fault("/limit", "out-of-range", {{"from", 1}, {"to", most}}));
        return 0;
    }
    return limit;
}

/// If-Match: "v7", or "v7-0f…" as a GET tells it. Absent or *: whatever the version is.
inline std::optional<std::int64_t> version_of(const Request& request) {
    const auto header = request.header("if-match");
    if (!header || *header == "*") {
        return {};
    }
    std::string_view tag{*header};
    if (!tag.starts_with("\"v") || !tag.ends_with('"') || tag.size() < 3) {
        return -1;
    }
    tag = tag.substr(2, tag.size() - 3);
    return whole_number<std::int64_t>(tag.substr(0, tag.find('-'))).value_or(-1);
}

/// ?fields= or ?include=: those of a closed list that a program wants, between commas; all of them when it does not say.
class Chosen {
public:
    Chosen(const Request& request, const std::string& parameter, const std::set<std::string_view>& all, std::vector<FieldError>& faults) {
        const auto text = request.query(parameter);
        if (!text) {
            return;
        }
        names_.emplace();
        for (const auto name : text->empty() ? std::vector<std::string_view>{} : split(*text, ',')) {
            if (!all.contains(name)) {
                faults.push_back(field_fault("/" + parameter, "unknown-value"));
            }
            names_->emplace(name);
        }
    }

    bool has(std::string_view name) const { return !names_ || names_->contains(name); }
    /// Whether it was asked for by name: what comes only then.
    bool names(std::string_view name) const { return names_ && names_->contains(name); }
    /// Takes away what was not chosen of the listed fields; `number`, which says which ticket it is, stays.
    void narrow(nlohmann::json& row, const std::set<std::string_view>& fields) const {
        for (const auto field : fields) {
            if (!has(field) && field != "number") {
                row.erase(std::string{field});
            }
        }
    }

private:
    std::optional<std::set<std::string, std::less<>>> names_;
};

/// Of a request that needs no fields: none that is there is passed over.
inline void take_nothing(const Request& request) {
    if (!request.body().empty()) {
        Fields{request}.finish();
    }
}

inline void refuse_faulty(const std::vector<FieldError>& faults) {
    if (!faults.empty()) {
        throw Unprocessable{faults};
    }
}

/// A field that names somebody or something by number.
template <class SomeId>
std::optional<SomeId> id_of_field(Fields& fields, const std::string& name, std::string_view unknown) {
    const auto number = fields.number(name);
    if (!number || *number <= 0) {
        fields.fault(field_fault("/" + name, number ? unknown : "required"));
        return {};
    }
    return SomeId{static_cast<std::uint64_t>(*number)};
}

}  // namespace ansvar::web
