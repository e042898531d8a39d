#include <catch2/catch.hpp>

#include "core/text.hpp"
#include "mail/mime.hpp"

#include <gmime/gmime.h>

#include <memory>
#include <sstream>

using namespace ansvar;
using namespace ansvar::mail;

namespace {

MimeLetter letter() {
    return {.sender_name = "IT-support, Lindängens skola",
            .sender = *MailAddress::parse("ansvar@skola.example"),
            .recipient_name = "Åsa Lärare",
            .recipient = *MailAddress::parse("asa@skola.example"),
            .reply_to = MailAddress::parse("svar@skola.example"),
            .subject = "[#1042] Skrivaren på plan 2",
            .message_id = "<t1042.m3.abc@skola.example>",
            .references = {"<t1042@skola.example>", "<t1042.m1.def@skola.example>"},
            .date = *from_rfc3339("2026-11-23T11:00:00Z"),
            .auto_submitted = "auto-generated",
            .list_id = "its.roles.skola.example",
            .text = "Hej!\n.\n..två punkter\nÅ, ä och ö\n",
            .html = "<p>Hej å</p>\n"};
}

std::string head_of(const std::string& message) { return message.substr(0, message.find("\r\n\r\n")); }

std::vector<std::string> header_names(const std::string& message) {
    std::vector<std::string> names;
    std::istringstream lines{head_of(message)};
    for (std::string line; std::getline(lines, line);) {
        if (line[0] != ' ' && line[0] != '\t') {
            names.push_back(line.substr(0, line.find(':')));
        }
    }
    return names;
}

/// The decoded text/plain part, as another mail program sees it.
std::string text_part(const std::string& message) {
    const auto stream = g_mime_stream_mem_new_with_buffer(message.data(), message.size());
    const auto parser = g_mime_parser_new_with_stream(stream);
    auto* parsed = g_mime_parser_construct_message(parser, nullptr);
    auto* body = GMIME_MULTIPART(g_mime_message_get_mime_part(parsed));
    auto* part = GMIME_TEXT_PART(g_mime_multipart_get_part(body, 0));
    char* text = g_mime_text_part_get_text(part);
    std::string result{text};
    g_free(text);
    g_object_unref(parsed);
    g_object_unref(parser);
    g_object_unref(stream);
    return result;
}

}  // namespace

TEST_CASE("a letter is plain ASCII on the wire, its lines end in CRLF and none is long", "[mail]") {
    auto long_letter = letter();
    long_letter.text += std::string(5000, 'x') + "\n";
    const auto message = to_mime(long_letter);
    for (std::size_t i = 0; i < message.size(); ++i) {
        REQUIRE(static_cast<unsigned char>(message[i]) < 0x80);
        if (message[i] == '\n') {
            REQUIRE(message[i - 1] == '\r');
        }
        if (message[i] == '\r') {
            REQUIRE(message[i + 1] == '\n');
        }
    }
    std::istringstream lines{message};
    for (std::string line; std::getline(lines, line);) {
        CHECK(line.size() <= 200);
    }
    CHECK(message.substr(message.size() - 2) == "\r\n");
}

TEST_CASE("the same letter is packed to the same bytes every time", "[mail]") { CHECK(to_mime(letter()) == to_mime(letter())); }

TEST_CASE("a letter says who, when, in which thread, and that nobody should answer by machine", "[mail]") {
    const auto head = head_of(to_mime(letter()));
    CHECK(head.find("Message-Id: <t1042.m3.abc@skola.example>") != std::string::npos);
    CHECK(head.find("In-Reply-To: <t1042.m1.def@skola.example>") != std::string::npos);
    CHECK(head.find("References: <t1042@skola.example>") != std::string::npos);
    CHECK(head.find("Date: Mon, 23 Nov 2026 11:00:00 +0000") != std::string::npos);
    CHECK(head.find("Auto-Submitted: auto-generated") != std::string::npos);
    CHECK(head.find("X-Auto-Response-Suppress: All") != std::string::npos);
    CHECK(head.find("List-Id: <its.roles.skola.example>") != std::string::npos);
    CHECK(head.find("<ansvar@skola.example>") != std::string::npos);
    CHECK(head.find("Reply-To: svar@skola.example") != std::string::npos);
}

TEST_CASE("another mail program reads what we wrote", "[mail]") { CHECK(unix_line_ends(text_part(to_mime(letter()))) == letter().text); }

TEST_CASE("no text can add a header or a recipient", "[mail]") {
    const auto evil = GENERATE(as<std::string>{}, "x\r\nBcc: evil@example.com", "x\nBcc: evil@example.com", "x\r\n\r\nnew body", "x\rBcc: a@b.se",
                               "=?utf-8?Q?x=0D=0ABcc:_evil=40example.com?=", "x\" <evil@example.com>, \"", "<evil@example.com>",
                               "x\xE2\x80\xA8" "Bcc: evil@example.com");
    CAPTURE(evil);
    const auto plain_names = header_names(to_mime(letter()));
    auto attacked = letter();
    SECTION("in the subject") { attacked.subject = evil; }
    SECTION("in the recipient's name") { attacked.recipient_name = evil; }
    SECTION("in the sender's name") { attacked.sender_name = evil; }
    const auto message = to_mime(attacked);
    CHECK(header_names(message) == plain_names);
    CHECK(head_of(message).find("\nBcc") == std::string::npos);

    const auto stream = g_mime_stream_mem_new_with_buffer(message.data(), message.size());
    const auto parser = g_mime_parser_new_with_stream(stream);
    auto* parsed = g_mime_parser_construct_message(parser, nullptr);
    auto* everybody = g_mime_message_get_all_recipients(parsed);
    CHECK(internet_address_list_length(everybody) == 1);
    g_object_unref(everybody);
    g_object_unref(parsed);
    g_object_unref(parser);
    g_object_unref(stream);
}

TEST_CASE("an id that could break a header stops the letter", "[mail]") {
    auto broken = letter();
    const auto evil = GENERATE(as<std::string>{}, "<a@b\r\nBcc: x@y.se>", "a@b", "<a b@c>", "<>", "");
    SECTION("as Message-ID") { broken.message_id = evil; }
    SECTION("in References") { broken.references.push_back(evil); }
    CHECK_THROWS_AS(to_mime(broken), std::invalid_argument);
}

TEST_CASE("every kind of line end becomes CRLF", "[mail]") {
    CHECK(with_network_line_ends("a\nb\r\nc\rd") == "a\r\nb\r\nc\r\nd\r\n");
    CHECK(with_network_line_ends("") == "\r\n");
    CHECK(with_network_line_ends("a\r\n") == "a\r\n");
    CHECK(with_network_line_ends("\n\n.\n") == "\r\n\r\n.\r\n");
}
