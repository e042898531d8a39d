#include "web/templates.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "core/text.hpp"
#include "web/assets.hpp"
#include "web/files.hpp"
#include "web/mustache.hpp"
#include "web/texts.hpp"

namespace ansvar::web {
namespace {

using ByName = std::map<std::string, mustache::Template, std::less<>>;

bool is_template(const std::filesystem::path& file) {
    return file.extension() == ".html" || file.extension() == ".txt";
}

/// Names and contents of all template files below the folder.
std::map<std::string, std::string> read_sources(const std::filesystem::path& folder) {
    std::map<std::string, std::string> sources;
    for (auto entry = std::filesystem::recursive_directory_iterator{folder}; entry != std::filesystem::recursive_directory_iterator{};
         ++entry) {
        const auto name = entry->path().lexically_relative(folder).generic_string();
        if (entry->is_directory() && (name == "text" || name == "assets")) {
            entry.disable_recursion_pending();
        } else if (entry->is_regular_file() && is_template(entry->path())) {
            sources[name] = read_file(entry->path());
            if (!is_utf8(sources[name])) {
                throw std::runtime_error(name + ": not UTF-8");
            }
        }
    }
    return sources;
}

}  // namespace

struct Templates::Store {
    std::array<ByName, 2> by_language;
    std::set<std::string> used_texts;

    void load(Language language, const std::map<std::string, std::string>& sources, const Texts& texts, const Assets& assets);
    const ByName& in(Language language) const { return by_language[static_cast<std::size_t>(language)]; }
};

void Templates::Store::load(Language language, const std::map<std::string, std::string>& sources, const Texts& texts,
                            const Assets& assets) {
    const auto at_load = [&](std::string_view kind, std::string_view argument) -> std::string {
        if (kind == "t") {
            used_texts.insert(std::string{argument});
            return texts.text(language, argument);
        }
        if (kind == "asset") {
            return assets.url(argument);
        }
        throw std::runtime_error("there is nothing of the kind " + std::string{kind} + ":");
    };
    auto& templates = by_language[static_cast<std::size_t>(language)];
    for (const auto& [name, source] : sources) {
        const auto extension = std::filesystem::path{name}.extension();
        templates.emplace(name, mustache::parse(name, source, extension == ".html", at_load));
    }
    for (auto& [name, parsed] : templates) {
        const auto extension = std::filesystem::path{name}.extension().string();
        mustache::link(parsed, [&](std::string_view part) -> const mustache::Template* {
            const auto found = templates.find(std::string{part} + extension);
            return found == templates.end() ? nullptr : &found->second;
        });
    }
    for (const auto& [name, parsed] : templates) {
        mustache::check_no_circle(parsed);
    }
}

Templates::Templates(const std::filesystem::path& folder, const Texts& texts, const Assets& assets) : store_(std::make_unique<Store>()) {
    const auto sources = read_sources(folder);
    for (const auto language : {Language::Sv, Language::En}) {
        store_->load(language, sources, texts, assets);
    }
}

Templates::~Templates() = default;

std::string Templates::render(Language language, std::string_view name, const nlohmann::json& view) const {
    const auto& templates = store_->in(language);
    const auto found = templates.find(name);
    if (found == templates.end()) {
        throw std::runtime_error("there is no template " + std::string{name});
    }
    return mustache::render(found->second, view);
}

bool Templates::has(std::string_view name) const {
    return store_->by_language[0].count(name) != 0;
}

std::vector<std::string> Templates::names() const {
    std::vector<std::string> names;
    for (const auto& [name, parsed] : store_->by_language[0]) {
        names.push_back(name);
    }
    return names;
}

std::vector<std::string> Templates::used_texts() const {
    return {store_->used_texts.begin(), store_->used_texts.end()};
}

}  // namespace ansvar::web
