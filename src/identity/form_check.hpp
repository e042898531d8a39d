#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "web/errors.hpp"
#include "web/form.hpp"
#include "web/texts.hpp"

namespace ansvar::identity {

/// What is wrong in a form that a person sent: a text beside the field and one, naming the field, in the summary above.
class FormCheck {
public:
    FormCheck(const web::Texts& texts, web::Language language) : texts_{texts}, language_{language} {}

    /// A text that speaks for itself. `anchor` is the id of the field in the page.
    void add(std::string_view anchor, std::string_view text_key, const web::Arguments& arguments = {});
    /// A text that any field may have; the summary says which one it is by `label_key`.
    void add_general(std::string_view anchor, std::string_view label_key, std::string_view text_key, const web::Arguments& arguments = {});
    /// A single line of text of that name, trimmed and checked; the errors are added.
    std::string read_line(const web::Form& form, std::string_view name, std::string_view label_key, std::size_t limit);
    /// The same of what came otherwise than in a form.
    std::string read_line(std::string_view value, std::string_view name, std::string_view label_key, std::size_t limit);

    bool is_fine() const { return errors_.empty(); }
    /// Sets has_errors, errors, and <field>_error for each of `fields`.
    void put_into(nlohmann::json& view, const std::vector<std::string_view>& fields) const;
    /// The same for programs: the field as pointer, the last word of the text's key as code ("away.is_past" is "is-past"; what
    /// has to be there is "required").
    std::vector<web::FieldError> field_errors() const;
    /// The page's title, which says so first when something is wrong.
    std::string title(const std::string& when_fine) const;

private:
    struct Fault {
        std::string anchor;
        std::string beside_field;
        std::string in_summary;
        std::string text_key;
        web::Arguments arguments;
    };

    const web::Texts& texts_;
    web::Language language_;
    std::vector<Fault> errors_;
};

}  // namespace ansvar::identity
