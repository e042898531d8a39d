#include "identity/audit_view.hpp"

#include "core/text.hpp"
#include "identity/token_pages.hpp"

namespace ansvar::identity {

namespace {

using nlohmann::json;

json word_or_text(const web::Texts& texts, web::Language language, const std::string& key, const std::string& otherwise) {
    return texts.has(key) ? texts.text(language, key) : otherwise;
}

/// {"before": {…}, "after": {…}} beside other things: of the two only what differs, each with both.
json paired(const json& details) {
    if (!details.is_object() || !(details.contains("before") || details.contains("after"))) {
        return details;
    }
    auto rest = details;
    auto pairs = json::object();
    for (const auto* side : {"before", "after"}) {
        const auto found = details.find(side);
        if (found == details.end()) {
            continue;
        }
        if (!found->is_object()) {
            return details;
        }
        rest.erase(side);
        for (const auto& [key, value] : found->items()) {
            pairs[key][side] = value;
        }
    }
    for (const auto& [key, both] : pairs.items()) {
        if (both.value("before", json()) != both.value("after", json())) {
            rest[key] = both;
        }
    }
    return rest;
}

bool is_pair(const json& value) {
    return value.is_object() && !value.empty() && value.size() == value.count("before") + value.count("after");
}

}  // namespace

std::string AuditWording::who(const AuditLine& line) const {
    const auto name = !line.actor_name.empty() ? line.actor_name
                      : line.actor             ? texts_.format(language_, "audit.object.person", {{"id", line.actor->text()}})
                                               : std::string{};
    const auto key = "audit.by." + line.actor_kind;
    const auto means = texts_.format(language_, key, {{"id", line.credential ? std::to_string(*line.credential) : std::string{"?"}}});
    return name.empty() ? means : line.actor_kind == "session" ? name : name + ", " + lower(means);
}

std::string AuditWording::what(const AuditLine& line) const {
    return word_or_text(texts_, language_, "audit.action." + line.action, line.action);
}

std::string AuditWording::object(const AuditLine& line) const {
    if (!line.object_name.empty()) {
        return line.object_name;
    }
    const auto key = "audit.object." + line.object_kind;
    if (line.object_id.empty()) {
        return {};
    }
    return texts_.has(key) ? texts_.format(language_, key, {{"id", line.object_id}}) : line.object_kind + " " + line.object_id;
}

std::string AuditWording::label(const std::string& key) const {
    return word_or_text(texts_, language_, "audit.detail." + key, key);
}

std::string AuditWording::words(const std::string& field, const std::string& text) const {
    if (const auto key = "audit.value." + field + "." + text; texts_.has(key)) {
        return texts_.text(language_, key);
    }
    if (field == "fields" || field == "changed") {
        return label(text);
    }
    if (const auto scopes = field == "scopes" ? TokenScopes::parse(text) : std::nullopt) {
        return scope_words(texts_, language_, *scopes);
    }
    const auto time = from_rfc3339(text);
    return time ? moments_.exact(*time) : text;
}

std::string AuditWording::named(const std::string& kind, std::uint64_t id) const {
    const auto found = names_.find({kind, id});
    return found == names_.end() ? texts_.format(language_, "audit.object." + kind, {{"id", std::to_string(id)}}) : found->second;
}

std::string AuditWording::value(const std::string& field, const json& value) const {
    if (value.is_boolean()) {
        return texts_.text(language_, value.get<bool>() ? "common.yes" : "common.no");
    }
    if (value.is_null() || (value.is_string() && value.get_ref<const std::string&>().empty())) {
        return texts_.text(language_, "audit.nothing");
    }
    if (value.is_string()) {
        return words(field, value.get<std::string>());
    }
    if (const auto kind = kind_in_field(field); value.is_number_unsigned() && !kind.empty()) {
        return named(std::string{kind}, value.get<std::uint64_t>());
    }
    if (is_pair(value)) {
        return texts_.format(language_, "audit.changed",
                             {{"before", this->value(field, value.value("before", json()))}, {"after", this->value(field, value.value("after", json()))}});
    }
    if (value.is_array()) {
        std::vector<std::string> parts;
        for (const auto& one : value) {
            parts.push_back(this->value(field, one));
        }
        return parts.empty() ? texts_.text(language_, "audit.nothing") : join(parts, ", ");
    }
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json AuditWording::details(const AuditLine& line) const {
    auto list = json::array();
    const auto details = paired(line.details);
    if (details.is_object()) {
        for (const auto& [key, value] : details.items()) {
            list.push_back({{"label", label(key)}, {"text", this->value(key, value)}});
        }
    } else if (!details.is_discarded() && !details.is_null()) {
        list.push_back({{"label", label("")}, {"text", this->value("", details)}});
    }
    return list;
}

json AuditWording::view(const AuditLine& line) const {
    auto details = this->details(line);
    const auto object = this->object(line);
    const auto about = "/admin/audit?object_kind=" + percent_encode(line.object_kind) + "&object_id=" + percent_encode(line.object_id);
    return {{"id", line.id},
            {"happened", moments_.view(line.happened_at)},
            {"who", who(line)},
            {"who_href", line.actor ? json{{"href", "/admin/audit?person=" + line.actor->text()}} : json(false)},
            {"what", what(line)},
            {"object", object.empty() ? json(false) : json{{"text", object}, {"href", about}}},
            {"from", line.client_address},
            {"has_details", !details.empty()},
            {"details", std::move(details)}};
}

}  // namespace ansvar::identity
