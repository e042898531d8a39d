// Any bytes as a matrix, as roles and as a word list: read or refused with places; what was read is written and read again unchanged.
#include "fuzz.hpp"
#include "routing/difference.hpp"
#include "routing/lexicon.hpp"
#include "routing/matrix.hpp"

using namespace ansvar::routing;
using ansvar::fuzz::must;

namespace {

const std::vector<Role>& roles() {
    static const auto read = read_roles(
        "code,name_sv,name_en,kind,mail,shared_by\nITS,a,b,queue,,\nITP,a,b,queue,,\nVAKT,a,b,queue,,\n"
        "Resp chef,a,b,relative,,\nREK,a,b,referral,,\nTRIAGE,a,b,queue,,ITS; ITP\n");
    return read.value();
}

const Matrix& two_areas() {
    static const auto read = read_matrix(
        "row,level,column,area,responsible,note,source_text\nB1,ALLA,K,Skrivare,ITS,,\nB2,ALLA,K,Larm,VAKT,,\n", roles(), "two");
    return read.value();
}

void must_have_places(const Faults& faults) {
    for (const auto& fault : faults) {
        must(fault.line > 0 && fault.column > 0 && !explain(fault).empty(), "a fault has a place and a sentence");
    }
}

void try_as_matrix(std::string_view text) {
    const auto matrix = read_matrix(text, roles(), "fuzz");
    if (!matrix) {
        must_have_places(matrix.error());
        return;
    }
    const auto again = read_matrix(write_matrix(*matrix), roles(), "fuzz");
    must(again && again->areas() == matrix->areas(), "a matrix is read as it was written");
    must(compare(*matrix, *again).empty(), "a matrix differs in nothing from itself");
    for (const auto& area : matrix->areas()) {
        must(matrix->find(area.key) == &area && matrix->find(area.row) == &area, "an area is found by key and by row");
    }
    compare(two_areas(), *matrix);
}

void try_as_roles(std::string_view text) {
    if (const auto read = read_roles(text)) {
        const auto again = read_roles(write_roles(*read));
        must(again && *again == *read, "roles are read as they were written");
    } else {
        must_have_places(read.error());
    }
}

void try_as_words(std::string_view text) {
    if (const auto words = read_lexicon(text, two_areas())) {
        const auto again = read_lexicon(write_lexicon(*words, two_areas()), two_areas());
        must(again && compare(WordsOfMatrix{*words, two_areas()}, WordsOfMatrix{*again, two_areas()}).empty(),
             "words are read as they were written");
    } else {
        must_have_places(words.error());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
    const auto text = ansvar::fuzz::text_of(bytes, size);
    try_as_matrix(text);
    try_as_roles(text);
    try_as_words(text);
    return 0;
}
