#include "identity/form_check.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace ansvar::identity {

void FormCheck::add(std::string_view anchor, std::string_view text_key, const web::Arguments& arguments) {
    const auto text = texts_.format(language_, text_key, arguments);
    errors_.push_back({std::string{anchor}, text, text, std::string{text_key}, arguments});
}

void FormCheck::add_general(std::string_view anchor, std::string_view label_key, std::string_view text_key,
                            const web::Arguments& arguments) {
    const auto text = texts_.format(language_, text_key, arguments);
    const auto summary = texts_.format(language_, "form.error_in_field", {{"field", texts_.text(language_, label_key)}, {"error", text}});
    errors_.push_back({std::string{anchor}, text, summary, std::string{text_key}, arguments});
}

std::string FormCheck::read_line(const web::Form& form, std::string_view name, std::string_view label_key, std::size_t limit) {
    return read_line(form.value(name), name, label_key, limit);
}

std::string FormCheck::read_line(std::string_view value, std::string_view name, std::string_view label_key, std::size_t limit) {
    const auto line = std::string{trim(value)};
    switch (check_line(line, limit)) {
        case TextFault::None:
            break;
        case TextFault::TooLong:
            add_general(name, label_key, "field.too_long", {{"limit", limit}});
            break;
        case TextFault::NotUtf8:
        case TextFault::ControlCharacter:
        case TextFault::BidiOverride:
            add_general(name, label_key, "field.bad_characters");
            break;
    }
    return line;
}

void FormCheck::put_into(nlohmann::json& view, const std::vector<std::string_view>& fields) const {
    view["has_errors"] = !is_fine();
    view["errors"] = nlohmann::json::array();
    for (const auto& error : errors_) {
        view["errors"].push_back({{"href", "#" + error.anchor}, {"text", error.in_summary}});
    }
    for (const auto field : fields) {
        const auto error = std::find_if(errors_.begin(), errors_.end(), [&](const Fault& fault) { return fault.anchor == field; });
        const auto name = std::string{field} + "_error";
        view[name] = error == errors_.end() ? nlohmann::json(false) : nlohmann::json{{"text", error->beside_field}};
    }
}

std::vector<web::FieldError> FormCheck::field_errors() const {
    std::vector<web::FieldError> errors;
    for (const auto& error : errors_) {
        auto code = error.text_key.substr(error.text_key.rfind('.') + 1);
        std::replace(code.begin(), code.end(), '_', '-');
        if (error.text_key.starts_with("field.required.") || code == "name-needed") {
            code = "required";
        }
        auto pointer = "/" + error.anchor;
        std::replace(pointer.begin(), pointer.end(), '-', '_');
        errors.push_back({.pointer = std::move(pointer), .code = std::move(code), .text_key = error.text_key, .arguments = error.arguments});
    }
    return errors;
}

std::string FormCheck::title(const std::string& when_fine) const {
    return is_fine() ? when_fine : texts_.format(language_, "form.title_with_errors", {{"title", when_fine}});
}

}  // namespace ansvar::identity
