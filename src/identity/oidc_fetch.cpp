#include "identity/oidc_fetch.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>

#include "web/errors.hpp"

namespace ansvar::identity {

namespace {

constexpr std::size_t largest_answer = 1024 * 1024;
constexpr int most_at_once = 3;

/// One of the places that calls to providers share; given back at the end of the scope.
class Place {
public:
    Place() {
        if (taken().fetch_add(1) >= most_at_once) {
            taken().fetch_sub(1);
            throw web::Unavailable{std::chrono::seconds{2}, "as many calls to sign-in providers as may be are under way"};
        }
    }
    ~Place() { taken().fetch_sub(1); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

private:
    static std::atomic<int>& taken() {
        static std::atomic<int> count{0};
        return count;
    }
};

std::size_t keep(char* data, std::size_t size, std::size_t count, void* into) {
    auto& body = *static_cast<std::string*>(into);
    if (body.size() + size * count > largest_answer) {
        return 0;  // curl gives up
    }
    body.append(data, size * count);
    return size * count;
}

struct EasyEnd {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListEnd {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

void put_rules(CURL* easy, const HttpCall& call) {
    const bool is_here = is_loopback_address(call.url);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, is_here ? "http" : "https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(call.limit.count()));
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(call.limit.count()));
    curl_easy_setopt(easy, CURLOPT_MAXFILESIZE, static_cast<long>(largest_answer));
    if (is_here) {
        curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    }
}

bool begins_with_host(std::string_view rest, std::string_view host) {
    return rest.starts_with(host) && (rest.size() == host.size() || rest[host.size()] == ':' || rest[host.size()] == '/');
}

/// What stands where a user's name would, or what no address has.
bool is_plain(std::string_view url) {
    const auto authority = url.substr(url.find("//") + 2);
    return authority.substr(0, authority.find('/')).find('@') == std::string_view::npos &&
           std::all_of(url.begin(), url.end(), [](char letter) { return letter > ' ' && letter < '\x7f' && letter != '\\'; });
}

}  // namespace

bool is_loopback_address(std::string_view url) {
    constexpr std::string_view scheme = "http://";
    if (!url.starts_with(scheme) || !is_plain(url)) {
        return false;
    }
    const auto rest = url.substr(scheme.size());
    return begins_with_host(rest, "127.0.0.1") || begins_with_host(rest, "localhost") || begins_with_host(rest, "[::1]");
}

bool is_safe_address(std::string_view url) {
    constexpr std::string_view scheme = "https://";
    return is_loopback_address(url) || (url.starts_with(scheme) && url.size() > scheme.size() && url[scheme.size()] != '/' && is_plain(url));
}

bool may_lead_to(std::string_view issuer, std::string_view url) {
    return is_safe_address(url) && (!is_loopback_address(url) || is_loopback_address(issuer));
}

HttpAnswer fetch_by_curl(const HttpCall& call) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    if (!is_safe_address(call.url)) {
        return {.failure = "not an address that may be called"};
    }
    const Place place;
    const std::unique_ptr<CURL, EasyEnd> easy{curl_easy_init()};
    if (!easy) {
        return {.failure = "curl could not start"};
    }
    HttpAnswer answer;
    put_rules(easy.get(), call);
    curl_easy_setopt(easy.get(), CURLOPT_URL, call.url.c_str());
    std::unique_ptr<curl_slist, ListEnd> headers{curl_slist_append(nullptr, "Accept: application/json")};
    if (call.form) {
        curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(call.form->size()));
        curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, call.form->c_str());
    }
    if (!call.user.empty()) {
        curl_easy_setopt(easy.get(), CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
        curl_easy_setopt(easy.get(), CURLOPT_USERNAME, call.user.c_str());
        curl_easy_setopt(easy.get(), CURLOPT_PASSWORD, call.password.c_str());
    }
    if (!call.bearer.empty()) {
        curl_slist_append(headers.get(), ("Authorization: Bearer " + call.bearer).c_str());
    }
    curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &answer.body);
    if (const auto code = curl_easy_perform(easy.get()); code != CURLE_OK) {
        return {.failure = curl_easy_strerror(code)};
    }
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    return answer;
}

}  // namespace ansvar::identity
