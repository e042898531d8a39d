#include "routing/classifier.hpp"
#include "routing/training.hpp"
#include "school.hpp"

#include <catch2/catch.hpp>

using namespace ansvar::routing;

namespace {

/// Three areas of two roles, small enough to train in a blink.
const SchoolData& small_school() {
    static const SchoolData school = [] {
        auto matrix = read_matrix(
            "row,level,column,area,responsible,note,source_text\n"
            "B1,HYGIEN,K,Skrivare,ITS,,\nB2,HYGIEN,K,Konton,ITS,,\nB3,ADMINISTRATION,K,Nycklar,VAKT,,\n",
            school::data().matrix.roles(), "small");
        auto lexicon = read_lexicon(
            "row,terms,examples\n"
            "B1,toner;papper,Kopiatorn har papperstrassel|Det kommer svarta streck på mina kopior\n"
            "B2,lösenord;inloggning,Jag har glömt mitt lösenord|Kan inte logga in på datorn\n"
            "B3,nyckel;lås,Låset kärvar|Jag har tappat min nyckel\n"
            "TRIAGE,,Det är kallt i salen|Vem tar med kaka\n",
            *matrix);
        return SchoolData{*matrix, *lexicon};
    }();
    return school;
}

LinearModel small_model() {
    Training training;
    training.least_texts = 1;
    training.epochs = 30;
    return train_model(small_school().matrix, small_school().lexicon, {}, training);
}

std::size_t best_class(const LinearModel& model, const std::string& text) {
    const auto known = known_words(small_school().matrix, small_school().lexicon);
    const auto scores = model.scores_of(model.space().evidence_of(grams_of(tokens_of(text), known)).features);
    return static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

}  // namespace

TEST_CASE("a model learns what its texts are about, spelling errors included", "[routing][model]") {
    const auto model = small_model();
    CHECK(model.classes() == std::vector<std::string>{"skrivare", "konton", "nycklar", "TRIAGE"});
    CHECK(best_class(model, "kopiatron har paperstrassel") == 0);
    CHECK(best_class(model, "glomt losenordet till inlogningen") == 1);
    CHECK(best_class(model, "nykeln sitter fast i låst") == 2);
    CHECK(best_class(model, "det är kallt") == 3);
}

TEST_CASE("training the same data gives the same bytes, and reading them gives the same model", "[routing][model]") {
    const auto model = small_model();
    const auto bytes = model.write();
    CHECK(small_model().write() == bytes);
    const auto again = read_model(bytes);
    REQUIRE(again);
    CHECK(again->write() == bytes);
    CHECK(again->fingerprint() == model.fingerprint());
}

TEST_CASE("bytes that are no model are refused", "[routing][model]") {
    const auto bytes = small_model().write();
    std::vector<std::string> broken{"", "ANSVAR", "ANSVAR-MODEL-2\n", bytes + "x",
                                    std::string("ANSVAR-MODEL-2\n\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")};
    for (std::size_t length = 0; length < bytes.size(); length += 97) {
        broken.push_back(bytes.substr(0, length));
    }
    for (const auto& each : broken) {
        const auto model = read_model(each);
        REQUIRE_FALSE(model);
        CHECK(model.error().front().code == "bad-model");
    }
}

TEST_CASE("a model serves a matrix that has changed since it was trained", "[routing][model]") {
    const auto model = std::make_shared<const LinearModel>(small_model());
    const Router router{school::data().matrix, school::data().lexicon, model};
    const auto decision = router.route({"", "Skrivaren på plan 2 har papperstrassel igen", std::nullopt});
    CHECK(decision.row == "B017");
    CHECK(decision.model_version.find(model->fingerprint()) != std::string::npos);
    const Router empty{Matrix{}, Lexicon{}, model};
    CHECK(empty.route({"", "Skrivare", std::nullopt}).role == "TRIAGE");
}

TEST_CASE("numbers and names are no evidence, unless the school's words hold them", "[routing][model]") {
    const auto& [matrix, lexicon] = school::data();
    const auto known = known_words(matrix, lexicon);
    const auto evidence = [&](const std::string& text) {
        std::vector<std::string> words;
        for (const auto& token : tokens_of(text)) {
            if (is_evidence(token, known)) {
                words.push_back(token.folded);
            }
        }
        return words;
    };
    CHECK(evidence("Hej, Nisse Karlsson 20110203-1234 i 4B sal C203") == std::vector<std::string>{"hej", "i", "sal"});
    CHECK(evidence("jag vill ha Teams och O365 i Agresso") ==
          std::vector<std::string>{"jag", "vill", "ha", "teams", "och", "o365", "i", "agresso"});
}
