#pragma once

#include <string_view>

namespace ansvar::web {

/// What a route can answer to. HEAD is served by the GET route without its body; OPTIONS and 405 are answered by the dispatcher.
enum class Method { Get, Post, Put, Patch, Delete };

/// "GET", "POST", …
std::string_view to_string(Method method);

/// GET changes nothing; the others may, and are checked against cross-site requests when they come from pages.
constexpr bool is_unsafe(Method method) {
    return method != Method::Get;
}

}  // namespace ansvar::web
