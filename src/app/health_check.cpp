#include "app/health_check.hpp"

#include <curl/curl.h>

#include <memory>

namespace ansvar::app {

bool health_check(std::string address, std::uint16_t port) {
    if (address == "0.0.0.0" || address.empty()) {
        address = "127.0.0.1";
    } else if (address == "::") {
        address = "::1";
    }
    const auto host = address.find(':') == std::string::npos ? address : "[" + address + "]";
    const auto url = "http://" + host + ":" + std::to_string(port) + "/readyz";
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl{curl_easy_init(), curl_easy_cleanup};
    long status = 0;
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_NOBODY, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, 2000L);
    return curl_easy_perform(curl.get()) == CURLE_OK && curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status) == CURLE_OK && status == 200;
}

}  // namespace ansvar::app
