#include "routing/router.hpp"

#include "routing/emergency.hpp"
#include "routing/unicode.hpp"
#include "school.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <thread>

using namespace ansvar::routing;

namespace {

Decision route(const std::string& body, const std::optional<std::string>& area = std::nullopt) {
    return school::router().route({"", body, area});
}

bool is_whole(const Decision& decision) {
    const auto& matrix = school::router().matrix();
    const bool has_area = decision.area && decision.row;
    return matrix.find_role(decision.role) && decision.confidence >= 0 && decision.confidence <= 1 && decision.candidates.size() <= 5 &&
           !decision.matrix_version.empty() && !decision.model_version.empty() && decision.area.has_value() == decision.row.has_value() &&
           (!has_area || matrix.find(*decision.area)->row == *decision.row);
}

}  // namespace

TEST_CASE("each of the Blueprint's rows goes to its lead when its area is picked by key or by number", "[routing]") {
    for (const auto& area : school::data().matrix.areas()) {
        for (const auto& picked : {area.key, area.row}) {
            CAPTURE(picked);
            const auto decision = route("Hej, kan någon hjälpa mig?", picked);
            CHECK(decision.reason == Reason::Chosen);
            CHECK(decision.row == area.row);
            CHECK(decision.area == area.key);
            CHECK(decision.role == (area.row == "B118" ? "TRIAGE" : area.lead().role));
            CHECK(decision.holder == area.lead().holder);
            CHECK(decision.others.size() == area.responsible.size() - 1);
            CHECK(decision.priority == area.default_priority);
            CHECK(decision.confidential == area.confidential);
            CHECK(decision.confidence == 1);
            CHECK_FALSE(decision.note);
        }
    }
}

TEST_CASE("a text goes to the role that answers for what it is about", "[routing]") {
    const auto [text, row, role] = GENERATE(table<std::string, std::string, std::string>({
        {"Skrivaren på plan 2 har papperstrassel igen", "B017", "ITS"},
        {"Kan du skriva ut klasslistor för 4B ur BER?", "B034", "SEK"},
        {"wifi tappar anslutningen i sal 301", "B023", "ITS"},
        {"Beställa SL-kort till utflykten", "B038", "SEK"},
        {"Jag har glömt mitt lösenord och mitt konto är låst", "B001", "ITS"},
        {"Larmkoden till inbrottslarmet fungerar inte", "B056", "VAKT"},
    }));
    CAPTURE(text);
    const auto decision = route(text);
    CHECK(decision.reason == Reason::Classified);
    CHECK(decision.row == row);
    CHECK(decision.role == role);
    CHECK_FALSE(decision.words.empty());
    CHECK(is_whole(decision));
}

TEST_CASE("letters typed without dots do not change a clear case", "[routing]") {
    const auto with = route("Projektorn i klassrummet är svart och högtalaren låter inte");
    const auto without = route("Projektorn i klassrummet ar svart och hogtalaren later inte");
    CHECK(with.row == "B003");
    CHECK(without.row == with.row);
    CHECK(without.confidence == Approx(with.confidence));
}

TEST_CASE("a word that counts is named once, however it is written", "[routing]") {
    auto words = school::taught_router().route({"", "Skrivaren: papperstrassel i skrivaren, SKRIVAREN drar snett", {}}).words;
    for (auto& word : words) {
        word = fold_to_utf8(word);
    }
    std::sort(words.begin(), words.end());
    CHECK(std::adjacent_find(words.begin(), words.end()) == words.end());
    CHECK_FALSE(words.empty());
}

TEST_CASE("what nobody could place goes to triage", "[routing]") {
    const std::string text = GENERATE("", "   \n\t", "Hej!", "xyzzy qwfp", "12345 67", "och att det som", "👩‍🏫👩‍🏫");
    CAPTURE(text);
    const auto decision = route(text);
    CHECK(decision.reason == Reason::Triage);
    CHECK(decision.role == "TRIAGE");
    CHECK_FALSE(decision.area);
    CHECK(is_whole(decision));
}

TEST_CASE("the picked area wins over the text, and the receipt says when the text disagrees", "[routing]") {
    const std::string text = "Skrivaren har papperstrassel, toner slut, utskriftskö, kopiatorn häftar inte, skriva ut";
    const auto decision = route(text, "brandlarm");
    CHECK(decision.role == "VAKT");
    CHECK(decision.reason == Reason::Chosen);
    CHECK(decision.note == Note::TextDisagrees);
    CHECK(decision.candidates.front().area == "skrivare");
    CHECK_FALSE(route(text, "skrivare").note);
}

TEST_CASE("a picked area that the matrix lacks leaves the decision to the text, and is noted", "[routing]") {
    const auto decision = route("Skrivaren har papperstrassel", "no-such-area");
    CHECK(decision.row == "B017");
    CHECK(decision.reason == Reason::Classified);
    CHECK(decision.note == Note::UnknownArea);
    CHECK_FALSE(route("Skrivaren har papperstrassel", "").note);
}

TEST_CASE("danger is not put in a queue", "[routing][emergency]") {
    const std::string text =
        GENERATE("Det brinner i papperskorgen på toaletten!", "det kommer rök ur elskåpet", "HJÄLP det börjar brinna i slöjdsalen",
                 "Eleven andas inte", "There is a fire in the kitchen", "Det luktar gas i NO-salen", "en elev har en kniv i korridoren",
                 "En elev har svimmat och vaknar inte", "en pojke får ingen luft, han satte en nöt i halsen",
                 "hon säger att hon ska ta livet av sig", "flickan i 3B har fått allergisk chock", "bombhot på expeditionen",
                 "rökfyllt i korridoren på plan 2", "någon skjuter på skolgården", "a pupil has collapsed and is not breathing",
                 "Det är eld i soprummet", "student is having a seizure",
                 "Elever slåss i korridoren och en har kniv", "Elev svimmade på rasten", "a pupil is bleeding");
    CAPTURE(text);
    const auto decision = route(text);
    CHECK(decision.reason == Reason::Emergency);
    CHECK(decision.role == "VAKT");
    CHECK(decision.priority == Priority::Urgent);
    CHECK_FALSE(decision.words.empty());
    CHECK(is_whole(decision));
    CHECK(route(text, "skrivare").note == Note::SoundsLikeEmergency);
}

TEST_CASE("talk of alarms, routines and firewalls is no emergency", "[routing][emergency]") {
    const std::string text = GENERATE(
        "Brandlarmet piper var fyrtionde sekund", "Brandväggen blockerar sidan", "När är nästa brandövning?",
        "Vad gör vi om det brinner i matsalen?", "Jag brinner för IT i skolan", "Det brinner i knutarna med betygen",
        "The firewall blocks the page", "det brukar brinna i papperskorgar där", "Rutin vid brand saknas",
        "datorn vaknar inte ur viloläget", "Nätverket har kollapsat", "the computer is not responding", "vi täljer med kniv i slöjden",
        "Vi skjuter på mötet", "jag drunknar i mejl", "the alarm is armed at nine", "Skolskjuts mot Farsta saknas",
        "vad gör vi om en elev får allergisk chock, finns rutin?", "vi läser om bombhotet i Sarajevo");
    CAPTURE(text);
    CHECK_FALSE(find_alarm(tokens_of(text)));
    CHECK(route(text).reason != Reason::Emergency);
}

TEST_CASE("no labelled request is taken for an emergency", "[routing][emergency]") {
    for (const auto& each : load_labelled_requests(school::data_folder(), school::data().matrix)) {
        CAPTURE(each.id);
        CHECK_FALSE(find_alarm(tokens_of(text_of(each.request))));
    }
}

TEST_CASE("few of the sentences that people write for areas are taken for an emergency", "[routing][emergency]") {
    std::vector<std::string> alarms;
    for (const auto& area : school::data().matrix.areas()) {
        for (const auto& example : school::data().lexicon.of(area).examples) {
            if (const auto alarm = find_alarm(tokens_of(example)); alarm && area.key != "brandlarm") {
                alarms.push_back(example);
            }
        }
    }
    CAPTURE(alarms);
    CHECK(alarms.size() <= 3);
}

TEST_CASE("the same text gives the same answer, also from many threads at once", "[routing]") {
    const Router other{school::data().matrix, school::data().lexicon};
    const std::string text = "Paddorna i vagnen laddar inte och skolplattformen säger att lösenordet är fel";
    const auto expected = route(text);
    CHECK(other.route({"", text, std::nullopt}) == expected);
    std::vector<std::thread> threads;
    std::vector<int> differing(4, 0);
    for (auto& count : differing) {
        threads.emplace_back([&] {
            for (int turn = 0; turn < 50; ++turn) {
                count += route(text) == expected ? 0 : 1;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    CHECK(differing == std::vector<int>(4, 0));
}

TEST_CASE("every string gets a whole decision", "[routing]") {
    std::vector<std::string> strings{std::string("\0\0", 2),
                                     "\xFF\xFE\xC3",
                                     std::string(100, '\xE2'),
                                     "\xF4\x90\x80\x80",
                                     std::string(1'000'000, 'a'),
                                     std::string(50'000, ' ') + "skrivare",
                                     "\"';--<script>"};
    std::string many;
    while (many.size() < 1'000'000) {
        many += "skrivare paddan larmet wifi felstavnng ";
    }
    strings.push_back(many);
    const auto file = school::corpora() / "strings/blns.json";
    if (std::filesystem::exists(file)) {
        for (const auto& text : nlohmann::json::parse(school::read_file(file))) {
            strings.push_back(text.get<std::string>());
        }
        CHECK(strings.size() > 480);
    } else {
        WARN("only our own strings: " << file << " is not there");
    }
    for (const auto& text : strings) {
        const auto decision = school::router().route({text, text, text});
        if (!is_whole(decision)) {
            FAIL_CHECK("not whole for " << text.substr(0, 60));
        }
        const auto again = decision_from_json(to_json(decision));
        if (!again || again->role != decision.role) {
            FAIL_CHECK("not written for " << text.substr(0, 60));
        }
    }
}

TEST_CASE("a receipt is written and read without loss", "[routing][decision]") {
    const std::string text = GENERATE("Skrivaren är trasig och larmet piper", "", "Det brinner i soprummet");
    const auto area = GENERATE(std::optional<std::string>{}, std::optional<std::string>{"budget"});
    const auto decision = route(text, area);
    const auto again = decision_from_json(to_json(decision));
    REQUIRE(again);
    CHECK(*again == decision);
}

TEST_CASE("what is no receipt is a fault, not a crash", "[routing][decision]") {
    const std::string text = GENERATE("", "{", "[]", "{}", "null", R"({"role":1})", "\xFF");
    CAPTURE(text);
    const auto decision = decision_from_json(text);
    REQUIRE_FALSE(decision);
    CHECK(decision.error().front().code == "bad-json");
}

TEST_CASE("a corrected receipt keeps what the text said and says from where", "[routing]") {
    const auto before = route("Skrivaren har papperstrassel");
    const auto by_area = school::router().correct(before, "brandlarm");
    REQUIRE(by_area);
    CHECK(by_area->reason == Reason::Corrected);
    CHECK(by_area->role == "VAKT");
    CHECK(by_area->corrected_from == "ITS");
    CHECK(by_area->candidates == before.candidates);
    CHECK(by_area->confidential);
    const auto by_role = school::router().correct(*by_area, "SEK");
    REQUIRE(by_role);
    CHECK(by_role->role == "SEK");
    CHECK_FALSE(by_role->area);
    CHECK(by_role->corrected_from == "VAKT");
    CHECK(by_role->confidential);
    CHECK_FALSE(school::router().correct(before, "NOBODY"));
}

TEST_CASE("an empty matrix sends everything to triage", "[routing]") {
    const Router router{Matrix{}, Lexicon{}};
    const auto decision = router.route({"Skrivare", "trasig", "skrivare"});
    CHECK(decision.role == "TRIAGE");
    CHECK(decision.reason == Reason::Triage);
}

TEST_CASE("more words for an area never make it less likely for those words", "[routing]") {
    auto [matrix, lexicon] = load_school_data(school::data_folder());
    const auto score_of = [&](const Decision& decision) {
        for (const auto& candidate : decision.candidates) {
            if (candidate.area == "skrivare") {
                return candidate.score;
            }
        }
        return 0.0;
    };
    const std::string word = GENERATE("kopieringsrummet", "pappersbricka", "häftapparat");
    const auto before = route(word);
    lexicon.add_term(*matrix.find("skrivare"), word);
    const Router taught{matrix, lexicon};
    CHECK(score_of(taught.route({"", word, std::nullopt})) > score_of(before));
    CHECK(taught.model_version() != school::router().model_version());
}
