#include "core/windows_1252.hpp"

#include <catch2/catch.hpp>

#include "core/text.hpp"

using namespace ansvar;

TEST_CASE("Windows-1252 is read as it was meant, and its five empty places are seen", "[text]") {
    CHECK(from_windows_1252("Sk\xE5p \x80 \x93" "a\x94 \xFF") == "Skåp € “a” ÿ");
    CHECK(from_windows_1252("\x81\x8D\x8F\x90\x9D") == "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
    std::string all;
    for (int byte = 1; byte < 256; ++byte) {
        all += static_cast<char>(byte);
    }
    const auto text = from_windows_1252(all);
    CHECK(is_utf8(text));
    CHECK(count_characters(text) == 255);
}
