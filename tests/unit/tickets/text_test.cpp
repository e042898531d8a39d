// What the form does with a text before anybody has it: marks the words that counted, warns, divides.
#include <catch2/catch.hpp>

#include <filesystem>

#include "routing/school_data.hpp"
#include "support/source_dir.hpp"
#include "tickets/answer_card.hpp"
#include "tickets/marked_text.hpp"
#include "tickets/new_ticket_form.hpp"
#include "tickets/sensitive_text.hpp"
#include "tickets/sentences.hpp"
#include "tickets/text_split.hpp"

using namespace ansvar;
using namespace ansvar::tickets;

namespace {

std::string joined(const std::vector<std::string_view>& pieces) {
    std::string text;
    for (const auto piece : pieces) {
        text += piece;
    }
    return text;
}

/// The text with [ ] around what is marked.
std::string shown(std::string_view text, const std::vector<std::string>& words) {
    std::string out;
    for (const auto& piece : mark_words(text, words)) {
        out += piece.is_marked ? "[" + piece.text + "]" : piece.text;
    }
    return out;
}

const routing::Router& router() {
    static const routing::Router one = [] {
        auto data = routing::load_school_data(std::filesystem::path{ansvar_source_dir()} / "routing/data");
        return routing::Router{std::move(data.matrix), std::move(data.lexicon)};
    }();
    return one;
}

}  // namespace

TEST_CASE("a text cut into sentences or clauses is the same text when put together", "[text]") {
    const std::string text = GENERATE("", " ", "Hej!", "Hej! Skrivaren krånglar.\n\nTack\nAnna", "kl. 9.20 i A12. Och 3,5 m... Vad?! Ja", "\n\n. . .", "å\xCC\x8A och ö samt 漢字。och");
    CHECK(joined(sentences_of(text)) == text);
    CHECK(joined(clauses_of(text)) == text);
}

TEST_CASE("words that counted are marked as whole words, everywhere they stand, however they are typed", "[text]") {
    const auto [text, words, expected] = GENERATE(table<std::string, std::vector<std::string>, std::string>(
        {{"Skrivaren? Ja, skrivaren i skrivarrummet.", {"skrivaren"}, "[Skrivaren]? Ja, [skrivaren] i skrivarrummet."},
         {"Lås på låset", {"lås"}, "[Lås] på låset"},
         {"Datorn är seg, datorn ÄR SEG", {"är seg"}, "Datorn [är seg], datorn [ÄR SEG]"},
         {"<b>nyckel</b> & nyckel", {"nyckel"}, "<b>[nyckel]</b> & [nyckel]"},
         {"Inget här", {"annat", ""}, "Inget här"},
         {"papperstrassel", {"papper"}, "papperstrassel"}}));
    CHECK(shown(text, words) == expected);
}

TEST_CASE("the card shows at most three sentences, those with most of the words, in their order and not too long", "[text]") {
    const auto sentences = marked_sentences("Ett. Nyckel två. Tre utan. Nyckel och lås fyra. Nyckel fem. Lås och nyckel sex.", {"nyckel", "lås"});
    REQUIRE(sentences.size() == 3);
    CHECK(sentences[0]["pieces"][0]["text"] == "Nyckel");
    CHECK(sentences[1]["pieces"][0]["text"] == "Nyckel");
    CHECK(sentences[2]["pieces"][0]["text"] == "Lås");
    std::string line;
    for (int i = 0; i < 100; ++i) {
        line += "ord ";
    }
    const auto cut = marked_sentences(line + "nyckel " + line, {"nyckel"});
    REQUIRE(cut.size() == 1);
    std::size_t length = 0;
    for (const auto& piece : cut[0]["pieces"]) {
        length += piece["text"].get<std::string>().size();
    }
    CHECK(length < 300);
    CHECK(marked_sentences("", {"nyckel"}).empty());
    const auto ends_in_a_letter = "Nyckel " + std::string(19'992, 'o') + "ö";  // whose second byte is not read
    CHECK(marked_sentences(ends_in_a_letter, {"nyckel"})[0]["pieces"][1]["text"] == "…");
    const auto short_end = std::string(19'987, '\n') + "nyckel oooöööö";
    CHECK(marked_sentences(short_end, {"nyckel"})[0]["pieces"][1]["text"] == " oooö");
}

TEST_CASE("a Swedish personal identity number is recognised however it is written", "[text]") {
    for (const auto* text : {"Eleven 20111012-2387 mår dåligt", "111012-2387", "1110122387", "201110122387", "111012+2387", "111012 2387", "20111012 2387",
                             "2011-10-12-2387", "111012 - 2387", "111012–2387", "samordningsnummer 111072-2384", "(111012-2387)"}) {
        CAPTURE(text);
        CHECK(find_personal_numbers(text).size() == 1);
    }
}

TEST_CASE("other numbers are no personal identity numbers", "[text]") {
    for (const auto* text : {"111012-2388", "ring 070-123 45 67", "tel 0701234569", "mobil: 0701234569", "+46701234567", "ordernummer 4512345678901234", "faktura 111312-2387", "12111012-2387",
                             "2026-11-22 1015", "19991301-1234", "klassrum 1110 och 12", "", "12", "OCR 7311101223879"}) {
        CAPTURE(text);
        CHECK(find_personal_numbers(text).empty());
    }
}

TEST_CASE("numbers are taken out and nothing else", "[text]") {
    CHECK(without_personal_numbers("Åsa 20111012-2387, och 111012-2387. Slut", "[borta]") == "Åsa [borta], och [borta]. Slut");
    CHECK(without_personal_numbers("Inget 111012-2388 här", "[borta]") == "Inget 111012-2388 här");
}

TEST_CASE("protected identity is noticed in its many names", "[text]") {
    for (const auto* text : {"Eleven har skyddad identitet", "SKYDDADE PERSONUPPGIFTER", "skyddade personuppgifterna", "har sekretessmarkering", "sekretessmarkerad elev", "kvarskrivning",
                             "familjen är kvarskriven", "skyddad folkbokforing", "a pupil with protected identity", "secret address", "fingerade personuppgifter"}) {
        CAPTURE(text);
        CHECK(names_protected_identity(text));
    }
    for (const auto* text : {"skydda datorn med lösenord", "identitet", "skyddad", "kvarglömd väska", "brandskydd", ""}) {
        CAPTURE(text);
        CHECK(!names_protected_identity(text));
    }
}

TEST_CASE("a text about two matters is parted between their areas and every word stands in one of the parts", "[text]") {
    const std::string text = "Hej!\nSkrivaren på plan 2 har papperstrassel igen.\nDessutom har jag tappat nyckeln till säkerhetsskåpet, låset går inte upp.\nMvh Anna";
    routing::Decision whole;
    whole.reason = routing::Reason::Classified;
    whole.area = "skrivare";
    whole.second = "sakerhetskap-forvaring";
    const auto two = find_two_matters(text, whole, router());
    REQUIRE(two);
    const auto parts = split_between(text, two->first, two->second, router());
    CHECK(parts.first.find("papperstrassel") != std::string::npos);
    CHECK(parts.first.find("nyckeln") == std::string::npos);
    CHECK(parts.first.find("Hej!") == 0);
    CHECK(parts.second.find("nyckeln") != std::string::npos);
    CHECK(parts.second.find("Mvh Anna") != std::string::npos);
    CHECK(parts.first.size() + parts.second.size() + 1 == text.size());
}

TEST_CASE("a single sentence about two matters is parted at och; what cannot be parted stands in both", "[text]") {
    const auto parts = split_between("Skrivaren har papperstrassel och låset till skåpet går inte upp med nyckeln", "skrivare", "sakerhetskap-forvaring", router());
    CHECK(parts.first == "Skrivaren har papperstrassel");
    CHECK(parts.second == "och låset till skåpet går inte upp med nyckeln");
    const auto whole = split_between("Hjälp mig", "skrivare", "sakerhetskap-forvaring", router());
    CHECK(whole.first == "Hjälp mig");
    CHECK(whole.second == "Hjälp mig");
}

TEST_CASE("one matter told in several sentences is offered no division", "[text]") {
    for (const auto* text : {"Skrivaren på plan 2 har papperstrassel. Papperet fastnar i skrivaren. Tack!", "Projektorn i A12 visar ingen bild. Den blinkar också rött.", "Hej", ""}) {
        CAPTURE(text);
        CHECK(!find_two_matters(text, router().route({.subject = {}, .body = text, .area = {}}), router()));
    }
}

TEST_CASE("when the role is sure and the row is not, the rows in doubt are the role's nearest", "[text]") {
    routing::Decision decision;
    decision.reason = routing::Reason::Classified;
    decision.confidence = 0.8;
    decision.candidates = {{"B004", "a", "ITS", 0.4, {}}, {"B001", "b", "ITS", 0.3, {}}, {"B030", "c", "SEK", 0.2, {}}, {"B002", "d", "ITS", 0.1, {}}};
    CHECK(rows_in_doubt(decision) == std::vector<std::string>{"a", "b"});
    decision.confidence = 0.5;
    CHECK(rows_in_doubt(decision).empty());
    decision.confidence = 0.9;
    decision.candidates[0].score = 0.7;
    CHECK(rows_in_doubt(decision).empty());
}

TEST_CASE("a text of megabytes is neither looked through nor divided, and nothing of it is lost", "[text]") {
    std::string endless;
    while (endless.size() < 1'000'000) {
        endless += "Datorn är trasig. Dessutom är toaletten igensatt. ";
    }
    Draft draft;
    draft.body = std::string(100'000, 'x');
    CHECK_FALSE(draft.is_far_too_long());
    draft.subject = endless;
    CHECK(draft.is_far_too_long());
    NewTicketForm form;
    form.parts.front().body = endless;
    form.divide(router());
    REQUIRE(form.parts.size() == 2);
    CHECK(form.parts[0].body == endless);
    CHECK(form.parts[1].body.empty());
}
