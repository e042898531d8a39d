#pragma once

#include <string>
#include <string_view>

#include "web/request.hpp"

namespace ansvar::identity {

/// How somebody showed who they are.
enum class Method { Link, Password, Provider };
/// "link", "password", "provider": the word in the database.
std::string_view name(Method method);
Method method_from(std::string_view name);

/// The browser that signs in, as the list of sessions shows it.
struct Client {
    std::string address = {};
    std::string name = {};  ///< what it calls itself, shortened

    static Client of(const web::Request& request);
};

}  // namespace ansvar::identity
