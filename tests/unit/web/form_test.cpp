#include <catch2/catch.hpp>

#include "web/errors.hpp"
#include "web/form.hpp"

using namespace ansvar::web;

namespace {

const std::string type = "multipart/form-data; boundary=----WebKitFormBoundaryAbC123";

std::string part(const std::string& head, const std::string& content) {
    return "------WebKitFormBoundaryAbC123\r\n" + head + "\r\n\r\n" + content + "\r\n";
}

const std::string end = "------WebKitFormBoundaryAbC123--\r\n";

Form read(const std::string& body) {
    return Form::from_multipart(body, type);
}

std::string field(const BadRequest& error) {
    return error.fields.empty() ? "" : error.fields.front().pointer;
}

}  // namespace

TEST_CASE("urlencoded fields are decoded, composed and in order", "[form]") {
    const auto form = Form::from_urlencoded("subject=Skrivaren+p%C3%A5+plan+2&x=1&x=2&empty=&bare&decomposed=a%CC%8A&lines=a%0D%0Ab%0Dc");
    CHECK(form.value("subject") == "Skrivaren p\xC3\xA5 plan 2");
    CHECK(form.values("x") == std::vector<std::string>{"1", "2"});
    CHECK(form.has("empty"));
    CHECK(form.has("bare"));
    CHECK_FALSE(form.has("absent"));
    CHECK(form.value("absent").empty());
    CHECK(form.value("decomposed") == "\xC3\xA5");
    CHECK(form.value("lines") == "a\nb\nc");
}

TEST_CASE("bad bytes in an urlencoded form name their field", "[form]") {
    for (const std::string bad :
         {"subject=%FF", "subject=%", "subject=%4", "subject=%zz", "subject=a%00b", "subject=%ED%A0%80", "subject=\xFF"}) {
        CAPTURE(bad);
        try {
            Form::from_urlencoded(bad);
            FAIL("was taken");
        } catch (const BadRequest& error) {
            CHECK(field(error) == "/subject");
        }
    }
    CHECK_THROWS_AS(Form::from_urlencoded("%FF=1"), BadRequest);
}

TEST_CASE("a form has at most a thousand fields", "[form]") {
    std::string body;
    for (int i = 0; i < 1000; ++i) {
        body += "a=1&";
    }
    CHECK(Form::from_urlencoded(body).fields().size() == 1000);
    CHECK_THROWS_AS(Form::from_urlencoded(body + "a=1"), TooLarge);
}

TEST_CASE("multipart forms are read as browsers send them", "[form]") {
    const auto body = part("Content-Disposition: form-data; name=\"subject\"", "Hj\xC3\xA4lp\r\nigen") +
                      part(
                          "Content-Disposition: form-data; name=\"file\"; filename=\"sk\xC3\xA4rm \\ \x25"
                          "22bild\x25"
                          "22.png\"\r\nContent-Type: image/png",
                          std::string{"\x89PNG\0\r\n--", 9}) +
                      part("Content-Disposition: form-data; name=\"file\"; filename=\"\"\r\nContent-Type: application/octet-stream", "") +
                      part("content-disposition:form-data;name=other;filename=C:\\temp\\a.txt", "x") +
                      part("Content-Disposition: form-data; name=\"empty\"", "") + end;
    const auto form = read(body);
    CHECK(form.value("subject") == "Hj\xC3\xA4lp\nigen");
    CHECK(form.has("empty"));
    REQUIRE(form.uploads("file").size() == 1);
    const auto upload = form.uploads("file").front();
    CHECK(upload.file_name == " \"bild\".png");  // what stood before the backslash counts as a path
    CHECK(upload.declared_type == "image/png");
    CHECK(upload.bytes == std::string_view{"\x89PNG\0\r\n--", 9});
    CHECK(form.uploads("other").front().file_name == "a.txt");
}

TEST_CASE("file names come in every spelling that clients use", "[form]") {
    const auto [disposition, name] = GENERATE(table<std::string, std::string>({
        {"filename=\"a b.txt\"", "a b.txt"},
        {"filename=plain.txt", "plain.txt"},
        {"filename=\"\xC3\xA5\xC3\xA4\xC3\xB6.pdf\"", "\xC3\xA5\xC3\xA4\xC3\xB6.pdf"},
        {"filename=\"a\xCC\x8A.pdf\"", "\xC3\xA5.pdf"},
        {"filename=\"x.txt\"; filename*=UTF-8''na%C3%AFve.txt", "na\xC3\xAFve.txt"},
        {"filename*=utf-8'sv'%C3%A5.txt", "\xC3\xA5.txt"},
        {"filename=\"../../etc/passwd\"", "passwd"},
        {"filename=\"semi;colon.txt\"", "semi;colon.txt"},
    }));
    CAPTURE(disposition);
    const auto body = part("Content-Disposition: form-data; name=\"file\"; " + disposition, "x") + end;
    CHECK(read(body).uploads("file").front().file_name == name);
}

TEST_CASE("a malformed multipart body is refused", "[form]") {
    const std::string good = "Content-Disposition: form-data; name=\"a\"";
    const auto body =
        GENERATE_COPY(as<std::string>{}, "", "x", "\r\n" + part(good, "1") + end, part(good, "1"), "------WebKitFormBoundaryAbC123--x",
                      part(good, "1") + end + "epilogue", "------WebKitFormBoundaryAbC123" + good,
                      "------WebKitFormBoundaryAbC123\n" + good + "\n\n1\n" + end, part("Content-Disposition: form-data", "1") + end,
                      part("Content-Disposition: form-data; name=\"\"", "1") + end,
                      part("Content-Disposition: attachment; name=\"a\"", "1") + end, part("Content-Type: text/plain", "1") + end,
                      part(good + "\r\n" + good, "1") + end, part("Content-Disposition: form-data; name=\"a", "1") + end,
                      part("Content-Disposition: form-data; name=\"a\"; name=\"b\"", "1") + end, part(good + "\r\n folded: x", "1") + end,
                      part(good + "\r\nContent-Transfer-Encoding: base64", "MQ==") + end, part("no colon", "1") + end,
                      part("Content-Disposition: form-data; name=\"f\"; filename*=latin1''%E5.txt", "1") + end,
                      part("Content-Disposition: form-data; name=\"\xFF\"", "1") + end,
                      part(std::string{"Content-Disposition: form-data; name=\"a\0b\"", 41}, "1") + end,
                      "------WebKitFormBoundaryAbC123\r\n------WebKitFormBoundaryAbC123--\r\n");
    CAPTURE(body);
    CHECK_THROWS_AS(read(body), BadRequest);
}

TEST_CASE("bad UTF-8 in a multipart field names the field", "[form]") {
    try {
        read(part("Content-Disposition: form-data; name=\"body\"", "\xFF") + end);
        FAIL("was taken");
    } catch (const BadRequest& error) {
        CHECK(field(error) == "/body");
    }
}

TEST_CASE("a multipart body has at most 200 parts with heads of 4 KB", "[form]") {
    std::string body;
    for (int i = 0; i < 200; ++i) {
        body += part("Content-Disposition: form-data; name=\"a\"", "1");
    }
    CHECK(read(body + end).values("a").size() == 200);
    CHECK_THROWS_AS(read(body + part("Content-Disposition: form-data; name=\"a\"", "1") + end), TooLarge);
    CHECK_THROWS_AS(read(part("Content-Disposition: form-data; name=\"" + std::string(5000, 'a') + "\"", "1") + end), TooLarge);
}

TEST_CASE("a boundary keeps to its rules", "[form]") {
    const auto bad =
        GENERATE(as<std::string>{}, "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a b \"",
                 "multipart/form-data; boundary=a\xC3\xA5",
                 "multipart/form-data; boundary=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghh");
    CAPTURE(bad);
    CHECK_THROWS_AS(Form::from_multipart("--x--", bad), BadRequest);
}

TEST_CASE("a boundary inside a file ends it only at a line's beginning", "[form]") {
    const auto body =
        part("Content-Disposition: form-data; name=\"file\"; filename=\"a\"", "x------WebKitFormBoundaryAbC123--\r\n-- \r\n----") + end;
    CHECK(read(body).uploads("file").front().bytes == "x------WebKitFormBoundaryAbC123--\r\n-- \r\n----");
}
