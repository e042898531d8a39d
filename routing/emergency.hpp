#pragma once

#include "routing/text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ansvar::routing {

enum class Danger {
    Fire,    ///< fire, smoke, gas, explosion: the caretaker's rows
    People,  ///< somebody is in danger of life: 112 first, no row of the matrix
};

/// What a text says about danger to people that goes on now.
struct Alarm {
    Danger danger = Danger::Fire;
    std::string words;  ///< as the person wrote them: "det brinner"
};

/// Finds danger by phrases, sentence by sentence; careful with equipment and talk ("brandlarm", "brandvägg", "vid brand",
/// "brandövning", "jag brinner för"). Missing one costs a card with "Ring 112", inventing one costs trust: only plain words count.
/// The tokens are those of one text (`tokens_of`), which must still be there.
std::optional<Alarm> find_alarm(const std::vector<Token>& tokens);

}  // namespace ansvar::routing
