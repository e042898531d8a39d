#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "web/language.hpp"

namespace ansvar::web {

class Assets;
class Texts;

/// Mustache over a folder, read and checked once, one parsed tree for each file and language; rendering changes nothing and any
/// thread may do it. Strict: a name that the view lacks throws std::runtime_error naming template, line and name, also in sections.
///
/// {{name}} {{a.b}} {{.}} escaped, {{{name}}} {{&name}} as it is, {{#list}}…{{/list}}, {{^none}}…{{/none}}, {{! comment}},
/// {{> parts/name}} (same extension as the file that names it), {{t:key}} a text, {{asset:css/base.css}} an asset's address.
/// Empty are: false, null, "", 0 and []. Files ending in .txt are not escaped.
class Templates {
public:
    /// Reads every .html and .txt file under `folder`, except its "text" and "assets" folders.
    /// Throws std::runtime_error naming file and line for a tag that is not closed, an unknown text, asset or part, a part in a circle.
    Templates(const std::filesystem::path& folder, const Texts& texts, const Assets& assets);
    ~Templates();
    Templates(const Templates&) = delete;
    Templates& operator=(const Templates&) = delete;

    /// `name`: path below the folder with its extension, "pages/tickets/new.html". Throws std::runtime_error.
    std::string render(Language language, std::string_view name, const nlohmann::json& view) const;
    bool has(std::string_view name) const;
    /// Names of all templates, sorted.
    std::vector<std::string> names() const;
    /// The text keys that templates use, sorted, each once: for finding unused texts.
    std::vector<std::string> used_texts() const;

private:
    struct Store;
    std::unique_ptr<Store> store_;
};

}  // namespace ansvar::web
