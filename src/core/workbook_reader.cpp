#include <zip.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <pugixml.hpp>

#include "core/workbook.hpp"

namespace ansvar {

namespace {

/// Leaves the reading from wherever it is.
struct Refused {
    WorkbookFault fault;
};

using Parts = std::unique_ptr<zip_t, decltype(&zip_discard)>;
using Part = std::unique_ptr<zip_file_t, decltype(&zip_fclose)>;

/// The archive over bytes that the caller keeps.
Parts open_parts(std::string_view bytes) {
    zip_error_t fault;
    zip_error_init(&fault);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &fault);
    zip_t* parts = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &fault);
    zip_error_fini(&fault);
    if (parts == nullptr) {
        zip_source_free(source);
        throw Refused{WorkbookFault::NotAWorkbook};
    }
    return {parts, &zip_discard};
}

/// A part's bytes as they were before packing, never more than the limit whatever the archive says of itself; nothing when it is not there.
std::optional<std::string> unpack(zip_t* parts, const std::string& name, std::size_t limit) {
    if (zip_name_locate(parts, name.c_str(), 0) < 0) {
        return {};
    }
    const Part part{zip_fopen(parts, name.c_str(), 0), &zip_fclose};
    std::string bytes;
    constexpr std::size_t step = 65'536;
    while (part && bytes.size() <= limit) {
        const auto before = bytes.size();
        bytes.resize(before + step);
        const auto got = zip_fread(part.get(), bytes.data() + before, step);
        if (got < 0) {
            throw Refused{WorkbookFault::NotAWorkbook};
        }
        bytes.resize(before + static_cast<std::size_t>(got));
        if (got == 0) {
            return bytes;
        }
    }
    throw Refused{part ? WorkbookFault::TooLarge : WorkbookFault::NotAWorkbook};
}

/// The elements of a part. pugixml knows no entities but XML's own and fetches nothing; a document type is passed over.
pugi::xml_document parse(const std::string& bytes) {
    pugi::xml_document document;
    if (!document.load_buffer(bytes.data(), bytes.size(), pugi::parse_default | pugi::parse_ws_pcdata)) {
        throw Refused{WorkbookFault::NotAWorkbook};
    }
    return document;
}

/// The runs of a text one after the other; not how its characters are read aloud (rPh), which Japanese sheets keep beside it.
std::string text_of(const pugi::xml_node& item) {
    std::string text;
    for (const auto& part : item.children()) {
        const std::string_view name = part.name();
        if (name == "t") {
            text += part.child_value();
        } else if (name == "r") {
            text += part.child("t").child_value();
        }
    }
    return text;
}

/// "BC17": column 54. A reference without letters, or none, is the next one.
std::size_t column_of(std::string_view reference, std::size_t next, std::size_t limit) {
    std::size_t column = 0;
    for (const char c : reference) {
        if (c < 'A' || c > 'Z') {
            break;
        }
        column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
        if (column > limit) {
            throw Refused{WorkbookFault::TooLarge};
        }
    }
    const auto place = column == 0 ? next : column - 1;
    if (place >= limit) {
        throw Refused{WorkbookFault::TooLarge};
    }
    return place;
}

class Reader {
public:
    Reader(zip_t* parts, const WorkbookLimits& limits) : parts_(parts), limits_(limits) {}

    std::vector<SheetTexts> sheets() {
        const auto book = part("xl/workbook.xml"), targets = part("xl/_rels/workbook.xml.rels");
        if (const auto shared = unpack(parts_, "xl/sharedStrings.xml", limits_.part_bytes)) {
            const auto document = parse(*shared);
            for (const auto& item : document.child("sst").children("si")) {
                shared_.push_back(text_of(item));
            }
        }
        std::vector<SheetTexts> sheets;
        for (const auto& sheet : book.child("workbook").child("sheets").children("sheet")) {
            const auto target = targets.child("Relationships").find_child_by_attribute("Relationship", "Id", sheet.attribute("r:id").value());
            const std::string_view path = target.attribute("Target").value();
            sheets.push_back({sheet.attribute("name").value(), rows(path.starts_with("/") ? std::string{path.substr(1)} : "xl/" + std::string{path})});
        }
        if (sheets.empty()) {
            throw Refused{WorkbookFault::NotAWorkbook};
        }
        return sheets;
    }

private:
    pugi::xml_document part(const std::string& name) const {
        const auto bytes = unpack(parts_, name, limits_.part_bytes);
        if (!bytes) {
            throw Refused{WorkbookFault::NotAWorkbook};
        }
        return parse(*bytes);
    }

    std::vector<std::vector<std::string>> rows(const std::string& path) {
        const auto document = part(path);
        std::vector<std::vector<std::string>> rows;
        for (const auto& row : document.child("worksheet").child("sheetData").children("row")) {
            const std::size_t number = row.attribute("r").as_uint(static_cast<unsigned>(rows.size() + 1));
            if (number > limits_.rows) {
                throw Refused{WorkbookFault::TooLarge};
            }
            auto cells = cells_of(row);
            if (number < 1 || cells.empty()) {
                continue;
            }
            rows.resize(std::max(rows.size(), number));
            rows[number - 1] = std::move(cells);
        }
        return rows;
    }

    std::vector<std::string> cells_of(const pugi::xml_node& row) {
        std::vector<std::string> cells;
        std::size_t next = 0;
        for (const auto& cell : row.children("c")) {
            const auto column = column_of(cell.attribute("r").value(), next, limits_.columns);
            cells.resize(std::max(cells.size(), column + 1));
            cells[column] = value_of(cell);
            taken_ += cells[column].size();  // many cells may share one long text
            if (taken_ > limits_.part_bytes) {
                throw Refused{WorkbookFault::TooLarge};
            }
            next = column + 1;
        }
        while (!cells.empty() && cells.back().empty()) {
            cells.pop_back();
        }
        return cells;
    }

    std::string value_of(const pugi::xml_node& cell) const {
        const std::string_view type = cell.attribute("t").value(), value = cell.child("v").child_value();
        if (type == "inlineStr") {
            return text_of(cell.child("is"));
        }
        if (type != "s") {
            return std::string{value};
        }
        std::size_t place = shared_.size();
        std::from_chars(value.data(), value.data() + value.size(), place);
        if (place >= shared_.size()) {
            throw Refused{WorkbookFault::NotAWorkbook};
        }
        return shared_[place];
    }

    zip_t* parts_;
    const WorkbookLimits& limits_;
    std::vector<std::string> shared_;
    std::size_t taken_ = 0;
};

}  // namespace

tl::expected<std::vector<SheetTexts>, WorkbookFault> read_workbook(std::string_view bytes, const WorkbookLimits& limits) {
    try {
        const auto parts = open_parts(bytes);
        return Reader{parts.get(), limits}.sheets();
    } catch (const Refused& refused) {
        return tl::unexpected{refused.fault};
    }
}

}  // namespace ansvar
