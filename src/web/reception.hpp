#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "web/framing.hpp"
#include "web/response.hpp"

namespace ansvar::web {

class Connection;
struct Plan;

/// A whole request, with what was planned for it when its head was read.
struct Received {
    framing::Head head;
    std::string body;
    std::shared_ptr<Plan> plan;
};

/// What connections ask. Called on the I/O thread (refuse also from the timer's), so nothing here may block.
class Reception {
public:
    virtual ~Reception() = default;

    /// A head is read, the body is not: a plan, or an answer to send at once and close.
    virtual std::variant<std::shared_ptr<Plan>, Response> consider(const framing::Head& head) = 0;
    /// A request is complete; connection.answer() must follow, now or later, from any thread.
    virtual void serve(std::shared_ptr<Connection> connection, Received received) = 0;
    /// The answer to what is no request. `arrived`: what there is of its head.
    virtual Response refuse(const framing::Refusal& refusal, std::string_view arrived) = 0;
    /// No connection is kept open after its answer.
    virtual bool is_draining() const = 0;
};

}  // namespace ansvar::web
