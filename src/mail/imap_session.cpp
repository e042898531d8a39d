#include "mail/imap_session.hpp"

#include "core/number.hpp"
#include "core/text.hpp"
#include "mail/mailbox.hpp"
#include "mail/modified_utf7.hpp"
#include "mail/outcome.hpp"
#include "mail/secret_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace ansvar::mail {

namespace {

constexpr std::size_t most_heard = 300 * 1024;       ///< bytes of answers to one command, mails not counted
constexpr std::uint32_t most_searched = 5'000;       ///< their numbers stand in one line
constexpr long line_buffer = 256 * 1024;             ///< libcurl keeps lines whole up to half of this, and takes 300 kB of lines in all
constexpr std::uint64_t slowest_bytes_per_ms = 256;  ///< a large mail gets as much more time as this needs
constexpr long stalled_bytes_per_second = 1000;

std::string quoted(const std::string& folder) {
    std::string text = "\"";
    for (const char c : modified_utf7(folder)) {
        if (c == '"' || c == '\\') {
            text += '\\';
        }
        text += c;
    }
    return text + "\"";
}

std::string secret_of(const ImapSettings& settings) {
    try {
        return settings.token_file.empty() ? read_secret(settings.password_file, "the mailbox's password")
                                           : read_secret(settings.token_file, "the mailbox's token");
    } catch (const std::runtime_error& fault) {
        throw MailboxFault(fault.what());
    }
}

/// "A003 NO too late" → "NO too late"; empty when it is no such line.
std::string_view verdict_in(std::string_view line) {
    const auto blank = line.find(' ');
    const auto rest = blank == std::string_view::npos ? std::string_view{} : line.substr(blank + 1);
    const bool is_one = blank == 4 && (rest.starts_with("OK") || rest.starts_with("NO") || rest.starts_with("BAD"));
    return is_one ? rest : std::string_view{};
}

/// The number behind a word such as "UID ", if there is one.
template <class Number>
std::optional<Number> number_after(std::string_view line, std::string_view word) {
    const auto at = line.find(word);
    if (at == std::string_view::npos) {
        return {};
    }
    const auto rest = line.substr(at + word.size());
    return whole_number<Number>(rest.substr(0, rest.find_first_not_of("0123456789")));
}

}  // namespace

ImapSession::ImapSession(const ImapSettings& settings)
    : settings_{settings}, secret_{secret_of(settings)}, folder_path_{percent_encode(modified_utf7(settings.folder))} {
    for (const auto& line : demand("", "CAPABILITY").lines) {
        const auto words = split(line, ' ');
        const auto has = [&](std::string_view word) { return std::find(words.begin(), words.end(), word) != words.end(); };
        can_move_ = can_move_ || has("MOVE");
        can_expunge_one_ = can_expunge_one_ || has("UIDPLUS");
    }
}

bool ImapSession::has_folder(const std::string& name) {
    const auto answer = demand("", "LIST \"\" " + quoted(name));
    return std::any_of(answer.lines.begin(), answer.lines.end(), [](const auto& line) { return line.starts_with("LIST "); });
}

void ImapSession::make_folder(const std::string& name) {
    const auto answer = command("", "CREATE " + quoted(name));
    if (!answer.is_ok && !has_folder(name)) {  // another instance may have been quicker
        fail(fmt::format("the folder {} cannot be made: {}", name, masked(answer.verdict)));
    }
}

std::vector<MailUid> ImapSession::unhandled() {
    const auto count = open_folder();
    std::vector<MailUid> mails;
    if (count == 0) {
        return mails;
    }
    const auto range = count > most_searched ? fmt::format("1:{} ", most_searched) : std::string{};
    const auto answer = demand(folder_path_, fmt::format("UID SEARCH {}NOT DELETED", range));
    for (const std::string_view line : answer.lines) {
        if (!line.starts_with("SEARCH")) {
            continue;
        }
        for (const auto word : split(line.substr(6), ' ')) {
            if (const auto mail = whole_number<MailUid>(word)) {
                mails.push_back(*mail);
            }
        }
    }
    std::sort(mails.begin(), mails.end());
    mails.erase(std::unique(mails.begin(), mails.end()), mails.end());
    return mails;
}

/// How many mails lie there. From now on a folder that was made anew under the same name, with other mails under the same numbers, is not
/// taken for it.
std::uint32_t ImapSession::open_folder() {
    std::uint32_t count = 0;
    for (const std::string_view line : demand(folder_path_, "NOOP").lines) {
        const auto validity = number_after<std::uint32_t>(line, "[UIDVALIDITY ");
        if (validity && line.starts_with("OK ")) {
            folder_path_ = fmt::format("{};UIDVALIDITY={}", percent_encode(modified_utf7(settings_.folder)), *validity);
        }
        if (line.ends_with(" EXISTS")) {
            count = whole_number<std::uint32_t>(line.substr(0, line.find(' '))).value_or(count);
        }
    }
    return count;
}

std::map<MailUid, std::uint64_t> ImapSession::sizes(const std::vector<MailUid>& mails) {
    const auto answer = demand(folder_path_, fmt::format("UID FETCH {} (UID RFC822.SIZE)", fmt::join(mails, ",")));
    std::map<MailUid, std::uint64_t> all;
    for (const auto& line : answer.lines) {
        const auto mail = number_after<MailUid>(line, "UID ");
        const auto bytes = number_after<std::uint64_t>(line, "RFC822.SIZE ");
        if (mail && bytes) {
            all[*mail] = *bytes;
        }
    }
    return all;
}

ImapSession::Mail ImapSession::fetch(MailUid mail, std::uint64_t bytes) {
    // Some servers estimate a mail's size; one that sends far more is cut off.
    most_body_ = bytes + bytes / 4 + 64 * 1024;
    set_up(fmt::format("{}/;UID={}", folder_path_, mail));
    line_.set(CURLOPT_LOW_SPEED_LIMIT, stalled_bytes_per_second);
    line_.set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(settings_.stall_timeout.count()));
    line_.set(CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.command_timeout.count()) + static_cast<long>(bytes / slowest_bytes_per_ms));
    const auto result = perform();
    if (result == CURLE_OK) {
        return {.is_there = true, .raw = std::exchange(body_, {}), .refusal = {}};
    }
    if (result == CURLE_REMOTE_FILE_NOT_FOUND) {
        const auto verdict = masked(heard_.verdict);
        return is_gone(mail) ? Mail{} : Mail{.is_there = true, .raw = {}, .refusal = verdict};
    }
    fail(explain(result));
}

bool ImapSession::is_gone(MailUid mail) {
    return sizes({mail}).empty();
}

std::string ImapSession::move(MailUid mail, const std::string& folder) {
    const auto answer =
        can_move_ ? command(folder_path_, fmt::format("UID MOVE {} {}", mail, quoted(folder))) : copy_and_delete(mail, folder);
    return answer.is_ok || is_gone(mail) ? std::string{} : masked(answer.verdict);
}

ImapSession::Answer ImapSession::copy_and_delete(MailUid mail, const std::string& folder) {
    auto answer = command(folder_path_, fmt::format("UID COPY {} {}", mail, quoted(folder)));
    if (answer.is_ok) {
        answer = command(folder_path_, fmt::format("UID STORE {} +FLAGS.SILENT (\\Deleted)", mail));
    }
    if (answer.is_ok && can_expunge_one_) {  // a plain EXPUNGE would take away what others have marked
        answer = command(folder_path_, fmt::format("UID EXPUNGE {}", mail));
    }
    return answer;
}

void ImapSession::set_up(const std::string& path) {
    const auto timeout = static_cast<long>(settings_.command_timeout.count());
    const auto* scheme = settings_.tls == Tls::Implicit ? "imaps" : "imap";
    line_.begin();
    line_.set(CURLOPT_URL, (address_of(scheme, settings_.host, settings_.port) + path).c_str());
    line_.set(CURLOPT_PROTOCOLS_STR, scheme);
    line_.set(CURLOPT_BUFFERSIZE, line_buffer);
    line_.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings_.connect_timeout.count()));
    line_.set(CURLOPT_TIMEOUT_MS, timeout);
    line_.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, timeout / 1000 + 1);
    line_.set(CURLOPT_ERRORBUFFER, fault_.data());
    line_.set(CURLOPT_HEADERFUNCTION, &ImapSession::on_line);
    line_.set(CURLOPT_HEADERDATA, this);
    line_.set(CURLOPT_WRITEFUNCTION, &ImapSession::on_body);
    line_.set(CURLOPT_WRITEDATA, this);
    line_.set(CURLOPT_VERBOSE, 1L);  // for on_debug, which prints nothing
    line_.set(CURLOPT_DEBUGFUNCTION, &ImapSession::on_debug);
    line_.set(CURLOPT_DEBUGDATA, this);
    line_.protect(settings_.tls, true, settings_.certificates);
    sign_in_as_told();
}

void ImapSession::sign_in_as_told() {
    line_.set(CURLOPT_USERNAME, settings_.user.c_str());
    if (settings_.token_file.empty()) {
        line_.set(CURLOPT_PASSWORD, secret_.c_str());
    } else {
        line_.set(CURLOPT_XOAUTH2_BEARER, secret_.c_str());
        line_.set(CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
    }
}

ImapSession::Answer ImapSession::command(const std::string& path, const std::string& words) {
    most_body_ = most_heard;  // libcurl gives these lines as a body too
    set_up(path);
    line_.set(CURLOPT_CUSTOMREQUEST, words.c_str());
    const auto result = perform();
    if (result != CURLE_OK && result != CURLE_QUOTE_ERROR) {
        fail(explain(result));
    }
    return take_answer(result == CURLE_OK);
}

ImapSession::Answer ImapSession::demand(const std::string& path, const std::string& words) {
    auto answer = command(path, words);
    if (!answer.is_ok) {
        fail(fmt::format("no to {}: {}", words.substr(0, words.find('"')), masked(answer.verdict)));
    }
    return answer;
}

CURLcode ImapSession::perform() {
    heard_ = {};
    heard_bytes_ = 0;
    is_over_ = false;
    is_selecting_ = false;
    body_.clear();
    fault_.front() = '\0';
    return curl_easy_perform(line_.handle());
}

ImapSession::Answer ImapSession::take_answer(bool is_ok) {
    body_.clear();
    heard_.is_ok = is_ok;
    return std::exchange(heard_, {});
}

void ImapSession::fail(const std::string& words) const {
    throw MailboxFault(settings_.host + ": " + words);
}

std::string ImapSession::explain(CURLcode result) const {
    const bool declined = heard_.verdict.starts_with("NO") || heard_.verdict.starts_with("BAD");
    const auto words_of_folder = fmt::format("the folder {} cannot be opened: {}", settings_.folder, masked(heard_.verdict));
    const auto curl_words = masked(fault_.front() != '\0' ? fault_.data() : curl_easy_strerror(result));
    switch (result) {
        case CURLE_LOGIN_DENIED:  // libcurl's word for a refused SELECT too
            return is_selecting_ ? words_of_folder
                   : declined    ? "it does not let us in: " + masked(heard_.verdict)
                                 : fmt::format("it has no way to sign in by {}", settings_.token_file.empty() ? "password" : "XOAUTH2");
        case CURLE_REMOTE_ACCESS_DENIED:
        case CURLE_REMOTE_FILE_NOT_FOUND:
            return words_of_folder;
        case CURLE_USE_SSL_FAILED:
            return "it offers no STARTTLS";
        case CURLE_WRITE_ERROR:
            return "it sends more than it should";
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
            return "no TLS with the certificate it has: " + curl_words;
        default:
            return curl_words;
    }
}

/// A server may repeat what it did not understand.
std::string ImapSession::masked(std::string text) const {
    constexpr std::string_view instead = "***";
    for (auto at = text.find(secret_); at != std::string::npos; at = text.find(secret_, at + instead.size())) {
        text.replace(at, secret_.size(), instead);
    }
    return readable(text);
}

std::size_t ImapSession::on_line(char* data, std::size_t size, std::size_t count, void* session) {
    auto& self = *static_cast<ImapSession*>(session);
    self.heard_bytes_ += size * count;
    if (self.heard_bytes_ > most_heard) {
        return 0;
    }
    if (self.is_over_) {
        return size * count;
    }
    const auto line = trim({data, size * count});
    if (line.starts_with("* ")) {
        self.heard_.lines.emplace_back(line.substr(2));
    } else if (const auto verdict = verdict_in(line); !verdict.empty()) {
        self.heard_.verdict = verdict;
    }
    return size * count;
}

/// After a refusal libcurl takes its leave. Nobody needs the answer to that, and a mute server would keep us waiting for it.
int ImapSession::on_debug(CURL* /*handle*/, curl_infotype type, char* data, std::size_t size, void* session) {
    auto& self = *static_cast<ImapSession*>(session);
    if (type != CURLINFO_HEADER_OUT || self.is_over_) {
        return 0;
    }
    const auto behind_tag = std::string_view{data, size}.substr(std::min<std::size_t>(size, 5));
    self.is_over_ = behind_tag.starts_with("LOGOUT");
    if (self.is_over_) {
        self.line_.stop_listening();
    } else {
        self.is_selecting_ = behind_tag.starts_with("SELECT ");
    }
    return 0;
}

std::size_t ImapSession::on_body(char* data, std::size_t size, std::size_t count, void* session) {
    auto& self = *static_cast<ImapSession*>(session);
    if (self.body_.size() + size * count > self.most_body_) {
        return 0;
    }
    self.body_.append(data, size * count);
    return size * count;
}

}  // namespace ansvar::mail
