// What people write, as HTML: what they meant, and nothing that a browser would carry out.
#include "tickets/markdown.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "core/text.hpp"

using namespace ansvar;
using namespace ansvar::tickets;

namespace {

const std::string rel = "rel=\"nofollow noopener noreferrer\"";

/// Everything that may stand in a text's HTML: these tags closed in order, an href of a known scheme, no other "<" and no bare "&".
std::string fault_in(const std::string& html) {
    static const std::regex tag{
        "<(/?)(p|em|strong|code|pre|blockquote|ul|li|br|ol|ol start=\"[0-9]{1,9}\"|a|"
        "a href=\"(https?://|mailto:|tel:|HTTPS?://|Mailto:|MAILTO:|[A-Za-z]{3,6}:)[^\"<>\\s]+\" rel=\"nofollow noopener noreferrer\")>"};
    static const std::regex entity{"&(amp|lt|gt|quot|#39);"};
    std::vector<std::string> open;
    for (std::size_t at = 0; at < html.size(); ++at) {
        std::smatch found;
        if (html[at] == '&' && !std::regex_search(html.cbegin() + static_cast<std::ptrdiff_t>(at), html.cend(), found, entity, std::regex_constants::match_continuous)) {
            return "a bare & at " + html.substr(at, 20);
        }
        if (html[at] == '>' || html[at] == '"' || html[at] == '\'') {
            return "a bare mark at " + html.substr(at, 20);
        }
        if (html[at] != '<') {
            continue;
        }
        if (!std::regex_search(html.cbegin() + static_cast<std::ptrdiff_t>(at), html.cend(), found, tag, std::regex_constants::match_continuous)) {
            return "an unknown tag at " + html.substr(at, 60);
        }
        const auto name = found[2].str().substr(0, found[2].str().find(' '));
        if (name == "a" && found[1] == "") {
            const auto scheme = lower(found[3].str());
            if (scheme != "http://" && scheme != "https://" && scheme != "mailto:" && scheme != "tel:") {
                return "a link to " + found[0].str();
            }
        }
        if (found[1] == "/") {
            if (open.empty() || open.back() != name) {
                return "</" + name + "> that closes nothing";
            }
            open.pop_back();
        } else if (name != "br") {
            open.push_back(name);
        }
        at += static_cast<std::size_t>(found[0].length()) - 1;
    }
    return open.empty() ? "" : "<" + open.back() + "> that is not closed";
}

std::string file_text(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

}  // namespace

TEST_CASE("a text shows as it was meant", "[tickets]") {
    const auto [text, html] = GENERATE_COPY(table<std::string, std::string>({
        {"Hej!\nDet *är* **klart**.", "<p>Hej!<br>\nDet <em>är</em> <strong>klart</strong>.</p>\n"},
        {"Ett\n\nTvå", "<p>Ett</p>\n<p>Två</p>\n"},
        {"- ett\n- två", "<ul><li>ett</li>\n<li>två</li>\n</ul>\n"},
        {"3. tre\n4. fyra", "<ol start=\"3\"><li>tre</li>\n<li>fyra</li>\n</ol>\n"},
        {"> sagt\n\nsvar", "<blockquote><p>sagt</p>\n</blockquote>\n<p>svar</p>\n"},
        {"## Rubrik", "<p><strong>Rubrik</strong></p>\n"},
        {"`a < b`", "<p><code>a &lt; b</code></p>\n"},
        {"```\n[x]: y\n--\n```", "<pre><code>[x]: y\n--\n</code></pre>\n"},
        {"Se https://skola.example/a?b=1&c=2.", "<p>Se <a href=\"https://skola.example/a?b=1&amp;c=2\" " + rel + ">https://skola.example/a?b=1&amp;c=2</a>.</p>\n"},
        {"ulla@skola.example", "<p><a href=\"mailto:ulla@skola.example\" " + rel + ">ulla@skola.example</a></p>\n"},
        {"[ring](tel:08123)", "<p><a href=\"tel:08123\" " + rel + ">ring</a></p>\n"},
        {"![kartan](https://bild.example/k.png)", "<p><a href=\"https://bild.example/k.png\" " + rel + ">kartan</a></p>\n"},
        {"[![a](https://a.example)](https://b.example)", "<p><a href=\"https://b.example\" " + rel + ">a</a></p>\n"},
        {"[här](/tickets/1)", "<p>här</p>\n"},
        {"[här](javascript:alert(1))", "<p>här</p>\n"},
        {"<b>fet</b>", "<p>&lt;b&gt;fet&lt;/b&gt;</p>\n"},
        {"5 &lt; 6 &copy;", "<p>5 &amp;lt; 6 &amp;copy;</p>\n"},
    }));
    CHECK(markdown::html(text) == html);
}

TEST_CASE("no line that was typed disappears or changes those around it", "[tickets]") {
    CHECK(markdown::html("Med vänlig hälsning\n--\nUlla") == "<p>Med vänlig hälsning<br>\n--<br>\nUlla</p>\n");
    CHECK(markdown::html("Rubrik\n===") == "<p>Rubrik<br>\n===</p>\n");
    CHECK(markdown::html("[Fel]: Skrivaren") == "<p>[Fel]: Skrivaren</p>\n");
    for (const std::string before : {"- ", "* ", "1. ", "12) ", "> ", "> - ", "- > ", "- 1. ", "-   ", "  + "}) {
        CAPTURE(before);
        const auto html = markdown::html(before + "[a]: http://x \"Skrivaren\"\n\nSlut");
        CHECK(html.find("[a]: ") != std::string::npos);
        CHECK(html.find("Skrivaren") != std::string::npos);
    }
    CHECK(markdown::html("[två\nrader]: http://x").find("rader]: ") != std::string::npos);
    CHECK(markdown::html("- ---").find("---") != std::string::npos);
    CHECK(markdown::html("ett\n\n***\n\ntvå") == "<p>ett</p>\n<p>***</p>\n<p>två</p>\n");
    CHECK(markdown::html("    fyra blanka") == "<p>fyra blanka</p>\n");
    CHECK(markdown::html("| a | b |\n|---|---|") == "<p>| a | b |<br>\n|---|---|</p>\n");
    CHECK(markdown::html("#5 är ett ärende") == "<p>#5 är ett ärende</p>\n");
}

TEST_CASE("what is too long or too nested stands as it was typed, and nothing takes long", "[tickets]") {
    const auto many = [](std::string_view piece, std::size_t bytes) {
        std::string text;
        while (text.size() < bytes) {
            text += piece;
        }
        return text;
    };
    const std::string piece = GENERATE("[", "*a ", "_*", "`", "> ", "- ", "![", "[a](", "<", "&", "a@", "http://a ", "\\", "[a][", "**a*", "1. ", "\n> ", "[x]: y\n",
                                       "*a_b`c[d](e)\n", "a\n\n", "- a\n\n", "```\n", "~~~~", "  - a\n", "\t- a\n", "www.", "!");
    for (const std::size_t bytes : {5'000U, 100'000U}) {
        const auto text = many(piece, bytes);
        const auto begun = std::chrono::steady_clock::now();
        const auto html = markdown::html(text);
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
        INFO(piece << " × " << bytes << " took " << took.count() << " ms");
        CHECK(took < std::chrono::milliseconds{500});
        CHECK(fault_in(html) == "");
    }
    CHECK(markdown::html(many(">", 50) + " djupt").find("<blockquote>") == std::string::npos);
}

TEST_CASE("nothing that attackers write becomes more than text", "[tickets]") {
    std::vector<std::string> attacks{
        "<script>alert(1)</script>", "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](java&#115;cript:alert(1))", "[a](data:text/html,x)",
        "[a](vbscript:x)", "![a](x\"onerror=\"alert(1))", "![a](\"onerror=\"alert(1))", "<javascript:alert(1)>", "[a](<javascript:alert(1)>)",
        "[a](https://a.example\" onclick=\"x)", "[a](https://a.example 't\" onclick=\"x')", "[a]: javascript:x\n\n[a]", "> [a]: javascript:x\n\n[a]",
        "- [a]: javascript:x\n\n[a]", "[a]\n\n[a]:\njavascript:x", "```\"><script>\nx\n```", "``` \" onclick=x\nx\n```", "<https://a.example/\"><script>>",
        "[a](https://a.example/\x01x)", "[a](\x01javascript:x)", "[a](https:x)", "[a](//a.example)", "[a](mailto:)", "https://a.example/'onclick='x"};
    std::size_t files = 0;
    const std::filesystem::path corpora{"../shared/corpora"};
    for (const auto* folder : {"payloads", "xss", "html", "strings"}) {
        if (!std::filesystem::exists(corpora / folder)) {
            continue;
        }
        for (const auto& file : std::filesystem::recursive_directory_iterator(corpora / folder)) {
            if (file.is_regular_file() && file.file_size() < 400'000) {
                ++files;
                const auto text = file_text(file.path());
                attacks.push_back(text);
                for (const auto line : split(text, '\n')) {
                    attacks.emplace_back(line);
                }
            }
        }
    }
    std::size_t faults = 0;
    for (const auto& attack : attacks) {
        for (const auto& text : {attack, "[a](" + attack + ")", "![" + attack + "](" + attack + ")", "[" + attack + "](https://a.example \"" + attack + "\")",
                                 "<" + attack + ">", "`" + attack + "`", "```" + attack + "\n" + attack, "[a]\n\n[a]: " + attack, "https://a.example/" + attack}) {
            const auto html = markdown::html(text);
            if (const auto fault = fault_in(html); !fault.empty() && ++faults < 5) {
                INFO(text << "\n→ " << html);
                CHECK(fault == "");
            }
        }
    }
    INFO(files << " files, " << attacks.size() << " attacks");
    CHECK(faults == 0);
}
