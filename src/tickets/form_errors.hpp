#pragma once

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "tickets/wording.hpp"
#include "web/errors.hpp"

namespace ansvar::tickets {

/// What is wrong with a form, for the page that shows it again: a summary that links to the fields, and a line at each field.
class FormErrors {
public:
    /// At most one fault a field is kept: the first.
    void add(const std::vector<web::FieldError>& faults);
    bool empty() const { return faults_.empty(); }
    bool has(std::string_view field) const { return find(field) != nullptr; }
    /// {"text"}, or false when the field is well.
    nlohmann::json of(std::string_view field, const Wording& wording) const;
    /// Sets title ("Fel: …" when something is wrong), has_errors, errors, and <field>_error for each of `fields`.
    void fill(nlohmann::json& view, const Wording& wording, std::string_view title_key, std::initializer_list<std::string_view> fields) const;
    /// [{"href", "text"}]; a field's element has the id `prefix` + its name.
    nlohmann::json summary(const Wording& wording, std::string_view prefix = "") const;

private:
    const web::FieldError* find(std::string_view field) const;

    std::vector<web::FieldError> faults_;
};

}  // namespace ansvar::tickets
