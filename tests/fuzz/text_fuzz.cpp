// Any bytes as a request: the decision is whole, the same twice, and its receipt is UTF-8 that comes back unchanged.
#include "fuzz.hpp"
#include "routing/router.hpp"
#include "routing/unicode.hpp"

using namespace ansvar::routing;
using ansvar::fuzz::must;

namespace {

/// Small, so that a fuzzer comes far: a few areas with words, a danger row, a confidential one.
const Router& router() {
    static const Router made = [] {
        auto roles = read_roles(
            "code,name_sv,name_en,kind,mail,shared_by\nITS,a,b,queue,,\nVAKT,a,b,queue,,\nSEK,a,b,queue,,\nTRIAGE,a,b,queue,,ITS\n");
        auto matrix = read_matrix(
            "row,level,column,area,responsible,note,source_text,confidential,emergency\n"
            "B1,HYGIEN,K,Skrivare,ITS:A.W; SEK,,,,\nB2,HYGIEN,K,Brandlarm,VAKT,,,yes,yes\n"
            "B3,ALLA,K,Klasslistor,SEK,,,,\nB4,ALLA,K,Vaffel,:A.L,,,,\n",
            roles.value(), "fuzz");
        auto words = read_lexicon(
            "row,terms,examples\nB1,toner;papper;printer,Skrivaren har papperstrassel|Det kommer svarta streck\n"
            "B2,larm;rök,Larmet piper\nB3,elevlista,Kan du skriva ut klasslistan?\nB4,våffla;våffeljärn,\nTRIAGE,,Vem tar med kaka\n",
            *matrix);
        return Router{std::move(*matrix), std::move(*words)};
    }();
    return made;
}

void must_be_whole(const Decision& decision) {
    must(router().matrix().find_role(decision.role) != nullptr, "the role is one of the matrix");
    must(decision.confidence >= 0 && decision.confidence <= 1, "the confidence is a probability");
    must(decision.area.has_value() == decision.row.has_value(), "area and row go together");
    const auto json = to_json(decision);
    must(is_utf8(json), "the receipt is UTF-8");
    const auto again = decision_from_json(json);
    must(again && *again == decision, "the receipt comes back unchanged");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
    const std::string text{ansvar::fuzz::text_of(bytes, size)};
    const auto middle = size / 2;
    const Request request{text.substr(0, middle), text.substr(middle), size % 3 == 0 ? std::optional{text.substr(0, 8)} : std::nullopt};
    const auto decision = router().route(request);
    must_be_whole(decision);
    must(router().route(request) == decision, "the answer is the same twice");
    must_be_whole(router().route({text, text, "skrivare"}));
    const auto read = decision_from_json(text);
    if (read) {
        must(decision_from_json(to_json(*read)).has_value(), "a receipt that was read can be written");
    }
    return 0;
}
