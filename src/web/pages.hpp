#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "web/request.hpp"
#include "web/response.hpp"
#include "web/templates.hpp"
#include "web/texts.hpp"

namespace ansvar::web {

/// Adds what the layout needs (signed-in person, navigation, counts) to a page's view, and gives what the page's head says besides. Runs on a worker thread; the request may have
/// no principal (error pages, sign-in). What it sets must not be set by pages too, except by intent.
using LayoutFiller = std::function<Headers(const Request&, nlohmann::json& view)>;

/// Whole pages from templates/pages/<page>.html inside templates/parts/<layout>.html.
class Pages {
public:
    Pages(const Templates& templates, const Texts& texts) : templates_(templates), texts_(texts) {}

    /// Before the host starts.
    void fill_layout_with(LayoutFiller filler) { filler_ = std::move(filler); }

    /// Renders templates/pages/<page>.html with `view`, then the layout with the same view and `content`. `layout` empty: no layout.
    /// Added to every view unless it is there: "lang" ("sv" or "en"), "request_id".
    Response render(const Request& request, int status, std::string_view page, nlohmann::json view,
                    std::string_view layout = "layout") const;
    /// A part of a page alone: templates/parts/<part>.html.
    Response fragment(const Request& request, int status, std::string_view part, const nlohmann::json& view) const;

    const Templates& templates() const { return templates_; }
    const Texts& texts() const { return texts_; }

private:
    const Templates& templates_;
    const Texts& texts_;
    LayoutFiller filler_;
};

}  // namespace ansvar::web
