#include <catch2/catch.hpp>
#include <thread>

#include "temporary_folder.hpp"
#include "web/texts.hpp"

using namespace ansvar;
using namespace ansvar::web;
using namespace ansvar::web::test;

namespace {

std::string complaint(std::string_view swedish, std::string_view english) {
    try {
        const Texts texts{swedish, english};
    } catch (const std::runtime_error& fault) {
        return fault.what();
    }
    return "nothing";
}

}  // namespace

TEST_CASE("texts are filled by ICU's rules for each language", "[texts]") {
    const Texts texts{
        "open = {n, plural, =0 {Inga \xC3\xB6ppna} one {# \xC3\xB6ppet} other {# \xC3\xB6ppna}}\nname = Hej {name}!\nwhen = {at, date,d "
        "MMMM} kl. {at, time,HH:mm}\nquote = L\xC3\xA4rarens '{'x'}' och it''s\nplain = It's fine\nshare = {x, number, percent}",
        "open = {n, plural, =0 {None open} one {# open} other {# open}}\nname = Hello {name}!\nwhen = {at, date,d MMMM} at {at, "
        "time,HH:mm}\nquote = Teacher's '{'x'}' and it''s\nplain = It's fine\nshare = {x, number, percent}"};
    CHECK(texts.format(Language::Sv, "open", {{"n", 0}}) == "Inga \xC3\xB6ppna");
    CHECK(texts.format(Language::Sv, "open", {{"n", 1}}) == "1 \xC3\xB6ppet");
    CHECK(texts.format(Language::Sv, "open", {{"n", 1234}}) ==
          "1\xC2\xA0"
          "234 \xC3\xB6ppna");
    CHECK(texts.format(Language::En, "open", {{"n", 1234}}) == "1,234 open");
    CHECK(texts.format(Language::Sv, "name", {{"name", "{n} <b> 'x'"}}) == "Hej {n} <b> 'x'!");
    CHECK(texts.text(Language::Sv, "quote") == "L\xC3\xA4rarens {x} och it's");
    CHECK(texts.text(Language::En, "plain") == "It's fine");
    const auto summer = from_rfc3339("2026-06-06T22:30:00Z").value();
    CHECK(texts.format(Language::Sv, "when", {{"at", summer}}) == "7 juni kl. 00:30");
    CHECK(texts.format(Language::En, "when", {{"at", summer}}) == "7 June at 00:30");
    CHECK(texts.format(Language::En, "share", {{"x", 0.9}}) == "90%");
}

TEST_CASE("a text that does no more than put others in its places reads as ICU would write it", "[texts]") {
    const std::string_view catalogue = "two = {x} och {y}.\nsome = {x} #1 kostar {n} kr\nquoted = '{'{x}'}' {y}\nchosen = {x, select, a {A {y}} other {B}}";
    const Texts texts{catalogue, catalogue};
    CHECK(texts.format(Language::Sv, "two", {{"x", "{y} \xC3\xA5"}, {"y", "'"}}) == "{y} \xC3\xA5 och '.");
    CHECK(texts.format(Language::Sv, "some", {{"x", "12345"}, {"n", 12345}}) == "12345 #1 kostar 12\xC2\xA0" "345 kr");
    CHECK(texts.format(Language::Sv, "quoted", {{"x", "1"}, {"y", "2"}}) == "{1} 2");
    CHECK(texts.format(Language::Sv, "chosen", {{"x", "a"}, {"y", "2"}}) == "A 2");
}

TEST_CASE("asking for a text wrongly is a fault of ours", "[texts]") {
    const Texts texts{"a = {n}\nb = x", "a = {n}\nb = y"};
    CHECK_THROWS_AS(texts.text(Language::Sv, "missing"), std::logic_error);
    CHECK_THROWS_AS(texts.text(Language::Sv, "a"), std::logic_error);
    CHECK_THROWS_AS(texts.format(Language::Sv, "a"), std::logic_error);
    CHECK_THROWS_AS(texts.format(Language::Sv, "a", {{"m", 1}}), std::logic_error);
    CHECK(texts.keys() == std::vector<std::string>{"a", "b"});
    CHECK(texts.has("a"));
    CHECK_FALSE(texts.has("c"));
}

TEST_CASE("catalogues that do not agree do not load", "[texts]") {
    CHECK(complaint("a = x\nb = y", "a = x") == "sv:2: b is missing in en");
    CHECK(complaint("a = x", "a = x\n\nb = y") == "en:3: b is missing in sv");
    CHECK(complaint("a = {n}", "a = {m}").find("a has other placeholders") != std::string::npos);
    CHECK(complaint("a = {n, plural, one {{x}} other {y}}", "a = {n, plural, one {x} other {y}}").find("a has other placeholders") !=
          std::string::npos);
    CHECK(complaint("a = x\na = y", "a = x") == "sv:2: a is there already");
    CHECK(complaint("nonsense", "") == "sv:1: neither a comment nor `key = text`");
    CHECK(complaint("a =", "a = x") == "sv:1: a has no text");
    CHECK(complaint("a b = x", "") == "sv:1: a key is one word");
    CHECK(complaint("a = {n", "a = x").find("sv:1: not a message pattern") == 0);
    CHECK(complaint("a = {n, plural, one {x}}", "a = x").find("sv:1: not a message pattern") == 0);
    CHECK(complaint("a = \xFF", "a = x") == "sv: not UTF-8");
    CHECK(complaint("# comment\n\n  a = x = y  \r\n", "a = z") == "nothing");
}

TEST_CASE("catalogues may be spread over several files", "[texts]") {
    const TemporaryFolder folder;
    folder.write("sv.txt", "a = ett");
    folder.write("sv.problems.txt", "b = tv\xC3\xA5");
    folder.write("en.txt", "a = one\nb = two");
    folder.write("README", "nothing of ours");
    const Texts texts{folder.path()};
    CHECK(texts.text(Language::Sv, "b") == "tv\xC3\xA5");
}

TEST_CASE("many threads may fill the same text", "[texts]") {
    const Texts texts{"open = {n, plural, one {# \xC3\xB6ppet} other {# \xC3\xB6ppna}}", "open = {n, plural, one {# open} other {# open}}"};
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            for (int round = 0; round < 200; ++round) {
                wrong += texts.format(Language::En, "open", {{"n", i}}) == std::to_string(i) + " open" ? 0 : 1;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    CHECK(wrong == 0);
}
