#include "core/workbook.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <stdexcept>

namespace ansvar {

namespace {

void put(lxw_worksheet* sheet, std::size_t row, std::size_t column, const std::string& text, lxw_format* format) {
    worksheet_write_string(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), text.c_str(), format);
}

}  // namespace

// The library writes to a file's name: here that of a piece of memory.
Workbook::Workbook() : memory_(memfd_create("workbook", MFD_CLOEXEC)) {
    if (memory_ < 0) {
        throw std::runtime_error{"no memory for a workbook"};
    }
    book_ = workbook_new(fmt::format("/proc/self/fd/{}", memory_).c_str());
    bold_ = workbook_add_format(book_);
    format_set_bold(bold_);
    wrapped_ = workbook_add_format(book_);
    format_set_text_wrap(wrapped_);
}

Workbook::~Workbook() {
    if (book_ != nullptr) {
        workbook_close(book_);
    }
    close(memory_);
}

lxw_worksheet* Workbook::add(const std::string& name) {
    auto* sheet = workbook_add_worksheet(book_, name.c_str());
    if (sheet == nullptr) {
        throw std::runtime_error{"a worksheet that cannot be named so"};
    }
    return sheet;
}

void Workbook::write(lxw_worksheet* sheet, std::size_t row, std::size_t column, const std::string& text) const { put(sheet, row, column, text, nullptr); }
void Workbook::write_head(lxw_worksheet* sheet, std::size_t row, std::size_t column, const std::string& text) const { put(sheet, row, column, text, bold_); }
void Workbook::write_long(lxw_worksheet* sheet, std::size_t row, std::size_t column, const std::string& text) const { put(sheet, row, column, text, wrapped_); }

void Workbook::write(lxw_worksheet* sheet, std::size_t row, std::size_t column, std::int64_t number) const {
    worksheet_write_number(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), static_cast<double>(number), nullptr);
}

void Workbook::set_width(lxw_worksheet* sheet, std::size_t first, std::size_t last, double characters) {
    worksheet_set_column(sheet, static_cast<lxw_col_t>(first), static_cast<lxw_col_t>(last), characters, nullptr);
}

void Workbook::keep_heads(lxw_worksheet* sheet) { worksheet_freeze_panes(sheet, 1, 1); }

std::string Workbook::finish() {
    const auto fault = workbook_close(book_);
    book_ = nullptr;
    if (fault != LXW_NO_ERROR) {
        throw std::runtime_error{lxw_strerror(fault)};
    }
    std::string bytes(static_cast<std::size_t>(lseek(memory_, 0, SEEK_END)), '\0');
    if (pread(memory_, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        throw std::runtime_error{"a workbook that cannot be read back"};
    }
    return bytes;
}

}  // namespace ansvar
