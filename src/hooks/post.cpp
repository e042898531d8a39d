#include "hooks/post.hpp"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "mail/outcome.hpp"

namespace ansvar::hooks {

namespace {

constexpr std::size_t largest_answer = 16 * 1024;

struct EasyEnd {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListEnd {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListEnd>;

List list_of(const std::vector<std::string>& lines) {
    List list;
    for (const auto& line : lines) {
        if (auto* longer = curl_slist_append(list.get(), line.c_str())) {
            static_cast<void>(list.release());
            list.reset(longer);
        }
    }
    return list;
}

/// What a call's callbacks share.
struct Line {
    const Networks& allowed;
    bool is_encrypted = false;
    bool was_refused = false;  ///< at least one address
    bool was_opened = false;   ///< at least one other
    std::string body = {};
};

curl_socket_t open_socket(void* line, curlsocktype, curl_sockaddr* address) {
    auto& its = *static_cast<Line*>(line);
    if (!may_connect(address->addr, its.is_encrypted, its.allowed)) {
        its.was_refused = true;
        return CURL_SOCKET_BAD;
    }
    its.was_opened = true;
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t keep(char* data, std::size_t size, std::size_t count, void* line) {
    auto& body = static_cast<Line*>(line)->body;
    const auto came = size * count, taken = std::min(came, largest_answer - body.size());
    body.append(data, taken);
    return taken;  // curl gives up when it is less
}

int look_at_stop(void* call, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<const Call*>(call)->stop.stop_requested() ? 1 : 0;
}

void put_rules(CURL* easy, const PostRules& rules, Line& line) {
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!rules.certificates.empty()) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, rules.certificates.c_str());
    }
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(rules.limit.count()));
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(rules.limit.count()));
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &line);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &line);
}

Answer read_answer(CURL* easy, CURLcode code, const Line& line) {
    Answer answer;
    long status = 0;
    curl_off_t microseconds = 0, wait = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &microseconds);
    curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &wait);
    answer.took = std::chrono::milliseconds{microseconds / 1000};
    // An answer that is longer than we read is an answer.
    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && status != 0)) {
        answer.status = static_cast<int>(status);
        answer.words = mail::readable(line.body);
        answer.retry_after = wait > 0 ? std::optional{std::chrono::seconds{wait}} : std::nullopt;
    } else if (line.was_refused && !line.was_opened) {
        answer.words = network_refused;
    } else {
        answer.words = curl_easy_strerror(code);
    }
    return answer;
}

}  // namespace

Answer post(const Call& call, const PostRules& rules) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    const std::unique_ptr<CURL, EasyEnd> easy{curl_easy_init()};
    if (!easy) {
        return {.words = "curl could not start"};
    }
    Line line{.allowed = rules.allowed, .is_encrypted = call.url.starts_with("https://")};
    put_rules(easy.get(), rules, line);
    curl_easy_setopt(easy.get(), CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy.get(), CURLOPT_XFERINFOFUNCTION, look_at_stop);
    curl_easy_setopt(easy.get(), CURLOPT_XFERINFODATA, &call);
    const auto headers = list_of(call.headers), names = list_of(rules.names);
    curl_easy_setopt(easy.get(), CURLOPT_URL, call.url.c_str());
    curl_easy_setopt(easy.get(), CURLOPT_RESOLVE, names.get());
    curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(call.payload.size()));
    curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, call.payload.c_str());
    const auto code = curl_easy_perform(easy.get());
    return read_answer(easy.get(), code, line);
}

}  // namespace ansvar::hooks
