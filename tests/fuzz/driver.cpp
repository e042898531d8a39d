// Runs a fuzz target without a fuzzer: the files and folders that are named, each line of each of them by itself, and inputs made from
// all those by seeded chance. The same inputs every time. fuzz_NAME [-runs=N] FILE_OR_FOLDER…
#include "fuzz.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Inputs = std::vector<std::string>;

constexpr std::size_t longest_mutant = 4096;

void add_file(Inputs& inputs, const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw std::runtime_error("cannot read " + path.string());
    }
    inputs.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
}

void add(Inputs& inputs, const std::filesystem::path& path) {
    if (!std::filesystem::is_directory(path)) {
        add_file(inputs, path);
        return;
    }
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());  // folders have no order of their own
    for (const auto& file : files) {
        add_file(inputs, file);
    }
}

/// The lines of every input, as inputs.
void add_lines(Inputs& inputs) {
    Inputs lines;
    for (const auto& input : inputs) {
        for (std::size_t begin = 0; begin < input.size();) {
            const auto end = std::min(input.find('\n', begin), input.size());
            lines.push_back(input.substr(begin, end - begin));
            begin = end + 1;
        }
    }
    inputs.insert(inputs.end(), lines.begin(), lines.end());
}

/// Makes inputs out of others.
class Mutation {
public:
    explicit Mutation(const Inputs& inputs) : inputs_(inputs) {}

    std::string next() {
        auto made = piece(longest_mutant);
        for (std::size_t turns = 1 + below(6); turns > 0; --turns) {
            change(made);
        }
        made.resize(std::min(made.size(), longest_mutant));
        return made;
    }

private:
    std::size_t below(std::size_t end) { return engine_() % std::max<std::size_t>(end, 1); }

    /// Some bytes of some input.
    std::string piece(std::size_t longest) {
        const auto& input = inputs_[below(inputs_.size())];
        return input.substr(below(input.size() / 2), 1 + below(longest));
    }

    void change(std::string& text) {
        const auto at = below(text.size() + 1);
        switch (below(5)) {
            case 0:
                text.insert(at, 1, static_cast<char>(below(256)));
                break;
            case 1:
                text.erase(at, 1 + below(8));
                break;
            case 2:
                text.insert(at, piece(32));
                break;
            case 3:
                text.insert(at, text.substr(below(text.size() + 1), below(64)));
                break;
            default:
                text.insert(at, 1, ",;\"|\n\r:{}\\/"[below(11)]);
        }
    }

    const Inputs& inputs_;
    std::mt19937 engine_{2021};
};

void run(const std::string& input) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const unsigned char*>(input.data()), input.size());
}

void run_all(int argc, char** argv) {
    Inputs inputs;
    std::size_t mutants = 2000;
    for (int at = 1; at < argc; ++at) {
        const std::string argument = argv[at];
        if (argument.starts_with("-runs=")) {
            mutants = std::stoul(argument.substr(6));
        } else {
            add(inputs, argument);
        }
    }
    if (inputs.empty()) {
        throw std::runtime_error("no inputs were named");
    }
    add_lines(inputs);
    for (const auto& input : inputs) {
        run(input);
    }
    Mutation mutation(inputs);
    for (std::size_t count = 0; count < mutants; ++count) {
        run(mutation.next());
    }
    std::cout << inputs.size() << " inputs and " << mutants << " made from them\n";
}

}  // namespace

int main(int argc, char** argv) {
    try {
        run_all(argc, argv);
    } catch (const std::exception& error) {
        std::cerr << argv[0] << ": " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
