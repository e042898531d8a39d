#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "web/errors.hpp"

namespace ansvar::tickets {

/// Why something a person wanted with a ticket was not done. Nothing was stored.
struct Refusal {
    enum class Kind {
        NotFound,    ///< there is none, or none that this person may know of
        NotAllowed,  ///< they may see the ticket, but not do this
        Changed,     ///< somebody else was faster: the version handed in is not the ticket's any more
        Invalid,     ///< `fields` says what
        KeyReused,   ///< the same idempotency key came with another request
    };

    Kind kind = Kind::NotFound;
    std::vector<web::FieldError> fields = {};

    static Refusal invalid(web::FieldError field) { return {Kind::Invalid, {std::move(field)}}; }
};

/// The refusal as an error that ends the request: what the API and most pages do with it.
[[noreturn]] void throw_as_error(const Refusal& refusal);

}  // namespace ansvar::tickets
