#include "core/marks.hpp"
#include "core/text.hpp"

#include <catch2/catch.hpp>

using namespace ansvar;
using namespace std::string_literals;

TEST_CASE("text is UTF-8 only when every byte is", "[text]") {
    CHECK(is_utf8(""));
    CHECK(is_utf8("skrivaren \u00e4r \u00d6ppen \U0001F5A8"));
    const auto bad = GENERATE(as<std::string>{}, "\xff", "caf\xe9", "\xc0\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe2\x82", "\x80");
    CHECK_FALSE(is_utf8(bad));
    CHECK_FALSE(is_utf8("a\0b"s));
}

TEST_CASE("letters typed in two ways become the same text", "[text]") {
    CHECK(nfc("a\u030a") == "\u00e5");
    CHECK(nfc("O\u0308") == "\u00d6");
    CHECK(nfc("\u00e5") == "\u00e5");
    CHECK(nfc("") == "");
    CHECK(without_marks("spr\u00e5k \u00c4 e\u0301 x") == "sprak A e x");
}

TEST_CASE("lower case knows Swedish letters", "[text]") {
    CHECK(lower("SKRIVARE \u00c5\u00c4\u00d6") == "skrivare \u00e5\u00e4\u00f6");
    CHECK(lower("") == "");
}

TEST_CASE("characters are counted, not bytes", "[text]") {
    CHECK(count_characters("") == 0);
    CHECK(count_characters("\u00e5\u00e4\u00f6") == 3);
    CHECK(count_characters("a\U0001F5A8") == 2);
}

TEST_CASE("a long text is cut between characters and says so", "[text]") {
    CHECK(shorten("skrivare", 8) == "skrivare");
    CHECK(shorten("skrivaren", 8) == "skrivar\u2026");
    CHECK(shorten("\u00e5\u00e4\u00f6\u00e5\u00e4\u00f6", 3) == "\u00e5\u00e4\u2026");
    CHECK(shorten("en mening till", 4) == "en\u2026");
    CHECK(count_characters(shorten(std::string(1000, 'x'), 10)) == 10);
    CHECK(shorten("", 0) == "");
}

TEST_CASE("white space is trimmed at both ends only", "[text]") {
    CHECK(trim("  a b\t\n") == "a b");
    CHECK(trim(" \r\n\t ") == "");
    CHECK(trim("") == "");
}

TEST_CASE("splitting and joining undo each other", "[text]") {
    CHECK(split("", ',').size() == 1);
    CHECK(split("a,,b,", ',').size() == 4);
    CHECK(join({}, ", ") == "");
    CHECK(join({"a", "b", "c"}, ", ") == "a, b, c");
}

TEST_CASE("joining keeps empty parts", "[text]") {
    CHECK(join({"", "a", "", "b"}, "|") == "|a||b");
}

TEST_CASE("a line may hold neither controls nor hidden turns of direction", "[text]") {
    CHECK(check_line("Projektorn i A12 \u2013 sl\u00e4ckt", 200) == TextFault::None);
    CHECK(check_line("", 0) == TextFault::None);
    CHECK(check_line("caf\xe9", 200) == TextFault::NotUtf8);
    const auto control = GENERATE(as<std::string>{}, "a\nb", "a\rb", "a\tb", "a\x1b[31m", "a\x7f", "a\u0085", "a\u2028", "a\u2029", "\x01");
    CHECK(check_line(control, 200) == TextFault::ControlCharacter);
    const auto turn = GENERATE(as<std::string>{}, "a\u202eb", "a\u202ab", "a\u2066b", "a\u2069");
    CHECK(check_line(turn, 200) == TextFault::BidiOverride);
    CHECK(check_block(turn, 200) == TextFault::BidiOverride);
}

TEST_CASE("a limit counts characters and is itself allowed", "[text]") {
    const std::string subject = "\u00e5\u00e4\u00f6";
    CHECK(check_line(subject, 3) == TextFault::None);
    CHECK(check_line(subject, 2) == TextFault::TooLong);
}

TEST_CASE("a longer text may have lines and tabs, but no other controls", "[text]") {
    CHECK(check_block("rad ett\r\n\trad tv\u00e5\n", 100) == TextFault::None);
    CHECK(check_block("a\x1b", 100) == TextFault::ControlCharacter);
    CHECK(check_block("a\0b"s, 100) == TextFault::NotUtf8);
}

TEST_CASE("line ends become one kind", "[text]") {
    CHECK(unix_line_ends("a\r\nb\rc\nd") == "a\nb\nc\nd");
    CHECK(unix_line_ends("\r\r\n\n") == "\n\n\n");
    CHECK(unix_line_ends("") == "");
}

TEST_CASE("no text can leave its place in HTML", "[text]") {
    CHECK(escape_html("<b title=\"x\">Tom & 'Eva'</b>") == "&lt;b title=&quot;x&quot;&gt;Tom &amp; &#39;Eva&#39;&lt;/b&gt;");
    CHECK(escape_html("\u00e5") == "\u00e5");
}

TEST_CASE("a role's code travels in a URL and comes back", "[text]") {
    CHECK(percent_encode("L\u00c4R") == "L%C3%84R");
    CHECK(percent_encode("a-Z_0.9~") == "a-Z_0.9~");
    CHECK(percent_encode("Resp chef/x?") == "Resp%20chef%2Fx%3F");
    for (int byte = 1; byte < 128; ++byte) {
        const std::string text(1, static_cast<char>(byte));
        CHECK(percent_decode(percent_encode(text), false) == text);
        CHECK(percent_decode(percent_encode(text), true) == text);
    }
}

TEST_CASE("a plus is a space in forms only", "[text]") {
    CHECK(percent_decode("a+b", true) == "a b");
    CHECK(percent_decode("a+b", false) == "a+b");
    CHECK(percent_decode("a%2Bb", true) == "a+b");
}

TEST_CASE("a broken escape, bad UTF-8 and NUL are refused", "[text]") {
    const auto text = GENERATE(as<std::string>{}, "%", "%4", "%zz", "a%4", "%ff", "%00", "%c3", "% 41", "%-1");
    CHECK_FALSE(percent_decode(text, false).has_value());
}
