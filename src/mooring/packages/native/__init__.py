"""FAMILY. Package managers of C, C++ and Nim: Conan, vcpkg, Nimble."""
