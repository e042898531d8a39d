#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace ansvar::fuzz {

/// Ends the program when a promise is broken, so that a fuzzer keeps the input.
inline void must(bool holds, const char* promise) {
    if (!holds) {
        std::fprintf(stderr, "broken: %s\n", promise);
        std::abort();
    }
}

/// The bytes that a fuzzer hands over.
inline std::string_view text_of(const unsigned char* bytes, std::size_t size) {
    return {reinterpret_cast<const char*>(bytes), size};
}

}  // namespace ansvar::fuzz

/// What a fuzzer calls with each input; returns 0.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size);
