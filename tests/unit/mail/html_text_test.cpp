// What a reader of an HTML mail sees, as plain text; and HTML that was made to hurt whoever reads it.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/text.hpp"
#include "mail/html_text.hpp"

using namespace ansvar;
using namespace ansvar::mail;

namespace {

std::string times(std::size_t count, std::string_view text) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
        all += text;
    }
    return all;
}

}  // namespace

TEST_CASE("HTML is read as a person sees it", "[mail]") {
    struct Line {
        std::string html, text;
    };
    for (const auto& [html, text] : {
             Line{"<p>Hej!</p><p>Skrivaren   på\nplan 2 <b>skriver</b> inte.</p>", "Hej!\n\nSkrivaren på plan 2 skriver inte."},
             Line{"En rad<br>en till<br><br>ett stycke", "En rad\nen till\n\nett stycke"},
             Line{"<div>Rad ett</div><div>Rad två</div><div><br></div><div>Efter</div>", "Rad ett\nRad två\n\nEfter"},
             Line{"<ul><li>papper<li>toner</ul>Sedan<ol><li>först</li><li>sist</li></ol>", "- papper\n- toner\n\nSedan\n\n1. först\n2. sist"},
             Line{"Se <a href=\"https://skola.example/hj&auml;lp\">sidan</a> eller <a href='https://skola.example'>https://skola.example</a>",
                  "Se sidan <https://skola.example/hjälp> eller https://skola.example"},
             Line{"<a href=\"javascript:alert(1)\">klicka</a>", "klicka"},
             Line{"Ja<blockquote><p>Har du</p><p>provat?</p></blockquote>", "Ja\n\n> Har du\n\n> provat?"},
             Line{"<pre>a\n  b</pre>", "a\n  b"},
             Line{"<table><tr><td>Sal</td><td>B214</td></tr><tr><td>Tid</td><td>10</td></tr></table>", "Sal B214\nTid 10"},
             Line{"<img src=x alt=\"Felmeddelandet\"> här", "[Felmeddelandet] här"},
             Line{"<html><head><title>T</title><style>p{color:red}</style></head><body><script>alert(1)</script><div style=\"display: none\">dold</div><p hidden>dold</p>syns</body></html>", "syns"},
             Line{"a&nbsp;&nbsp;b &lt;b&gt; &amp;amp;", "a b <b> &amp;"},
             Line{"", ""},
             Line{"bara text", "bara text"},
         }) {
        CAPTURE(html);
        CHECK(text_of_html(html) == text);
    }
}

TEST_CASE("HTML that would cost more to parse than mail needs is stripped of its tags", "[mail]") {
    for (const auto& html : {times(100'000, "<div>") + " slut", times(100'000, "<b><i>") + " slut", times(500, "<font size=1>") + times(50'000, "<p>x") + " slut",
                             times(300'000, "</b>") + " slut", times(200'000, "<") + " slut", times(100'000, "<table><tr><td>") + " slut", times(100'000, "<a href=x>") + " slut"}) {
        CAPTURE(html.substr(0, 20));
        const auto text = text_of_html(html);
        CHECK(text.ends_with("slut"));
        CHECK(is_utf8(text));
    }
    CHECK(text_of_html(times(1000, "<div>") + "<style>p{}</style>Hej &aring; &amp; &#65;<br>du<script>x</script>") == "Hej å & A\ndu");
}

TEST_CASE("whatever HTML others have collected, its text is UTF-8 and no longer than it", "[mail]") {
    const auto folder = std::filesystem::path{ANSVAR_SOURCE_DIR} / "../shared/corpora/html";
    std::size_t read = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (!entry.is_regular_file()) {
            continue;
        }
        std::ifstream file{entry.path(), std::ios::binary};
        std::ostringstream bytes;
        bytes << file.rdbuf();
        const auto html = bytes.str();
        if (!is_utf8(html)) {
            continue;
        }
        CAPTURE(entry.path().string());
        CHECK(is_utf8(text_of_html(html)));
        ++read;
    }
    CHECK(read > 0);
}
