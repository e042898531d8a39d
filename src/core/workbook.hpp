#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

/// Workbooks as spreadsheet programs keep them: Office Open XML (ISO/IEC 29500-1), .xlsx.
namespace ansvar {

/// A workbook in the making, by libxlsxwriter. Texts are texts whatever they begin with: no cell becomes a formula.
class Workbook {
public:
    Workbook();
    ~Workbook();
    Workbook(const Workbook&) = delete;
    Workbook& operator=(const Workbook&) = delete;

    /// Lives as long as the workbook. Throws std::runtime_error for a name that a sheet cannot have.
    lxw_worksheet* add(const std::string& name);
    /// The columns from `first` to `last` so many characters wide.
    static void set_width(lxw_worksheet* sheet, std::size_t first, std::size_t last, double characters);
    /// The first row and the first column stay where they are when one scrolls.
    static void keep_heads(lxw_worksheet* sheet);

    void write(lxw_worksheet* sheet, std::size_t row, std::size_t column, const std::string& text) const;
    void write_head(lxw_worksheet* sheet, std::size_t row, std::size_t column, const std::string& text) const;  ///< bold
    void write_long(lxw_worksheet* sheet, std::size_t row, std::size_t column, const std::string& text) const;  ///< wrapped in its cell

    void write(lxw_worksheet* sheet, std::size_t row, std::size_t column, std::int64_t number) const;

    /// The file's bytes; nothing can be added after.
    std::string finish();

private:
    int memory_;
    lxw_workbook* book_ = nullptr;
    lxw_format* bold_ = nullptr;
    lxw_format* wrapped_ = nullptr;
};

/// A sheet as it reads: each cell's text or number as it is kept, of a formula what it last came to. Rows and cells that are left out are empty.
struct SheetTexts {
    std::string name;
    std::vector<std::vector<std::string>> rows;  ///< no row ends in an empty cell
};

enum class WorkbookFault { NotAWorkbook, TooLarge };

/// What is read at most; whoever sends more gets TooLarge, however small it was packed.
struct WorkbookLimits {
    std::size_t part_bytes = 16'000'000;  ///< of one part of the file, unpacked; and of all cells' texts together
    std::size_t rows = 50'000;            ///< of a sheet
    std::size_t columns = 50;
};

/// The sheets of a workbook, in its order. An old .xls, one with a password, anything else, or a damaged one is NotAWorkbook.
tl::expected<std::vector<SheetTexts>, WorkbookFault> read_workbook(std::string_view bytes, const WorkbookLimits& limits = {});

/// Whether the bytes begin as a packed file does; no text begins so.
inline bool looks_like_workbook(std::string_view bytes) { return bytes.starts_with("PK\x03\x04"); }

}  // namespace ansvar
