#include "tickets/exif.hpp"

#include <zlib.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace ansvar::tickets {

namespace {

constexpr std::uint16_t gps_directory = 0x8825;

/// A TIFF structure inside a file: numbers in its own byte order, offsets from its own start.
class Tiff {
public:
    Tiff(std::string& file, std::size_t start) : file_(file), start_(start) {}

    bool blank_gps() {
        const auto order = std::string_view{file_}.substr(start_, 4);
        if (order != std::string_view{"II*\0", 4} && order != std::string_view{"MM\0*", 4}) {
            return false;
        }
        little_endian_ = order.front() == 'I';
        const auto first = number(4, 4);
        const auto entry = first ? find_entry(*first, gps_directory) : std::nullopt;
        const auto directory = entry ? number(*entry + 8, 4) : std::nullopt;
        return directory && blank_directory(*directory);
    }

private:
    /// The unsigned number of `bytes` bytes at `at`; empty beyond the file's end.
    std::optional<std::uint32_t> number(std::size_t at, std::size_t bytes) const {
        if (at > file_.size() || start_ + at + bytes > file_.size()) {
            return {};
        }
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i) {
            const auto byte = static_cast<unsigned char>(file_[start_ + at + (little_endian_ ? bytes - 1 - i : i)]);
            value = (value << 8U) | byte;
        }
        return value;
    }

    std::optional<std::size_t> find_entry(std::size_t directory, std::uint16_t tag) const {
        const auto count = number(directory, 2);
        for (std::size_t i = 0; count && i < *count; ++i) {
            const auto entry = directory + 2 + i * 12;
            if (number(entry, 2) == tag) {
                return entry;
            }
        }
        return {};
    }

    void zero(std::size_t at, std::size_t bytes) {
        for (std::size_t i = 0; i < bytes && start_ + at + i < file_.size(); ++i) {
            file_[start_ + at + i] = '\0';
        }
    }

    bool blank_directory(std::size_t directory) {
        constexpr std::size_t sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
        const auto count = number(directory, 2);
        if (!count || *count == 0 || *count > 64 || !number(directory + 2 + (*count - 1) * std::size_t{12}, 4)) {
            return false;
        }
        for (std::size_t i = 0; i < *count; ++i) {
            const auto entry = directory + 2 + i * 12;
            const auto type = number(entry + 2, 2), values = number(entry + 4, 4), offset = number(entry + 8, 4);
            if (type && values && offset && *type < std::size(sizes)) {
                const auto bytes = sizes[*type] * static_cast<std::size_t>(*values);
                if (bytes > 4 && bytes <= 4096) {
                    zero(*offset, bytes);
                }
            }
            zero(entry, 12);
        }
        zero(directory, 2);
        return true;
    }

    std::string& file_;
    std::size_t start_;
    bool little_endian_ = true;
};

std::uint32_t big_endian(const std::string& file, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value = (value << 8U) | static_cast<unsigned char>(file[at + i]);
    }
    return value;
}

bool blank_png(std::string& file) {
    bool blanked = false;
    for (std::size_t at = 8; at + 12 <= file.size();) {
        const std::size_t length = big_endian(file, at);
        if (length > file.size() - at - 12) {
            break;
        }
        if (file.compare(at + 4, 4, "eXIf") == 0 && Tiff{file, at + 8}.blank_gps()) {
            blanked = true;
            const auto checksum = static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(file.data() + at + 4), static_cast<uInt>(length + 4)));
            for (std::size_t i = 0; i < 4; ++i) {
                file[at + 8 + length + i] = static_cast<char>((checksum >> (24 - 8 * i)) & 0xFFU);
            }
        }
        at += length + 12;
    }
    return blanked;
}

}  // namespace

bool blank_position(std::string& file) {
    if (file.compare(0, 8, "\x89PNG\r\n\x1a\n") == 0) {
        return blank_png(file);
    }
    bool blanked = false;
    constexpr std::string_view mark{"Exif\0\0", 6};
    for (auto at = file.find(mark); at != std::string::npos; at = file.find(mark, at + 1)) {
        blanked = Tiff{file, at + mark.size()}.blank_gps() || blanked;
    }
    if (file.compare(0, 4, "RIFF") == 0) {
        for (auto at = file.find("EXIF"); at != std::string::npos; at = file.find("EXIF", at + 1)) {
            blanked = Tiff{file, at + 8}.blank_gps() || blanked;
        }
    }
    return blanked;
}

}  // namespace ansvar::tickets
