#include "routing/school_data.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace ansvar::routing {
namespace {

template <class Value>
Value must(Read<Value> read, const std::filesystem::path& path) {
    if (!read) {
        throw std::runtime_error(path.string() + ": " + explain(read.error().front()));
    }
    return std::move(*read);
}

}  // namespace

std::string read_whole(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary | std::ios::ate);
    std::string bytes(stream ? static_cast<std::size_t>(stream.tellg()) : 0, '\0');
    if (!stream.seekg(0) || !stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
        throw std::runtime_error("cannot read " + file.string());
    }
    return bytes;
}

SchoolData load_school_data(const std::filesystem::path& folder) {
    const auto roles_path = folder / "roles.csv";
    const auto matrix_path = folder / "matrix-1.4.0.csv";
    const auto words_path = folder / "words.csv";
    auto roles = must(read_roles(read_whole(roles_path)), roles_path);
    auto matrix = must(read_matrix(read_whole(matrix_path), std::move(roles), "1.4.0"), matrix_path);
    auto lexicon = must(read_lexicon(read_whole(words_path), matrix), words_path);
    return {std::move(matrix), std::move(lexicon)};
}

std::vector<Case> load_labelled_requests(const std::filesystem::path& folder, const Matrix& matrix) {
    std::vector<Case> all;
    for (const auto* name : {"requests.csv", "requests-own.csv"}) {
        auto cases = must(read_cases(read_whole(folder / name), matrix), folder / name);
        std::move(cases.begin(), cases.end(), std::back_inserter(all));
    }
    return all;
}

std::shared_ptr<const LinearModel> load_model(const std::filesystem::path& file) {
    return std::make_shared<const LinearModel>(must(read_model(read_whole(file)), file));
}

}  // namespace ansvar::routing
