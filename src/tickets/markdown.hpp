#pragma once

#include <string>
#include <string_view>

/// What people write, as HTML for pages and letters. Nothing in a text can become anything but the few tags named in markdown.cpp: this is
/// the only place whose output templates show unescaped.
namespace ansvar::tickets::markdown {

/// Markdown (CommonMark without HTML, pictures, tables) as paragraphs, lists, quotes, code, emphasis and links. Single line ends are kept as
/// typed, and no line that was typed disappears. Links lead to http, https, mailto and tel alone; a picture is a link to it. A text that is
/// too long or too nested for it comes as `plain`.
std::string html(std::string_view text);

/// The text as it was typed, escaped, with its line ends.
std::string plain(std::string_view text);

}  // namespace ansvar::tickets::markdown
