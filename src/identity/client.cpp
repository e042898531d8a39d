#include "identity/client.hpp"

#include "core/text.hpp"

namespace ansvar::identity {

namespace {

constexpr std::size_t client_name_limit = 200;

}  // namespace

std::string_view name(Method method) {
    switch (method) {
        case Method::Link:
            return "link";
        case Method::Password:
            return "password";
        case Method::Provider:
            break;
    }
    return "provider";
}

Method method_from(std::string_view name) {
    return name == "link" ? Method::Link : name == "password" ? Method::Password : Method::Provider;
}

Client Client::of(const web::Request& request) {
    const auto name = request.header("user-agent").value_or("");
    return {.address = std::string{request.client_address()}, .name = is_utf8(name) ? shorten(name, client_name_limit) : ""};
}

}  // namespace ansvar::identity
