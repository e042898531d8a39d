#include "web/assets.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <unordered_map>

#include "core/secret.hpp"
#include "core/text.hpp"
#include "web/ascii.hpp"
#include "web/manners.hpp"
#include "web/compression.hpp"
#include "web/files.hpp"

namespace ansvar::web {
namespace {

constexpr std::size_t largest_for_best_brotli = 100 * 1024;
using Bytes = std::shared_ptr<const std::string>;

std::string_view type_of(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 15> types{{
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
        {".html", "text/html; charset=utf-8"},
        {".rules.json", "application/speculationrules+json"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".pdf", "application/pdf"},
    }};
    for (const auto& [extension, type] : types) {
        if (name.size() > extension.size() && name.substr(name.size() - extension.size()) == extension) {
            return type;
        }
    }
    return "application/octet-stream";
}

/// "css/base.css" → "/assets/css/base.1a2b3c4d.css".
std::string hashed_url(const std::string& name, const std::string& hash) {
    const auto dot = name.rfind('.');
    const auto slash = name.rfind('/');
    const bool has_extension = dot != std::string::npos && (slash == std::string::npos || dot > slash);
    return has_extension ? "/assets/" + name.substr(0, dot) + "." + hash + name.substr(dot) : "/assets/" + name + "." + hash;
}

struct Asset {
    std::string name;
    std::string url;
    std::string hash;
    std::string_view type;
    Bytes plain;
    std::atomic<bool> is_compressed{false};  ///< set last, after which the two below no longer change
    Bytes brotli;                            ///< empty when it does not make the file smaller
    Bytes gzip;
};

Bytes smaller(std::string packed, const std::string& plain) {
    return packed.size() < plain.size() ? std::make_shared<const std::string>(std::move(packed)) : nullptr;
}

void compress_asset(Asset& asset) {
    if (is_compressible(asset.type)) {
        const int quality = asset.plain->size() < largest_for_best_brotli ? 11 : 9;
        asset.brotli = smaller(brotli(*asset.plain, quality), *asset.plain);
        asset.gzip = smaller(gzip(*asset.plain, 9), *asset.plain);
    }
    asset.is_compressed.store(true, std::memory_order_release);
}

/// A compressed copy the browser takes and the plain bytes otherwise, with the encoding's name.
std::pair<Bytes, std::string_view> copy_for(const Asset& asset, std::string_view accept_encoding) {
    if (asset.is_compressed.load(std::memory_order_acquire)) {
        const auto encoding = preferred_encoding(accept_encoding);
        if (encoding == Encoding::Brotli && asset.brotli) {
            return {asset.brotli, "br"};
        }
        if (encoding == Encoding::Gzip && asset.gzip) {
            return {asset.gzip, "gzip"};
        }
    }
    return {asset.plain, ""};
}

}  // namespace

struct Assets::Store {
    std::map<std::string, std::shared_ptr<Asset>, std::less<>> by_name;
    std::unordered_map<std::string, std::pair<const Asset*, bool /* for ever */>> by_path;
    std::atomic<bool> stopping{false};
    mutable std::mutex mutex;
    mutable std::condition_variable done;
    bool is_done = false;
    std::thread compressor;

    void add_folder(const std::filesystem::path& folder);
    void compress_all();
};

void Assets::Store::add_folder(const std::filesystem::path& folder) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        const auto name = entry.path().lexically_relative(folder).generic_string();
        if (!entry.is_regular_file() || name[0] == '.' || name.find("/.") != std::string::npos) {
            continue;
        }
        auto asset = std::make_shared<Asset>();
        asset->name = name;
        asset->plain = std::make_shared<const std::string>(read_file(entry.path()));
        asset->hash = sha256(*asset->plain).substr(0, 8);
        asset->url = hashed_url(name, asset->hash);
        asset->type = type_of(name);
        by_name[name] = std::move(asset);
    }
}

void Assets::Store::compress_all() {
    for (const auto& [name, asset] : by_name) {
        if (stopping) {
            break;
        }
        try {
            compress_asset(*asset);
        } catch (const std::exception& fault) {
            spdlog::warn("asset {} is served uncompressed: {}", name, fault.what());
        }
    }
    const std::lock_guard lock{mutex};
    is_done = true;
    done.notify_all();
}

Assets::Assets(const std::vector<std::filesystem::path>& folders) : store_(std::make_unique<Store>()) {
    for (const auto& folder : folders) {
        store_->add_folder(folder);
    }
    for (const auto& [name, asset] : store_->by_name) {
        store_->by_path[asset->url] = {asset.get(), true};
        store_->by_path["/assets/" + name] = {asset.get(), false};
    }
    store_->compressor = std::thread{[store = store_.get()] { store->compress_all(); }};
}

Assets::~Assets() {
    store_->stopping = true;
    store_->compressor.join();
}

const std::string& Assets::url(std::string_view name) const {
    const auto found = store_->by_name.find(name);
    if (found == store_->by_name.end()) {
        throw std::out_of_range("there is no asset " + std::string{name});
    }
    return found->second->url;
}

std::vector<std::string> Assets::names() const {
    std::vector<std::string> names;
    for (const auto& [name, asset] : store_->by_name) {
        names.push_back(name);
    }
    return names;
}

std::optional<Response> Assets::answer(std::string_view path, std::string_view accept_encoding, std::string_view if_none_match) const {
    const auto found = store_->by_path.find(std::string{path});
    if (found == store_->by_path.end()) {
        return std::nullopt;
    }
    const auto& [asset, for_ever] = found->second;
    const auto [bytes, encoding] = copy_for(*asset, accept_encoding);
    const auto etag = "\"" + asset->hash + (encoding.empty() ? "" : "-") + std::string{encoding} + "\"";
    Response response;
    response.headers = {{"ETag", etag},
                        {"Cache-Control", for_ever ? "public, max-age=31536000, immutable" : "public, no-cache"},
                        {"Vary", "Accept-Encoding"}};
    if (is_named(if_none_match, etag)) {
        response.status = 304;
        return response;
    }
    response.headers.emplace_back("Content-Type", asset->type);
    if (!encoding.empty()) {
        response.headers.emplace_back("Content-Encoding", encoding);
    }
    response.shared_body = bytes;
    return response;
}

void Assets::wait_until_compressed() const {
    std::unique_lock lock{store_->mutex};
    store_->done.wait(lock, [&] { return store_->is_done; });
}

}  // namespace ansvar::web
