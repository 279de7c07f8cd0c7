// Changes to a file that a reader will see: blind ones, and such as know the words and numbers of its format.
#pragma once

#include "core/base/random.h"

#include <string>
#include <vector>

namespace espalier::fuzz {

/// What mutations know of a format.
struct Dialect {
    std::vector<std::string> words;       ///< keys, marks, magic numbers
    bool isText = true;                   ///< has lines, and numbers written in digits
    void (*mend)(std::string&) = nullptr; ///< makes checksums right again, so that changes are read at all
};

/// One change; `other` is a second input of the same format, which lends parts of itself.
void mutate(std::string& bytes, const std::string& other, const Dialect& dialect, Random& random);

/// `Dialect::mend` of PNG.
void mendPng(std::string& bytes);

} // namespace espalier::fuzz
