// Makes the model that ships: routing_train DATA_FOLDER MODEL_FILE. Run by the build; the same data give the same bytes.
#include "routing/school_data.hpp"
#include "routing/training.hpp"

#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>

namespace {

using namespace ansvar::routing;

void train(const std::filesystem::path& folder, const std::filesystem::path& to) {
    const auto school = load_school_data(folder);
    const auto cases = load_labelled_requests(folder, school.matrix);
    std::ofstream model(to, std::ios::binary);
    model << train_model(school.matrix, school.lexicon, cases).write();
    if (!model.flush()) {
        throw std::runtime_error("cannot write " + to.string());
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "routing_train DATA_FOLDER MODEL_FILE\n";
        return EXIT_FAILURE;
    }
    try {
        train(argv[1], argv[2]);
    } catch (const std::exception& error) {
        std::cerr << "routing_train: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
