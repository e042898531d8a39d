#include "routing/text.hpp"

#include <string>
#include <unordered_set>

namespace ansvar::routing {
namespace {

/// Folded. Words that carry the matter ("inte", "utan", "ny") are not here.
constexpr std::string_view words =
    "och att det som en ett den de dem denna detta dessa har hade haft har vi ni du jag han hon man oss er mig dig sig min mitt mina "
    "din ditt dina sin sitt sina var vart vara vare vore ar blir blev bli med pa i av for till fran om nar da dar hur vad vem vilken "
    "vilket vilka ska skall skulle kan kunde kunna vill ville maste far fick fa gar gick ga gor gjorde gora ju nog val bara aven "
    "ocksa sa men eller nu an man mer mest mycket nagon nagot nagra ingen alla allt hela efter innan under over mellan vid hos mot "
    "eftersom medan ja nej tack hej hejsan tjena hallo mvh halsningar vanliga vanligen snalla garna kanske ser fast dock ens igen "
    "redan sedan sen idag igar imorgon morgon vecka dag dagar tva tre fyra fem o ba e ngn ngt tex ex bl a kl st ska dom nan nat det "
    "the a an and or but is are was were be been to of in on at for from with without as by it its this that these those i you we "
    "they he she my your our their me us them do does did have has had can could will would should may might not no yes so if then "
    "there here what when where who how why which just also too very please hi hello thanks thank dear regards best any some all "
    "into about after before again more most than only";

std::unordered_set<std::string_view> split_words() {
    std::unordered_set<std::string_view> set;
    for (std::size_t begin = 0; begin < words.size();) {
        const auto end = std::min(words.find(' ', begin), words.size());
        set.insert(words.substr(begin, end - begin));
        begin = end + 1;
    }
    return set;
}

}  // namespace

bool is_common_word(std::string_view folded) {
    static const auto set = split_words();
    return set.contains(folded);
}

}  // namespace ansvar::routing
