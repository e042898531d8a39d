#include "generated.hpp"
#include "school.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <thread>

using namespace ansvar::routing;
using school::Generated;

namespace {

const Matrix& matrix() {
    return school::data().matrix;
}

/// Every example sentence of the word list.
const std::vector<std::string>& sentences() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> found;
        for (const auto& area : matrix().areas()) {
            const auto& examples = school::data().lexicon.of(area).examples;
            found.insert(found.end(), examples.begin(), examples.end());
        }
        return found;
    }();
    return all;
}

std::string without_dots(std::string text) {
    const std::pair<std::string, std::string> letters[]{{"å", "a"}, {"ä", "a"}, {"ö", "o"}, {"Å", "A"}, {"Ä", "A"}, {"Ö", "O"}};
    for (const auto& [dotted, plain] : letters) {
        for (auto at = text.find(dotted); at != std::string::npos; at = text.find(dotted, at)) {
            text.replace(at, dotted.size(), plain);
        }
    }
    return text;
}

/// Words of the school in no sensible order, with whatever people's keyboards add.
std::string draw_text(Generated& draw) {
    std::string text;
    for (std::size_t words = draw.below(12); words > 0; --words) {
        const auto& sentence = sentences()[draw.below(sentences().size())];
        text += sentence.substr(0, draw.below(sentence.size() + 1)) + draw.text(Generated::block_pieces(), 3);
    }
    return text;
}

/// What must hold of every decision, whatever was asked.
void check_whole(const Decision& decision) {
    CHECK(matrix().find_role(decision.role) != nullptr);
    CHECK(decision.area.has_value() == decision.row.has_value());
    if (decision.area) {
        const auto* area = matrix().find(*decision.area);
        REQUIRE(area != nullptr);
        CHECK(area->row == *decision.row);
        CHECK(decision.role == (area->lead().role.empty() ? triage_role : area->lead().role));
    }
    CHECK((decision.reason != Reason::Triage || (decision.role == triage_role && !decision.area)));
    CHECK(decision.confidence >= 0);
    CHECK(decision.confidence <= 1);
    CHECK(decision.candidates.size() <= 5);
    double sum = 0;
    for (const auto& candidate : decision.candidates) {
        CHECK(matrix().find(candidate.area) != nullptr);
        CHECK(candidate.words.size() <= 6);
        sum += candidate.score;
    }
    CHECK(sum <= 1.000001);
    CHECK_FALSE(decision.matrix_version.empty());
    CHECK_FALSE(decision.model_version.empty());
}

/// The area's place among the candidates (their number when it is none of them) and its score.
std::pair<std::size_t, double> place_of(const Decision& decision, const Area& area) {
    for (std::size_t place = 0; place < decision.candidates.size(); ++place) {
        if (decision.candidates[place].area == area.key) {
            return {place, decision.candidates[place].score};
        }
    }
    return {decision.candidates.size(), 0};
}

}  // namespace

TEST_CASE("whatever is asked, the decision is whole and its receipt comes back", "[routing][property]") {
    Generated draw(11);
    for (int turn = 0; turn < 300; ++turn) {
        const Request request{draw_text(draw), draw_text(draw),
                              draw.below(4) == 0 ? std::optional{draw.text(Generated::line_pieces(), 5)} : std::nullopt};
        CAPTURE(turn, request.subject, request.body);
        const auto decision = school::router().route(request);
        check_whole(decision);
        const auto again = decision_from_json(to_json(decision));
        REQUIRE(again);
        CHECK(*again == decision);
    }
}

TEST_CASE("whatever is asked, the answer is the same the second time, from another router and from several threads",
          "[routing][property]") {
    Generated draw(12);
    std::vector<Request> requests;
    std::vector<Decision> expected;
    for (int turn = 0; turn < 60; ++turn) {
        requests.push_back({draw_text(draw), draw_text(draw), {}});
        expected.push_back(school::router().route(requests.back()));
    }
    const Router other{matrix(), school::data().lexicon};
    std::vector<std::vector<Decision>> answers(3);
    std::vector<std::thread> threads;
    for (auto& mine : answers) {
        const auto& router = &mine == &answers.front() ? other : school::router();
        threads.emplace_back([&] {
            for (const auto& request : requests) {
                mine.push_back(router.route(request));
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    for (const auto& mine : answers) {
        CHECK(mine == expected);
    }
}

TEST_CASE("a clear case typed without dots keeps its role", "[routing][property]") {
    constexpr double clear = 0.9;
    struct Count {
        std::size_t clear = 0, kept = 0;
    };
    std::vector<Count> counts(2);
    std::vector<std::thread> threads;
    for (std::size_t part = 0; part < counts.size(); ++part) {
        threads.emplace_back([part, &counts] {
            for (std::size_t at = part; at < sentences().size(); at += counts.size()) {
                const auto plain = without_dots(sentences()[at]);
                if (plain == sentences()[at]) {
                    continue;
                }
                const auto with = school::router().route({"", sentences()[at], {}});
                if (with.reason == Reason::Classified && with.confidence >= clear) {
                    ++counts[part].clear;
                    counts[part].kept += school::router().route({"", plain, {}}).role == with.role ? 1U : 0U;
                }
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    const auto all = counts[0].clear + counts[1].clear;
    const auto kept = counts[0].kept + counts[1].kept;
    CAPTURE(all, kept);
    CHECK(all > 500);
    CHECK(kept * 100 >= all * 99);
}

TEST_CASE("the picked area wins over any text", "[routing][property]") {
    Generated draw(13);
    for (const auto& area : matrix().areas()) {
        const Request request{draw_text(draw), draw_text(draw), draw.coin() ? area.key : area.row};
        const auto decision = school::router().route(request);
        CAPTURE(area.row, request.subject, request.body);
        CHECK(decision.reason == Reason::Chosen);
        CHECK(decision.area == area.key);
        CHECK(decision.role == (area.lead().role.empty() ? triage_role : area.lead().role));
        CHECK(decision.confidence == 1);
        check_whole(decision);
    }
}

TEST_CASE("words that are added to an area never lower it for a text of those words", "[routing][property]") {
    const auto row = GENERATE(as<std::string>{}, "B017", "B034", "B056", "B097", "B129", "B150");
    const auto& area = *matrix().find(row);
    const std::vector<std::string> added{"grunkelmojäng", "trasig toner", "klasslista", "nyckel", "hjälp med " + area.name};
    auto lexicon = school::data().lexicon;
    for (const auto& word : added) {
        lexicon.add_term(area, word);
    }
    const Router taught{matrix(), lexicon};
    for (const auto& word : added) {
        const auto [place_before, score_before] = place_of(school::router().route({"", word, {}}), area);
        const auto [place_after, score_after] = place_of(taught.route({"", word, {}}), area);
        CAPTURE(row, word);
        CHECK(score_after >= score_before);
        if (score_before > 0) {
            CHECK(place_after <= place_before);
        }
    }
    const auto unheard = taught.route({"", added.front(), {}});
    for (const auto& candidate : unheard.candidates) {
        CHECK(candidate.score <= place_of(unheard, area).second);
    }
}
