// Where a mail's own words end and what came along of earlier mails begins, in the habits of the mail programs that schools use.
#include <catch2/catch.hpp>

#include "mail/quoting.hpp"

using namespace ansvar::mail;

namespace {

/// The text, and what is fresh and quoted of it.
struct Line {
    const char* says;
    std::string text, fresh, quoted;
};

}  // namespace

TEST_CASE("a mail's own words end where a mail program puts the earlier one", "[mail]") {
    for (const auto& [says, text, fresh, quoted] : {
             Line{"nothing quoted", "Hej!\n\nDet fungerar nu.\n\n/Anna\n", "Hej!\n\nDet fungerar nu.\n\n/Anna", ""},
             Line{"Gmail", "Tack!\n\nDen mån 23 nov. 2026 kl 10:04 skrev IT-support <ansvar@skola.example>:\n\n> Prova igen\n> Amir\n", "Tack!",
                  "> Den mån 23 nov. 2026 kl 10:04 skrev IT-support <ansvar@skola.example>:\n>\n> Prova igen\n> Amir"},
             Line{"Gmail, the line wrapped", "Thanks\n\nOn Mon, Nov 23, 2026 at 10:04 AM IT support\n<ansvar@skola.example> wrote:\n\n> Try again", "Thanks",
                  "> On Mon, Nov 23, 2026 at 10:04 AM IT support\n> <ansvar@skola.example> wrote:\n>\n> Try again"},
             Line{"Apple Mail", "Det blinkar än\n\n> 23 nov. 2026 kl. 10:04 skrev IT-support <ansvar@skola.example>:\n> \n> Prova igen\n", "Det blinkar än",
                  "> 23 nov. 2026 kl. 10:04 skrev IT-support <ansvar@skola.example>:\n> \n> Prova igen"},
             Line{"Outlook", "Tack det gick bra\n\n________________________________\nFrån: IT-support <ansvar@skola.example>\nSkickat: den 23 november 2026 10:04\nTill: Anna\nÄmne: [#1042] Skrivaren\n\nProva igen",
                  "Tack det gick bra",
                  "> ________________________________\n> Från: IT-support <ansvar@skola.example>\n> Skickat: den 23 november 2026 10:04\n> Till: Anna\n> Ämne: [#1042] Skrivaren\n>\n> Prova igen"},
             Line{"Outlook in bold", "Ja\n\n*Från:* IT-support\n*Skickat:* måndag\n*Till:* Anna\n\nProva", "Ja", "> *Från:* IT-support\n> *Skickat:* måndag\n> *Till:* Anna\n>\n> Prova"},
             Line{"old Outlook", "Nej\n\n-----Ursprungligt meddelande-----\nVad som helst", "Nej", "> -----Ursprungligt meddelande-----\n> Vad som helst"},
             Line{"a signature", "Hej\n-- \nAnna Lindqvist\nLärare", "Hej", "> -- \n> Anna Lindqvist\n> Lärare"},
             Line{"a phone's signature", "Ja tack\n\nSkickat från min iPhone\n\n> 23 nov. 2026 skrev IT:\n> Vill du?", "Ja tack", "> Skickat från min iPhone\n>\n> 23 nov. 2026 skrev IT:\n> Vill du?"},
             Line{"quoted lines alone at the end", "Ja\n\n> Har du provat?", "Ja", "> Har du provat?"},
         }) {
        INFO(says);
        const auto parts = split_quoted(text);
        CHECK(parts.fresh == fresh);
        CHECK(parts.quoted == quoted);
    }
}

TEST_CASE("what is written between or after quoted lines stays where it is", "[mail]") {
    for (const std::string text : {"> Har du provat?\nJa\n> Vilken sal?\nB214", "Den 23 nov. 2026 kl 10:04 skrev IT:\n> Har du provat?\n\nJa, två gånger",
                                   "Hon skrev så här till mig:\nKom hit", "Från: mig\nTill salu: en cykel", "Priset är ________________ kronor"}) {
        CAPTURE(text);
        CHECK(split_quoted(text).fresh == text);
        CHECK(split_quoted(text).quoted.empty());
    }
}

TEST_CASE("a mail that holds nothing but an earlier one is passed on: its words are its sender's", "[mail]") {
    const std::string text = "---------- Forwarded message ---------\nFrån: Leverantören\nDatum: i går\nTill: Anna\n\nNi kan inte logga in";
    CHECK(split_quoted(text).fresh == text);
    CHECK(split_quoted("-- \nAnna").fresh == "-- \nAnna");
}

TEST_CASE("both parts together are what a message keeps", "[mail]") {
    CHECK(SplitText{"Ja", "> Har du?"}.together() == "Ja\n\n> Har du?");
    CHECK(SplitText{"Ja", ""}.together() == "Ja");
}

TEST_CASE("a mail of very many quoted lines costs what its length costs", "[mail]") {
    std::string text;
    for (int i = 0; i < 200'000; ++i) {
        text += ">\n";
    }
    const auto parts = split_quoted(text + "mitt svar");  // by the square of the lines this would take an hour
    CHECK(parts.fresh.ends_with("mitt svar"));
}
