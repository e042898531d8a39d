#include "tickets/form_errors.hpp"

namespace ansvar::tickets {

namespace {

std::string_view field_of(const web::FieldError& fault) { return std::string_view{fault.pointer}.substr(1); }

/// "field.required.body" when the catalogue has a sentence for that very field, else "field.required". A field of a form's second part ("body2") says what the first's says.
std::string sentence(const web::FieldError& fault, const Wording& wording) {
    auto field = field_of(fault);
    if (field.ends_with('2')) {
        field.remove_suffix(1);
    }
    const auto own = fault.text_key + "." + std::string{field};
    return wording.format(wording.has(own) ? own : fault.text_key, fault.arguments);
}

}  // namespace

void FormErrors::add(const std::vector<web::FieldError>& faults) {
    for (const auto& fault : faults) {
        if (!has(field_of(fault))) {
            faults_.push_back(fault);
        }
    }
}

const web::FieldError* FormErrors::find(std::string_view field) const {
    for (const auto& fault : faults_) {
        if (field_of(fault) == field) {
            return &fault;
        }
    }
    return nullptr;
}

nlohmann::json FormErrors::of(std::string_view field, const Wording& wording) const {
    const auto* fault = find(field);
    return fault ? nlohmann::json{{"text", sentence(*fault, wording)}} : nlohmann::json(false);
}

nlohmann::json FormErrors::summary(const Wording& wording, std::string_view prefix) const {
    auto list = nlohmann::json::array();
    for (const auto& fault : faults_) {
        list.push_back({{"href", "#" + std::string{prefix} + std::string{field_of(fault)}}, {"text", sentence(fault, wording)}});
    }
    return list;
}

void FormErrors::fill(nlohmann::json& view, const Wording& wording, std::string_view title_key, std::initializer_list<std::string_view> fields) const {
    const auto& title = wording.text(title_key);
    view["title"] = empty() ? title : wording.format("form.title_with_errors", {{"title", title}});
    view["has_errors"] = !empty();
    view["errors"] = summary(wording);
    for (const auto field : fields) {
        view[std::string{field} + "_error"] = of(field, wording);
    }
}

}  // namespace ansvar::tickets
