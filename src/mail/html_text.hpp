#pragma once

#include <string>
#include <string_view>

namespace ansvar::mail {

/// What a reader of an HTML mail sees, as plain text: paragraphs and lines, "- " before what a list lists, "> " before what is quoted, a
/// link's target in angle brackets behind its words, a picture's description in square brackets. Scripts, styles and what is hidden are left
/// out. Whatever the HTML is like: markup that would cost more to parse than mail needs (deeper than 400 elements, or deep and long) is
/// stripped of its tags instead. `html` and the result are UTF-8. Safe from any thread.
std::string text_of_html(std::string_view html);

}  // namespace ansvar::mail
