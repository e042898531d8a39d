#pragma once

#include "web/assets.hpp"
#include "web/pages.hpp"
#include "web/templates.hpp"
#include "web/texts.hpp"

#include <memory>

namespace ansvar::tests {

/// The real templates and texts, with an empty file for each asset they name: pages can be rendered without a socket or an assets build.
class TestPages {
public:
    TestPages();
    ~TestPages();
    TestPages(const TestPages&) = delete;
    TestPages& operator=(const TestPages&) = delete;

    const web::Texts& texts() const;
    const web::Templates& templates() const;
    /// With the layout's own part of the view from tests/snapshots/views/parts/layout.json.
    web::Pages& pages();

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace ansvar::tests
