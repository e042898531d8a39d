#include "inbox/threading.hpp"

#include <catch2/catch.hpp>

using namespace ansvar;
using namespace ansvar::inbox;

TEST_CASE("thanks are told from what asks for more") {
    for (const char* text : {"Tack!", "Tack så mycket för hjälpen.", "Nu funkar det, tusen tack!", "Thanks a lot", "Toppen, tack för snabb hjälp!", "Perfekt 👍"}) {
        INFO(text);
        CHECK(is_only_thanks(text));
    }
    for (const char* text : {"", "Hej", "Tack, men den krånglar fortfarande", "Tack! Kan ni också titta på B12", "Tack, fungerar inte", "Tack?", "Thanks, but it still fails",
                             "Tack för senast. Projektorn i sal B7 visar bara blått och det pep hela lektionen när vi försökte starta om den två gånger"}) {
        INFO(text);
        CHECK_FALSE(is_only_thanks(text));
    }
}

TEST_CASE("a subject is what stands behind what mail programs put before it") {
    CHECK(bare_subject("SV: Re: [#1042] Skrivaren") == "Skrivaren");
    CHECK(bare_subject("VB: FW: Fwd: AW: Skrivaren") == "Skrivaren");
    CHECK(bare_subject("Reparation av skrivaren") == "Reparation av skrivaren");
    CHECK(bare_subject("[Viktigt] Skrivaren") == "[Viktigt] Skrivaren");
    CHECK(bare_subject("Re:") == "");
    CHECK(number_in("SV: [#1042] Skrivaren") == TicketId{1042});
    for (const char* subject : {"#1042", "[#]", "[#10x]", "[#-3]", "[#99999999999999999999999]", "[#1042", ""}) {
        INFO(subject);
        CHECK_FALSE(number_in(subject));
    }
}

TEST_CASE("only the school's own server's word about a sender counts") {
    const auto judged = [](const std::string& results) {
        mail::IncomingMail mail;
        mail.from = MailAddress::parse("amir@skola.example");
        mail.authentication = results;
        return dmarc_of(mail, "mx.skola.example");
    };
    CHECK(judged("mx.skola.example; dmarc=pass header.from=skola.example") == Dmarc::Pass);
    CHECK(judged("mx.skola.example 1; spf=none; DMARC=Pass (p=none) header.from=Skola.Example;") == Dmarc::Pass);
    CHECK(judged("mx.skola.example; dmarc=fail header.from=skola.example") == Dmarc::Fail);
    CHECK(judged("mx.skola.example; dmarc=pass header.from=skola.example.evil.example") == Dmarc::Unknown);
    CHECK(judged("mx.skola.example.evil.example; dmarc=pass header.from=skola.example") == Dmarc::Unknown);
    CHECK(judged("mx.skola.example; arc=pass (i=1 dmarc=pass fromdomain=evil.example); dmarc=fail (p=none) header.from=skola.example") == Dmarc::Fail);
    CHECK(judged("mx.skola.example; spf=pass smtp.mailfrom=\"; dmarc=pass header.from=skola.example \"@evil.example; dmarc=fail header.from=skola.example") == Dmarc::Fail);
    CHECK(judged("mx.skola.example; dmarc=pass (ett (inne i ett) header.from=evil.example) header.from=skola.example") == Dmarc::Pass);
    CHECK(judged("mx.skola.example; dmarc=pass header.from=skola.example; dmarc=pass header.from=evil.example") == Dmarc::Unknown);
    CHECK(judged("mx.skola.example; dmarc=pass header.from=evil.example x.header.from=skola.example") == Dmarc::Unknown);
    CHECK(judged("mx.skola.example; xdmarc=pass header.from=skola.example") == Dmarc::Unknown);
    CHECK(judged("mx.skola.example; dmarc=pass header.from=skola.example (oavslutad") == Dmarc::Unknown);
    CHECK(judged("mx.skola.example; spf=pass") == Dmarc::Unknown);
    CHECK(judged("") == Dmarc::Unknown);
    mail::IncomingMail mail;
    mail.from = MailAddress::parse("amir@skola.example");
    mail.authentication = "; dmarc=pass header.from=skola.example";
    CHECK(dmarc_of(mail, "") == Dmarc::Unknown);
}
