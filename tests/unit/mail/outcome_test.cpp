#include <catch2/catch.hpp>

#include "core/text.hpp"
#include "mail/outcome.hpp"
#include "mail/smtp_reply.hpp"

using namespace ansvar;
using namespace ansvar::mail;

TEST_CASE("a server's words are kept without controls, in UTF-8, and short", "[mail]") {
    CHECK(readable("550 5.1.1 no such user\r\n") == "550 5.1.1 no such user");
    CHECK(readable("550 \x1b[31mred\a") == "550 \\x1b[31mred\\x07");
    CHECK(readable("550 okänd") == "550 okänd");
    CHECK(readable("550 ok\xE4nd") == "550 ok\\xe4nd");
    CHECK(readable("550 \u202Eesrever") == "550 \\xe2\\x80\\xaeesrever");
    CHECK(count_characters(readable(std::string(5'000'000, 'x'))) == 500);
    CHECK(count_characters(readable(std::string(600, '\x01'))) == 500);
}

TEST_CASE("only a refusal of the letter itself is final", "[mail]") {
    const auto [stage, code, outcome] = GENERATE(table<SmtpStage, int, Outcome>({
        {SmtpStage::Connect, 554, Outcome::Later},     // "no SMTP service here"
        {SmtpStage::Connect, 535, Outcome::Later},     // our password
        {SmtpStage::Sender, 530, Outcome::Later},      // "authenticate first"
        {SmtpStage::Sender, 550, Outcome::Refused},
        {SmtpStage::Recipient, 550, Outcome::Refused},
        {SmtpStage::Recipient, 450, Outcome::Later},
        {SmtpStage::Recipient, 421, Outcome::Later},
        {SmtpStage::Data, 554, Outcome::Refused},
        {SmtpStage::Content, 552, Outcome::Refused},
        {SmtpStage::Content, 354, Outcome::Later},     // gone before the answer
        {SmtpStage::Content, 0, Outcome::Later},
        {SmtpStage::Recipient, 999, Outcome::Later},
    }));
    CAPTURE(static_cast<int>(stage), code);
    CHECK(outcome_of_failure(stage, code) == outcome);
}

TEST_CASE("the dialogue keeps the last whole reply and notices a server that never stops", "[mail]") {
    SmtpDialogue dialogue;
    CHECK(dialogue.heard("220 hello\r\n"));
    dialogue.sent("EHLO ansvar\r\n");
    CHECK(dialogue.heard("250-first\r\n"));
    CHECK(dialogue.heard("250 second\r\n"));
    CHECK(dialogue.reply() == "250-first 250 second");
    dialogue.sent("MAIL FROM:<a@b.se>\r\n");
    CHECK(dialogue.stage() == SmtpStage::Sender);
    CHECK_FALSE(dialogue.is_over());
    CHECK(dialogue.heard("451 later\r\n"));
    CHECK(dialogue.code() == 451);
    CHECK(dialogue.reply() == "451 later");
    dialogue.sent("QUIT\r\n");
    CHECK(dialogue.heard("221 bye\r\n"));
    CHECK(dialogue.reply() == "451 later");

    dialogue.begin();
    bool fine = true;
    for (int i = 0; i < 2000 && fine; ++i) {
        fine = dialogue.heard("220-" + std::string(60, 'x') + "\r\n");
    }
    CHECK_FALSE(fine);
    CHECK(dialogue.reply().size() < 4096);
}
