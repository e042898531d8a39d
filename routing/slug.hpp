#pragma once

#include <string>
#include <string_view>

namespace ansvar::routing {

/// The words of a name in lower case without marks, joined by '-': "BER | Klasslistor / Elevuppgifter" gives
/// "ber-klasslistor-elevuppgifter". Only a–z, 0–9 and '-' come out; "" when the name has no such letter.
std::string slug(std::string_view name);

/// True for what `slug` could have made, at most 120 characters.
bool is_slug(std::string_view text);

}  // namespace ansvar::routing
