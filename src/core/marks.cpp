#include "core/marks.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <stdexcept>

namespace ansvar {

std::string without_marks(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    const auto* form = icu::Normalizer2::getNFDInstance(error);
    auto parts = U_SUCCESS(error) ? form->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()))), error)
                                  : icu::UnicodeString{};
    if (U_FAILURE(error)) {
        throw std::runtime_error("text cannot be normalised");
    }
    icu::UnicodeString plain;
    for (std::int32_t at = 0; at < parts.length(); at = parts.moveIndex32(at, 1)) {
        if (const auto point = parts.char32At(at); u_charType(point) != U_NON_SPACING_MARK) {
            plain.append(point);
        }
    }
    std::string out;
    plain.toUTF8String(out);
    return out;
}

}  // namespace ansvar
