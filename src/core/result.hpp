#pragma once

#include <tl/expected.hpp>

namespace ansvar {

/// A value, or the reason a person's request cannot be met. Faults that end the request are exceptions instead.
template <class Value, class Refusal>
using Result = tl::expected<Value, Refusal>;

template <class Refusal>
auto refuse(Refusal&& refusal) {
    return tl::unexpected<std::decay_t<Refusal>>(std::forward<Refusal>(refusal));
}

}  // namespace ansvar
