#include "support/test_pages.hpp"

#include "support/source_dir.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <string>

namespace ansvar::tests {

namespace {

namespace fs = std::filesystem;

fs::path fresh_folder() {
    std::string name = (fs::temp_directory_path() / "ansvar-assets-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    return name;
}

std::string read(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

/// An empty file for each {{asset:name}} below `templates`.
void make_assets(const fs::path& templates, const fs::path& folder) {
    const std::regex tag{R"(\{\{asset:([^}]+)\}\})"};
    for (const auto& entry : fs::recursive_directory_iterator{templates}) {
        if (entry.path().extension() != ".html") {
            continue;
        }
        const auto text = read(entry.path());
        for (auto found = std::sregex_iterator{text.begin(), text.end(), tag}; found != std::sregex_iterator{}; ++found) {
            const auto path = folder / (*found)[1].str();
            fs::create_directories(path.parent_path());
            std::ofstream{path};
        }
    }
}

/// A folder that is gone with its owner.
struct AssetFolder {
    explicit AssetFolder(const fs::path& templates) : path{fresh_folder()} { make_assets(templates, path); }
    ~AssetFolder() { fs::remove_all(path); }
    AssetFolder(const AssetFolder&) = delete;
    AssetFolder& operator=(const AssetFolder&) = delete;

    fs::path path;
};

}  // namespace

class TestPages::Inside {
public:
    explicit Inside(const fs::path& folder)
        : texts{folder / "text"}, stubs{folder}, assets{{stubs.path}}, templates{folder, texts, assets}, pages{templates, texts} {
        const auto sample = nlohmann::json::parse(read(fs::path{ansvar_source_dir()} / "tests/snapshots/views/parts/layout.json"));
        pages.fill_layout_with([sample](const web::Request&, nlohmann::json& view) {
            view.insert(sample.begin(), sample.end());
            return web::Headers{};
        });
    }

    web::Texts texts;
    AssetFolder stubs;
    web::Assets assets;
    web::Templates templates;
    web::Pages pages;
};

TestPages::TestPages() : inside_{std::make_unique<Inside>(fs::path{ansvar_source_dir()} / "templates")} {}
TestPages::~TestPages() = default;

const web::Texts& TestPages::texts() const {
    return inside_->texts;
}
const web::Templates& TestPages::templates() const {
    return inside_->templates;
}
web::Pages& TestPages::pages() {
    return inside_->pages;
}

}  // namespace ansvar::tests
