#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <thread>

#include "temporary_folder.hpp"
#include "web/assets.hpp"
#include "web/mustache.hpp"
#include "web/templates.hpp"
#include "web/texts.hpp"

using namespace ansvar::web;
using namespace ansvar::web::test;
using nlohmann::json;

namespace {

std::string no_specials(std::string_view, std::string_view) {
    return "";
}

std::string render(const std::string& source, const json& view, bool escapes = true) {
    return mustache::render(mustache::parse("t.html", source, escapes, no_specials), view);
}

/// What an exception of type std::runtime_error says.
std::string complaint(const std::function<void()>& call) {
    try {
        call();
    } catch (const std::runtime_error& fault) {
        return fault.what();
    }
    return "nothing";
}

std::string complaint(const std::string& source, const json& view) {
    return complaint([&] { render(source, view); });
}

}  // namespace

TEST_CASE("a template is filled from its view", "[templates]") {
    const auto [source, view, expected] = GENERATE(table<std::string, std::string, std::string>({
        {"Hej {{name}}!", R"({"name":"Åsa"})", "Hej Åsa!"},
        {"{{a}}", R"({"a":"<b> & \"c\" 'd'"})", "&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;"},
        {"{{{a}}}{{&a}}", R"({"a":"<b>"})", "<b><b>"},
        {"{{a.b.c}}", R"({"a":{"b":{"c":7}}})", "7"},
        {"{{n}} {{f}} {{t}} {{none}}", R"({"n":-3,"f":2.5,"t":true,"none":null})", "-3 2.5 true "},
        {"{{#rows}}{{x}},{{/rows}}", R"({"rows":[{"x":1},{"x":2}]})", "1,2,"},
        {"{{#rows}}{{.}} {{/rows}}", R"({"rows":["a","b"]})", "a b "},
        {"{{#rows}}{{#.}}{{.}}{{/.}};{{/rows}}", R"({"rows":[[1,2],[3]]})", "12;3;"},
        {"{{#rows}}{{title}}{{x}}{{/rows}}", R"({"title":"t","rows":[{"x":1}]})", "t1"},
        {"{{#yes}}y{{/yes}}{{#no}}n{{/no}}{{^no}}!n{{/no}}", R"({"yes":true,"no":false})", "y!n"},
        {"{{#o}}{{a}}{{/o}}", R"({"o":{"a":1}})", "1"},
        {"{{#e}}x{{/e}}{{^e}}none{{/e}}", R"({"e":[]})", "none"},
        {"{{#e}}x{{/e}}{{^e}}none{{/e}}", R"({"e":""})", "none"},
        {"{{#e}}x{{/e}}{{^e}}none{{/e}}", R"({"e":null})", "none"},
        {"{{#e}}x{{/e}}{{^e}}none{{/e}}", R"({"e":0})", "none"},
        {"{{#s}}[{{.}}]{{/s}}", R"({"s":"text"})", "[text]"},
        {"{{#yes}}{{#rows}}{{.}}{{/rows}}{{/yes}}", R"({"yes":true,"rows":[1]})", "1"},
        {"a{{! a comment }}b", "{}", "ab"},
        {"a\n{{#s}}\nb\n{{/s}}\nc\n", R"({"s":true})", "a\nb\nc\n"},
        {"a\n  {{! alone }}  \nb", "{}", "a\nb"},
        {"  {{a}}\n", R"({"a":1})", "  1\n"},
        {"{{#s}}x{{/s}}\n", R"({"s":true})", "x\n"},
        {"{ {{a}} } }} {", R"({"a":1})", "{ 1 } }} {"},
        {"", "{}", ""},
    }));
    CAPTURE(source, view);
    CHECK(render(source, json::parse(view)) == expected);
}

TEST_CASE("text templates are not escaped", "[templates]") {
    CHECK(render("{{a}}", {{"a", "<&>"}}, false) == "<&>");
}

TEST_CASE("a name that the view lacks is an error that says where", "[templates]") {
    CHECK(complaint("a\nb {{name}}", json::object()) == "t.html:2: the view has no `name`");
    CHECK(complaint("{{#list}}x{{/list}}", json::object()) == "t.html:1: the view has no `list`");
    CHECK(complaint("\n\n{{^list}}x{{/list}}", json::object()) == "t.html:3: the view has no `list`");
    CHECK(complaint("{{a.b}}", {{"a", json::object()}}) == "t.html:1: the view has no `a.b`");
    CHECK(complaint("{{a.b}}", {{"a", "text"}}) == "t.html:1: the view has no `a.b`");
    CHECK(complaint("{{#s}}\n{{x}}\n{{/s}}", {{"s", true}}) == "t.html:2: the view has no `x`");
    CHECK(complaint("{{a}}", {{"a", json::array()}}) == "t.html:1: `a` is not a text");
    CHECK(complaint("{{a}}", {{"a", json::object()}}) == "t.html:1: `a` is not a text");
    CHECK(complaint("{{.}}", json::object()) == "t.html:1: `.` is not a text");
}

TEST_CASE("a template that is not well-formed does not load", "[templates]") {
    const auto source = GENERATE(as<std::string>{}, "{{a", "{{{a}}", "{{#a}}", "{{/a}}", "{{#a}}{{/b}}", "{{#a}}{{#b}}{{/a}}{{/b}}", "{{}}",
                                 "{{ }}", "{{a b}}", "{{=<% %>=}}", "{{a..b}}", "{{.a}}", "{{a.}}", "{{#}}x{{/}}", "{{a\"b}}");
    CAPTURE(source);
    CHECK(complaint([&] { render(source, json::object()); }).find("t.html:1: ") == 0);
}

TEST_CASE("templates of a folder know texts, assets and each other", "[templates]") {
    const TemporaryFolder folder;
    folder.write("assets/css/base.css", "body{}");
    folder.write("parts/row.html", "<td>{{x}}</td>\n");
    folder.write("pages/list.html",
                 "<link href=\"{{asset:css/base.css}}\"><h1>{{t:title}}</h1>\n{{#rows}}\n  {{> parts/row}}\n{{/rows}}\n");
    folder.write("mail/letter.txt", "{{t:title}}: {{x}}");
    folder.write("text/ignored.html", "{{broken");
    const Texts texts{"title = K\xC3\xB6 & mer", "title = Queue & more"};
    const Assets assets{{folder.path() / "assets"}};
    const Templates templates{folder.path(), texts, assets};
    const json view{{"x", "<"}, {"rows", {{{"x", 1}}, {{"x", 2}}}}};
    CHECK(templates.render(Language::Sv, "pages/list.html", view) ==
          "<link href=\"" + assets.url("css/base.css") + "\"><h1>K\xC3\xB6 &amp; mer</h1>\n<td>1</td>\n<td>2</td>\n");
    CHECK(templates.render(Language::En, "mail/letter.txt", view) == "Queue & more: <");
    CHECK(templates.used_texts() == std::vector<std::string>{"title"});
    CHECK(templates.names() == std::vector<std::string>{"mail/letter.txt", "pages/list.html", "parts/row.html"});
    CHECK_THROWS_AS(templates.render(Language::Sv, "pages/other.html", view), std::runtime_error);
}

TEST_CASE("a folder with a fault in a template does not load and says where", "[templates]") {
    const auto [content, expected] = GENERATE(table<std::string, std::string>({
        {"\n{{t:missing}}", "pages/a.html:2: there is no text missing"},
        {"{{t:needs}}", "pages/a.html:1: text needs needs arguments"},
        {"{{asset:missing.css}}", "pages/a.html:1: there is no asset missing.css"},
        {"{{x:y}}", "pages/a.html:1: there is nothing of the kind x:"},
        {"{{> parts/missing}}", "pages/a.html:1: there is no part parts/missing"},
        {"{{> pages/a}}", "pages/a.html:1: {{> pages/a}} leads back to itself"},
        {"{{#s}}{{> parts/b}}{{/s}}", "pages/a.html:1: {{> parts/b}} leads back to itself"},
        {"\xFF", "pages/a.html: not UTF-8"},
    }));
    const TemporaryFolder folder;
    folder.write("assets/a.css", "");
    folder.write("pages/a.html", content);
    folder.write("parts/b.html", "{{> pages/a}}");
    const Texts texts{"needs = {n}", "needs = {n}"};
    const Assets assets{{folder.path() / "assets"}};
    const auto said = complaint([&] { Templates{folder.path(), texts, assets}; });
    CAPTURE(content, said);
    CHECK((said == expected || said.find("leads back to itself") != std::string::npos));
}

TEST_CASE("many threads may render the same template", "[templates]") {
    const auto parsed = mustache::parse("t.html", "{{#rows}}<tr>{{#cells}}<td>{{.}}</td>{{/cells}}</tr>{{/rows}}", true, no_specials);
    json view;
    for (int row = 0; row < 50; ++row) {
        view["rows"][static_cast<std::size_t>(row)]["cells"] =
            json::array({row + 1, "Skrivaren <p\xC3\xA5> plan 2", "ITS", "i dag 10:40", "Anna L\xC3\xA4rare", 3.5, true});
    }
    const auto expected = mustache::render(parsed, view);
    std::atomic<int> different{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 20; ++round) {
                different += mustache::render(parsed, view) == expected ? 0 : 1;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    CHECK(different == 0);
}
