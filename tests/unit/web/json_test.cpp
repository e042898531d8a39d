#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "web/errors.hpp"
#include "web/json_body.hpp"
#include "web/request.hpp"

using namespace ansvar::web;

TEST_CASE("JSON is read as it stands", "[json]") {
    const std::string text = R"({"subject":"Hjälp","n":[1,-2,3.5,true,null,{"a":{}}],"big":18446744073709551615})";
    CHECK(read_json(text) == nlohmann::json::parse(text));
    CHECK(read_json(" 17 ") == 17);
}

TEST_CASE("JSON that could be read in two ways is refused", "[json]") {
    const auto text =
        GENERATE(as<std::string>{}, "", " ", "{", "{}x", "{} {}", "{'a':1}", "{\"a\":1,}", "[1,]", "{a:1}", "NaN", "Infinity", "01", "1.",
                 "+1", "\"\\x\"", "// c\n1", "\xEF\xBB\xBF{}\xFF", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":1}}",
                 "{\"a\":1,\"\\u0061\":2}", "\"a\\u0000b\"", "{\"a\\u0000\":1}", "\"\\ud800\"", "\"\xFF\"", "\"a\nb\"", "1e400");
    CAPTURE(text);
    CHECK_THROWS_AS(read_json(text), BadRequest);
    CHECK_THROWS_AS(read_json(std::string{"\"a\0b\"", 5}), BadRequest);
}

TEST_CASE("JSON goes at most 32 levels deep", "[json]") {
    const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
    CHECK_NOTHROW(read_json(nested(32)));
    CHECK_THROWS_AS(read_json(nested(33)), BadRequest);
    CHECK_THROWS_AS(read_json(nested(200'000)), BadRequest);
    CHECK_THROWS_AS(read_json(std::string(200'000, '[')), BadRequest);
}

TEST_CASE("a JSON body says that it is one", "[json]") {
    const auto [type, is_taken] = GENERATE(table<std::string, bool>({{"application/json", true},
                                                                     {"application/json; charset=utf-8", true},
                                                                     {"Application/JSON;charset=UTF-8", true},
                                                                     {"application/json; charset=latin1", false},
                                                                     {"text/plain", false},
                                                                     {"application/jsonp", false},
                                                                     {"application/x-www-form-urlencoded", false},
                                                                     {"", false}}));
    CAPTURE(type);
    const Request request{{.method = Method::Post, .target = "/", .headers = {{"content-type", type}}, .body = "{}"}};
    if (is_taken) {
        CHECK(request.json() == nlohmann::json::object());
    } else {
        CHECK_THROWS_AS(request.json(), UnsupportedMediaType);
    }
}
