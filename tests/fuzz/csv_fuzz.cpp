// Any bytes as a CSV file: read or refused with places; what was read is written and read again unchanged.
#include "fuzz.hpp"
#include "routing/csv.hpp"

using namespace ansvar::routing;
using ansvar::fuzz::must;

namespace {

std::vector<std::string> texts_of(const CsvRow& row) {
    std::vector<std::string> texts;
    for (const auto& field : row) {
        texts.push_back(field.text);
    }
    return texts;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
    const auto rows = read_csv(ansvar::fuzz::text_of(bytes, size));
    if (!rows) {
        for (const auto& fault : rows.error()) {
            must(fault.line > 0 && fault.column > 0, "a fault has a place");
        }
        return 0;
    }
    const std::string header = "a,b\n";  // a comma in the first line: else ';' might separate
    std::string written = header;
    for (const auto& row : *rows) {
        written += write_csv_row(texts_of(row));
    }
    const auto again = read_csv(written);
    must(again && again->size() == rows->size() + 1, "every record is written and read again");
    for (std::size_t at = 0; at < rows->size(); ++at) {
        must(texts_of(again->at(at + 1)) == texts_of(rows->at(at)), "every field is read as it was written");
    }
    return 0;
}
