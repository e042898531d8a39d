#include "inbox/read_apart.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

extern char** environ;

namespace ansvar::inbox {

namespace {

using mail::IncomingMail;
using mail::Unreadable;
using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr rlim_t most_memory = rlim_t{768} * 1024 * 1024;  ///< of the reading process: some ten times the largest mail
constexpr rlim_t most_seconds = 20;                        ///< of processor time
constexpr std::size_t most_answer = std::size_t{160} * 1024 * 1024;

json to_json(const IncomingMail& mail) {
    auto to = json::array(), files = json::array();
    for (const auto& address : mail.to) {
        to.push_back(address.text());
    }
    for (const auto& file : mail.files) {
        files.push_back({{"name", file.name}, {"type", file.declared_type}, {"bytes", json::binary({file.bytes.begin(), file.bytes.end()})}});
    }
    json view{{"message_id", mail.message_id}, {"references", mail.references},   {"from", mail.from ? mail.from->text() : ""},
              {"from_name", mail.from_name},   {"to", std::move(to)},             {"subject", mail.subject},
              {"text", mail.text},             {"quoted", mail.quoted},           {"html", mail.html},
              {"files", std::move(files)},     {"automatic", mail.automatic},     {"wants_no_answer", mail.wants_no_answer},
              {"hops", mail.hops},             {"loop_marks", mail.loop_marks},   {"authentication", mail.authentication}};
    if (mail.sent_at) {
        view["sent_at"] = mail.sent_at->time_since_epoch().count();
    }
    if (mail.bounce) {
        view["bounce"] = {{"message_id", mail.bounce->message_id}, {"recipient", mail.bounce->recipient}, {"status", mail.bounce->status}, {"is_final", mail.bounce->is_final}, {"is_failure", mail.bounce->is_failure}};
    }
    return view;
}

IncomingMail from_json(const json& view) {
    IncomingMail mail;
    mail.message_id = view.at("message_id");
    mail.references = view.at("references").get<std::vector<std::string>>();
    mail.from = MailAddress::parse(view.at("from").get<std::string>());
    mail.from_name = view.at("from_name");
    for (const auto& address : view.at("to")) {
        if (auto parsed = MailAddress::parse(address.get<std::string>())) {
            mail.to.push_back(std::move(*parsed));
        }
    }
    mail.subject = view.at("subject");
    mail.text = view.at("text");
    mail.quoted = view.at("quoted");
    mail.html = view.at("html");
    for (const auto& file : view.at("files")) {
        const auto& bytes = file.at("bytes").get_binary();
        mail.files.push_back({file.at("name"), file.at("type"), std::string{bytes.begin(), bytes.end()}});
    }
    mail.automatic = view.at("automatic");
    mail.wants_no_answer = view.at("wants_no_answer");
    mail.hops = view.at("hops");
    mail.loop_marks = view.at("loop_marks").get<std::vector<std::string>>();
    mail.authentication = view.at("authentication");
    if (view.contains("sent_at")) {
        mail.sent_at = Timestamp{Timestamp::duration{view["sent_at"].get<Timestamp::rep>()}};
    }
    if (view.contains("bounce")) {
        const auto& bounce = view["bounce"];
        mail.bounce = mail::Bounce{bounce.at("message_id"), bounce.at("recipient"), bounce.at("status"), bounce.at("is_final"), bounce.at("is_failure")};
    }
    return mail;
}

/// A way to or from the process; closed when it goes. A socket, since writing to one that nobody reads need not raise a signal.
class Pipe {
public:
    Pipe() {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()) != 0) {
            throw std::system_error(errno, std::generic_category(), "a pipe for reading a mail");
        }
    }
    ~Pipe() { close_reading(), close_writing(); }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    int reading() const { return ends_[0]; }
    int writing() const { return ends_[1]; }
    void close_reading() { close_end(ends_[0]); }
    void close_writing() { close_end(ends_[1]); }

private:
    static void close_end(int& end) {
        if (end >= 0) {
            ::close(end);
            end = -1;
        }
    }
    std::array<int, 2> ends_{-1, -1};
};

/// A process that reads one mail; killed and waited for at the end, whatever it does.
class ReadingProcess {
public:
    ReadingProcess(const std::string& program, int input, int output) {
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
        std::string name = "ansvar", mail = "mail", read = "read";
        std::array<char*, 4> arguments{name.data(), mail.data(), read.data(), nullptr};
        std::array<char*, 1> nothing{nullptr};
        const int fault = ::posix_spawn(&id_, program.c_str(), &actions, nullptr, arguments.data(), nothing.data());
        posix_spawn_file_actions_destroy(&actions);
        if (fault != 0) {
            throw std::system_error(fault, std::generic_category(), "a process for reading a mail could not be started");
        }
    }
    ~ReadingProcess() {
        ::kill(id_, SIGKILL);
        int status = 0;
        while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
        }
    }
    ReadingProcess(const ReadingProcess&) = delete;
    ReadingProcess& operator=(const ReadingProcess&) = delete;

private:
    pid_t id_ = -1;
};

/// Feeds the mail in and takes the answer out at once, so that neither side waits for the other. Empty when it took too long.
std::string exchange(Pipe& to, Pipe& from, std::string_view raw, Clock::time_point until) {
    ::fcntl(to.writing(), F_SETFL, O_NONBLOCK);
    if (raw.empty()) {
        to.close_writing();
    }
    std::string answer;
    std::vector<char> buffer(256 * 1024);
    while (answer.size() < most_answer) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        std::array<pollfd, 2> ends{pollfd{from.reading(), POLLIN, 0}, pollfd{raw.empty() ? -1 : to.writing(), POLLOUT, 0}};
        if (left <= 0 || ::poll(ends.data(), ends.size(), static_cast<int>(left)) == 0) {
            return {};
        }
        if (ends[1].revents != 0) {
            const auto written = ::send(to.writing(), raw.data(), raw.size(), MSG_NOSIGNAL);
            raw = written > 0 ? raw.substr(static_cast<std::size_t>(written)) : errno == EAGAIN ? raw : std::string_view{};
            if (raw.empty()) {
                to.close_writing();
            }
        }
        if (ends[0].revents != 0) {
            const auto got = ::read(from.reading(), buffer.data(), buffer.size());
            if (got <= 0) {
                return answer;
            }
            answer.append(buffer.data(), static_cast<std::size_t>(got));
        }
    }
    return {};
}

void limit(int resource, rlim_t most) {
    const rlimit both{most, most};
    ::setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

void write_all(int output, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(output, bytes.data(), bytes.size());
        if (written <= 0 && errno != EINTR) {
            return;
        }
        bytes.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
}

}  // namespace

int read_for_another(int input, int output) {
#if !defined(__SANITIZE_ADDRESS__)  // which maps terabytes
    limit(RLIMIT_AS, most_memory);
#endif
    limit(RLIMIT_CPU, most_seconds);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    std::string raw;
    std::vector<char> buffer(256 * 1024);
    for (;;) {
        const auto got = ::read(input, buffer.data(), buffer.size());
        if (got == 0 || raw.size() > mail::IncomingLimits{}.bytes) {
            break;
        }
        if (got < 0 && errno != EINTR) {
            return 1;
        }
        raw.append(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    }
    const auto mail = mail::read_mail(raw);
    const auto answer = mail ? to_json(*mail) : json{{"unreadable", static_cast<int>(mail.error())}};
    const auto bytes = json::to_cbor(answer);
    write_all(output, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    return 0;
}

Result<IncomingMail, Unreadable> read_apart(const std::filesystem::path& program, std::string_view raw, std::chrono::milliseconds patience) {
    if (raw.size() > mail::IncomingLimits{}.bytes) {
        return refuse(Unreadable::TooLarge);
    }
    const auto until = Clock::now() + patience;
    Pipe to, from;
    const ReadingProcess process{program.string(), to.reading(), from.writing()};
    to.close_reading();
    from.close_writing();
    const auto answer = exchange(to, from, raw, until);
    const auto view = json::from_cbor(answer, true, false);
    if (view.is_discarded() || !view.is_object()) {
        return refuse(Unreadable::TooDear);
    }
    if (view.contains("unreadable")) {
        return refuse(static_cast<Unreadable>(view["unreadable"].get<int>()));
    }
    try {
        return from_json(view);
    } catch (const json::exception&) {
        return refuse(Unreadable::TooDear);
    }
}

}  // namespace ansvar::inbox
