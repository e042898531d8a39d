#include "mail/folder_transport.hpp"

#include "core/secret.hpp"
#include "mail/durable_file.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <string>
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

}  // namespace

FolderTransport::FolderTransport(fs::path folder) : folder_{std::move(folder)} {
    if (fs::create_directories(folder_)) {
        fs::permissions(folder_, fs::perms::owner_all);
    }
}

Delivery FolderTransport::send(const Parcel& parcel) {
    const auto name = file_name(parcel);
    const auto unfinished = folder_ / ("." + name + "." + random_token(6));
    int fault = write_new_file(unfinished, parcel.message);
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
