#include "routing/emergency.hpp"

#include "routing/text.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <unordered_map>
#include <vector>

namespace ansvar::routing {
namespace {

struct Phrase {
    Danger danger;
    std::string_view words;  // folded, single spaces
};

constexpr auto fire = Danger::Fire;
constexpr auto people = Danger::People;

constexpr std::array<Phrase, 187> phrases{{
    {fire, "det brinner"},
    {fire, "brinner i"},
    {fire, "brinner pa"},
    {fire, "brinner nu"},
    {fire, "borjat brinna"},
    {fire, "borjar brinna"},
    {fire, "borjade brinna"},
    {fire, "tagit eld"},
    {fire, "fattat eld"},
    {fire, "tog eld"},
    {fire, "fattade eld"},
    {fire, "tagit fyr"},
    {fire, "star i brand"},
    {fire, "ar i brand"},
    {fire, "rok kommer"},
    {fire, "kommer rok"},
    {fire, "kommer det rok"},
    {fire, "det ryker"},
    {fire, "ryker ur"},
    {fire, "ryker fran"},
    {fire, "ryker det"},
    {fire, "borjat ryka"},
    {fire, "borjade ryka"},
    {fire, "luktar rok"},
    {fire, "luktar brandrok"},
    {fire, "luktar gas"},
    {fire, "gaslukt"},
    {fire, "roklukt"},
    {fire, "rokutveckling"},
    {fire, "full av rok"},
    {fire, "fullt av rok"},
    {fire, "fylls av rok"},
    {fire, "exploderat"},
    {fire, "exploderade"},
    {fire, "har exploderat"},
    {fire, "on fire"},
    {fire, "there is a fire"},
    {fire, "there s a fire"},
    {fire, "caught fire"},
    {fire, "smoke coming"},
    {fire, "smell smoke"},
    {fire, "smells of smoke"},
    {fire, "smell gas"},
    {fire, "smell of gas"},
    {fire, "full of smoke"},
    {fire, "gaslacka"},
    {fire, "gas leak"},
    {fire, "eldsvada"},
    {fire, "rokfyllt"},
    {fire, "rokfylld"},
    {fire, "slar ut lagor"},
    {fire, "smoke in"},
    {fire, "smells like gas"},
    {fire, "building is burning"},
    {fire, "fire in"},
    {fire, "bombhot"},
    {fire, "bomb threat"},
    {fire, "ar eld i"},
    {fire, "eld i soprummet"},
    {fire, "eld i en papperskorg"},
    {fire, "eld i papperskorgen"},
    {fire, "ar brand i"},
    {fire, "brand i soprummet"},
    {fire, "brand i papperskorgen"},
    {fire, "brand i koket"},
    {people, "ring 112"},
    {people, "ringa 112"},
    {people, "larma 112"},
    {people, "call 112"},
    {people, "ring ambulans"},
    {people, "ringa ambulans"},
    {people, "behover ambulans"},
    {people, "call an ambulance"},
    {people, "need an ambulance"},
    {people, "andas inte"},
    {people, "andas ej"},
    {people, "medvetslos"},
    {people, "hjartstopp"},
    {people, "hjartinfarkt"},
    {people, "inte kontaktbar"},
    {people, "bloder kraftigt"},
    {people, "not breathing"},
    {people, "unconscious"},
    {people, "cardiac arrest"},
    {people, "heart attack"},
    {people, "har en kniv"},
    {people, "hotar med kniv"},
    {people, "har ett vapen"},
    {people, "har en pistol"},
    {people, "skottlossning"},
    {people, "has a knife"},
    {people, "has a gun"},
    {people, "active shooter"},
    {people, "livsfara"},
    {people, "far ingen luft"},
    {people, "far inte luft"},
    {people, "kan inte andas"},
    {people, "slutat andas"},
    {people, "satt i halsen"},
    {people, "satte i halsen"},
    {people, "har kramper"},
    {people, "far kramper"},
    {people, "ta livet av sig"},
    {people, "tar livet av sig"},
    {people, "ta sitt liv"},
    {people, "tar sitt liv"},
    {people, "ta sitt eget liv"},
    {people, "overdos"},
    {people, "bevapnad"},
    {people, "ett skjutvapen"},
    {people, "nagon skjuter"},
    {people, "skottskadad"},
    {people, "knivskadad"},
    {people, "knivhuggen"},
    {people, "knivattack"},
    {people, "huggen med"},
    {people, "blivit pakord"},
    {people, "svimmat av"},
    {people, "har svimmat"},
    {people, "is choking"},
    {people, "can t breathe"},
    {people, "cannot breathe"},
    {people, "having a seizure"},
    {people, "kill himself"},
    {people, "kill herself"},
    {people, "kill themselves"},
    {people, "been stabbed"},
    {people, "overdose"},
    {people, "bleeding heavily"},
    {people, "anaphylactic shock"},
    {people, "hon vaknar inte"},
    {people, "han vaknar inte"},
    {people, "eleven vaknar inte"},
    {people, "barnet vaknar inte"},
    {people, "och vaknar inte"},
    {people, "fatt allergisk chock"},
    {people, "far allergisk chock"},
    {people, "fatt en allergisk chock"},
    {people, "far en allergisk chock"},
    {people, "fatt anafylaktisk chock"},
    {people, "far anafylaktisk chock"},
    {people, "fatt en anafylaktisk chock"},
    {people, "i anafylaktisk chock"},
    {people, "har krampanfall"},
    {people, "har ett krampanfall"},
    {people, "far krampanfall"},
    {people, "far ett krampanfall"},
    {people, "har ett epileptiskt anfall"},
    {people, "far ett epileptiskt anfall"},
    {people, "har ett epilepsianfall"},
    {people, "hotar med en kniv"},
    {people, "hotas med kniv"},
    {people, "slass med kniv"},
    {people, "slass med knivar"},
    {people, "med kniv pa skolan"},
    {people, "elev med kniv"},
    {people, "elev med vapen"},
    {people, "person med vapen"},
    {people, "man med vapen"},
    {people, "person med kniv"},
    {people, "man med kniv"},
    {people, "eleven har kollapsat"},
    {people, "elev har kollapsat"},
    {people, "student has collapsed"},
    {people, "pupil has collapsed"},
    {people, "child has collapsed"},
    {people, "collapsed and is not"},
    {people, "student is unresponsive"},
    {people, "pupil is unresponsive"},
    {people, "child is unresponsive"},
    {people, "threatening with a knife"},
    {people, "fighting with knives"},
    {people, "person with a knife"},
    {people, "person with a gun"},
    {people, "man with a gun"},
    {people, "having an allergic reaction and"},
    {people, "har kniv"},
    {people, "svimmade"},
    {people, "bloder mycket"},
    {people, "bloder ymnigt"},
    {people, "is bleeding"},
    {people, "blod overallt"},
    {people, "kan inte ga efter fallet"},
    {people, "fallit fran taket"},
    {people, "ramlat fran taket"},
    {people, "ramlade ner fran taket"},
    {people, "slagit i huvudet och"},
}};

// A phrase up to two words after one of these speaks of what could be.
constexpr std::array<std::string_view, 6> doubtful_before{"om", "ifall", "nar", "vid", "if", "when"};
// A phrase straight after or before one of these means something else.
constexpr std::array<std::string_view, 5> harmless_before{"inte", "aldrig", "jag", "nastan", "almost"};
constexpr std::array<std::string_view, 6> harmless_after{"for", "knutarna", "inte", "aldrig", "ingenting", "till"};
// A sentence with one of these speaks of training or routines, or in a figure of speech.
constexpr std::array<std::string_view, 13> about_routines{"ovning",     "ovningen",      "brandovning", "utrymningsovning", "drill",
                                                          "exercise",   "rutin",         "rutiner",     "brukar",           "brukade",
                                                          "utbildning", "hjartstartare", "knutarna"};

template <std::size_t Count>
bool is_one_of(const std::array<std::string_view, Count>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// True when the phrase's words stand in the sentence from `at` on; `end` becomes the place after the last.
bool stands_at(std::span<const Token> sentence, std::size_t at, std::string_view phrase, std::size_t& end) {
    end = at;
    while (!phrase.empty()) {
        const auto word = phrase.substr(0, phrase.find(' '));
        if (end >= sentence.size() || sentence[end].folded != word) {
            return false;
        }
        ++end;
        phrase.remove_prefix(std::min(phrase.size(), word.size() + 1));
    }
    return true;
}

bool is_meant(std::span<const Token> sentence, std::size_t begin, std::size_t end) {
    if (begin > 0 && is_one_of(harmless_before, sentence[begin - 1].folded)) {
        return false;
    }
    for (std::size_t at = begin - std::min<std::size_t>(begin, 2); at < begin; ++at) {
        if (is_one_of(doubtful_before, sentence[at].folded)) {
            return false;
        }
    }
    for (std::size_t at = end; at < std::min(end + 2, sentence.size()); ++at) {
        if (is_one_of(harmless_after, sentence[at].folded)) {
            return false;
        }
    }
    return std::none_of(sentence.begin(), sentence.end(), [](const Token& token) { return is_one_of(about_routines, token.folded); });
}

/// The phrases by their first word.
const std::unordered_multimap<std::string_view, const Phrase*>& phrases_by_word() {
    static const auto table = [] {
        std::unordered_multimap<std::string_view, const Phrase*> made;
        for (const auto& phrase : phrases) {
            made.emplace(phrase.words.substr(0, phrase.words.find(' ')), &phrase);
        }
        return made;
    }();
    return table;
}

std::optional<Alarm> find_in_sentence(std::span<const Token> sentence) {
    for (std::size_t begin = 0; begin < sentence.size(); ++begin) {
        const auto [first, last] = phrases_by_word().equal_range(sentence[begin].folded);
        for (auto each = first; each != last; ++each) {
            std::size_t end = 0;
            if (stands_at(sentence, begin, each->second->words, end) && is_meant(sentence, begin, end)) {
                const char* from = sentence[begin].written.data();
                const char* to = sentence[end - 1].written.data() + sentence[end - 1].written.size();
                return Alarm{each->second->danger, std::string(from, to)};
            }
        }
    }
    return std::nullopt;
}

/// True when a sentence ends between two neighbouring words.
bool are_parted(const Token& before, const Token& after) {
    const char* end = before.written.data() + before.written.size();
    const std::string_view between(end, static_cast<std::size_t>(after.written.data() - end));
    return between.find_first_of(".!?\n") != std::string_view::npos;
}

}  // namespace

std::optional<Alarm> find_alarm(const std::vector<Token>& tokens) {
    for (std::size_t begin = 0, end = 0; begin < tokens.size(); begin = end) {
        end = begin + 1;
        while (end < tokens.size() && !are_parted(tokens[end - 1], tokens[end])) {
            ++end;
        }
        if (auto alarm = find_in_sentence(std::span(tokens).subspan(begin, end - begin))) {
            return alarm;
        }
    }
    return std::nullopt;
}

}  // namespace ansvar::routing
