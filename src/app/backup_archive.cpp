#include "app/backup_archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace ansvar::app {

namespace fs = std::filesystem;

namespace {

constexpr int compression = 3;  // Zstandard's own default: the disk, not the processor, is what a backup waits for
constexpr const char* half_ending = ".half";
constexpr la_int64_t largest_piece = la_int64_t{1} << 31;

struct FreeWriter {
    void operator()(archive* a) const { archive_write_free(a); }
};
struct FreeReader {
    void operator()(archive* a) const { archive_read_free(a); }
};
struct FreeEntry {
    void operator()(archive_entry* e) const { archive_entry_free(e); }
};

[[noreturn]] void cannot(std::string_view what, const fs::path& file, int error) {
    throw std::runtime_error(fmt::format("cannot {} {}: {}", what, file.string(), std::strerror(error)));
}

void settle(const fs::path& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        ::fsync(fd);
        ::close(fd);
    }
}

}  // namespace

class ArchiveSink::Inside {
public:
    explicit Inside(fs::path target) : file{fs::absolute(std::move(target))}, half{file.string() + half_ending} {
        if (fs::exists(fs::symlink_status(file))) {
            throw std::runtime_error(fmt::format("{} exists already", file.string()));
        }
        descriptor = ::open(half.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (descriptor < 0) {
            cannot("write", half, errno);
        }
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            ::close(descriptor);
            throw std::runtime_error(fmt::format("another backup is writing {}", half.string()));
        }
        if (::ftruncate(descriptor, 0) != 0 || ::fchmod(descriptor, 0600) != 0) {  // what a killed one left
            const int error = errno;
            ::close(descriptor);
            cannot("write", half, error);
        }
        begin();
    }

    ~Inside() {
        if (fault == 0) {
            fault = ECANCELED;  // what libarchive still holds is thrown away
        }
        writer.reset();
        if (!is_finished) {
            ::unlink(half.c_str());
        }
        ::close(descriptor);
    }

    void require(la_ssize_t answer) const {
        if (fault != 0 || answer < ARCHIVE_OK) {
            cannot("write", file, fault != 0 ? fault : archive_errno(writer.get()));
        }
    }

    void begin() {
        writer.reset(archive_write_new());
        require(archive_write_add_filter_zstd(writer.get()));
        require(archive_write_set_filter_option(writer.get(), "zstd", "compression-level", std::to_string(compression).c_str()));
        require(archive_write_set_format_gnutar(writer.get()));  // names stay the bytes they are; pax wants a locale that knows them
        require(archive_write_set_bytes_in_last_block(writer.get(), 1));
        require(archive_write_open(writer.get(), this, nullptr, &Inside::take, nullptr));
    }

    /**
     * @brief Writes what libarchive gives, and throws it away once a write has failed.
     *
     * libarchive itself never hears of the failure: a writer that has failed (or been told archive_write_fail()) is not closed when
     * it is freed, and leaks its output buffer (3.6.2).
     */
    static la_ssize_t take(archive*, void* self, const void* bytes, std::size_t size) {
        auto& in = *static_cast<Inside*>(self);
        const auto* from = static_cast<const char*>(bytes);
        for (std::size_t done = 0; in.fault == 0 && done < size;) {
            const auto written = ::write(in.descriptor, from + done, size - done);
            if (written >= 0) {
                done += static_cast<std::size_t>(written);
            } else if (errno != EINTR) {
                in.fault = errno;
            }
        }
        return static_cast<la_ssize_t>(size);
    }

    const fs::path file, half;
    int descriptor = -1;
    int fault = 0;  // errno of the first write that failed
    std::unique_ptr<archive, FreeWriter> writer;
    bool is_finished = false;
};

ArchiveSink::ArchiveSink(fs::path file) : inside_{std::make_unique<Inside>(std::move(file))} {}
ArchiveSink::~ArchiveSink() = default;

void ArchiveSink::put(const std::string& name, std::string_view content) {
    const std::unique_ptr<archive_entry, FreeEntry> entry{archive_entry_new()};
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0600);
    auto& in = *inside_;
    in.require(archive_write_header(in.writer.get(), entry.get()));
    for (std::string_view rest = content; !rest.empty();) {
        const auto written = archive_write_data(in.writer.get(), rest.data(), rest.size());
        in.require(written > 0 ? written : ARCHIVE_FATAL);
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    in.require(archive_write_finish_entry(in.writer.get()));
}

void ArchiveSink::finish() {
    auto& in = *inside_;
    in.require(archive_write_close(in.writer.get()));
    if (::fsync(in.descriptor) != 0 || ::rename(in.half.c_str(), in.file.c_str()) != 0) {
        cannot("write", in.file, errno);
    }
    in.is_finished = true;
    settle(in.file.parent_path());
}

void remove_left_halves(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator{folder}) {
        if (entry.path().extension() != half_ending) {
            continue;
        }
        const int descriptor = ::open(entry.path().c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
        if (descriptor < 0) {
            continue;
        }
        if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
            ::unlink(entry.path().c_str());
        }
        ::close(descriptor);
    }
}

void ArchiveSource::each(const std::function<void(const std::string&, const std::string&)>& take) const {
    const std::unique_ptr<archive, FreeReader> reader{archive_read_new()};
    archive_read_support_filter_zstd(reader.get());
    archive_read_support_format_tar(reader.get());
    const auto damaged = [&] {
        return std::runtime_error(fmt::format("{} is damaged, cut off, or no backup: {}", file_.string(), archive_error_string(reader.get())));
    };
    if (!fs::is_regular_file(file_)) {
        throw std::runtime_error(fmt::format("{} is not a file", file_.string()));
    }
    if (archive_read_open_filename(reader.get(), file_.c_str(), 256 * 1024) != ARCHIVE_OK) {
        throw damaged();
    }
    archive_entry* entry = nullptr;
    int answer = ARCHIVE_OK;
    while ((answer = archive_read_next_header(reader.get(), &entry)) == ARCHIVE_OK) {
        const auto size = archive_entry_size(entry);
        const auto* name = archive_entry_pathname(entry);
        if (name == nullptr || size < 0 || size > largest_piece) {
            throw std::runtime_error(fmt::format("{} is no backup", file_.string()));
        }
        std::string content(static_cast<std::size_t>(size), '\0');
        if (size > 0 && archive_read_data(reader.get(), content.data(), content.size()) != size) {
            throw damaged();
        }
        take(name, content);
    }
    if (answer != ARCHIVE_EOF) {
        throw damaged();
    }
}

}  // namespace ansvar::app
