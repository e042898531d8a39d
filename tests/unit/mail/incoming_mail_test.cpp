// Mails as they come: taken apart whatever they are like, and nothing of what they say is believed here.
#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/text.hpp"
#include "mail/incoming_mail.hpp"
#include "mail/mime.hpp"

using namespace ansvar;
using namespace ansvar::mail;

namespace {

std::string network(std::string text) { return with_network_line_ends(text); }

IncomingMail read(const std::string& raw) {
    auto mail = read_mail(network(raw));
    REQUIRE(mail);
    return std::move(*mail);
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

const std::filesystem::path corpora = std::filesystem::path{ANSVAR_SOURCE_DIR} / "../shared/corpora/mail";

}  // namespace

TEST_CASE("a reply's words, sender and place in the thread are read", "[mail]") {
    const auto mail = read("Return-Path: <anna@skola.example>\nDelivered-To: arende+t1042.abc@skola.example\n"
                           "From: =?utf-8?Q?Anna_Lindqvist_=C3=85berg?= <Anna@Skola.example>\nTo: IT-support <ansvar@skola.example>\nCc: Grupp: bo@skola.example, fel;\n"
                           "Subject: Re: [#1042] =?iso-8859-1?Q?Skrivaren_p=E5_plan_2?=\nMessage-ID: <abc.1@mail.example>\nIn-Reply-To: <t1042.m3.x@skola.example>\n"
                           "References: <t1042@skola.example> <t1042.m3.x@skola.example>\nDate: Mon, 23 Nov 2026 11:04:00 +0100\n"
                           "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n"
                           "Det st=E5r =\nPC LOAD LETTER\n\n> Vad st=E5r det?\n");
    CHECK(mail.from == MailAddress::parse("anna@skola.example"));
    CHECK(mail.from_name == "Anna Lindqvist Åberg");
    CHECK(mail.subject == "Re: [#1042] Skrivaren på plan 2");
    CHECK(mail.message_id == "<abc.1@mail.example>");
    CHECK(mail.references == std::vector<std::string>{"<t1042.m3.x@skola.example>", "<t1042@skola.example>"});
    CHECK(mail.to == std::vector{*MailAddress::parse("arende+t1042.abc@skola.example"), *MailAddress::parse("ansvar@skola.example"), *MailAddress::parse("bo@skola.example")});
    CHECK(mail.sent_at == from_rfc3339("2026-11-23T10:04:00Z"));
    CHECK(mail.text == "Det står PC LOAD LETTER");
    CHECK(mail.quoted == "> Vad står det?");
    CHECK(mail.automatic.empty());
    CHECK_FALSE(mail.bounce);
}

TEST_CASE("files come along, and HTML is read when there is no plain text", "[mail]") {
    const auto mail = read("From: anna@skola.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/alternative; boundary=y\n\n"
                           "--y\nContent-Type: text/html; charset=utf-8\n\n<p>Se <b>bilden</b></p>\n--y--\n--x\nContent-Type: image/png; name=\"fel.png\"\n"
                           "Content-Disposition: inline; filename=\"fel.png\"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
                           "--x\nContent-Type: text/plain; name*=utf-8''anteckning%C3%A5.txt\nContent-Disposition: attachment\n\nbilagd\n"
                           "--x\nContent-Type: message/rfc822\n\nSubject: Gammalt\nFrom: bo@skola.example\n\nHej\n--x--\n");
    CHECK(mail.text == "Se bilden");
    REQUIRE(mail.files.size() == 3);
    CHECK(mail.files[0].name == "fel.png");
    CHECK(mail.files[0].declared_type == "image/png");
    CHECK(mail.files[0].bytes == "\x89PNG\r\n\x1a\n");
    CHECK(mail.files[1].name == "anteckningå.txt");
    CHECK(trim(mail.files[1].bytes) == "bilagd");
    CHECK(mail.files[2].name == "Gammalt.eml");
    CHECK(mail.files[2].bytes.find("Hej") != std::string::npos);
}

TEST_CASE("a mail that no person wrote says so by one of many headers", "[mail]") {
    for (const std::string header : {"Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated (rejected)", "Precedence: auto_reply", "X-Autoreply: yes", "Return-Path: <>"}) {
        CAPTURE(header);
        CHECK_FALSE(read(header + "\nFrom: anna@skola.example\n\nJag är på semester").automatic.empty());
    }
    for (const std::string header : {"Precedence: bulk", "Precedence: list", "X-Auto-Response-Suppress: All", "List-Id: <personal.skola.example>"}) {
        CAPTURE(header);
        const auto mail = read(header + "\nFrom: anna@skola.example\n\nHej alla");  // by a list, and yet a person's
        CHECK(mail.automatic.empty());
        CHECK(mail.wants_no_answer);
    }
    const auto came_round = read("X-Loop: ansvar@skola.example\nReceived: from a\nReceived: from b\nFrom: anna@skola.example\n\nHej");
    CHECK(came_round.loop_marks == std::vector<std::string>{"ansvar@skola.example"});
    CHECK(came_round.hops == 2);
    for (const std::string header : {"Auto-Submitted: no", "Precedence: first-class", "X-Mailer: Outlook", "Return-Path: <anna@skola.example>"}) {
        CAPTURE(header);
        CHECK(read(header + "\nFrom: anna@skola.example\n\nHej").automatic.empty());
    }
}

TEST_CASE("a report of what did not arrive names the letter, whom and why", "[mail]") {
    const auto mail = read("From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail\nReturn-Path: <>\n"
                           "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: text/plain\n\nSorry\n"
                           "--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; borta@skola.example\nAction: failed\nStatus: 5.1.1 (no such user)\n"
                           "\n--x\nContent-Type: text/rfc822-headers\n\nSubject: [#1042] Skrivaren\nMessage-ID: <t1042.m3.x@skola.example>\n--x--\n");
    REQUIRE(mail.bounce);
    CHECK(mail.bounce->message_id == "<t1042.m3.x@skola.example>");
    CHECK(mail.bounce->recipient == "borta@skola.example");
    CHECK(mail.bounce->status == "5.1.1");
    CHECK(mail.bounce->is_final);
    for (const auto* name : {"nodemailer-mailparser/delivery-status.eml", "mimekit/messages/delivery-status.txt", "mimekit/messages/bounce.txt"}) {
        CAPTURE(name);
        const auto report = read_mail(bytes_of(corpora / name));
        REQUIRE(report);
        REQUIRE(report->bounce);
        CHECK((report->bounce->recipient.find('@') != std::string::npos || !report->bounce->message_id.empty()));  // one is packed twice by a gateway
    }
}

TEST_CASE("headers that carry what they must not are nothing", "[mail]") {
    const auto mail = read("From: \"Anna\x01\x1b[31m\" <anna@skola.example>\nMessage-ID: <a b@x>\nIn-Reply-To: <ok@x> <in jected@x>\nSubject: Hej\x07\xff\xfe du\nTo: <script@>\n\n\x1b[2Jhej\x00då");
    CHECK(mail.from_name.find('\x1b') == std::string::npos);
    CHECK(mail.message_id.find(' ') == std::string::npos);
    for (const auto& id : mail.references) {
        CHECK(id.find(' ') == std::string::npos);
    }
    CHECK(is_utf8(mail.subject));
    CHECK(mail.subject.find('\x07') == std::string::npos);
    CHECK(mail.text.find('\x1b') == std::string::npos);
    CHECK(mail.to.empty());
}

TEST_CASE("a mail that is too much is refused, or cut where that is enough", "[mail]") {
    CHECK(read_mail(std::string(2000, 'x'), {.bytes = 1000}).error() == Unreadable::TooLarge);
    std::string many = "From: anna@skola.example\nContent-Type: multipart/mixed; boundary=x\n\n";
    for (int i = 0; i < 300; ++i) {
        many += "--x\nContent-Type: text/plain; name=a.txt\n\nx\n";
    }
    CHECK(read_mail(network(many + "--x--\n")).error() == Unreadable::TooManyParts);
    std::string deep = "From: anna@skola.example\n";
    for (int i = 0; i < 150; ++i) {
        deep += "Content-Type: multipart/mixed; boundary=x" + std::to_string(i) + "\n\n--x" + std::to_string(i) + "\n";
    }
    CHECK(read_mail(network(deep + "\nHej")));
    CHECK(read_mail(network("From: anna@skola.example\n\n" + std::string(5000, 'x')), {.text_bytes = 1000})->text.size() == 1000);
}

TEST_CASE("mails that others collected because programs fall over them are read within a second each", "[mail]") {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{corpora}) {
        if (!entry.is_regular_file() || entry.path().filename().string().starts_with("LICENSE")) {
            continue;
        }
        CAPTURE(entry.path().string());
        const auto raw = bytes_of(entry.path());
        const auto mail = read_mail(raw);
        if (mail) {
            CHECK(is_utf8(mail->text));
            CHECK(is_utf8(mail->quoted));
            CHECK(is_utf8(mail->subject));
            CHECK(is_utf8(mail->from_name));
            std::size_t bytes = mail->text.size() + mail->quoted.size();
            for (const auto& file : mail->files) {
                CHECK(is_utf8(file.name));
                bytes += file.bytes.size();
            }
            CHECK(bytes <= 10 * raw.size() + 1000);
        }
        ++count;
    }
    CHECK(count > 100);
}
