#include "core/workbook.hpp"

#include <zip.h>

#include <catch2/catch.hpp>
#include <random>
#include <utility>
#include <vector>

using namespace ansvar;

namespace {

using Parts = std::vector<std::pair<std::string, std::string>>;

/// An archive of such parts, packed.
std::string archive(const Parts& parts) {
    zip_error_t fault;
    zip_error_init(&fault);
    zip_source_t* memory = zip_source_buffer_create(nullptr, 0, 0, &fault);
    zip_source_keep(memory);
    zip_t* zip = zip_open_from_source(memory, ZIP_CREATE, &fault);
    for (const auto& [name, text] : parts) {
        zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0), ZIP_FL_ENC_UTF_8);
    }
    REQUIRE(zip_close(zip) == 0);
    zip_source_open(memory);
    std::string bytes(20'000'000, '\0');
    bytes.resize(static_cast<std::size_t>(zip_source_read(memory, bytes.data(), bytes.size())));
    zip_source_close(memory);
    zip_source_free(memory);
    return bytes;
}

std::string book_of(const std::string& sheet, const std::string& shared = "<sst/>") {
    return archive({{"xl/workbook.xml", "<workbook><sheets><sheet name=\"A\" r:id=\"r1\"/></sheets></workbook>"},
                    {"xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/one.xml\"/></Relationships>"},
                    {"xl/sharedStrings.xml", shared},
                    {"xl/worksheets/one.xml", sheet}});
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t n = 0; n < times; ++n) {
        all += text;
    }
    return all;
}

}  // namespace

TEST_CASE("what is written to a workbook is read from it", "[workbook]") {
    Workbook book;
    auto* first = book.add("Skrivare & \u00e5\u00e4\u00f6");
    book.write_head(first, 0, 0, "rad");
    book.write(first, 0, 2, "=1+1");
    book.write(first, 3, 1, " tv\u00e5\nrader ");
    book.add("tom");
    const auto bytes = book.finish();
    CHECK(looks_like_workbook(bytes));
    const auto sheets = read_workbook(bytes).value();
    REQUIRE(sheets.size() == 2);
    CHECK(sheets[0].name == "Skrivare & \u00e5\u00e4\u00f6");
    CHECK(sheets[0].rows == std::vector<std::vector<std::string>>{{"rad", "", "=1+1"}, {}, {}, {"", " tv\u00e5\nrader "}});
    CHECK(sheets[1].rows.empty());
}

TEST_CASE("cells as other programs keep them are read: numbers, runs, texts in place, formulas' results, no references", "[workbook]") {
    const auto sheets = read_workbook(book_of("<worksheet><sheetData><row r=\"2\"><c r=\"B2\"><v>45</v></c><c t=\"s\"><v>0</v></c>"
                                              "<c r=\"E2\" t=\"inlineStr\"><is><t>p\u00e5 plats</t></is></c><c t=\"str\"><f>A1</f><v>svar</v></c></row>"
                                              "<row><c><v>1</v></c></row></sheetData></worksheet>",
                                              "<sst><si><r><t>en </t></r><r><t>text</t></r><rPh><t>l\u00e4st</t></rPh></si></sst>"))
                            .value();
    CHECK(sheets.front().rows == std::vector<std::vector<std::string>>{{}, {"", "45", "en text", "", "p\u00e5 plats", "svar"}, {"1"}});
}

TEST_CASE("what is no workbook, or too much, is refused without being unpacked", "[workbook]") {
    const std::string row = "<row><c t=\"s\"><v>0</v></c></row>";
    const auto [bytes, fault] = GENERATE_COPY(table<std::string, WorkbookFault>({
        {"", WorkbookFault::NotAWorkbook},
        {"PK\x03\x04 and nothing more", WorkbookFault::NotAWorkbook},
        {"row,level,column", WorkbookFault::NotAWorkbook},
        {archive({{"word/document.xml", "<w/>"}}), WorkbookFault::NotAWorkbook},
        {book_of("<worksheet><sheetData><row>"), WorkbookFault::NotAWorkbook},
        {book_of("<worksheet><sheetData>" + row + "</sheetData></worksheet>"), WorkbookFault::NotAWorkbook},  // a shared text that is not there
        {book_of("<worksheet><sheetData><row><c r=\"ZZZZZZZZZZZZZZZZZZZZZZ1\"/></row></sheetData></worksheet>"), WorkbookFault::TooLarge},
        {book_of("<worksheet><sheetData><row r=\"4294967295\"><c><v>1</v></c></row></sheetData></worksheet>"), WorkbookFault::TooLarge},
        {book_of("<worksheet>" + std::string(17'000'000, ' ') + "</worksheet>"), WorkbookFault::TooLarge},
        {book_of("<worksheet><sheetData>" + repeated(row, 40) + "</sheetData></worksheet>", "<sst><si><t>" + std::string(1'000'000, 'x') + "</t></si></sst>"),
         WorkbookFault::TooLarge},
        {book_of(repeated("<a>", 1'000'000)), WorkbookFault::NotAWorkbook},
        {book_of("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><worksheet><sheetData><row><c t=\"s\"><v>&b;</v></c></row></sheetData></worksheet>"),
         WorkbookFault::NotAWorkbook},
    }));
    const auto read = read_workbook(bytes);
    REQUIRE(!read);
    CHECK(read.error() == fault);
}

TEST_CASE("a damaged workbook is refused or read, and nothing worse", "[workbook]") {
    Workbook book;
    auto* sheet = book.add("A");
    for (std::size_t n = 0; n < 200; ++n) {
        book.write(sheet, n, n % 5, "rad " + std::to_string(n));
    }
    const auto whole = book.finish();
    std::mt19937 random{7};
    for (int n = 0; n < 2'000; ++n) {
        auto bytes = whole.substr(0, n % 3 == 0 ? random() % whole.size() : whole.size());
        for (unsigned flips = random() % 4 + 1; flips > 0 && !bytes.empty(); --flips) {
            bytes[random() % bytes.size()] ^= static_cast<char>(1U << random() % 8);
        }
        if (const auto read = read_workbook(bytes)) {
            CHECK(read->size() <= 1);
        }
    }
    CHECK(read_workbook(whole).value().front().rows.size() == 200);
}
