#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "identity/client.hpp"
#include "identity/person.hpp"
#include "web/request.hpp"

namespace ansvar::identity {

/// Who asks, and what they showed for it. Put on the request by SessionGate.
struct Principal {
    Person person;
    enum class Kind { Session, Token } kind = Kind::Session;
    std::uint64_t credential = 0;  ///< the id of the session or of the API token
    Timestamp since = {};          ///< when the session began
    Method method = Method::Link;
    bool has_second_factor = false;
    std::optional<std::uint64_t> provider = std::nullopt;  ///< the identity provider the session came from

    /// What logs may say: "agent/17", "token/3".
    std::string log_id() const;
};

/// Who asks. Only for routes that are not open to Anyone; std::logic_error when there is nobody.
const Principal& principal(const web::Request& request);
/// Who asks, or null for somebody unknown.
const Principal* find_principal(const web::Request& request);

}  // namespace ansvar::identity
