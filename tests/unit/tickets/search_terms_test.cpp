// What texts are found by, and what a question asks for.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

#include "core/text.hpp"
#include "support/source_dir.hpp"
#include "tickets/search_terms.hpp"

using namespace ansvar;
using namespace ansvar::tickets;

namespace {

/// Does a text with one wording answer a question in another? All words of the question must be met.
bool answers(std::string_view text, std::string_view question) {
    const auto terms = terms_of(text);
    const auto words = sought_words(question);
    return !words.empty() && std::all_of(words.begin(), words.end(), [&](const auto& word) {
        return terms.contains(word.term) ||
               (!word.beginning.empty() && std::any_of(terms.begin(), terms.end(), [&](const auto& term) { return term.starts_with(word.beginning); }));
    });
}

/// The text with [ ] around what is marked.
std::string shown(std::string_view text, std::string_view question) {
    std::string out;
    for (const auto& piece : mark_sought(text, sought_words(question))) {
        out += piece.is_marked ? "[" + piece.text + "]" : piece.text;
    }
    return out;
}

/// Strings that others collected because programs fall over them. The corpora must lie beside the project.
std::vector<std::string> hostile_texts() {
    const auto corpora = std::filesystem::path{ansvar_source_dir()} / "../shared/corpora";
    std::vector<std::string> texts{std::string(100'000, 'a'), std::string("\0ab", 3), "\xFF\xFE", "å\xCC\x8A\xCC\x8A", "%' OR 1=1 --", "\\", "…", "\xF0\x9F\x96\xA8"};
    if (!std::filesystem::exists(corpora)) {
        WARN("skipped: ../shared/corpora is not here");
        return texts;
    }
    std::ifstream list{corpora / "strings/blns.json"};
    for (const auto& text : nlohmann::json::parse(list)) {
        texts.push_back(text.get<std::string>());
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator{corpora}) {
        if (entry.is_regular_file() && entry.file_size() < 200'000) {
            std::ifstream file{entry.path(), std::ios::binary};
            texts.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
        }
    }
    return texts;
}

}  // namespace

TEST_CASE("a ticket is found however its words are bent, written together or typed", "[search]") {
    const auto [text, question] = GENERATE(table<std::string, std::string>({
        {"Skrivaren i hus B skriver inte ut", "skrivare hus b"},
        {"Jag behöver klasslistor", "list"},
        {"Jag behöver klasslistor", "klass"},
        {"Jag behöver klasslistor", "klasslistan"},
        {"Klasslistan är fel", "lista"},
        {"Färgskrivaren blinkar", "skrivare"},
        {"Grupprummet är låst", "rum"},
        {"Rummet är låst", "rum"},
        {"Mitt rum är låst", "rummet"},
        {"Alla datorer är sega", "datorn"},
        {"Datorn är seg", "dator"},
        {"Elevdatorerna är sega", "dator"},
        {"Systemen ligger nere", "systemet"},
        {"Ekonomisystemet ligger nere", "system"},
        {"IT svarar inte", "it"},
        {"it svarar inte", "IT"},
        {"Åka med 7B till badhuset", "7b"},
        {"7 b har inga datorer", "7 b"},
        {"Hus A är kallt", "Hus A"},
        {"Dörren är låst", "dorren"},
        {"Dorren ar last", "dörren"},
        {"L\xC3\xA4rare", "La\xCC\x88rare"},
        {"Projektorn är svart", "proj"},
        {"Ticket 1042 hör hit", "1042"},
        {"Anna Lindqvist", "anna lind"},
        {"Försäkringsärendet", "försäkringsä"},
        {"Skrivaren", "skriv"},
    }));
    INFO(text << " ← " << question);
    CHECK(answers(text, question));
}

TEST_CASE("a ticket is not found by what it does not say", "[search]") {
    const auto [text, question] = GENERATE(table<std::string, std::string>({
        {"Skrivaren i hus B", "skrivare hus c"},
        {"Skrivaren", "projektor"},
        {"Projektorn", "pr"},  // too short to be a beginning
        {"Projektorn är svart", "proj svart"},  // only the last word may be unfinished
        {"7B", "7"},
        {"Skrivaren på plan 2", "på"},
        {"Vi har en fråga om det", "en"},
    }));
    INFO(text << " ← " << question);
    CHECK(!answers(text, question));
}

TEST_CASE("words that carry nothing are neither kept nor asked for", "[search]") {
    CHECK(terms_of("Hej! Jag och du är på det, tack").empty());
    CHECK(sought_words("på och i").empty());
    CHECK(sought_words("skrivaren på plan 2").size() == 3);
    CHECK(sought_words("skrivaren skrivare Skrivarna ").size() == 2);  // the last one may be unfinished
    CHECK(sought_words("ett två alfa beta gamma delta epsilon zeta eta teta jota kappa").size() == 8);
}

TEST_CASE("terms are as many and as long as the table takes, whatever the text", "[search]") {
    std::string many;
    for (int i = 0; i < 1000; ++i) {
        many += "ord" + std::to_string(i) + " ";
    }
    CHECK(terms_of(many).size() == 400);
    auto texts = hostile_texts();
    for (const auto& text : texts) {
        for (const auto& term : terms_of(text)) {
            CHECK(is_utf8(term));
            CHECK(!term.empty());
            CHECK(count_characters(term) <= 40);
            CHECK(term.find_first_of("%_\\'\"") == std::string::npos);
        }
        for (const auto& word : sought_words(text)) {
            CHECK(is_utf8(word.term + word.beginning));
            CHECK(count_characters(word.beginning) <= 40);
            CHECK(word.beginning.find_first_of("%_\\'\"") == std::string::npos);
        }
        std::string whole;
        for (const auto& piece : mark_sought(text, sought_words("test skript"))) {
            whole += piece.text;
        }
        CHECK(whole == text);
    }
}

TEST_CASE("what was found is marked as it stands", "[search]") {
    CHECK(shown("Skrivaren i A12: färgskrivare", "skrivare a12") == "[Skrivaren] i [A12]: [färgskrivare]");
    CHECK(shown("<b>Datorn</b> & skärmen", "dator") == "<b>[Datorn]</b> & skärmen");
    CHECK(shown("Projektor", "proj") == "[Projektor]");
    CHECK(shown("Ingenting", "skrivare") == "Ingenting");
    CHECK(shown("", "skrivare").empty());
}
