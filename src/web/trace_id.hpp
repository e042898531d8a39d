#pragma once

#include <string>
#include <string_view>

namespace ansvar::web {

/// The trace id (32 hexadecimal digits) of a W3C traceparent header; empty when it is not a valid one.
std::string trace_id_from(std::string_view traceparent);

}  // namespace ansvar::web
