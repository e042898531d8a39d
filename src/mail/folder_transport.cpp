#include "mail/folder_transport.hpp"

#include "core/secret.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace ansvar::mail {

namespace {

namespace fs = std::filesystem;

std::string file_name(const Parcel& parcel) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(parcel.created_at);
    return fmt::format("{:%Y%m%dT%H%M%S}Z-{:06}-{}.eml", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)), parcel.id.value,
                       name(parcel.kind));
}

/// Errors are values here: 0, or errno.
int write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            return errno;
        }
        bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return ::fsync(file) == 0 ? 0 : errno;
}

int write_file(const fs::path& path, std::string_view bytes) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        return errno;
    }
    const int written = write_all(file, bytes);
    return ::close(file) == 0 ? written : errno;
}

}  // namespace

FolderTransport::FolderTransport(fs::path folder) : folder_{std::move(folder)} {
    if (fs::create_directories(folder_)) {
        fs::permissions(folder_, fs::perms::owner_all);
    }
}

Delivery FolderTransport::send(const Parcel& parcel) {
    const auto name = file_name(parcel);
    const auto unfinished = folder_ / ("." + name + "." + random_token(6));
    int fault = write_file(unfinished, parcel.message);
    if (fault == 0 && ::rename(unfinished.c_str(), (folder_ / name).c_str()) != 0) {
        fault = errno;
    }
    if (fault != 0) {
        ::unlink(unfinished.c_str());
        return {Outcome::Later, "the mail folder cannot be written: " + std::generic_category().message(fault)};
    }
    return {Outcome::Sent, "laid into the mail folder as " + name};
}

}  // namespace ansvar::mail
