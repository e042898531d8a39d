#include "web/compression.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "web/quality_list.hpp"

namespace ansvar::web {
namespace {

constexpr std::size_t smallest_worth_it = 1024;
constexpr std::size_t large = 32 * 1024;
constexpr int brotli_for_pages = 5;
constexpr int brotli_for_large_pages = 4;  // two thirds of the time for a twentieth to a tenth more bytes, where the time is felt (tests/bench/RESULTS.md)
constexpr int gzip_for_pages = 6;

}  // namespace

std::string_view to_string(Encoding encoding) {
    switch (encoding) {
        case Encoding::Brotli:
            return "br";
        case Encoding::Gzip:
            return "gzip";
        case Encoding::Identity:
            break;
    }
    return "";
}

Encoding preferred_encoding(std::string_view accept_encoding) {
    const auto choices = quality_list(accept_encoding);
    const auto brotli_weight = weight_of(choices, "br");
    const auto gzip_weight = weight_of(choices, "gzip");
    if (brotli_weight > 0 && brotli_weight >= gzip_weight) {
        return Encoding::Brotli;
    }
    return gzip_weight > 0 ? Encoding::Gzip : Encoding::Identity;
}

std::string brotli(std::string_view bytes, int quality) {
    std::string packed(BrotliEncoderMaxCompressedSize(bytes.size()) + 16, '\0');
    auto size = packed.size();
    const auto* input = reinterpret_cast<const std::uint8_t*>(bytes.data());
    auto* output = reinterpret_cast<std::uint8_t*>(packed.data());
    if (BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(), input, &size, output) != BROTLI_TRUE) {
        throw std::runtime_error("brotli failed");
    }
    packed.resize(size);
    return packed;
}

std::string gzip(std::string_view bytes, int level) {
    z_stream stream{};
    constexpr int window_with_gzip_head = 15 + 16;
    if (deflateInit2(&stream, level, Z_DEFLATED, window_with_gzip_head, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("zlib failed to start");
    }
    std::string packed(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const auto result = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (result != Z_STREAM_END) {
        throw std::runtime_error("zlib failed");
    }
    return packed;
}

bool is_compressible(std::string_view content_type) {
    const auto type = content_type.substr(0, content_type.find(';'));
    constexpr std::array others{"application/json", "application/problem+json", "application/javascript", "application/yaml",
                                "image/svg+xml"};
    return type.substr(0, 5) == "text/" || std::find(others.begin(), others.end(), type) != others.end();
}

void compress(Response& response, std::string_view accept_encoding) {
    if (response.shared_body || response.stream || response.header("content-encoding") || !is_compressible(response.header("content-type").value_or(""))) {
        return;
    }
    response.add_header("Vary", "Accept-Encoding");
    const auto encoding = preferred_encoding(accept_encoding);
    if (response.body.size() < smallest_worth_it || encoding == Encoding::Identity) {
        return;
    }
    response.body = encoding == Encoding::Brotli ? brotli(response.body, response.body.size() < large ? brotli_for_pages : brotli_for_large_pages) : gzip(response.body, gzip_for_pages);
    response.set_header("Content-Encoding", std::string{to_string(encoding)});
}

}  // namespace ansvar::web
