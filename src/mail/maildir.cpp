#include "mail/maildir.hpp"

#include "core/secret.hpp"
#include "mail/durable_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

namespace ansvar::mail {

namespace {

namespace fs = std::filesystem;

constexpr auto handled_folder = ".Handled";
constexpr auto failed_folder = ".Failed";

void make_private_folder(const fs::path& folder) {
    if (fs::create_directories(folder)) {
        fs::permissions(folder, fs::perms::owner_all);
    }
}

void make_maildir(const fs::path& folder) {
    make_private_folder(folder);
    for (const auto* part : {"tmp", "new", "cur"}) {
        make_private_folder(folder / part);
    }
}

/// One of the Maildir's own folders, by the rules of Maildir++: the empty file tells mail programs what it is.
void make_subfolder(const fs::path& folder) {
    make_maildir(folder);
    const int mark = ::open((folder / "maildirfolder").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (mark >= 0) {
        ::close(mark);
    }
}

struct Waiting {
    timespec written{};
    fs::path path;

    bool operator<(const Waiting& other) const {
        return std::tie(written.tv_sec, written.tv_nsec, path) < std::tie(other.written.tv_sec, other.written.tv_nsec, other.path);
    }
};

void add_waiting(std::vector<Waiting>& all, const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator{folder}) {
        struct stat about {};
        const bool is_mail =
            entry.path().filename().native().front() != '.' && ::lstat(entry.path().c_str(), &about) == 0 && S_ISREG(about.st_mode);
        if (is_mail) {
            all.push_back({about.st_mtim, entry.path()});
        }
    }
}

std::vector<Waiting> waiting_in(const fs::path& maildir) {
    std::vector<Waiting> all;
    try {
        add_waiting(all, maildir / "new");
        add_waiting(all, maildir / "cur");
    } catch (const fs::filesystem_error& fault) {
        throw MailboxFault("the maildir cannot be read: " + fault.code().message());
    }
    std::sort(all.begin(), all.end());
    return all;
}

/// Open for reading, closed at the end of the scope.
class Open {
public:
    explicit Open(const fs::path& path) : file_{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)} {}
    ~Open() {
        if (file_ >= 0) {
            ::close(file_);
        }
    }
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;

    int file() const { return file_; }

private:
    int file_;
};

int read_all(int file, std::string& bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const auto got = ::read(file, bytes.data() + done, bytes.size() - done);
        if (got < 0 && errno != EINTR) {
            return errno;
        }
        if (got == 0) {
            bytes.resize(done);
        }
        done += got < 0 ? 0 : static_cast<std::size_t>(got);
    }
    return 0;
}

/// 0, or errno; ENOENT when it is gone.
int read_mail(const fs::path& path, std::uint64_t most_bytes, Fetched& mail) {
    const Open open{path};
    struct stat about {};
    if (open.file() < 0 || ::fstat(open.file(), &about) != 0) {
        return errno;
    }
    mail.key = path.filename();
    mail.bytes = static_cast<std::uint64_t>(about.st_size);
    mail.raw.resize(mail.bytes > most_bytes ? 0 : mail.bytes);
    return read_all(open.file(), mail.raw);
}

/// Its name of long may be taken there: somebody may lay files of the same name into new again and again.
fs::path place_in(const fs::path& subfolder, const fs::path& mail) {
    const auto name = mail.filename().native();
    return subfolder / "cur" / (name.substr(0, name.find(":2,")) + "." + random_token(6) + ":2,S");
}

std::string host_part() {
    std::array<char, 256> name{};
    ::gethostname(name.data(), name.size() - 1);
    std::string host = name.data();
    std::replace_if(
        host.begin(), host.end(), [](char c) { return c == '/' || c == ':' || c == '.'; }, '-');
    return host.empty() ? "localhost" : host;
}

/// As the inventor of Maildirs wants it: seconds, something that nobody else draws, host.
std::string new_name() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
    const auto rest = std::chrono::duration_cast<std::chrono::microseconds>(now - seconds);
    return fmt::format("{}.M{:06}P{}R{}.{}", seconds.count(), rest.count(), ::getpid(), random_token(9), host_part());
}

}  // namespace

Maildir::Maildir(fs::path folder, std::uint64_t most_bytes) : folder_{std::move(folder)}, most_bytes_{most_bytes} {
    make_maildir(folder_);
    make_subfolder(folder_ / handled_folder);
    make_subfolder(folder_ / failed_folder);
}

std::size_t Maildir::fetch(std::size_t most, const std::function<bool(const Fetched&)>& take) {
    std::size_t taken = 0;
    std::string left;
    const auto leave = [&](const fs::path& path, int fault) {
        if (fault != ENOENT && left.empty()) {
            left = fmt::format("{} stays in the maildir: {}", path.filename().string(), std::generic_category().message(fault));
        }
    };
    for (const auto& waiting : waiting_in(folder_)) {
        if (taken == most) {
            break;
        }
        Fetched mail;
        if (const int fault = read_mail(waiting.path, most_bytes_, mail); fault != 0) {
            leave(waiting.path, fault);
            continue;
        }
        const auto* subfolder = take(mail) ? handled_folder : failed_folder;
        ++taken;
        if (::rename(waiting.path.c_str(), place_in(folder_ / subfolder, waiting.path).c_str()) != 0) {
            leave(waiting.path, errno);
        }
    }
    if (!left.empty()) {
        throw MailboxFault(left);
    }
    return taken;
}

std::string Maildir::description() const {
    return "maildir " + folder_.string();
}

void deliver(const fs::path& maildir, std::string_view raw) {
    make_maildir(maildir);
    const auto name = new_name();
    const auto unfinished = maildir / "tmp" / name;
    int fault = write_new_file(unfinished, raw);
    if (fault == 0 && ::rename(unfinished.c_str(), (maildir / "new" / name).c_str()) != 0) {
        fault = errno;
        ::unlink(unfinished.c_str());
    }
    if (fault == 0) {
        fault = sync_folder(maildir / "new");
    }
    if (fault != 0) {
        throw std::system_error(fault, std::generic_category(), "the mail cannot be laid into the maildir");
    }
}

}  // namespace ansvar::mail
